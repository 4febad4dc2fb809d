// JSON grammar (RFC 8259), byte by byte: the slow, obviously right side of the parser. The parser asks it
// why a record failed; tests and the fuzzer hold the parser against it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "order/parser.h"

namespace ordergate {

/// What a strict reading of the whole text found.
struct JsonSyntax {
  OrderError code = OrderError::none;  // empty_record, malformed_json, truncated_json, invalid_utf8,
                                       // trailing_content or depth_exceeded
  std::size_t byte = 0;                // where
  std::string_view message;            // static text
  /// Between the quotes, still escaped: the string value of the first top-level "order_id" that was passed.
  std::string_view order_id_raw;
};
[[nodiscard]] JsonSyntax check_json(std::string_view text, std::uint32_t depth_max) noexcept;

[[nodiscard]] constexpr bool is_json_space(char byte) noexcept {
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/// Length of the number that starts at `at`; 0 when there is none. `ends_early` is set when the text ends
/// where a digit must follow.
[[nodiscard]] std::size_t json_number_length(std::string_view text, std::size_t at,
                                             bool& ends_early) noexcept;

enum class EscapeError : std::uint8_t { none, malformed, truncated, surrogate };

/// One escape sequence of a string.
struct JsonEscape {
  EscapeError error = EscapeError::none;
  std::size_t bytes = 0;  // how long it is, a surrogate pair whole
  char32_t code_point = 0;
};
/// Reads the escape whose backslash stands at `at`.
[[nodiscard]] JsonEscape read_json_escape(std::string_view text, std::size_t at) noexcept;

/// Unescapes `raw` (between the quotes, no control characters) into `out`, which has room for raw.size()
/// bytes. Gives the length, or npos when an escape is wrong.
[[nodiscard]] std::size_t unescape_json(std::string_view raw, char* out) noexcept;

}  // namespace ordergate
