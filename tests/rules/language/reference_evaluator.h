// A slow, obviously right evaluator of the rule language over the toy world: walks the syntax tree, looks
// everything up by name, knows nothing of types, code or stacks. Tests and fuzzers judge the compiled
// code against it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/language/syntax.h"
#include "tests/rules/language/toy_world.h"

namespace ordergate::rules::test {

/// A value with the kind of object that it is, or has as elements.
struct TypedValue {
  Value value;
  Kind kind = kOrder;
  std::vector<Value> elements;  // of a known list
};

class ReferenceEvaluator {
 public:
  ReferenceEvaluator(const World& world, Date at, const std::vector<Predicate>& predicates)
      : world_(world), at_(at), predicates_(predicates) {}

  /// Over order 0 and item 0. The text must compile.
  [[nodiscard]] Value evaluate(std::string_view text);

 private:
  struct Binding {
    std::string name;
    TypedValue value;
  };
  using Scope = std::vector<Binding>;

  TypedValue walk(const Syntax& syntax, const Node& node, const Scope& scope);
  TypedValue name(const Node& node, const Scope& scope);
  TypedValue fact(const TypedValue& owner, std::string_view fact_name);
  TypedValue unary(const Syntax& syntax, const Node& node, const Scope& scope);
  TypedValue binary(const Syntax& syntax, const Node& node, const Scope& scope);
  TypedValue in(const Syntax& syntax, const Node& node, const Scope& scope);
  TypedValue call(const Syntax& syntax, const Node& node, const Scope& scope);
  TypedValue loop(const Syntax& syntax, const Node& node, std::string_view how, const Scope& scope);
  TypedValue predicate(const Syntax& syntax, const Node& node, const Predicate& called, const Scope& scope);

  const World& world_;
  Date at_;
  const std::vector<Predicate>& predicates_;
};

}  // namespace ordergate::rules::test
