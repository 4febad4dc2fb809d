// One expression of the rule language, type-checked and compiled to flat code.
//
// Grammar (CEL subset): literals (true, false, numbers, "strings", date("2026-01-15")), variables,
// field access, ! - * / + -, == != < <= > >=, in (a named set or a [list]), && || ?:, string functions
// contains/startsWith/endsWith, list.size(), list.exists(x, e), list.all(x, e),
// list.filter(x, e).size(), known(e), named predicates. Three-valued: an unknown operand makes the
// result unknown, except that false && unknown is false and true || unknown is true; known(e) is
// always known.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/schema.h"
#include "rules/value.h"

namespace ordergate::rules {

/// A variable that an expression may name: "order", "item", "p".
struct Variable {
  std::string name;
  TypeRef type;
};

/// A reusable named expression over the same variables: [[predicate]].
struct Predicate {
  std::string name;
  std::vector<Variable> parameters;
  std::string text;
};

/// A fact that was asked for and unknown: object kind, object index, fact index.
struct UnknownFact {
  std::uint8_t object_kind = 0;
  std::uint32_t object = 0;
  std::uint16_t fact = 0;
};

/// The object that made the outermost exists() true (the first such), for a finding's `with`.
struct Witness {
  bool present = false;
  std::uint8_t object_kind = 0;
  std::uint32_t object = 0;
};

/// Working memory of one evaluation; reused, so warm evaluation allocates nothing. One thread.
struct EvalFrame {
  const void* context = nullptr;    // handed to FactDef::get
  Date at;                          // the regime date, for sets
  std::span<const Value> variables; // in the order given to compile
  std::vector<Value> stack;
  std::vector<UnknownFact> unknowns;  // appended when the answer is unknown
  Witness witness;
};

class Expression {
 public:
  Expression();
  ~Expression();
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;

  /// Errors name the character: "column 17: unknown fact 'item.tppp' (did you mean 'tpp'?)".
  [[nodiscard]] static Result<Expression> compile(std::string_view text, const Schema& schema,
                                                  const std::vector<Variable>& variables,
                                                  const std::vector<Predicate>& predicates = {});

  [[nodiscard]] TypeRef type() const noexcept;
  [[nodiscard]] Value evaluate(EvalFrame& frame) const noexcept;

 private:
  struct Code;
  std::unique_ptr<const Code> code_;
};

}  // namespace ordergate::rules
