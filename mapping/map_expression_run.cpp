// Steps to values: one record at a time. No allocation once warm.
#include <algorithm>

#include "base/check.h"
#include "countries/country_names.h"
#include "mapping/functions.h"
#include "mapping/map_expression.h"
#include "mapping/run_functions.h"
#include "rules/language/operators.h"

namespace ordergate::mapping {
namespace {

using Kind = MapValue::Kind;
using rules::Operator;

MapValue of_truth(Tri answer) noexcept {
  MapValue value;
  if (answer == Tri::unknown) return value;
  value.kind = Kind::truth;
  value.truth = answer == Tri::yes;
  return value;
}

class Machine {
 public:
  Machine(const MapExpression& expression, MapFrame& frame) : expression_(expression), frame_(frame) {}

  MapValue run(std::uint32_t at) noexcept {
    const MapStep& step = expression_.steps[at];
    if (step.op == MapOp::load) return value_at(step.slot, frame_);
    if (step.op == MapOp::constant) return step.literal->value;
    return work(step);
  }

 private:
  MapValue work(const MapStep& step) noexcept {
    switch (step.op) {
      case MapOp::absent:
        return {};
      case MapOp::constant:
        return step.literal->value;
      case MapOp::variable:
        if (frame_.variables[step.slot].node != JsonTree::kNone)
          frame_.tree->mark(frame_.variables[step.slot].node);
        return frame_.variables[step.slot];
      case MapOp::load:
        return value_at(step.slot, frame_);
      case MapOp::field:
        return field(step);
      case MapOp::logical_not:
        return of_truth(negated(truth_of(operand(step, 0))));
      case MapOp::negate:
        return negate(step);
      case MapOp::arithmetic:
        return arithmetic(step);
      case MapOp::compare:
        return compare(step);
      case MapOp::logical_and:
        return logical(step, Tri::no);
      case MapOp::logical_or:
        return logical(step, Tri::yes);
      case MapOp::conditional:
        return conditional(step);
      case MapOp::in_list:
        return in_list(step);
      case MapOp::list_literal:
        return list_literal(step);
      case MapOp::call:
        return call(step);
    }
    return {};
  }

  [[nodiscard]] MapValue operand(const MapStep& step, std::uint32_t i) noexcept {
    return run(expression_.operands[step.first + i]);
  }

  MapValue json(std::uint32_t node) noexcept {
    MapValue value;
    if (node == JsonTree::kNone) return value;
    value.node = node;
    frame_.tree->mark(node);
    if ((*frame_.tree)[node].kind != JsonKind::null) value.kind = Kind::json;
    return value;
  }

  /// Of two members with one key others may take the second.
  MapValue member(std::uint32_t object, std::string_view key) noexcept {
    if (const std::uint32_t twin = frame_.tree->twin(object, key); twin != JsonTree::kNone)
      return frame_.fail(twin, kTwin);
    return json(frame_.tree->find(object, key));
  }

  MapValue field(const MapStep& step) noexcept {
    const MapValue owner = operand(step, 0);
    if (owner.kind != Kind::json) return owner.kind == Kind::failed ? owner : MapValue{};
    return member(owner.node, step.literal->text);
  }

  static Tri negated(Tri answer) noexcept {
    if (answer == Tri::unknown) return answer;
    return answer == Tri::yes ? Tri::no : Tri::yes;
  }

  Tri truth_of(const MapValue& value) noexcept {
    bool truth = false;
    if (!as_truth(value, frame_, truth)) return Tri::unknown;
    return truth ? Tri::yes : Tri::no;
  }

  /// `decisive` ends it, whatever the other side says.
  MapValue logical(const MapStep& step, Tri decisive) noexcept {
    const Tri left = truth_of(operand(step, 0));
    if (left == decisive || frame_.failed) return of_truth(left);
    const Tri right = truth_of(operand(step, 1));
    if (right == decisive) return of_truth(right);
    return of_truth(left == Tri::unknown ? left : right);
  }

  MapValue conditional(const MapStep& step) noexcept {
    const Tri condition = truth_of(operand(step, 0));
    if (condition == Tri::unknown) return {};
    return operand(step, condition == Tri::yes ? 1 : 2);
  }

