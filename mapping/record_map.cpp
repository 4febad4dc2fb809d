// TOML to a map. Cold.
#include "mapping/record_map.h"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>

#include "base/hash.h"
#include "base/hex.h"
#include "base/near_name.h"
#include "countries/country_names.h"
#include "mapping/embedded.h"
#include "order/encoder.h"
#include "tables/data_files.h"

namespace ordergate::mapping {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{1} << 20;
constexpr std::string_view kControl[] = {"each", "as", "where", "let"};

std::uint32_t line_of(const toml::node& node) { return static_cast<std::uint32_t>(node.source().begin.line); }

bool is_control(std::string_view key) {
  return std::find(std::begin(kControl), std::end(kControl), key) != std::end(kControl);
}

/// May an expression of this type fill that field, as far as is known before there is a record?
bool fills(MapType type, TargetKind kind) {
  if (type == MapType::any) return true;
  switch (kind) {
    case TargetKind::text:
      return type != MapType::truth && type != MapType::list;
    case TargetKind::word:
      return type == MapType::text;
    case TargetKind::country:
      return type == MapType::country || type == MapType::text;
    case TargetKind::date:
      return type == MapType::date;
    case TargetKind::timestamp:
      return type == MapType::time || type == MapType::date || type == MapType::text;
    case TargetKind::number:
      return type == MapType::number;
    case TargetKind::truth:
      return type == MapType::truth;
    default:
      return true;
  }
}

std::string hint(TargetKind kind) {
  switch (kind) {
    case TargetKind::country:
      return "; country() reads one";
    case TargetKind::date:
      return "; date() reads one";
    case TargetKind::number:
      return "; number() reads one";
    case TargetKind::truth:
      return "; truth() reads it";
    default:
      return "";
  }
}

}  // namespace

class MapLoader {
 public:
  MapLoader(RecordMap& map, std::string path) : map_(map) { map_.path_ = std::move(path); }

  Status run(std::string_view text, const std::map<std::string, std::string>& settings) {
    if (text.size() > kFileBytesMax) return Error{map_.path_ + ": larger than a map may be"};
    toml::table root;
    try {
      root = toml::parse(text, map_.path_);
    } catch (const toml::parse_error& error) {
      return Error{map_.path_ + ":" + std::to_string(error.source().begin.line) + ": " +
                   std::string(error.description())};
    }
    map_.scope_.directory = std::filesystem::path(map_.path_).parent_path().string();
    static_cast<void>(map_.scope_.declare("src", MapType::any));
    static_cast<void>(map_.scope_.declare("event", MapType::any));
    read(root, settings);
    std::string hashed(text);
    for (const auto& [name, value] : map_.scope_.settings)
      hashed.append("\n").append(name).append("=").append(value);
    const std::uint64_t hash = hash64(hashed);
    for (int shift = 56; shift >= 0; shift -= 8)
      append_hex(static_cast<unsigned char>(hash >> shift), map_.hash_);
    if (error_) return *error_;
    return Done{};
  }

 private:
  void fail(std::uint32_t line, const std::string& key, const std::string& what) {
    if (error_) return;
    error_ = Error{map_.path_ + ":" + std::to_string(line) + ": " + key + ": " + what};
  }

  void read(const toml::table& root, const std::map<std::string, std::string>& settings) {
    refuse_unknown(root, {"map", "settings", "let", "order", "example", "ignore"});
    if (const toml::table* about = root["map"].as_table()) {
      map_.title_ = text_of(*about, "title");
      map_.documentation_ = text_of(*about, "documentation");
      refuse_unknown(*about, {"title", "documentation"});
    }
    read_settings(root, settings);
    read_ignored(root);
    const toml::table* const order = root["order"].as_table();
    if (order == nullptr)
      return fail(1, "[order]", "a map needs the table [order]: what the order is made of");
    if (const toml::node* lets = root.get("let")) read_lets(*lets, "let", map_.order_);
    if (!error_) read_block(*order, order_target(), "order", map_.order_);
    read_examples(root);
  }

  void refuse_unknown(const toml::table& table, const std::vector<std::string_view>& known) {
    for (const auto& [key, node] : table)
      if (std::find(known.begin(), known.end(), key.str()) == known.end())
        return fail(line_of(node), std::string(key.str()),
                    "no such key in a map" + did_you_mean(key.str(), known));
  }

  std::string text_of(const toml::table& table, std::string_view key) {
    const toml::node* const node = table.get(key);
    if (node == nullptr) return "";
    if (const auto* text = node->as_string()) return text->get();
    fail(line_of(*node), std::string(key), "expected a text");
    return "";
  }

