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
  Expression expression;
  expression.code_ = std::move(code);
  return expression;
}

TypeRef Expression::type() const noexcept { return code_ ? code_->type : TypeRef{}; }

}  // namespace ordergate::rules
