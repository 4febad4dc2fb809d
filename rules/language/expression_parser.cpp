#include <algorithm>
#include <array>
#include <optional>

#include "rules/language/lexer.h"
#include "rules/language/syntax.h"

namespace ordergate::rules {
namespace {

constexpr std::uint32_t kFailed = ~std::uint32_t{0};
constexpr int kNestingMax = 64;  // brackets, calls, conditionals: each costs parser stack
constexpr int kPrecedenceUnary = 6;

struct BinaryOperator {
  std::string_view source;
  Operator op;
  int precedence;  // 1 binds loosest
};
constexpr std::array<BinaryOperator, 13> kBinary{{{"||", Operator::logical_or, 1},
                                                  {"&&", Operator::logical_and, 2},
                                                  {"==", Operator::equal, 3},
                                                  {"!=", Operator::not_equal, 3},
                                                  {"<", Operator::less, 3},
                                                  {"<=", Operator::less_equal, 3},
                                                  {">", Operator::greater, 3},
                                                  {">=", Operator::greater_equal, 3},
                                                  {"in", Operator::in, 3},
                                                  {"+", Operator::add, 4},
                                                  {"-", Operator::subtract, 4},
                                                  {"*", Operator::multiply, 5},
                                                  {"/", Operator::divide, 5}}};

class Parser {
 public:
  Parser(std::string_view source, std::vector<Token> tokens) : tokens_(std::move(tokens)) {
    syntax_.source = source;
  }

  Result<Syntax> run() {
    syntax_.root = expression();
    if (!error_ && token().kind != TokenKind::end) fail("expected an operator or the end");
    if (error_) return error_at(syntax_.source, error_offset_, *error_);
    return std::move(syntax_);
  }

 private:
  [[nodiscard]] const Token& token() const noexcept { return tokens_[next_]; }
  [[nodiscard]] bool is(std::string_view symbol) const noexcept {
    return token().kind == TokenKind::symbol && token().source == symbol;
  }
  bool accept(std::string_view symbol) noexcept {
    if (!is(symbol)) return false;
    ++next_;
    return true;
  }

  std::uint32_t fail(const std::string& what) { return fail_at(token().at, what + found()); }
  std::uint32_t fail_at(std::uint32_t at, std::string what) {
    if (!error_) {
      error_ = std::move(what);
      error_offset_ = at;
    }
    return kFailed;
  }
  [[nodiscard]] std::string found() const {
    return token().kind == TokenKind::end ? ", found the end"
                                          : ", found '" + std::string(token().source) + "'";
  }

  std::uint32_t add(Node node) {
    for (const std::uint32_t child : node.children) {
      if (child == kFailed) return kFailed;
      node.depth =
          std::max<std::uint16_t>(node.depth, static_cast<std::uint16_t>(syntax_.nodes[child].depth + 1));
    }
    if (node.depth > kSyntaxDepthMax) return fail_at(node.at, "expression nested too deeply");
    syntax_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(syntax_.nodes.size() - 1);
  }

  std::uint32_t expression() {
    if (nesting_ == kNestingMax) return fail_at(token().at, "expression nested too deeply");
    ++nesting_;
    const std::uint32_t result = conditional();
    --nesting_;
    return result;
  }

  std::uint32_t conditional() {
    const std::uint32_t condition = binary(1);
    const std::uint32_t at = token().at;
    if (condition == kFailed || !accept("?")) return condition;
    const std::uint32_t yes = binary(1);  // as in CEL: a conditional here needs brackets
    if (yes == kFailed) return kFailed;
    if (!accept(":")) return fail("expected ':' of the conditional");
    const std::uint32_t no = expression();
    return add({.kind = NodeKind::conditional, .at = at, .text = {}, .children = {condition, yes, no}});
  }

  [[nodiscard]] const BinaryOperator* binary_operator() const noexcept {
    if (token().kind != TokenKind::symbol && token().source != "in") return nullptr;
    for (const BinaryOperator& op : kBinary)
      if (op.source == token().source) return &op;
    return nullptr;
  }

  std::uint32_t binary(int precedence_min) {
    std::uint32_t left = precedence_min == kPrecedenceUnary ? unary() : binary(precedence_min + 1);
    if (precedence_min == kPrecedenceUnary) return left;
    for (;;) {
      const BinaryOperator* op = binary_operator();
      if (left == kFailed || op == nullptr || op->precedence != precedence_min) return left;
      const std::uint32_t at = token().at;
      ++next_;
      const std::uint32_t right = binary(precedence_min + 1);
      left = add({.kind = NodeKind::binary, .op = op->op, .at = at, .text = {}, .children = {left, right}});
    }
  }

