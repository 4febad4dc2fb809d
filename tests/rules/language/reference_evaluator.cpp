#include "tests/rules/language/reference_evaluator.h"

#include <cmath>
#include <list>

namespace ordergate::rules::test {
namespace {

std::list<std::string>& kept_texts() {
  static std::list<std::string> texts;
  return texts;
}

TypedValue plain(const Value& value) { return {value, kOrder, {}}; }
TypedValue unknown() { return plain(Value::unknown(Type::boolean)); }
TypedValue truth(bool value) { return plain(Value::of(value)); }
TypedValue truth(Tri value) { return plain(Value::of(value)); }

std::optional<std::size_t> find_fact(Kind kind, std::string_view name) {
  const std::span<const FactDef> facts = toy_schema().objects[kind].facts;
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (facts[i].name == name) return i;
  return std::nullopt;
}

/// Countries and their codes as text are alike here.
std::string_view text_of(const Value& value) {
  return value.type == Type::country ? value.country.text() : value.string;
}

int order_of(const Value& a, const Value& b) {
  const auto sign = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
  switch (a.type) {
    case Type::boolean:
      return sign(a.boolean, b.boolean);
    case Type::number:
      return sign(a.number, b.number);
    case Type::date:
      return sign(a.date.days, b.date.days);
    case Type::object:
      return sign(a.object, b.object);
    default:
      return sign(text_of(a), text_of(b));
  }
}

Tri to_tri(const TypedValue& value) { return value.value.as_tri(); }

TypedValue number(double value) { return std::isfinite(value) ? plain(Value::of(value)) : unknown(); }

TypedValue calculate(Operator op, const Value& a, const Value& b) {
  if (a.type == Type::date && b.type == Type::date) return number(a.date.days - b.date.days);
  if (a.type == Type::date) {
    const double days = a.date.days + (op == Operator::add ? std::trunc(b.number) : -std::trunc(b.number));
    const bool in_range =
        days >= Date::from_ymd(1900, 1, 1).days && days <= Date::from_ymd(2200, 12, 31).days;
    return in_range ? plain(Value::of(Date{static_cast<std::int32_t>(days)})) : unknown();
  }
  if (op == Operator::add) return number(a.number + b.number);
  if (op == Operator::subtract) return number(a.number - b.number);
  if (op == Operator::multiply) return number(a.number * b.number);
  return b.number == 0 ? unknown() : number(a.number / b.number);
}

TypedValue compare(Operator op, const Value& a, const Value& b) {
  const int order = order_of(a, b);
  switch (op) {
    case Operator::equal:
      return truth(order == 0);
    case Operator::not_equal:
      return truth(order != 0);
    case Operator::less:
      return truth(order < 0);
    case Operator::less_equal:
      return truth(order <= 0);
    case Operator::greater:
      return truth(order > 0);
    default:
      return truth(order >= 0);
  }
}

}  // namespace

Value ReferenceEvaluator::evaluate(std::string_view text) {
  kept_texts().clear();
  const Syntax syntax = parse_expression(text).value();
  const Scope scope{{"order", {object(0), kOrder, {}}}, {"item", {object(0), kItem, {}}}};
  kept_texts().emplace_back();
  const Value result = walk(syntax, syntax.nodes[syntax.root], scope).value;
  if (result.type != Type::string || !result.known) return result;
  return Value::of(std::string_view(kept_texts().emplace_back(result.string)));
}

TypedValue ReferenceEvaluator::walk(const Syntax& syntax, const Node& node, const Scope& scope) {
  switch (node.kind) {
    case NodeKind::boolean:
      return truth(node.boolean);
    case NodeKind::number:
      return number(node.number);
    case NodeKind::text:
      return plain(Value::of(std::string_view(kept_texts().emplace_back(node.text))));
    case NodeKind::name:
      return name(node, scope);
    case NodeKind::field:
      return fact(walk(syntax, syntax.child(node, 0), scope), node.text);
    case NodeKind::unary:
      return unary(syntax, node, scope);
    case NodeKind::binary:
      return binary(syntax, node, scope);
    case NodeKind::conditional: {
      const Tri condition = to_tri(walk(syntax, syntax.child(node, 0), scope));
      if (condition == Tri::unknown) return unknown();
      return walk(syntax, syntax.child(node, condition == Tri::yes ? 1 : 2), scope);
    }
    case NodeKind::list: {
      TypedValue list = plain(Value::list_of(0, 0));
      for (std::size_t i = 0; i < node.children.size(); ++i)
        list.elements.push_back(walk(syntax, syntax.child(node, i), scope).value);
      return list;
    }
    case NodeKind::call:
      return call(syntax, node, scope);
  }
  return unknown();
}

TypedValue ReferenceEvaluator::name(const Node& node, const Scope& scope) {
  for (std::size_t i = scope.size(); i-- > 0;)
    if (scope[i].name == node.text) return scope[i].value;
  return fact({object(0), kOrder, {}}, node.text);
}

TypedValue ReferenceEvaluator::fact(const TypedValue& owner, std::string_view fact_name) {
  if (!owner.value.known) return unknown();
  const std::size_t index = *find_fact(owner.kind, fact_name);
  const TypeRef type = toy_schema().objects[owner.kind].facts[index].type;
  const auto found = world_.facts[owner.kind].find(owner.value.object);
  if (found == world_.facts[owner.kind].end() || !found->second[index].known) return unknown();
  TypedValue result{found->second[index], static_cast<Kind>(type.object), {}};
  if (type.type == Type::list) result.elements = world_.lists[owner.kind][index].at(owner.value.object);
  return result;
}

TypedValue ReferenceEvaluator::unary(const Syntax& syntax, const Node& node, const Scope& scope) {
  const TypedValue operand = walk(syntax, syntax.child(node, 0), scope);
  if (!operand.value.known) return unknown();
  return node.op == Operator::negate ? number(-operand.value.number) : truth(!operand.value.boolean);
}

TypedValue ReferenceEvaluator::binary(const Syntax& syntax, const Node& node, const Scope& scope) {
  if (node.op == Operator::in) return in(syntax, node, scope);
  const TypedValue left = walk(syntax, syntax.child(node, 0), scope);
  const TypedValue right = walk(syntax, syntax.child(node, 1), scope);
  if (node.op == Operator::logical_and) return truth(to_tri(left) && to_tri(right));
  if (node.op == Operator::logical_or) return truth(to_tri(left) || to_tri(right));
  if (!left.value.known || !right.value.known) return unknown();
  return node.op <= Operator::subtract ? calculate(node.op, left.value, right.value)
                                       : compare(node.op, left.value, right.value);
}

TypedValue ReferenceEvaluator::in(const Syntax& syntax, const Node& node, const Scope& scope) {
  const Value needle = walk(syntax, syntax.child(node, 0), scope).value;
  const Node& right = syntax.child(node, 1);
  if (!needle.known) return unknown();
  if (right.kind == NodeKind::name && right.text == "D5") {
    const Value code = Value::of(CountryCode::parse(text_of(needle)));
    return truth(toy_schema().sets->contains(0, code, at_));
  }
  if (right.kind == NodeKind::name && right.text == "WORDS")
    return truth(toy_schema().sets->contains(1, needle, at_));
  const TypedValue list = walk(syntax, right, scope);
  if (!list.value.known) return unknown();
  Tri found = Tri::no;
  for (const Value& element : list.elements)
    found = found || (element.known ? tri(order_of(needle, element) == 0) : Tri::unknown);
  return truth(found);
}

TypedValue ReferenceEvaluator::call(const Syntax& syntax, const Node& node, const Scope& scope) {
  const Node& first = node.children.empty() ? node : syntax.child(node, 0);
  if (node.text == "exists" || node.text == "all" || node.text == "exists_one")
    return loop(syntax, node, node.text, scope);
  if (node.text == "size" && first.kind == NodeKind::call && first.text == "filter")
    return loop(syntax, first, "filter", scope);
  for (const Predicate& known : predicates_)
    if (known.name == node.text) return predicate(syntax, node, known, scope);
  const TypedValue operand = walk(syntax, first, scope);
  if (node.text == "known") return truth(operand.value.known);
  if (!operand.value.known) return unknown();
  const bool is_text = operand.value.type == Type::string || operand.value.type == Type::country;
  const std::string text(is_text ? text_of(operand.value) : std::string_view());
  if (node.text == "date") return plain(Value::of(*parse_date(text)));
  if (node.text == "size" && operand.value.type == Type::list)
    return number(static_cast<double>(operand.elements.size()));
  if (node.text == "size") {
    double count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) == 0x80U ? 0 : 1;
    return number(count);
  }
  if (node.text == "lowerAscii") {
    std::string lower = text;
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return plain(Value::of(std::string_view(kept_texts().emplace_back(lower))));
  }
  const TypedValue part = walk(syntax, syntax.child(node, 1), scope);
  if (!part.value.known) return unknown();
  if (node.text == "contains") return truth(text.find(part.value.string) != std::string::npos);
  if (node.text == "startsWith") return truth(text.starts_with(part.value.string));
  return truth(text.ends_with(part.value.string));
}

