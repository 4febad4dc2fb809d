#include "mapping/target.h"

#include <algorithm>
#include <deque>
#include <map>

#include "base/check.h"
#include "base/embedded.h"
#include "mapping/embedded.h"
#include "order/json_tree.h"

namespace ordergate::mapping {
namespace {

/// Reads the part of JSON Schema that the order's schema is written in.
class SchemaReader {
 public:
  SchemaReader() : tree_(RecordLimits{}) {
    const std::string_view schema = embedded_file(embedded_files(), "../docs/schemas/order.v1.schema.json");
    OG_CHECK(!tree_.parse(schema, arena_));
    definitions_ = tree_.find(0, "$defs");
    root_ = read(0);
  }
  [[nodiscard]] const Target& root() const noexcept { return *root_; }

 private:
  [[nodiscard]] std::string text(std::uint32_t object, std::string_view key) const {
    const std::uint32_t node = tree_.find(object, key);
    std::string_view text;
    return node != JsonTree::kNone && tree_.text(node, text) ? std::string(text) : std::string();
  }

  const Target* named(const std::string& reference) {
    const std::string name = reference.substr(reference.rfind('/') + 1);
    if (const auto known = by_name_.find(name); known != by_name_.end()) return known->second;
    const Target* const target = read(tree_.find(definitions_, name));
    return by_name_[name] = target;
  }

  const Target* read(std::uint32_t schema) {
    const std::string reference = text(schema, "$ref");
    if (!reference.empty()) return named(reference);
    if (const std::uint32_t any = tree_.find(schema, "anyOf"); any != JsonTree::kNone) return choice(any);
    Target& target = targets_.emplace_back();
    if (const std::uint32_t words = tree_.find(schema, "enum"); words != JsonTree::kNone) {
      target.kind = TargetKind::word;
      each(words, [&](std::uint32_t word) { target.words.emplace_back(tree_[word].token); });
      return &target;
    }
    const std::string type = text(schema, "type");
    if (type == "object") {
      read_object(schema, target);
    } else if (type == "array") {
      target.kind = TargetKind::list;
      target.element = read(tree_.find(schema, "items"));
      const std::uint32_t most = tree_.find(schema, "maxItems");
      if (most != JsonTree::kNone)
        target.entries_max = static_cast<std::uint32_t>(std::stoul(std::string(tree_[most].token)));
    } else if (type == "number" || type == "integer") {
      target.kind = TargetKind::number;
    } else if (type == "boolean") {
      target.kind = TargetKind::truth;
    } else if (type == "string") {
      target.kind = kind_of_text(schema);
    }
    return &target;
  }

  [[nodiscard]] TargetKind kind_of_text(std::uint32_t schema) const {
    const std::string format = text(schema, "format");
    if (format == "date") return TargetKind::date;
    if (format == "date-time") return TargetKind::timestamp;
    return text(schema, "pattern") == "^[A-Z]{2}$" ? TargetKind::country : TargetKind::text;
  }

  /// The widest of several: a moment may be a day, an address a text, a country a star.
  const Target* choice(std::uint32_t any) {
    const Target* widest = nullptr;
    bool or_text = false;
    each(any, [&](std::uint32_t schema) {
      const Target* const target = read(schema);
      or_text = or_text || target->kind == TargetKind::text;
      if (widest == nullptr || target->kind == TargetKind::object || target->kind == TargetKind::timestamp)
        widest = target;
    });
    targets_.push_back(*widest);
    targets_.back().or_text = or_text;
    return &targets_.back();
  }

  void read_object(std::uint32_t schema, Target& target) {
    target.kind = TargetKind::object;
    if (const std::uint32_t required = tree_.find(schema, "required"); required != JsonTree::kNone)
      each(required, [&](std::uint32_t key) { target.required.emplace_back(tree_[key].token); });
    const std::uint32_t properties = tree_.find(schema, "properties");
    if (properties == JsonTree::kNone) return;
    each(properties, [&](std::uint32_t field) {
      const std::string key(tree_[field].key), meaning = text(field, "description");
      const Target* const read_target = read(field);
      target.fields.push_back({key, meaning, read_target});
    });
    OG_CHECK(target.fields.size() <= 64);  // a bit each while an order is made
    for (const std::string& key : target.required) OG_CHECK(target.find(key) != nullptr);
  }

  template <typename Each>
  void each(std::uint32_t owner, Each&& each_child) {
    for (std::uint32_t at = tree_[owner].first; at != 0; at = tree_[at].next) each_child(at);
  }

  Arena arena_;
  JsonTree tree_;
  std::uint32_t definitions_ = 0;
  std::deque<Target> targets_;
  std::map<std::string, const Target*> by_name_;
  const Target* root_ = nullptr;
};

}  // namespace

std::string describe(const Target& target) {
  switch (target.kind) {
    case TargetKind::text:
      return "a text";
    case TargetKind::word: {
      std::string words = "one of ";
      for (const std::string& word : target.words)
        words += (&word == &target.words.front() ? "" : ", ") + word;
      return words;
    }
    case TargetKind::country:
      return "a country";
    case TargetKind::date:
      return "a date";
    case TargetKind::timestamp:
      return "a time or a date";
    case TargetKind::number:
      return "a number";
    case TargetKind::truth:
      return "true or false";
    case TargetKind::object:
      return target.or_text ? "a table or a text" : "a table";
    case TargetKind::list:
      return "a list of " +
             (target.element->kind == TargetKind::object ? "tables" : describe(*target.element));
    case TargetKind::anything:
      break;
  }
  return "a value";
}

const TargetField* Target::find(std::string_view key) const noexcept {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const TargetField& each) { return each.key == key; });
  return found == fields.end() ? nullptr : &*found;
}

const Target& order_target() {
  static const SchemaReader reader;
  return reader.root();
}

}  // namespace ordergate::mapping
