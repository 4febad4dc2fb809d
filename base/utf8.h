// Reading UTF-8 byte by byte, strictly: no overlong forms, no surrogates, nothing past U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace ordergate {

/// One step through text that may be broken.
struct Utf8Step {
  std::size_t bytes = 0;  // how far to go on: at least 1 when there is text left
  bool valid = false;     // false: these bytes are the start of no character (a maximal broken part)
};

/// Looks at the character that starts at `at`, which must lie inside `text`.
[[nodiscard]] Utf8Step utf8_step(std::string_view text, std::size_t at) noexcept;

/// The offset of the first byte that is no UTF-8, or npos.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text) noexcept;

/// Writes `code_point` (no surrogate, at most 0x10FFFF) to `out`, which has room for 4; gives the length.
std::size_t write_utf8(char32_t code_point, char* out) noexcept;

}  // namespace ordergate