TypedValue ReferenceEvaluator::loop(const Syntax& syntax, const Node& node, std::string_view how,
                                    const Scope& scope) {
  const TypedValue list = walk(syntax, syntax.child(node, 0), scope);
  if (!list.value.known) return unknown();
  Tri any = Tri::no;
  Tri every = Tri::yes;
  int matches = 0;
  bool all_known = true;
  for (const Value& element : list.elements) {
    Scope inner = scope;
    inner.push_back({syntax.child(node, 1).text, {element, list.kind, {}}});
    const Tri answer = to_tri(walk(syntax, syntax.child(node, 2), inner));
    any = any || answer;
    every = every && answer;
    matches += answer == Tri::yes ? 1 : 0;
    all_known = all_known && answer != Tri::unknown;
  }
  if (how == "exists") return truth(any);
  if (how == "all") return truth(every);
  if (!all_known) return unknown();
  return how == "filter" ? number(matches) : truth(matches == 1);
}

TypedValue ReferenceEvaluator::predicate(const Syntax& syntax, const Node& node, const Predicate& called,
                                         const Scope& scope) {
  Scope inner{{"order", {object(0), kOrder, {}}}};
  for (std::size_t i = 0; i < node.children.size(); ++i)
    inner.push_back({called.parameters[i].name, walk(syntax, syntax.child(node, i), scope)});
  const Syntax body = parse_expression(called.text).value();
  return walk(body, body.nodes[body.root], inner);
}

}  // namespace ordergate::rules::test