  void read_settings(const toml::table& root, const std::map<std::string, std::string>& given) {
    std::map<std::string, std::string>& known = map_.scope_.settings;
    if (const toml::table* table = root["settings"].as_table())
      for (const auto& [key, node] : *table) known[std::string(key.str())] = text_of(*table, key.str());
    for (const auto& [key, value] : given) {
      if (known.contains(key)) {
        known[key] = value;
        continue;
      }
      std::vector<std::string_view> names;
      names.reserve(known.size());
      for (const auto& [name, preset] : known) names.push_back(name);
      return fail(1, "[settings] " + key, "the map has no such setting" + did_you_mean(key, names));
    }
  }

  void read_ignored(const toml::table& root) {
    const toml::node* const node = root.get("ignore");
    if (node == nullptr) return;
    const toml::array* const places = node->as_array();
    if (places == nullptr) return fail(line_of(*node), "ignore", "expected a list of places");
    for (const toml::node& place : *places) {
      const auto* text = place.as_string();
      if (text == nullptr)
        return fail(line_of(place), "ignore", "expected a place, as \"shipping_lines.title\"");
      ignore(text->get());
    }
  }

  /// What stands above a place that is ignored keeps its other members.
  void ignore(std::string_view place) {
    PathTree** tree = &map_.ignored_;
    while (!place.empty()) {
      if (*tree == nullptr) {
        map_.scope_.trees.push_back(std::make_unique<PathTree>());
        *tree = map_.scope_.trees.back().get();
      }
      const std::size_t dot = place.find('.');
      const std::string key(place.substr(0, dot));
      place = dot == std::string_view::npos ? "" : place.substr(dot + 1);
      auto& keys = (*tree)->keys;
      auto known = std::find_if(keys.begin(), keys.end(), [&](const auto& each) { return each.key == key; });
      tree = &(known == keys.end() ? (*tree)->add(key, 0) : *known).below;
    }
  }

  MapExpression expression(const toml::node& node, const std::string& key) {
    std::string source;
    if (const auto* text = node.as_string()) {
      source = text->get();
    } else if (const auto* truth = node.as_boolean()) {
      source = truth->get() ? "true" : "false";
    } else if (const auto* whole = node.as_integer()) {
      source = std::to_string(whole->get());
    } else if (const auto* number = node.as_floating_point()) {
      append_json_number(number->get(), source);
    } else {
      fail(line_of(node), key, "expected an expression in quotes");
      return {};
    }
    Result<MapExpression> made = compile_expression(source, map_.scope_);
    if (made) return std::move(made).value();
    fail(line_of(node), key, made.error().text + " of \"" + source + "\"");
    return {};
  }

  void read_lets(const toml::node& node, const std::string& key, MapBlock& block) {
    const toml::table* const table = node.as_table();
    if (table == nullptr) return fail(line_of(node), key, "expected a table of names and expressions");
    std::vector<std::pair<std::string, const toml::node*>> lets;  // in the order of writing
    for (const auto& [name, value] : *table) lets.emplace_back(name.str(), &value);
    std::sort(lets.begin(), lets.end(), [](const auto& left, const auto& right) {
      const auto a = left.second->source().begin, b = right.second->source().begin;
      return a.line != b.line ? a.line < b.line : a.column < b.column;
    });
    for (const auto& [name, value] : lets) {
      MapLet let;
      let.value = expression(*value, key + "." + name);
      if (error_) return;
      let.variable = declare(name, let.value.type, line_of(*value));
      MapVariable& variable = map_.scope_.variables[let.variable];
      variable.named = !let.value.constant;
      variable.asked_variable = let.value.asked_variable;
      variable.asked_path = let.value.asked_path;
      block.lets.push_back(std::move(let));
    }
  }

  std::uint32_t declare(const std::string& name, MapType type, std::uint32_t line) {
    if (name == "setting" || name == "null" || name == "true" || name == "false")
      fail(line, name, "this name is taken by the language");
    ++visible_;
    return map_.scope_.declare(name, type);
  }

  void read_block(const toml::table& table, const Target& target, const std::string& path, MapBlock& block) {
    block.target = &target;
    block.line = line_of(table);
    const std::size_t before = visible_;
    read_control(table, path, block);
    refuse_unknown_fields(table, target, path);
    for (const TargetField& field : target.fields) {
      const toml::node* const node = table.get(field.key);
      if (node == nullptr || error_) continue;
      MapMember member;
      member.field = &field;
      member.bit = target.bit_of(field);
      member.prefix = ",\"" + field.key + "\":";
      member.line = line_of(*node);
      read_member(*node, *field.target, path + "." + field.key, member);
      block.members.push_back(std::move(member));
    }
    for (; visible_ > before; --visible_) map_.scope_.forget();
    if (error_) return;
    for (const MapMember& member : block.members) block.asks_record = block.asks_record || asks(member);
    for (const std::string& key : target.required) block.required |= target.bit_of(*target.find(key));
    check_required(table, target, path, block);
  }

