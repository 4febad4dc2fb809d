// One expression of the rule language, type-checked and compiled to flat code.
//
// A subset of CEL (docs/rule-language.md): literals (true, false, numbers, "texts",
// date("2026-01-15")), variables, facts (item.tpp; a bare name is a fact of `order`), ! - * / + -,
// == != < <= > >=, in (a named set, a [list], or a list fact), && || ?:, text.contains/startsWith/
// endsWith/lowerAscii/size, list.size/exists/all/exists_one, list.filter(x, e).size(), known(e),
// predicates name(arguments). Three-valued: an unknown operand makes the result unknown, except that
// false && unknown is false, true || unknown is true, and a conditional needs only its condition and
// the chosen side; known(e) is always known. What has no value (a division by zero, a number or date
// out of range) is unknown too.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "rules/language/fact_schema.h"
#include "rules/language/value.h"

namespace ordergate::rules {

/// A variable that an expression may name: "order", "item", "p".
struct Variable {
  std::string name;
  TypeRef type;
};

/// A reusable named expression: [[predicate]]. It sees its parameters and `order`, and may use other
/// predicates, but not itself.
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

/// At most this many unknown facts are recorded; the answer is unknown all the same.
inline constexpr std::size_t kUnknownFactsMax = 256;

/// Working memory of one evaluation; reused, so warm evaluation allocates nothing. One thread.
struct EvalFrame {
  const void* context = nullptr;  // handed to FactDef::get
  /// How messages write a country; null: its code. What it returns lives as long as the context.
  std::string_view (*country_name)(const void* context, CountryCode country) = nullptr;
  Date at;                           // the regime date, for sets
  std::span<const Value> variables;  // in the order given to compile
  /// When the answer is unknown, the facts that left it so are appended, each once per evaluation.
  /// The caller clears it.
  std::vector<UnknownFact> unknowns;
  Witness witness;  // of the last evaluation
  // Scratch of evaluate():
  std::vector<Value> stack;
  std::vector<std::uint32_t> marks;
  std::unique_ptr<Arena> texts;
};

/// What expressions tell countries apart by.
struct NamedCountries {
  std::vector<std::vector<CountryCode>> groups;  // one for each list, and for each name alone
  std::vector<std::uint32_t> sets;               // of the schema, of any kind
};

class Expression {
 public:
  Expression();
  ~Expression();
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;

  /// Errors name the character: "column 17: unknown fact 'item.tppp' (did you mean 'tpp'?)". Bounded
  /// in length, depth and code size. What `schema` points to must outlive the expression.
  [[nodiscard]] static Result<Expression> compile(std::string_view text, const Schema& schema,
                                                  const std::vector<Variable>& variables,
                                                  const std::vector<Predicate>& predicates = {});

  [[nodiscard]] TypeRef type() const noexcept;
  /// Text in the result points into facts, this expression or `frame`, until its next evaluation.
  /// A default-constructed expression is an unknown boolean.
  [[nodiscard]] Value evaluate(EvalFrame& frame) const noexcept;

  /// Appends the countries and sets that the expression asks for.
  void add_countries(NamedCountries& named) const;

  /// Does it ask for a fact that may differ from one destination of an order to another?
  [[nodiscard]] bool local() const noexcept;

  struct Code;  // rules/language/code.h

 private:
  std::unique_ptr<const Code> code_;
};

}  // namespace ordergate::rules
