// The part of the compiler for everything with brackets: functions, loops, predicates, and `in`.
#include <algorithm>
#include <array>

#include "base/near_name.h"
#include "rules/language/compiler.h"

namespace ordergate::rules {
namespace {

constexpr TypeRef kBoolean{Type::boolean, Type::boolean, 0};
constexpr TypeRef kNumber{Type::number, Type::boolean, 0};
constexpr TypeRef kString{Type::string, Type::boolean, 0};
constexpr TypeRef kDate{Type::date, Type::boolean, 0};
constexpr TypeRef kCountry{Type::country, Type::boolean, 0};
constexpr std::size_t kConstantListMax = 1000;

constexpr std::array<std::string_view, 11> kFunctions{"exists", "all",        "exists_one", "filter",
                                                      "size",   "contains",   "startsWith", "endsWith",
                                                      "known",  "lowerAscii", "date"};

bool is_fact(Op op) noexcept { return op == Op::fact || op == Op::variable_fact || op == Op::local_fact; }

TypeRef element_of(TypeRef list) noexcept {
  return {list.element, Type::boolean, list.element == Type::object ? list.object : std::uint8_t{0}};
}

}  // namespace

Compiler::Typed Compiler::compile_call(const Node& node) {
  const std::string_view name = node.text;
  const std::size_t count = node.children.size();
  if (node.method && count == 3) {
    if (name == "exists") return compile_loop(node, loops_ == 0 ? Loop::exists_outermost : Loop::exists);
    if (name == "exists_one") return compile_loop(node, Loop::exists_one);
    if (name == "all") return compile_loop(node, Loop::all);
    if (name == "filter") return fail(node, "filter(...) must be followed by .size()");
  }
  if (node.method && count == 2) {
    if (name == "contains") return compile_text_test(node, TextTest::contains);
    if (name == "startsWith") return compile_text_test(node, TextTest::starts_with);
    if (name == "endsWith") return compile_text_test(node, TextTest::ends_with);
  }
  if (count == 1) {
    if (name == "size") return compile_size(node);
    if (name == "lowerAscii" && node.method) {
      if (!expect(child(node, 0), kString, "what lowerAscii() is called on")) return std::nullopt;
      emit(Op::lower);
      return kString;
    }
    if (name == "date" && !node.method) return compile_date(node);
    if (name == "known" && !node.method) {
      if (!compile(child(node, 0))) return std::nullopt;
      emit(Op::known);
      return kBoolean;
    }
  }
  if (!node.method)
    for (const Predicate& predicate : predicates_)
      if (predicate.name == name) return compile_predicate(node, predicate);
  return unknown_function(node);
}

Compiler::Typed Compiler::unknown_function(const Node& node) {
  if (std::find(kFunctions.begin(), kFunctions.end(), node.text) != kFunctions.end())
    return fail(node, "'" + node.text +
                          "' is not called like this; write x.exists(e, test), x.all(e, test), "
                          "x.filter(e, test).size(), text.contains(part), known(x) or date(\"2026-01-15\")");
  std::vector<std::string_view> names(kFunctions.begin(), kFunctions.end());
  for (const Predicate& predicate : predicates_) names.push_back(predicate.name);
  return fail(node, "unknown function or predicate '" + node.text + "'" + did_you_mean(node.text, names));
}

Compiler::Typed Compiler::compile_size(const Node& node) {
  const Node& operand = child(node, 0);
  if (operand.kind == NodeKind::call && operand.method && operand.text == "filter" &&
      operand.children.size() == 3)
    return compile_loop(operand, Loop::filter_size);
  const Typed type = compile(operand);
  if (!type) return type;
  if (type->type != Type::list && *type != kString)
    return fail(node, "size() is of a list or text, not of a " + describe(*type, schema_));
  emit(type->type == Type::list ? Op::size_list : Op::size_text);
  return kNumber;
}

Compiler::Typed Compiler::compile_date(const Node& node) {
  const Node& operand = child(node, 0);
  if (operand.kind != NodeKind::text) return fail(operand, "date(...) takes a text like \"2026-01-15\"");
  const std::optional<Date> date = parse_date(operand.text);
  if (!date) return fail(operand, "'" + operand.text + "' is no date (YYYY-MM-DD)");
  emit_constant(Value::of(*date));
  return kDate;
}

Compiler::Typed Compiler::compile_text_test(const Node& node, TextTest test) {
  if (!expect(child(node, 0), kString, "what " + node.text + "() is called on")) return std::nullopt;
  if (!expect(child(node, 1), kString, "what " + node.text + "() looks for")) return std::nullopt;
  emit(Op::text_test, static_cast<std::uint8_t>(test));
  pop();
  return kBoolean;
}

std::optional<Compiler::ListSource> Compiler::compile_list(const Node& node) {
  const Typed type = compile(node);
  if (!type) return std::nullopt;
  if (type->type != Type::list) return fail(node, "expected a list, not a " + describe(*type, schema_));
  const Instruction& last = code_.instructions.back();
  if (!is_fact(last.op) || code_.facts[last.c].element == nullptr)
    return fail(node, "the elements of this list cannot be visited");
  return ListSource{element_of(*type), static_cast<std::uint16_t>(last.c)};
}

Compiler::Typed Compiler::compile_loop(const Node& node, Loop loop) {
  if (loops_ == kLoopNestingMax) return fail(node, "loops nested more than three deep");
  const std::optional<ListSource> list = compile_list(child(node, 0));
  if (!list) return std::nullopt;
  const Node& name = child(node, 1);
  if (name.kind != NodeKind::name) return fail(name, "expected a name for the element");
  const std::size_t begin = here();
  emit(Op::loop_begin, static_cast<std::uint8_t>(loop), list->fact);
  push(2);
  locals_.push_back({name.text, list->element, static_cast<std::uint16_t>(depth_ - 1)});
  ++loops_;
  const std::uint32_t body = here();
  const bool compiled = expect(child(node, 2), kBoolean, "the test of " + node.text + "()").has_value();
  --loops_;
  locals_.pop_back();
  emit(Op::loop_next, static_cast<std::uint8_t>(loop), list->fact, body);
  pop(3);
  if (!compiled || error_) return std::nullopt;
  code_.instructions[begin].c = here();
  return loop == Loop::filter_size ? kNumber : kBoolean;
}

Compiler::Typed Compiler::compile_predicate(const Node& node, const Predicate& predicate) {
  if (std::find(active_predicates_.begin(), active_predicates_.end(), predicate.name) !=
      active_predicates_.end())
    return fail(node, "predicate '" + predicate.name + "' is defined by itself");
  if (node.children.size() != predicate.parameters.size())
    return fail(node, "predicate '" + predicate.name + "' takes " +
                          std::to_string(predicate.parameters.size()) + " arguments, not " +
                          std::to_string(node.children.size()));
  std::vector<Local> parameters;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Variable& parameter = predicate.parameters[i];
    if (parameter.type.type == Type::list)
      return fail(node, "parameter '" + parameter.name + "' may not be a list");
    const auto slot = static_cast<std::uint16_t>(depth_);
    if (!expect(child(node, i), parameter.type, "argument '" + parameter.name + "'")) return std::nullopt;
    parameters.push_back({parameter.name, parameter.type, slot});
  }
  return compile_predicate_body(node, predicate, std::move(parameters));
}

