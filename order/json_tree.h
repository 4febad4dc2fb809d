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

/// Length and three letters of a key: keys that are one have one mark, and of others few do.
[[nodiscard]] inline std::uint32_t key_mark(std::string_view key) noexcept {
  if (key.empty()) return 0;
  const auto byte = [key](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(key[i]));
  };
  return (byte(0) << 24U) | (byte(key.size() / 2) << 16U) | (byte(key.size() - 1) << 8U) |
         static_cast<std::uint32_t>(key.size() & 0xFFU);
}

/// A value. Others are named by their index in the tree; 0 is the record itself, and nobody's child.
struct JsonNode {
  std::string_view key;                           // in an object; unescaped
  std::string_view token;                         // scalars as written, texts between their quotes
  std::uint32_t parent = 0, next = 0, first = 0;  // next and first are 0 where there is none
  std::uint32_t count = 0;                        // of children
  std::uint32_t mark = 0;                         // of the key: key_mark()
  JsonKind kind = JsonKind::null;
  bool escaped = false;  // a text with a backslash
  bool read = false;     // somebody asked for the value

  JsonNode() noexcept = default;
  /// Made where it stays: a copy of a value just written waits for all its parts.
  JsonNode(std::string_view of_key, std::string_view of_token, std::uint32_t of_parent, JsonKind of_kind,
           bool has_escape) noexcept
      : key(of_key),
        token(of_token),
        parent(of_parent),
        mark(key_mark(of_key)),
        kind(of_kind),
        escaped(has_escape) {}
};

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
  void mark(std::uint32_t node) noexcept {
    nodes_[node].read = true;
    head_read_ = head_read_ || node < head_nodes_;
  }

  /// The member of an object, kNone when it has none of that key. Of two with one key the first.
  [[nodiscard]] std::uint32_t find(std::uint32_t object, std::string_view key) const noexcept;
  /// The second member of that key; kNone when there is no such.
  [[nodiscard]] std::uint32_t twin(std::uint32_t object, std::string_view key) const noexcept;
  /// A text unescaped; false when an escape is wrong. Of other scalars the token.
  [[nodiscard]] bool text(std::uint32_t node, std::string_view& out) const noexcept;
  /// Appends "to_Partner.results[0].Country"; nothing for the record itself. Cold.
  void place(std::uint32_t node, std::string& out) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::vector<JsonNode> nodes_;
  // Of the record before, where its first member is the schema that Kafka Connect writes beside each row:
  // while the bytes stay the same, so do the values that were read of them.
  std::size_t head_bytes_ = 0;
  std::uint32_t head_nodes_ = 0;
  bool head_read_ = false;
  Arena* arena_ = nullptr;
  RecordLimits limits_;
};

}  // namespace ordergate
