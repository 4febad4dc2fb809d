#include "rules/language/expression.h"

#include <algorithm>

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
  Compiler compiler(schema, variables, predicates, *code);
  const Status status = compiler.run(text);
  if (!status) return status.error();
  Expression expression;
  expression.code_ = std::move(code);
  return expression;
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

bool Expression::local() const noexcept {
  return code_ && std::any_of(code_->facts.begin(), code_->facts.end(),
                              [](const FactReference& fact) { return fact.local; });
}

TypeRef Expression::type() const noexcept { return code_ ? code_->type : TypeRef{}; }

}  // namespace ordergate::rules