Compiler::Typed Compiler::compile_predicate_body(const Node& node, const Predicate& predicate,
                                                 std::vector<Local> parameters) {
  auto known = predicate_syntax_.find(predicate.name);
  if (known == predicate_syntax_.end()) {
    Result<Syntax> parsed = parse_expression(predicate.text);
    if (!parsed) return fail(node, "in predicate '" + predicate.name + "': " + parsed.error().text);
    known = predicate_syntax_.emplace(predicate.name, std::move(parsed).value()).first;
  }
  const std::size_t count = parameters.size();
  const std::size_t locals_before = locals_.size();
  const std::size_t visible_before = std::exchange(locals_visible_from_, locals_before);
  const Syntax* const syntax_before = std::exchange(syntax_, &known->second);
  for (Local& parameter : parameters) locals_.push_back(std::move(parameter));
  active_predicates_.push_back(predicate.name);
  const Typed type = compile(syntax_->nodes[syntax_->root]);
  active_predicates_.pop_back();
  syntax_ = syntax_before;
  locals_visible_from_ = visible_before;
  locals_.resize(locals_before);
  if (!type) return type;
  if (type->type == Type::list) return fail(node, "predicate '" + predicate.name + "' may not be a list");
  if (count > 0) emit(Op::leave, 0, static_cast<std::uint16_t>(count));
  pop(count);
  return type;
}

Compiler::Typed Compiler::compile_in(const Node& node) {
  const std::size_t needle_at = here();
  const Typed needle = compile(child(node, 0));
  if (!needle) return needle;
  const Node& right = child(node, 1);
  if (right.kind == NodeKind::list) return compile_in_constants(right, *needle);
  if (const PolicyConstant* const setting = list_setting(right)) {
    if (*needle != kString)
      return fail(node, "'policy." + right.text + "' holds texts, not " + describe(*needle, schema_));
    std::vector<Value> words;
    for (const std::string& word : setting->words)
      words.push_back(Value::of(std::string_view(code_.texts.emplace_back(word))));
    return emit_in_constants(std::move(words), kString);
  }
  const bool value = right.kind != NodeKind::name || find_local(right.text) != nullptr ||
                     find_variable(right.text) || find_order_fact(right.text);
  return value ? compile_in_list(node, *needle, needle_at) : compile_in_set(node, *needle, needle_at);
}

