#include "rules/language/expression.h"

#include "rules/language/code.h"
#include "rules/language/compiler.h"

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

/// Does a false value at the && test `at` end the expression? Leaving a predicate keeps it.
static bool decides(const Expression::Code& code, std::size_t at) noexcept {
  const std::vector<Instruction>& all = code.instructions;
  if (at >= all.size() || all[at].op != Op::and_test) return false;
  while (at < all.size()) {
    if (all[at].op == Op::leave) {
      ++at;
    } else if (all[at].op == Op::and_test) {
      at = all[at].c;
    } else {
      return false;
    }
  }
  return true;
}

/// The comparison of the fact before `at` with a constant; moves `at` behind it.
static void read_comparison(const std::vector<Instruction>& all, std::size_t& at, Lead& lead) noexcept {
  const Op op = at < all.size() ? all[at].op : Op::leave;
  if (op == Op::logical_not) {
    lead.kind = Lead::Kind::negated;
    ++at;
  } else if (op == Op::in_constants || op == Op::compare_number_constant || op == Op::compare_constant) {
    lead.kind = op == Op::in_constants ? Lead::Kind::in_constants : Lead::Kind::compare;
    lead.op = all[at].a;
    lead.count = all[at].b;
    lead.constant = all[at].c;
    ++at;
  }
}

Lead lead_of(const Expression::Code& code) noexcept {
  const std::vector<Instruction>& all = code.instructions;
  Lead lead;
  std::size_t at = 1;
  if (all.size() == 1 && all[0].op == Op::constant) {
    lead.kind = Lead::Kind::constant;
    lead.constant = all[0].c;
    return lead;
  }
  if (!all.empty() && all[0].op == Op::variable_fact) {
    lead.variable = all[0].b;
    lead.get = code.facts[all[0].c].get;
  } else if (all.size() > 1 && all[0].op == Op::variable && all[1].op == Op::local_fact && all[1].b == 0) {
    lead.variable = all[0].b;  // the argument of a predicate
    lead.get = code.facts[all[1].c].get;
    at = 2;
  } else {
    return {};
  }
  if (all.size() == 1) {
    lead.kind = Lead::Kind::whole;
    return lead;
  }
  lead.kind = Lead::Kind::truth;
  read_comparison(all, at, lead);
  std::size_t end = at;
  while (end < all.size() && all[end].op == Op::leave) ++end;
  lead.complete = end == all.size();
  return lead.complete || decides(code, at) ? lead : Lead{};
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
