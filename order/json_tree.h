// A JSON record of any shape as a tree of values: for records that are no orders yet. Read to its last
// byte; a text is unescaped when it is asked for.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/limits.h"
#include "order/parser.h"

namespace ordergate {

enum class JsonKind : std::uint8_t { object, array, text, number, truth, null };

/// A value. Others are named by their index in the tree; 0 is the record itself, and nobody's child.
struct JsonNode {
  std::string_view key;                           // in an object; unescaped
  std::string_view token;                         // scalars as written, texts between their quotes
  std::uint32_t parent = 0, next = 0, first = 0;  // next and first are 0 where there is none
  std::uint32_t count = 0;                        // of children
  JsonKind kind = JsonKind::null;
  bool escaped = false;  // a text with a backslash
  bool read = false;     // somebody asked for the value
};

/// Are two keys one? Most that are not differ in length or in their last letter.
[[nodiscard]] inline bool same_key(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() && (left.empty() || (left.back() == right.back() && left == right));
}

/// Values of one record at most; more than that is no order.
inline constexpr std::uint32_t kJsonNodesMax = 131'072;
/// Texts of one record that may be read as JSON themselves.
inline constexpr std::uint32_t kJsonInsideMax = 16;

/// Reads records one after another. Owns its parser and buffers and reuses them: once warm it allocates
/// nothing. One thread.
class JsonTree {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  explicit JsonTree(const RecordLimits& limits);
  ~JsonTree();
  JsonTree(JsonTree&&) noexcept;
  JsonTree& operator=(JsonTree&&) noexcept;

  /// Reads a record, an object or an array, which is copied. What the tree gives lives until the next call
  /// or until `arena` is reset. The failure has no place but a byte.
  [[nodiscard]] ParseFailure parse(std::string_view record, Arena& arena) noexcept;

  /// Reads `text`, the value of `node`, as JSON of its own and hangs it below that node. Gives the new value,
  /// the same each time; kNone when it is no JSON, or more than a record may hold.
  [[nodiscard]] std::uint32_t parse_inside(std::uint32_t node, std::string_view text) noexcept;

  [[nodiscard]] const JsonNode& operator[](std::uint32_t node) const noexcept { return nodes_[node]; }
  [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(nodes_.size()); }
  void mark(std::uint32_t node) noexcept { nodes_[node].read = true; }

  /// The member of an object, kNone when it has none of that key. Of two with one key the first.
  [[nodiscard]] std::uint32_t find(std::uint32_t object, std::string_view key) const noexcept;
  /// A text unescaped; false when an escape is wrong. Of other scalars the token.
  [[nodiscard]] bool text(std::uint32_t node, std::string_view& out) const noexcept;
  /// Appends "to_Partner.results[0].Country"; nothing for the record itself. Cold.
  void place(std::uint32_t node, std::string& out) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::vector<JsonNode> nodes_;
  Arena* arena_ = nullptr;
  RecordLimits limits_;
};

}  // namespace ordergate
