#include "rules/language/compiler.h"

#include <algorithm>
#include <utility>

#include "base/near_name.h"
#include "rules/language/lexer.h"
#include "rules/language/operators.h"

namespace ordergate::rules {
namespace {

constexpr std::size_t kRecursionMax = 512;
constexpr TypeRef kBoolean{Type::boolean, Type::boolean, 0};
constexpr TypeRef kNumber{Type::number, Type::boolean, 0};
constexpr TypeRef kString{Type::string, Type::boolean, 0};
constexpr TypeRef kDate{Type::date, Type::boolean, 0};
constexpr TypeRef kCountry{Type::country, Type::boolean, 0};

std::string_view word(Type type) noexcept {
  switch (type) {
    case Type::boolean:
      return "boolean";
    case Type::number:
      return "number";
    case Type::string:
      return "text";
    case Type::date:
      return "date";
    case Type::country:
      return "country";
    case Type::list:
      return "list";
    case Type::object:
      return "object";
  }
  return "";
}

bool ordered(Type type) noexcept {
  return type == Type::number || type == Type::string || type == Type::date;
}

}  // namespace

std::string describe(TypeRef type, const Schema& schema) {
  const auto name = [&](Type t) {
    return std::string(t == Type::object && type.object < schema.objects.size()
                           ? schema.objects[type.object].name
                           : word(t));
  };
  return type.type == Type::list ? "list of " + name(type.element) : name(type.type);
}

Compiler::Compiler(const Schema& schema, const std::vector<Variable>& variables,
                   const std::vector<Predicate>& predicates, Expression::Code& code)
    : schema_(schema), variables_(variables), predicates_(predicates), code_(code) {}

Status Compiler::run(std::string_view text) {
  for (const Variable& variable : variables_)
    if (variable.type.type == Type::list) return Error{"variable '" + variable.name + "' may not be a list"};
  const Result<Syntax> syntax = parse_expression(text);
  if (!syntax) return syntax.error();
  syntax_ = &syntax.value();
  code_.sets = schema_.sets;
  code_.variable_count = variables_.size();
  const Typed type = compile(syntax_->nodes[syntax_->root]);
  if (error_) return *error_;
  code_.type = *type;
  return Done{};
}

std::nullopt_t Compiler::fail(const Node& node, const std::string& what) {
  if (error_) return std::nullopt;
  error_ = error_at(syntax_->source, node.at, what);
  if (!active_predicates_.empty())
    error_->text = "in predicate '" + std::string(active_predicates_.back()) + "': " + error_->text;
  return std::nullopt;
}

void Compiler::emit(Op op, std::uint8_t a, std::uint16_t b, std::uint32_t c) {
  if (code_.instructions.size() == kInstructionsMax && !error_)
    error_ = Error{"expression compiles to too much code"};
  if (!error_) code_.instructions.push_back({op, a, b, c});
}

void Compiler::emit_constant(const Value& value) {
  emit(Op::constant, 0, 0, static_cast<std::uint32_t>(code_.constants.size()));
  code_.constants.push_back(value);
  push();
}

void Compiler::push(std::size_t count) {
  depth_ += count;
  code_.stack_size = std::max(code_.stack_size, depth_);
  if (depth_ > kStackMax && !error_) error_ = Error{"expression needs too deep a stack"};
}

Compiler::Typed Compiler::compile(const Node& node) {
  if (recursion_ == kRecursionMax) return fail(node, "expression and its predicates are nested too deeply");
  ++recursion_;
  const Typed type = compile_node(node);
  --recursion_;
  return error_ ? Typed{} : type;
}

Compiler::Typed Compiler::compile_node(const Node& node) {
  switch (node.kind) {
    case NodeKind::boolean:
      emit_constant(Value::of(node.boolean));
      return kBoolean;
    case NodeKind::number:
      emit_constant(Value::of(node.number));
      return kNumber;
    case NodeKind::text:
      return compile_text(node);
    case NodeKind::name:
      return compile_name(node);
    case NodeKind::field:
      return compile_field(node);
    case NodeKind::unary:
      return compile_unary(node);
    case NodeKind::binary:
      return compile_binary(node);
    case NodeKind::conditional:
      return compile_conditional(node);
    case NodeKind::list:
      return fail(node, "a [list] may only stand after 'in'");
    case NodeKind::call:
      return compile_call(node);
  }
  return std::nullopt;
}

Value* Compiler::constant_at(std::size_t at) noexcept {
  if (here() != at + 1 || code_.instructions[at].op != Op::constant) return nullptr;
  return &code_.constants[code_.instructions[at].c];
}

Compiler::Typed Compiler::compile_text(const Node& node) {
  emit_constant(Value::of(std::string_view(code_.texts.emplace_back(node.text))));
  return kString;
}

const Compiler::Local* Compiler::find_local(std::string_view name) const noexcept {
  for (std::size_t i = locals_.size(); i-- > locals_visible_from_;)
    if (locals_[i].name == name) return &locals_[i];
  return nullptr;
}

std::optional<std::uint16_t> Compiler::find_variable(std::string_view name) const noexcept {
  if (!active_predicates_.empty() && name != "order") return std::nullopt;
  for (std::size_t i = 0; i < variables_.size(); ++i)
    if (variables_[i].name == name) return static_cast<std::uint16_t>(i);
  return std::nullopt;
}

std::optional<std::uint16_t> Compiler::find_order_fact(std::string_view name) const noexcept {
  const std::optional<std::uint16_t> order = find_variable("order");
  if (!order || variables_[*order].type.type != Type::object) return std::nullopt;
  const std::span<const FactDef> facts = schema_.objects[variables_[*order].type.object].facts;
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (facts[i].name == name) return static_cast<std::uint16_t>(i);
  return std::nullopt;
}

Compiler::Typed Compiler::compile_name(const Node& node) {
  if (const Local* local = find_local(node.text)) {
    emit(Op::local, 0, local->slot);
    push();
    return local->type;
  }
  if (const auto variable = find_variable(node.text)) {
    emit(Op::variable, 0, *variable);
    push();
    return variables_[*variable].type;
  }
  if (find_order_fact(node.text)) {
    const std::uint16_t order = *find_variable("order");
    const std::uint8_t kind = variables_[order].type.object;
    push();
    return emit_fact(node, schema_.objects[kind], kind, Op::variable_fact, order);
  }
  return unknown_name(node);
}

Compiler::Typed Compiler::unknown_name(const Node& node) {
  if (schema_.sets != nullptr && schema_.sets->find(node.text))
    return fail(node, "'" + node.text + "' is a set; it may only stand after 'in'");
  std::vector<std::string_view> names;
  for (std::size_t i = locals_visible_from_; i < locals_.size(); ++i) names.push_back(locals_[i].name);
  for (const Variable& variable : variables_) names.push_back(variable.name);
  for (const ObjectDef& object : schema_.objects)
    if (object.name == "order")
      for (const FactDef& fact : object.facts) names.push_back(fact.name);
  for (const Predicate& predicate : predicates_) {
    if (predicate.name == node.text) return fail(node, "predicate '" + node.text + "' needs brackets");
    names.push_back(predicate.name);
  }
  return fail(node, "unknown name '" + node.text + "'" + did_you_mean(node.text, names));
}

Compiler::Typed Compiler::compile_field(const Node& node) {
  const Node& owner = child(node, 0);
  if (owner.kind == NodeKind::name && owner.text == "policy") return compile_policy(node);
  Op op = Op::fact;
  std::uint16_t b = 0;
  TypeRef type;
  const Local* local = owner.kind == NodeKind::name ? find_local(owner.text) : nullptr;
  const auto variable =
      owner.kind == NodeKind::name && local == nullptr ? find_variable(owner.text) : std::nullopt;
  if (local != nullptr) {
    op = Op::local_fact;
    b = local->slot;
    type = local->type;
    push();
  } else if (variable) {
    op = Op::variable_fact;
    b = *variable;
    type = variables_[b].type;
    push();
  } else {
    const Typed compiled = compile(owner);
    if (!compiled) return compiled;
    type = *compiled;
  }
  if (type.type != Type::object) return fail(node, "a " + describe(type, schema_) + " has no facts");
  return emit_fact(node, schema_.objects[type.object], type.object, op, b);
}

Compiler::Typed Compiler::compile_policy(const Node& node) {
  std::vector<std::string_view> names;
  for (const PolicyConstant& constant : schema_.policy) {
    names.push_back(constant.name);
    if (constant.name != node.text) continue;
    if (constant.list)
      return fail(node, "'policy." + node.text + "' is a list; it may only stand after 'in'");
    Value value = constant.value;
    if (value.type == Type::string) value.string = code_.texts.emplace_back(value.string);
    emit_constant(value);
    return TypeRef{value.type, Type::boolean, 0};
  }
  return fail(node, "unknown setting 'policy." + node.text + "'" + did_you_mean(node.text, names));
}

Compiler::Typed Compiler::emit_fact(const Node& node, const ObjectDef& object, std::uint8_t kind, Op op,
                                    std::uint16_t b) {
  const auto found = std::find_if(object.facts.begin(), object.facts.end(),
                                  [&](const FactDef& fact) { return fact.name == node.text; });
  if (found == object.facts.end()) {
    std::vector<std::string_view> names;
    for (const FactDef& fact : object.facts) names.push_back(fact.name);
    return fail(node, "unknown fact '" + std::string(object.name) + "." + node.text + "'" +
                          did_you_mean(node.text, names));
  }
  const auto index = static_cast<std::uint16_t>(found - object.facts.begin());
  emit(op, 0, b, static_cast<std::uint32_t>(code_.facts.size()));
  code_.facts.push_back({found->get, found->element, found->type, index, kind, found->local});
  return found->type;
}

Compiler::Typed Compiler::expect(const Node& node, TypeRef wanted, std::string_view whose) {
  const std::size_t at = here();
  const Typed type = compile(node);
  if (!type || *type == wanted) return type;
  if (wanted == kCountry && node.kind == NodeKind::text)
    return text_to_country(node, at) ? Typed{kCountry} : std::nullopt;
  return fail(node, std::string(whose) + " must be a " + describe(wanted, schema_) + ", not a " +
                        describe(*type, schema_));
}

bool Compiler::text_to_country(const Node& node, std::size_t instruction) {
  const CountryCode country = CountryCode::parse(node.text);
  if (!country.known()) {
    fail(node, "'" + node.text + "' is no country code (two capitals)");
    return false;
  }
  code_.constants[code_.instructions[instruction].c] = Value::of(country);
  return true;
}

Compiler::Typed Compiler::compile_unary(const Node& node) {
  const Node& operand = child(node, 0);
  if (node.op == Operator::logical_not) {
    const std::size_t at = here();
    if (!expect(operand, kBoolean, "what follows '!'")) return std::nullopt;
    if (Value* const constant = constant_at(at)) {
      constant->boolean = !constant->boolean;
      return kBoolean;
    }
    emit(Op::logical_not);
    return kBoolean;
  }
  if (operand.kind == NodeKind::number) {
    emit_constant(Value::of(-operand.number));
    return kNumber;
  }
  if (!expect(operand, kNumber, "what follows '-'")) return std::nullopt;
  emit(Op::negate);
  return kNumber;
}

Compiler::Typed Compiler::compile_conditional(const Node& node) {
  if (!expect(child(node, 0), kBoolean, "what stands before '?'")) return std::nullopt;
  const std::size_t branch = here();
  emit(Op::branch);
  pop();
  const std::size_t yes_at = here();
  Typed yes = compile(child(node, 1));
  if (!yes) return yes;
  const std::size_t jump = here();
  emit(Op::jump);
  pop();
  const std::size_t no_at = here();
  Typed no = compile(child(node, 2));
  if (!no || !agree(child(node, 1), yes_at, *yes, child(node, 2), no_at, *no)) return std::nullopt;
  if (*yes != *no)
    return fail(node, "both results must have one type, not " + describe(*yes, schema_) + " and " +
                          describe(*no, schema_));
  if (yes->type == Type::list) return fail(node, "a list may not be chosen by '?'");
  code_.instructions[branch] = {Op::branch, static_cast<std::uint8_t>(yes->type),
                                static_cast<std::uint16_t>(no_at), here()};
  code_.instructions[jump].c = here();
  return yes;
}

bool Compiler::agree(const Node& left, std::size_t left_at, TypeRef& left_type, const Node& right,
                     std::size_t right_at, TypeRef& right_type) {
  if (left_type == kCountry && right_type == kString && right.kind == NodeKind::text) {
    right_type = kCountry;
    return text_to_country(right, right_at);
  }
  if (right_type == kCountry && left_type == kString && left.kind == NodeKind::text) {
    left_type = kCountry;
    return text_to_country(left, left_at);
  }
  return true;
}

Compiler::Typed Compiler::compile_binary(const Node& node) {
  switch (node.op) {
    case Operator::logical_and:
    case Operator::logical_or:
      return compile_logical(node);
    case Operator::in:
      return compile_in(node);
    case Operator::add:
    case Operator::subtract:
    case Operator::multiply:
    case Operator::divide:
      return compile_arithmetic(node);
    default:
      return compile_comparison(node);
  }
}

Compiler::Typed Compiler::compile_logical(const Node& node) {
  const bool both = node.op == Operator::logical_and;
  const std::string whose = "each side of '" + std::string(to_string(node.op)) + "'";
  if (!expect(child(node, 0), kBoolean, whose)) return std::nullopt;
  const std::size_t test = here();
  emit(both ? Op::and_test : Op::or_test);
  if (!expect(child(node, 1), kBoolean, whose)) return std::nullopt;
  emit(both ? Op::and_join : Op::or_join);
  pop();
  if (error_) return std::nullopt;
  code_.instructions[test].c = here();
  return kBoolean;
}

Compiler::Typed Compiler::compile_arithmetic(const Node& node) {
  const Typed left = compile(child(node, 0));
  if (!left) return left;
  const Typed right = compile(child(node, 1));
  if (!right) return right;
  const bool sum = node.op == Operator::add || node.op == Operator::subtract;
  Typed result;
  if (*left == kNumber && *right == kNumber) {
    result = kNumber;
  } else if (*left == kDate && *right == kDate && node.op == Operator::subtract) {
    result = kNumber;
  } else if (*left == kDate && *right == kNumber && sum) {
    result = kDate;
  } else {
    return fail(node, "no '" + std::string(to_string(node.op)) + "' for " + describe(*left, schema_) +
                          " and " + describe(*right, schema_));
  }
  emit(Op::arithmetic, static_cast<std::uint8_t>(node.op));
  pop();
  return result;
}

Compiler::Typed Compiler::compile_comparison(const Node& node) {
  const std::size_t left_at = here();
  Typed left = compile(child(node, 0));
  if (!left) return left;
  const std::size_t right_at = here();
  Typed right = compile(child(node, 1));
  if (!right || !agree(child(node, 0), left_at, *left, child(node, 1), right_at, *right)) return std::nullopt;
  const bool equality = node.op == Operator::equal || node.op == Operator::not_equal;
  if (*left != *right || left->type == Type::list || !(equality || ordered(left->type)))
    return fail(node, "no '" + std::string(to_string(node.op)) + "' for " + describe(*left, schema_) +
                          " and " + describe(*right, schema_));
  const auto op = static_cast<std::uint8_t>(node.op);
  const bool number = *left == kNumber;
  pop();
  if (const Value* const right_value = constant_at(right_at)) {
    const Instruction last = code_.instructions.back();
    code_.instructions.pop_back();
    Value* const left_value = constant_at(left_at);
    if (left_value != nullptr) {
      *left_value = Value::of(compare_values(node.op, *left_value, *right_value));
    } else {
      emit(number ? Op::compare_number_constant : Op::compare_constant, op, 0, last.c);
    }
    return kBoolean;
  }
  emit(number ? Op::compare_number : Op::compare, op);
  return kBoolean;
}

}  // namespace ordergate::rules