  MapValue negate(const MapStep& step) noexcept {
    MapValue value = operand(step, 0);
    double number = 0;
    if (!as_number(value, frame_, number)) return {};
    return number_of(-number, value.node);
  }

  static MapValue number_of(double number, std::uint32_t node) noexcept {
    MapValue value;
    value.kind = Kind::number;
    value.number = number;
    value.node = node;
    return value;
  }

  MapValue arithmetic(const MapStep& step) noexcept {
    const MapValue left = operand(step, 0);
    const MapValue right = operand(step, 1);
    double a = 0, b = 0;
    const bool first = as_number(left, frame_, a);
    const bool both = as_number(right, frame_, b) && first;
    if (!both) return {};
    const rules::Value result = rules::calculate(step.operation, rules::Value::of(a), rules::Value::of(b));
    return result.known ? number_of(result.number, left.node != JsonTree::kNone ? left.node : right.node)
                        : MapValue{};
  }

  MapValue compare(const MapStep& step) noexcept {
    const MapValue left = operand(step, 0);
    const MapValue right = operand(step, 1);
    return of_truth(compared(step.operation, left, right));
  }

  Tri compared(Operator op, const MapValue& left, const MapValue& right) noexcept {
    const Kind kind = meaning_of(left, right);
    rules::Value a, b;
    if (!simple(left, kind, a) || !simple(right, kind, b)) return Tri::unknown;
    return rules::compare_values(op, a, b) ? Tri::yes : Tri::no;
  }

  /// As what two values compare: as what one of them is for sure, else as what the record shows.
  [[nodiscard]] Kind meaning_of(const MapValue& left, const MapValue& right) const noexcept {
    if (left.kind != Kind::json) return left.kind;
    if (right.kind != Kind::json) return right.kind;
    const JsonKind a = (*frame_.tree)[left.node].kind, b = (*frame_.tree)[right.node].kind;
    if (a == JsonKind::number && b == JsonKind::number) return Kind::number;
    return a == JsonKind::truth && b == JsonKind::truth ? Kind::truth : Kind::text;
  }

  bool simple(const MapValue& value, Kind kind, rules::Value& out) noexcept {
    std::string_view text;
    double number = 0;
    bool truth = false;
    Date date;
    switch (kind) {
      case Kind::text:
        if (!as_text(value, frame_, text)) return false;
        out = rules::Value::of(text);
        return true;
      case Kind::number:
        if (value.kind == Kind::json && (*frame_.tree)[value.node].kind != JsonKind::number) return false;
        if (!as_number(value, frame_, number)) return false;
        out = rules::Value::of(number);
        return true;
      case Kind::truth:
        if (value.kind == Kind::json && (*frame_.tree)[value.node].kind != JsonKind::truth) return false;
        if (!as_truth(value, frame_, truth)) return false;
        out = rules::Value::of(truth);
        return true;
      case Kind::date:
        if (!as_date(value, frame_, date)) return false;
        out = rules::Value::of(date);
        return true;
      default:
        return false;
    }
  }

  /// Calls `each` with every entry of a list, until it gives false. False: it is no list.
  template <typename Each>
  bool entries(const MapValue& list, Each&& each) noexcept {
    if (list.kind == Kind::list) {
      for (std::uint32_t i = 0; i < list.list.count && !frame_.failed; ++i)
        if (!turn(list.node) || !each(MapValue(frame_.lists[list.list.begin + i]))) break;
      return true;
    }
    if (list.kind != Kind::json || (*frame_.tree)[list.node].kind != JsonKind::array) return false;
    for (std::uint32_t at = (*frame_.tree)[list.node].first; at != 0 && !frame_.failed;
         at = (*frame_.tree)[at].next)
      if (!turn(list.node) || !each(json(at))) break;
    return true;
  }

  bool turn(std::uint32_t node) noexcept {
    if (++frame_.turns <= kMapTurnsMax) return true;
    frame_.fail(node, "too many entries in the lists of the record");
    return false;
  }

  /// An absent list has no entries; false is absent.
  MapValue no_list(const MapValue& value) noexcept {
    if (!frame_.failed && is_known(value, frame_)) return frame_.fail(value.node, "no list");
    return {};
  }