  static bool asks(const MapMember& member) {
    return std::any_of(member.values.begin(), member.values.end(),
                       [](const auto& each) { return !each.constant; }) ||
           std::any_of(member.blocks.begin(), member.blocks.end(),
                       [](const auto& each) { return each.asks_record || each.each; });
  }

  void read_control(const toml::table& table, const std::string& path, MapBlock& block) {
    const toml::node* const each = table.get("each");
    const toml::node* const as = table.get("as");
    if (each != nullptr) {
      block.each = expression(*each, path + ".each");
      if (error_) return;
      if (block.each->type != MapType::any && block.each->type != MapType::list)
        return fail(line_of(*each), path + ".each",
                    "needs a list, found a " + std::string(to_string(block.each->type)));
      const std::string name = as == nullptr ? "it" : text_of(table, "as");
      block.each_variable = declare(name, MapType::any, line_of(*each));
    } else if (as != nullptr) {
      return fail(line_of(*as), path + ".as", "names the entry of `each`, which is not there");
    }
    if (const toml::node* lets = table.get("let"); lets != nullptr && path != "order")
      read_lets(*lets, path + ".let", block);
    if (error_) return;
    if (const toml::node* where = table.get("where")) {
      block.where = expression(*where, path + ".where");
      if (!error_ && block.where->type != MapType::any && block.where->type != MapType::truth)
        fail(line_of(*where), path + ".where",
             "needs true or false, found a " + std::string(to_string(block.where->type)));
    }
  }

  void refuse_unknown_fields(const toml::table& table, const Target& target, const std::string& path) {
    for (const auto& [key, node] : table) {
      if (is_control(key.str()) || target.find(key.str()) != nullptr) continue;
      std::vector<std::string_view> names(std::begin(kControl), std::end(kControl));
      for (const TargetField& field : target.fields) names.push_back(field.key);
      return fail(line_of(node), path + "." + std::string(key.str()),
                  "no such field" + did_you_mean(key.str(), names));
    }
  }

  void read_member(const toml::node& node, const Target& target, const std::string& path, MapMember& member) {
    if (target.kind == TargetKind::list) return read_list(node, target, path, member);
    if (const toml::table* table = node.as_table()) {
      if (target.kind != TargetKind::object)
        return fail(line_of(node), path, "is " + describe(target) + ", no table");
      member.blocks.emplace_back();
      read_block(*table, target, path, member.blocks.back());
      if (member.blocks.back().each && !error_)
        fail(line_of(node), path + ".each", "is no list: there can be one only");
      return;
    }
    if (node.is_array()) return fail(line_of(node), path, "is " + describe(target) + ", no list");
    if (target.kind == TargetKind::object && !target.or_text)
      return fail(line_of(node), path, "needs a table");
    member.values.push_back(expression(node, path));
    check_type(node, target, path, member.values.back());
    if (error_) return;
    const MapExpression& value = member.values.back();
    member.as_it_stands = target.kind == TargetKind::text && value.steps[value.root].op == MapOp::load;
    const std::string* const written = value.written();
    const bool text = target.kind == TargetKind::text || target.kind == TargetKind::word ||
                      target.kind == TargetKind::country;
    if (text && written != nullptr && !says_nothing(*written)) append_json_string(*written, member.constant);
  }

  void read_list(const toml::node& node, const Target& target, const std::string& path, MapMember& member) {
    const toml::array* const entries = node.as_array();
    const bool objects = target.element->kind == TargetKind::object;
    if (entries == nullptr) {
      if (node.is_table()) return fail(line_of(node), path, "is a list: write [[" + path + "]] or [{...}]");
      if (objects && !target.element->or_text)
        return fail(line_of(node), path, "is a list of tables: write [[" + path + "]] or [{...}]");
      member.values.push_back(expression(node, path));
      const MapExpression& value = member.values.back();
      if (value.type != MapType::list) check_type(node, *target.element, path, value);
      return;
    }
    for (const toml::node& entry : *entries) {
      if (error_) return;
      const toml::table* const table = entry.as_table();
      if (table != nullptr && objects) {
        member.blocks.emplace_back();
        read_block(*table, *target.element, path, member.blocks.back());
      } else if (table == nullptr && (!objects || target.element->or_text)) {
        member.values.push_back(expression(entry, path));
        const MapExpression& value = member.values.back();
        if (value.type != MapType::list) check_type(entry, *target.element, path, value);
      } else {
        return fail(line_of(entry), path, "is " + describe(target));
      }
    }
  }

