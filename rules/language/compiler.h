// Syntax tree to flat code: resolves names, checks types, inlines predicates. Cold. Internal to the
// rule language.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/language/code.h"
#include "rules/language/syntax.h"

namespace ordergate::rules {

/// "number", "list of party"; for messages.
[[nodiscard]] std::string describe(TypeRef type, const Schema& schema);

/// Compiles one expression; used once. Every method that yields a type gives nullopt after the first
/// error, which `run` then returns.
class Compiler {
 public:
  using Typed = std::optional<TypeRef>;

  Compiler(const Schema& schema, const std::vector<Variable>& variables,
           const std::vector<Predicate>& predicates, Expression::Code& code);

  /// Fills the code; on error the code is of no use.
  [[nodiscard]] Status run(std::string_view text);

 private:
  struct Local {
    std::string name;
    TypeRef type;
    std::uint16_t slot;
  };
  /// Where a list comes from: the fact whose element() gives its members.
  struct ListSource {
    TypeRef element;
    std::uint16_t fact;
  };

  // compiler.cpp: values, names, operators
  [[nodiscard]] Typed compile(const Node& node);
  [[nodiscard]] Typed compile_node(const Node& node);
  [[nodiscard]] Typed compile_text(const Node& node);
  [[nodiscard]] Typed compile_name(const Node& node);
  [[nodiscard]] Typed compile_field(const Node& node);
  [[nodiscard]] Typed compile_policy(const Node& node);
  [[nodiscard]] Typed compile_unary(const Node& node);
  [[nodiscard]] Typed compile_conditional(const Node& node);
  [[nodiscard]] Typed compile_binary(const Node& node);
  [[nodiscard]] Typed compile_logical(const Node& node);
  [[nodiscard]] Typed compile_arithmetic(const Node& node);
  [[nodiscard]] Typed compile_comparison(const Node& node);
  [[nodiscard]] Typed emit_fact(const Node& node, const ObjectDef& object, std::uint8_t kind, Op op,
                                std::uint16_t b);
  [[nodiscard]] Typed unknown_name(const Node& node);
  [[nodiscard]] Typed expect(const Node& node, TypeRef wanted, std::string_view whose);
  [[nodiscard]] bool text_to_country(const Node& node, std::size_t instruction);
  [[nodiscard]] bool agree(const Node& left, std::size_t left_at, TypeRef& left_type, const Node& right,
                           std::size_t right_at, TypeRef& right_type);

  // compile_calls.cpp: functions, loops, predicates, in
  [[nodiscard]] Typed compile_call(const Node& node);
  [[nodiscard]] Typed compile_loop(const Node& node, Loop loop);
  [[nodiscard]] Typed compile_size(const Node& node);
  [[nodiscard]] Typed compile_date(const Node& node);
  [[nodiscard]] Typed compile_text_test(const Node& node, TextTest test);
  [[nodiscard]] Typed compile_predicate(const Node& node, const Predicate& predicate);
  [[nodiscard]] Typed compile_predicate_body(const Node& node, const Predicate& predicate,
                                             std::vector<Local> parameters);
  [[nodiscard]] Typed compile_in(const Node& node);
  [[nodiscard]] Typed compile_in_set(const Node& node, TypeRef needle, std::size_t needle_at);
  [[nodiscard]] Typed compile_in_constants(const Node& list, TypeRef needle);
  [[nodiscard]] Typed emit_in_constants(std::vector<Value> values, TypeRef needle);
  /// The setting that is a list of texts; null for everything else.
  [[nodiscard]] const PolicyConstant* list_setting(const Node& node) const noexcept;
  [[nodiscard]] Typed compile_in_list(const Node& node, TypeRef needle, std::size_t needle_at);
  [[nodiscard]] std::optional<Value> constant_of(const Node& node, TypeRef wanted);
  [[nodiscard]] std::optional<ListSource> compile_list(const Node& node);
  [[nodiscard]] Typed unknown_function(const Node& node);

  // names
  [[nodiscard]] const Node& child(const Node& node, std::size_t i) const noexcept {
    return syntax_->child(node, i);
  }
  [[nodiscard]] const Local* find_local(std::string_view name) const noexcept;
  [[nodiscard]] std::optional<std::uint16_t> find_variable(std::string_view name) const noexcept;
  [[nodiscard]] std::optional<std::uint16_t> find_order_fact(std::string_view name) const noexcept;

  // output
  std::nullopt_t fail(const Node& node, const std::string& what);
  void emit(Op op, std::uint8_t a = 0, std::uint16_t b = 0, std::uint32_t c = 0);
  void emit_constant(const Value& value);
  /// The constant that is all the code from `at`, or null.
  [[nodiscard]] Value* constant_at(std::size_t at) noexcept;
  void push(std::size_t count = 1);
  void pop(std::size_t count = 1) noexcept { depth_ -= count; }
  [[nodiscard]] std::uint32_t here() const noexcept {
    return static_cast<std::uint32_t>(code_.instructions.size());
  }

  const Schema& schema_;
  const std::vector<Variable>& variables_;
  const std::vector<Predicate>& predicates_;
  Expression::Code& code_;
  const Syntax* syntax_ = nullptr;
  std::map<std::string, Syntax, std::less<>> predicate_syntax_;
  std::vector<std::string_view> active_predicates_;
  std::vector<Local> locals_;
  std::size_t locals_visible_from_ = 0;  // a predicate does not see its caller's locals
  std::size_t depth_ = 0;                // slots in use
  std::size_t loops_ = 0;                // loops around this place
  std::size_t recursion_ = 0;
  std::optional<Error> error_;
};

}  // namespace ordergate::rules