  std::uint32_t unary() {
    if (!is("!") && !is("-")) return postfix();
    const Operator op = is("!") ? Operator::logical_not : Operator::negate;
    const std::size_t first = next_;
    while (is(tokens_[first].source)) ++next_;
    const std::size_t count = next_ - first;
    std::uint32_t operand = postfix();
    for (std::size_t i = count; i-- > 0 && operand != kFailed;)
      operand = add({.kind = NodeKind::unary,
                     .op = op,
                     .at = tokens_[first + i].at,
                     .text = {},
                     .children = {operand}});
    return operand;
  }

  std::uint32_t postfix() {
    std::uint32_t node = primary();
    while (node != kFailed && accept(".")) {
      if (token().kind != TokenKind::name) return fail("expected a name after '.'");
      const Token& name = tokens_[next_++];
      if (is("(")) {
        node = call(name, node);
      } else {
        node = add(
            {.kind = NodeKind::field, .at = name.at, .text = std::string(name.source), .children = {node}});
      }
    }
    return node;
  }

  std::uint32_t call(const Token& name, std::uint32_t receiver) {
    Node node{.kind = NodeKind::call, .at = name.at, .text = std::string(name.source), .children = {}};
    node.method = receiver != kFailed;
    if (node.method) node.children.push_back(receiver);
    ++next_;  // the bracket
    if (!expressions(")", node.children)) return kFailed;
    return add(std::move(node));
  }

  /// "a, b, c" up to and with `close`.
  bool expressions(std::string_view close, std::vector<std::uint32_t>& out) {
    if (accept(close)) return true;
    do {
      const std::uint32_t element = expression();
      if (element == kFailed) return false;
      out.push_back(element);
    } while (accept(","));
    if (accept(close)) return true;
    fail("expected ',' or '" + std::string(close) + "'");
    return false;
  }

  std::uint32_t primary() {
    const Token& here = token();
    switch (here.kind) {
      case TokenKind::number:
        ++next_;
        return add(
            {.kind = NodeKind::number, .at = here.at, .number = here.number, .text = {}, .children = {}});
      case TokenKind::text:
        ++next_;
        return add({.kind = NodeKind::text, .at = here.at, .text = here.text, .children = {}});
      case TokenKind::name:
        return name();
      case TokenKind::symbol:
        return bracketed();
      case TokenKind::end:
        break;
    }
    return fail("expected a value");
  }

  std::uint32_t name() {
    const Token& here = tokens_[next_++];
    if (here.source == "true" || here.source == "false")
      return add({.kind = NodeKind::boolean,
                  .boolean = here.source == "true",
                  .at = here.at,
                  .text = {},
                  .children = {}});
    if (here.source == "in") return fail_at(here.at, "'in' needs a value before it");
    if (is("(")) return call(here, kFailed);
    return add({.kind = NodeKind::name, .at = here.at, .text = std::string(here.source), .children = {}});
  }

  std::uint32_t bracketed() {
    const std::uint32_t at = token().at;
    if (accept("(")) {
      const std::uint32_t inner = expression();
      if (inner == kFailed) return kFailed;
      return accept(")") ? inner : fail("expected ')'");
    }
    if (!accept("[")) return fail("expected a value");
    Node node{.kind = NodeKind::list, .at = at, .text = {}, .children = {}};
    if (!expressions("]", node.children)) return kFailed;
    return add(std::move(node));
  }

  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int nesting_ = 0;
  Syntax syntax_;
  std::optional<std::string> error_;
  std::uint32_t error_offset_ = 0;
};

}  // namespace

std::string_view to_string(Operator op) noexcept {
  if (op == Operator::logical_not) return "!";
  if (op == Operator::negate) return "-";
  for (const BinaryOperator& known : kBinary)
    if (known.op == op) return known.source;
  return "";
}

Result<Syntax> parse_expression(std::string_view source) {
  Result<std::vector<Token>> tokens = tokenize(source);
  if (!tokens) return tokens.error();
  return Parser(source, std::move(tokens).value()).run();
}

}  // namespace ordergate::rules