  MapValue in_list(const MapStep& step) noexcept {
    const MapValue needle = operand(step, 0);
    const MapStep& written = expression_.steps[expression_.operands[step.first + 1]];
    if (is_all_constant(written)) return among(needle, written);
    const MapValue list = operand(step, 1);
    if (!is_known(needle, frame_)) return {};
    Tri answer = Tri::no;
    if (!entries(list, [&](const MapValue& each) {
          answer = compared(Operator::equal, needle, each) == Tri::yes ? Tri::yes : answer;
          return answer != Tri::yes;
        }))
      return no_list(list);
    return of_truth(answer);
  }

  [[nodiscard]] bool is_all_constant(const MapStep& list) const noexcept {
    if (list.op != MapOp::list_literal) return false;
    const std::uint32_t* const first = expression_.operands.data() + list.first;
    return std::all_of(first, first + list.count,
                       [&](std::uint32_t at) { return expression_.steps[at].op == MapOp::constant; });
  }

  MapValue among(const MapValue& needle, const MapStep& list) noexcept {
    if (!is_known(needle, frame_)) return {};
    for (std::uint32_t i = 0; i < list.count && !frame_.failed; ++i)
      if (compared(Operator::equal, needle, operand(list, i)) == Tri::yes) return of_truth(Tri::yes);
    return of_truth(Tri::no);
  }

  MapValue list_literal(const MapStep& step) noexcept {
    // The operands may make lists of their own: theirs stand before this one.
    const auto begin = static_cast<std::uint32_t>(gathered_.size());
    for (std::uint32_t i = 0; i < step.count; ++i) gathered_.push_back(operand(step, i));
    return gather(begin);
  }

  /// What was gathered from `begin` on becomes a list.
  MapValue gather(std::uint32_t begin) noexcept {
    MapValue list;
    list.kind = Kind::list;
    list.list = {static_cast<std::uint32_t>(frame_.lists.size()),
                 static_cast<std::uint32_t>(gathered_.size()) - begin};
    if (list.list.begin + list.list.count > kMapTurnsMax)
      return frame_.fail(JsonTree::kNone, "the lists of the record are too long");
    for (std::uint32_t i = begin; i < gathered_.size(); ++i) {
      if (list.node == JsonTree::kNone) list.node = gathered_[i].node;
      frame_.lists.push_back(gathered_[i]);
    }
    gathered_.resize(begin);
    return list;
  }

  MapValue call(const MapStep& step) noexcept {
    switch (step.function) {
      case MapFunction::filter:
      case MapFunction::map:
      case MapFunction::exists:
      case MapFunction::all:
        return loop(step);
      case MapFunction::first:
        for (std::uint32_t i = 0; i < step.count; ++i)
          if (const MapValue value = operand(step, i); frame_.failed || is_known(value, frame_)) return value;
        return {};
      case MapFunction::known: {
        const MapValue value = operand(step, 0);
        if (frame_.failed) return value;
        return of_truth(tri(is_known(value, frame_)));
      }
      case MapFunction::join:
        return join(step);
      case MapFunction::at:
      case MapFunction::first_of:
      case MapFunction::last_of:
        return pick(step);
      case MapFunction::flatten:
        return flatten(step);
      case MapFunction::size:
        return size(step);
      default:
        break;
    }
    MapValue operands[3];
    for (std::uint32_t i = 0; i < step.count && i < 3; ++i) {
      operands[i] = operand(step, i);
      if (frame_.failed) return operands[i];
    }
    if (step.function == MapFunction::get) {
      std::string_view key;
      if (operands[0].kind != Kind::json || !as_text(operands[1], frame_, key)) return {};
      return member(operands[0].node, key);
    }
    if (step.function == MapFunction::json) return read_inside(operands[0]);
    return run_function(step, operands, frame_);
  }

  MapValue read_inside(const MapValue& value) noexcept {
    std::string_view text;
    if (value.kind == Kind::json) {
      const JsonKind kind = (*frame_.tree)[value.node].kind;
      if (kind == JsonKind::array || kind == JsonKind::object) return value;
    }
    if (!as_text(value, frame_, text)) return {};
    if (value.kind != Kind::json)
      return frame_.fail(value.node, "json() reads a text of the record as it stands");
    const std::uint32_t root = frame_.tree->parse_inside(value.node, text);
    if (root == JsonTree::kNone) return frame_.fail(value.node, "no JSON in this text");
    return json(root);
  }

