#include "rules/expression.h"

#include "rules/code.h"
#include "rules/compiler.h"

namespace ordergate::rules {

Expression::Expression() = default;
Expression::~Expression() = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;

Result<Expression> Expression::compile(std::string_view text, const Schema& schema,
                                       const std::vector<Variable>& variables,
                                       const std::vector<Predicate>& predicates) {
  auto code = std::make_unique<Code>();
  const Status status = Compiler(schema, variables, predicates, *code).run(text);
  if (!status) return status.error();
  code->lead = lead_of(*code);
  Expression expression;
  expression.code_ = std::move(code);
  return expression;
}

/// Does a false value at the && test `at` end the expression?
static bool decides(const Expression::Code& code, std::size_t at) noexcept {
  while (at < code.instructions.size() && code.instructions[at].op == Op::and_test)
    at = code.instructions[at].c;
  return at == code.instructions.size();
}

Lead lead_of(const Expression::Code& code) noexcept {
  Lead lead;
  const std::vector<Instruction>& all = code.instructions;
  if (all.empty() || all[0].op != Op::variable_fact) return lead;
  lead.variable = all[0].b;
  lead.get = code.facts[all[0].c].get;
  if (all.size() == 1) {
    lead.kind = Lead::Kind::whole;
    return lead;
  }
  std::size_t test = 1;
  Lead::Kind kind = Lead::Kind::truth;
  if (all[1].op == Op::logical_not) {
    kind = Lead::Kind::negated;
    test = 2;
  } else if (all[1].op == Op::in_constants || all[1].op == Op::compare_number_constant) {
    kind = all[1].op == Op::in_constants ? Lead::Kind::in_constants : Lead::Kind::compare;
    lead.op = all[1].a;
    lead.count = all[1].b;
    lead.constant = all[1].c;
    test = 2;
  } else if (all.size() > 2 && all[1].op == Op::constant && all[2].op == Op::compare) {
    kind = Lead::Kind::compare;
    lead.op = all[2].a;
    lead.constant = all[1].c;
    test = 3;
  }
  const bool tested = test < all.size() && all[test].op == Op::and_test && decides(code, test);
  if (tested) lead.kind = kind;
  return lead;
}

void Expression::add_countries(NamedCountries& named) const {
  if (!code_) return;
  std::vector<bool> in_list(code_->constants.size(), false);
  for (const Instruction& instruction : code_->instructions) {
    if (instruction.op == Op::in_set) named.sets.push_back(instruction.c);
    if (instruction.op != Op::in_constants) continue;
    std::vector<CountryCode> group;
    for (std::size_t i = instruction.c; i < std::size_t{instruction.c} + instruction.b; ++i) {
      in_list[i] = true;
      if (code_->constants[i].type == Type::country) group.push_back(code_->constants[i].country);
    }
    if (!group.empty()) named.groups.push_back(std::move(group));
  }
  for (std::size_t i = 0; i < in_list.size(); ++i)
    if (!in_list[i] && code_->constants[i].type == Type::country)
      named.groups.push_back({code_->constants[i].country});
}

TypeRef Expression::type() const noexcept { return code_ ? code_->type : TypeRef{}; }

}  // namespace ordergate::rules
