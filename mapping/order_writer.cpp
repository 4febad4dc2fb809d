#include "mapping/order_writer.h"

#include <algorithm>

#include "countries/country_names.h"
#include "order/encoder.h"

namespace ordergate::mapping {
namespace {

using Kind = MapValue::Kind;

}  // namespace

/// The whole order without its last bracket.
bool OrderWriter::order(const MapBlock& block) noexcept {
  bool asked = false;
  std::uint64_t written = 0;
  if (!lets(block)) return false;
  out_ += '{';
  return members(block, asked, written) && required(block, written) && sale(block, written);
}

bool OrderWriter::lets(const MapBlock& block) noexcept {
  for (const MapLet& let : block.lets)
    if (!frame_.bind(let.variable, evaluate(let.value, frame_)) || frame_.failed) return false;
  return true;
}

/// Writes the object unless all that it asks of the record is absent. False on failure.
bool OrderWriter::object(const MapBlock& block, bool& wrote) noexcept {
  wrote = left_out_ = false;
  if (!lets(block)) return false;
  if (block.where) {
    bool answer = false;
    const bool known = as_truth(evaluate(*block.where, frame_), frame_, answer);
    if (frame_.failed) return false;
    if (known && !answer) return left_out_ = true;
  }
  const std::size_t begin = out_.size();
  const std::size_t traced = traces_ == nullptr ? 0 : traces_->size();
  const std::size_t path = path_.size();
  bool asked = false;
  std::uint64_t written = 0;
  out_ += '{';
  if (!members(block, asked, written)) return false;
  if (block.asks_record && !asked) {
    out_.resize(begin);
    if (traces_ != nullptr) traces_->resize(traced);
    path_.resize(path);
    left_out_ = false;  // blocks inside it may have been
    return true;
  }
  if (!required(block, written)) return false;
  out_ += '}';
  return wrote = true;
}

/// `written` has a bit for each field of the target that was written.
bool OrderWriter::members(const MapBlock& block, bool& asked, std::uint64_t& written) noexcept {
  for (const MapMember& member : block.members) {
    if (member.as_it_stands && as_it_stands(member, asked, written)) continue;
    const std::size_t begin = out_.size();
    const std::size_t path = path_.size();
    const bool first = out_.back() == '{';
    out_.append(member.prefix, first ? 1 : 0);
    if (traces_ != nullptr) path_.append(path_.empty() ? "" : ".").append(member.field->key);
    bool wrote = false;
    if (!OrderWriter::member(member, wrote, asked)) return false;
    path_.resize(path);
    if (wrote) {
      written |= member.bit;
    } else {
      out_.resize(begin);
    }
  }
  return true;
}

/// A text field that is a path of the record and nothing else: most are. False: it is not that simple.
bool OrderWriter::as_it_stands(const MapMember& member, bool& asked, std::uint64_t& written) noexcept {
  const MapExpression& path = member.values.front();
  const std::uint32_t node = frame_.slots[path.steps[path.root].slot];
  if (node == JsonTree::kNone) return true;
  const JsonNode& found = (*frame_.tree)[node];
  if (found.kind != JsonKind::text || found.escaped || traces_ != nullptr) return false;
  frame_.tree->mark(node);
  if (says_nothing(found.token)) return true;
  const std::string_view prefix = std::string_view(member.prefix).substr(out_.back() == '{' ? 1 : 0);
  const std::size_t at = out_.size();
  out_.resize(at + prefix.size() + found.token.size() + 2, '"');
  prefix.copy(out_.data() + at, prefix.size());
  found.token.copy(out_.data() + at + prefix.size() + 1, found.token.size());
  asked = true;
  written |= member.bit;
  origins_.add(member.field->key, 0, node);
  return true;
}

bool OrderWriter::member(const MapMember& member, bool& wrote, bool& asked) noexcept {
  const Target& target = *member.field->target;
  if (target.kind == TargetKind::list) return list(member, target, wrote, asked);
  if (!member.blocks.empty()) {
    const std::uint32_t origin = origins_.open(member.field->key);
    if (!object(member.blocks.front(), wrote)) return false;
    if (wrote) {
      origins_.close(origin, JsonTree::kNone);
    } else {
      origins_.drop(origin);
    }
    asked = asked || (wrote && member.blocks.front().asks_record);
    return true;
  }
  if (!member.constant.empty() && traces_ == nullptr) {
    out_ += member.constant;
    return wrote = true;
  }
  const MapExpression& expression = member.values.front();
  const MapValue value = evaluate(expression, frame_);
  if (value.kind == Kind::absent && !frame_.failed) return true;
  if (frame_.failed || !scalar(value, target, expression, wrote)) return false;
  if (wrote && !expression.constant) {
    asked = true;
    origins_.add(member.field->key, 0, value.node);
  }
  return true;
}

bool OrderWriter::list(const MapMember& member, const Target& target, bool& wrote, bool& asked) noexcept {
  out_ += '[';
  const std::uint32_t origin = origins_.open(member.field->key);
  std::uint32_t count = 0;
  for (const MapBlock& block : member.blocks)
    if (!entries(block, target, count, asked)) return false;
  for (const MapExpression& expression : member.values)
    if (!values(expression, target, count, asked)) return false;
  out_ += ']';
  origins_.close(origin, JsonTree::kNone);
  wrote = count > 0;
  return true;
}

std::uint32_t OrderWriter::most(const Target& list) const noexcept {
  if (list.entries_max == RecordLimits{}.parties_max) return limits_.parties_max;
  if (list.entries_max == RecordLimits{}.items_max) return limits_.items_max;
  return limits_.array_entries_max;
}

/// An empty party or document says nobody and nothing; a line of which nothing is known is goods all the
/// same, and a number is no object.
bool OrderWriter::may_be_nothing(const Target& list, std::uint32_t node) const noexcept {
  if (node == JsonTree::kNone) return true;
  const JsonKind kind = (*frame_.tree)[node].kind;
  return list.entries_max != RecordLimits{}.items_max &&
         (kind == JsonKind::object || kind == JsonKind::array);
}

bool OrderWriter::entries(const MapBlock& block, const Target& target, std::uint32_t& count,
                          bool& asked) noexcept {
  if (!block.each) return entry(block, target, count, asked, JsonTree::kNone);
  const MapValue list = evaluate(*block.each, frame_);
  if (frame_.failed) return false;
  const auto turn = [&](const MapValue& each) {
    return frame_.bind(block.each_variable, each) && entry(block, target, count, asked, each.node);
  };
  if (list.kind == Kind::list) {
    for (std::uint32_t i = 0; i < list.list.count; ++i)
      if (!turn(MapValue(frame_.lists[list.list.begin + i]))) return false;
    return true;
  }
  if (!is_known(list, frame_)) return true;
  const JsonTree& tree = *frame_.tree;
  if (list.kind != Kind::json || tree[list.node].kind != JsonKind::array)
    return refuse(list.node, {"no list, where one is wanted for each entry"});
  for (std::uint32_t at = tree[list.node].first; at != 0; at = tree[at].next) {
    MapValue each;
    if (tree[at].kind == JsonKind::null) continue;
    each.kind = Kind::json;
    each.node = at;
    if (!turn(each)) return false;
  }
  return true;
}

bool OrderWriter::entry(const MapBlock& block, const Target& target, std::uint32_t& count, bool& asked,
                        std::uint32_t node) noexcept {
  const std::size_t begin = out_.size();
  const std::size_t path = path_.size();
  if (count > 0) out_ += ',';
  if (traces_ != nullptr) path_.append("[").append(std::to_string(count)).append("]");
  const std::uint32_t origin = origins_.open({}, count);
  bool wrote = false;
  if (!object(block, wrote)) return false;
  path_.resize(path);
  if (!wrote) {
    out_.resize(begin);
    origins_.drop(origin);
    return left_out_ || may_be_nothing(target, node) || refuse(node, {"nothing can be read of this entry"});
  }
  origins_.close(origin, node);
  asked = asked || block.asks_record;
  return ++count <= most(target) || refuse(node, {"more entries than an order may have"});
}

bool OrderWriter::values(const MapExpression& expression, const Target& target, std::uint32_t& count,
                         bool& asked) noexcept {
  const MapValue value = evaluate(expression, frame_);
  if (frame_.failed) return false;
  const auto one = [&](const MapValue& each) {
    const std::size_t begin = out_.size();
    const std::size_t path = path_.size();
    if (count > 0) out_ += ',';
    if (traces_ != nullptr) path_.append("[").append(std::to_string(count)).append("]");
    bool wrote = false;
    if (!scalar(each, *target.element, expression, wrote)) return false;
    path_.resize(path);
    if (!wrote) {
      out_.resize(begin);
      return true;
    }
    if (!expression.constant) {
      asked = true;
      origins_.add({}, count, each.node);
    }
    return ++count <= most(target) || refuse(each.node, {"more entries than an order may have"});
  };
  if (value.kind == Kind::list) {
    for (std::uint32_t i = 0; i < value.list.count; ++i)
      if (!one(MapValue(frame_.lists[value.list.begin + i]))) return false;
    return true;
  }
  const JsonTree& tree = *frame_.tree;
  if (value.kind != Kind::json || tree[value.node].kind != JsonKind::array) return one(value);
  for (std::uint32_t at = tree[value.node].first; at != 0; at = tree[at].next) {
    MapValue each;
    each.kind = tree[at].kind == JsonKind::null ? Kind::absent : Kind::json;
    each.node = at;
    frame_.tree->mark(at);
    if (!one(each)) return false;
  }
  return true;
}

/// Writes one value as the target wants it.
bool OrderWriter::scalar(const MapValue& value, const Target& target, const MapExpression& expression,
                         bool& wrote) noexcept {
  std::string_view text;
  double number = 0;
  bool truth = false;
  Date date;
  const std::size_t begin = out_.size();
  switch (target.kind) {
    case TargetKind::number:
      if ((wrote = as_number(value, frame_, number))) append_json_number(number, out_);
      break;
    case TargetKind::truth:
      if ((wrote = as_truth(value, frame_, truth))) out_ += truth ? "true" : "false";
      break;
    case TargetKind::date:
      if ((wrote = as_date(value, frame_, date))) {
        out_ += '"';
        append_date(date, out_);
        out_ += '"';
      }
      break;
    default:
      if ((wrote = as_text(value, frame_, text))) {
        const bool country = target.kind == TargetKind::country && expression.type == MapType::country;
        if (!country && !fitting(text, value, target)) return false;
        quoted(text, value);
      }
  }
  if (frame_.failed) return place_failure(expression);
  if (wrote && traces_ != nullptr) note(value, expression, begin);
  return true;
}

/// A text of the record without an escape is written as it stands there.
void OrderWriter::quoted(std::string_view text, const MapValue& value) noexcept {
  if (value.kind != Kind::json || (*frame_.tree)[value.node].kind != JsonKind::text ||
      (*frame_.tree)[value.node].escaped)
    return append_json_string(text, out_);
  const std::size_t at = out_.size();
  out_.resize(at + text.size() + 2, '"');
  text.copy(out_.data() + at + 1, text.size());
}

bool OrderWriter::fitting(std::string_view text, const MapValue& value, const Target& target) noexcept {
  switch (target.kind) {
    case TargetKind::country:
      // The only other word is "*": listed everywhere.
      return (text.size() == 2 && country_from_name(text).known()) || text == "*" ||
             refuse(value.node,
                    {"\"", text.substr(0, 60), "\" is no code of a country: country() reads names"});
    case TargetKind::word:
      return std::find(target.words.begin(), target.words.end(), text) != target.words.end() ||
             refuse(value.node, {"\"", text.substr(0, 60), "\" is no word that the order knows here"});
    case TargetKind::timestamp:
      return parse_timestamp_day(text) || parse_date(text) ||
             refuse(value.node,
                    {"\"", text.substr(0, 60), "\" is no time with a zone: time() reads other forms"});
    default:
      return true;
  }
}

bool OrderWriter::refuse(std::uint32_t node, std::initializer_list<std::string_view> why) noexcept {
  frame_.fail(node, why);
  return false;
}

bool OrderWriter::place_failure(const MapExpression& expression) noexcept {
  if (frame_.failed_at == JsonTree::kNone) absent_ = &expression;
  return false;
}

void OrderWriter::note(const MapValue& value, const MapExpression& expression, std::size_t begin) {
  MapTrace trace;
  trace.field = path_;
  if (!expression.constant && value.node != JsonTree::kNone) frame_.tree->place(value.node, trace.source);
  trace.value = out_.substr(begin);
  traces_->push_back(std::move(trace));
}

/// Every field that the target cannot do without was written.
bool OrderWriter::required(const MapBlock& block, std::uint64_t written) noexcept {
  if ((written & block.required) == block.required) return true;
  for (const std::string& key : block.target->required)
    if ((written & block.target->bit_of(*block.target->find(key))) == 0) return missing(block, key);
  return true;
}

bool OrderWriter::missing(const MapBlock& block, std::string_view key) noexcept {
  for (const MapMember& member : block.members) {
    if (member.field->key != key) continue;
    if (!member.values.empty()) absent_ = &member.values.front();
    for (const MapBlock& inner : member.blocks) {
      if (absent_ == nullptr && inner.each) absent_ = &*inner.each;
      for (const MapMember& first : inner.members)
        if (absent_ == nullptr && !first.values.empty() && !first.values.front().constant)
          absent_ = &first.values.front();
    }
  }
  return refuse(JsonTree::kNone, {key, " is required, and there is none"});
}

/// What a sale cannot do without, so that the failure is told in their words.
bool OrderWriter::sale(const MapBlock& block, std::uint64_t written) noexcept {
  const std::string_view head = std::string_view(out_).substr(0, 1024);
  if (head.find("\"kind\":\"sale\"") == std::string_view::npos) return true;
  for (const std::string_view key : {"destination_country", "parties", "items"})
    if ((written & block.target->bit_of(*block.target->find(key))) == 0) return missing(block, key);
  return true;
}

}  // namespace ordergate::mapping