  MapValue loop(const MapStep& step) noexcept {
    const MapValue list = operand(step, 0);
    const std::uint32_t body = expression_.operands[step.first + 1];
    const auto begin = static_cast<std::uint32_t>(gathered_.size());
    const bool wanted = step.function == MapFunction::exists;
    Tri answer = wanted ? Tri::no : Tri::yes;
    const bool walked = entries(list, [&](const MapValue& each) {
      if (!frame_.bind(step.slot, each)) return false;
      const MapValue value = run(body);
      if (frame_.failed) return false;
      if (step.function == MapFunction::map) {
        gathered_.push_back(value);
        return true;
      }
      const Tri truth = truth_of(value);
      if (step.function == MapFunction::filter) {
        if (truth == Tri::yes) gathered_.push_back(each);
        return true;
      }
      if (truth == tri(wanted)) {
        answer = truth;
        return false;
      }
      if (truth == Tri::unknown) answer = truth;
      return true;
    });
    if (!walked) {
      gathered_.resize(begin);
      return no_list(list);
    }
    if (step.function == MapFunction::exists || step.function == MapFunction::all) return of_truth(answer);
    MapValue made = gather(begin);
    if (made.node == JsonTree::kNone) made.node = list.node;
    return made;
  }

  MapValue pick(const MapStep& step) noexcept {
    const MapValue list = operand(step, 0);
    double wanted = 0;
    if (step.function == MapFunction::at && !as_number(operand(step, 1), frame_, wanted)) return {};
    MapValue found;
    double index = 0;
    const bool walked = entries(list, [&](const MapValue& each) {
      if (step.function == MapFunction::at) {
        if (index == wanted) found = each;
        return index++ < wanted;
      }
      if (!is_known(each, frame_)) return true;
      found = each;
      return step.function == MapFunction::last_of;
    });
    return walked ? found : no_list(list);
  }

  MapValue flatten(const MapStep& step) noexcept {
    const MapValue list = operand(step, 0);
    const auto begin = static_cast<std::uint32_t>(gathered_.size());
    const bool walked = entries(list, [&](const MapValue& each) {
      if (!entries(each,
                   [&](const MapValue& inner) {
                     gathered_.push_back(inner);
                     return true;
                   }) &&
          is_known(each, frame_))
        gathered_.push_back(each);
      return true;
    });
    if (!walked) return no_list(list);
    return gather(begin);
  }

  MapValue size(const MapStep& step) noexcept {
    const MapValue value = operand(step, 0);
    double count = 0;
    if (entries(value, [&](const MapValue&) {
          ++count;
          return true;
        }))
      return number_of(count, value.node);
    std::string_view text;
    if (!as_text(value, frame_, text)) return {};
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    return number_of(count, value.node);
  }

  /// join(SEPARATOR, a, b), list.join(SEPARATOR): lists are joined entry by entry.
  MapValue join(const MapStep& step) noexcept {
    const bool method = expression_.steps[expression_.operands[step.first]].op != MapOp::constant;
    std::string_view separator;
    if (!as_separator(expression_.steps[expression_.operands[step.first + (method ? 1 : 0)]], separator))
      return {};
    TextJoin joined(separator, frame_);
    for (std::uint32_t i = 0; i < step.count; ++i) {
      if (i == (method ? 1U : 0U)) continue;
      const MapValue value = operand(step, i);
      if (frame_.failed) return value;
      if (!entries(value, [&](const MapValue& each) { return joined.add(each); })) joined.add(value);
      if (frame_.failed) break;
    }
    return joined.done();
  }

  static bool as_separator(const MapStep& step, std::string_view& out) noexcept {
    const std::string* const text = step.text();
    out = text == nullptr ? std::string_view() : *text;
    return step.op == MapOp::constant;
  }

  const MapExpression& expression_;
  MapFrame& frame_;
  std::vector<MapValue>& gathered_ = frame_.gathered;
};

}  // namespace

MapValue evaluate_steps(const MapExpression& expression, MapFrame& frame) noexcept {
  if (frame.failed) return frame.fail(JsonTree::kNone, "");
  MapValue value = Machine(expression, frame).run(expression.root);
  if (frame.failed) value.kind = Kind::failed;
  return value;
}

}  // namespace ordergate::mapping