Compiler::Typed Compiler::compile_in_set(const Node& node, TypeRef needle, std::size_t needle_at) {
  const Node& name = child(node, 1);
  if (schema_.sets == nullptr) return fail(name, "unknown set '" + name.text + "'");
  const SetTable& sets = *schema_.sets;
  const std::optional<std::uint32_t> set = sets.find(name.text);
  if (!set) {
    std::vector<std::string_view> names;
    for (std::uint32_t i = 0; i < sets.size(); ++i) names.push_back(sets.definition(i).name);
    return fail(name, "unknown set '" + name.text + "'" + did_you_mean(name.text, names));
  }
  TypeRef element{sets.definition(*set).element, Type::boolean, 0};
  if (!agree(child(node, 0), needle_at, needle, name, needle_at, element)) return std::nullopt;
  if (needle != element)
    return fail(node, "set '" + name.text + "' holds " + describe(element, schema_) + ", not " +
                          describe(needle, schema_));
  emit(Op::in_set, 0, 0, *set);
  return kBoolean;
}

std::optional<Value> Compiler::constant_of(const Node& node, TypeRef wanted) {
  if (wanted == kNumber && node.kind == NodeKind::number) return Value::of(node.number);
  if (wanted == kNumber && node.kind == NodeKind::unary && node.op == Operator::negate &&
      child(node, 0).kind == NodeKind::number)
    return Value::of(-child(node, 0).number);
  if (wanted == kString && node.kind == NodeKind::text)
    return Value::of(std::string_view(code_.texts.emplace_back(node.text)));
  if (wanted == kCountry && node.kind == NodeKind::text) {
    const CountryCode country = CountryCode::parse(node.text);
    if (!country.known()) return fail(node, "'" + node.text + "' is no country code (two capitals)");
    return Value::of(country);
  }
  if (wanted == kDate && node.kind == NodeKind::call && node.text == "date" && node.children.size() == 1) {
    const std::optional<Date> date = parse_date(child(node, 0).text);
    if (date && child(node, 0).kind == NodeKind::text) return Value::of(*date);
  }
  return fail(node, "the list must hold constants of type " + describe(wanted, schema_));
}

Compiler::Typed Compiler::compile_in_constants(const Node& list, TypeRef needle) {
  if (list.children.size() > kConstantListMax) return fail(list, "list longer than 1000");
  std::vector<Value> values;
  for (std::size_t i = 0; i < list.children.size(); ++i) {
    const std::optional<Value> value = constant_of(child(list, i), needle);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return emit_in_constants(std::move(values), needle);
}

const PolicyConstant* Compiler::list_setting(const Node& node) const noexcept {
  if (node.kind != NodeKind::field) return nullptr;
  const Node& owner = child(node, 0);
  if (owner.kind != NodeKind::name || owner.text != "policy") return nullptr;
  for (const PolicyConstant& constant : schema_.policy)
    if (constant.list && constant.name == node.text) return &constant;
  return nullptr;
}

Compiler::Typed Compiler::emit_in_constants(std::vector<Value> values, TypeRef needle) {
  if (needle == kString)  // the evaluator looks at those of one length
    std::stable_sort(values.begin(), values.end(), [](const Value& left, const Value& right) {
      return left.string.size() < right.string.size();
    });
  emit(Op::in_constants, 0, static_cast<std::uint16_t>(values.size()),
       static_cast<std::uint32_t>(code_.constants.size()));
  code_.constants.insert(code_.constants.end(), values.begin(), values.end());
  return kBoolean;
}

Compiler::Typed Compiler::compile_in_list(const Node& node, TypeRef needle, std::size_t needle_at) {
  const Node& right = child(node, 1);
  const std::size_t right_at = here();
  std::optional<ListSource> list = compile_list(right);
  if (!list || !agree(child(node, 0), needle_at, needle, right, right_at, list->element)) return std::nullopt;
  if (needle != list->element)
    return fail(node,
                "the list holds " + describe(list->element, schema_) + ", not " + describe(needle, schema_));
  emit(Op::in_list, 0, 0, list->fact);
  pop();
  return kBoolean;
}

}  // namespace ordergate::rules