  void check_type(const toml::node& node, const Target& target, const std::string& path,
                  const MapExpression& value) {
    if (error_) return;
    if (!fills(value.type, target.kind == TargetKind::object ? TargetKind::text : target.kind))
      return fail(
          line_of(node), path,
          "is " + describe(target) + ", found a " + std::string(to_string(value.type)) + hint(target.kind));
    const std::string* const written = value.written();
    if (written == nullptr) return;
    if (target.kind == TargetKind::word &&
        std::find(target.words.begin(), target.words.end(), *written) == target.words.end())
      return fail(line_of(node), path,
                  "'" + *written + "' is not " + describe(target) +
                      did_you_mean(*written, {target.words.begin(), target.words.end()}));
    if (target.kind == TargetKind::country && !(written->size() == 2 && country_from_name(*written).known()))
      fail(line_of(node), path, "'" + *written + "' is no alpha-2 code of a country");
  }

  void check_required(const toml::table& table, const Target& target, const std::string& path,
                      const MapBlock& block) {
    const auto has = [&](std::string_view key) {
      return std::any_of(block.members.begin(), block.members.end(),
                         [&](const auto& each) { return each.field->key == key; });
    };
    for (const std::string& key : target.required)
      if (!has(key)) return fail(line_of(table), path + "." + key, "is required and has no expression");
    if (path != "order") return;
    const MapMember& kind = *std::find_if(block.members.begin(), block.members.end(),
                                          [](const auto& each) { return each.field->key == "kind"; });
    const std::string* const written = kind.values.front().written();
    const bool sale = written != nullptr && *written == "sale";
    for (const std::string_view key : {"destination_country", "parties", "items"})
      if (sale && !has(key))
        return fail(line_of(table), path + "." + std::string(key),
                    "a sale needs it, and it has no expression");
  }

  void read_examples(const toml::table& root) {
    const toml::node* const node = root.get("example");
    if (node == nullptr || error_) return;
    const toml::array* const examples = node->as_array();
    if (examples == nullptr) return fail(line_of(*node), "example", "write [[example]]");
    for (const toml::node& entry : *examples) {
      const toml::table* const table = entry.as_table();
      if (table == nullptr) return fail(line_of(entry), "example", "write [[example]]");
      refuse_unknown(*table, {"name", "source", "order", "error"});
      MapExample example;
      example.name = text_of(*table, "name");
      example.source = text_of(*table, "source");
      example.order = text_of(*table, "order");
      example.expected_error = text_of(*table, "error");
      example.line = line_of(entry);
      if (example.source.empty() || example.order.empty() == example.expected_error.empty())
        return fail(example.line, "example", "needs `source` and one of `order` and `error`");
      map_.examples_.push_back(std::move(example));
    }
  }

  RecordMap& map_;
  std::size_t visible_ = 0;
  std::optional<Error> error_;
};

Result<std::shared_ptr<const RecordMap>> RecordMap::parse(
    std::string_view text, const std::string& path, const std::map<std::string, std::string>& settings) {
  auto map = std::make_shared<RecordMap>();
  const Status status = MapLoader(*map, path).run(text, settings);
  if (!status) return status.error();
  return std::shared_ptr<const RecordMap>(std::move(map));
}

Result<std::shared_ptr<const RecordMap>> RecordMap::load(const std::string& name_or_path,
                                                         const std::map<std::string, std::string>& settings) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(name_or_path, ignored)) {
    const Result<std::string> text = tables::read_file(name_or_path);
    if (!text) return text.error();
    return parse(text.value(), name_or_path, settings);
  }
  std::string name = name_or_path;
  if (name.ends_with(".toml")) name.resize(name.size() - 5);
  std::string names;
  for (const ShippedMap& shipped : shipped_maps()) {
    if (shipped.name == name) return parse(shipped.text, "maps/" + name + ".toml", settings);
    names.append(names.empty() ? "" : ", ").append(shipped.name);
  }
  return Error{"'" + name_or_path + "' is no file, and no map that ships: " + names};
}

std::vector<ShippedMap> shipped_maps() {
  std::vector<ShippedMap> maps;
  for (const EmbeddedFile& file : embedded_files())
    if (file.name.starts_with("maps/") && file.name.ends_with(".toml"))
      maps.push_back({file.name.substr(5, file.name.size() - 10), file.bytes});
  std::sort(maps.begin(), maps.end(),
            [](const auto& left, const auto& right) { return left.name < right.name; });
  return maps;
}

}  // namespace ordergate::mapping
