// The syntax tree of one expression: what was written, names not yet resolved. Cold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ordergate::rules {

enum class NodeKind : std::uint8_t {
  boolean,
  number,
  text,
  name,
  field,
  unary,
  binary,
  conditional,
  list,
  call
};

enum class Operator : std::uint8_t {
  none,
  logical_not,
  negate,
  multiply,
  divide,
  add,
  subtract,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  logical_and,
  logical_or
};
/// As written: "&&", "in".
[[nodiscard]] std::string_view to_string(Operator op) noexcept;

struct Node {
  NodeKind kind = NodeKind::boolean;
  Operator op = Operator::none;  // unary, binary
  bool boolean = false;          // boolean literals
  bool method = false;           // calls: children[0] is what stands before the dot
  std::uint16_t depth = 1;       // 1 for a leaf
  std::uint32_t at = 0;          // byte offset in the source, for errors
  double number = 0;
  std::string text;                     // text literal, name, field or function
  std::vector<std::uint32_t> children;  // indices into Syntax::nodes, each below its parent's own
};

inline constexpr std::uint16_t kSyntaxDepthMax = 200;

struct Syntax {
  std::string source;
  std::vector<Node> nodes;
  std::uint32_t root = 0;

  [[nodiscard]] const Node& child(const Node& node, std::size_t i) const noexcept {
    return nodes[node.children[i]];
  }
};

/// Refuses text over kExpressionBytesMax and trees deeper than kSyntaxDepthMax, so that walking the
/// tree by recursion is safe.
[[nodiscard]] Result<Syntax> parse_expression(std::string_view source);

}  // namespace ordergate::rules
