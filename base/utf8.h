// UTF-8, read and written strictly: no overlong forms, no surrogates, nothing past U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
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

/// How many bytes the character has that begins with `lead`, by that byte alone; 1 for one that begins none.
[[nodiscard]] constexpr std::uint32_t character_bytes(char lead) noexcept {
  const auto byte = static_cast<unsigned char>(lead);
  return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

/// False for the bytes behind the first of a character.
[[nodiscard]] constexpr bool begins_character(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// Characters (code points) of text that is UTF-8.
[[nodiscard]] constexpr std::size_t count_characters(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text) count += begins_character(c) ? 1U : 0U;
  return count;
}

/// A code point and its length.
struct Decoded {
  char32_t point = 0;
  std::uint32_t bytes = 0;
};

inline constexpr char32_t kInvalidPoint = 0xFFFF;  // no character

/// The code point at `at`. A byte that begins no whole character is kInvalidPoint, one byte long; past the
/// end of the text the length is 0.
[[nodiscard]] constexpr Decoded decode_point(std::string_view text, std::size_t at) noexcept {
  if (at >= text.size()) return {0, 0};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::uint32_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return {kInvalidPoint, 1};
  char32_t point = first & (0x7FU >> length);
  for (std::uint32_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {kInvalidPoint, 1};
    point = (point << 6) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  if (overlong || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return {kInvalidPoint, 1};
  return {point, length};
}

/// Writes `point` (at most 0x10FFFF) to `out`, which has room for 4; gives the length.
constexpr std::size_t write_utf8(char32_t point, char* out) noexcept {
  const auto put = [out](int i, char32_t bits) { out[i] = static_cast<char>(bits); };
  if (point < 0x80) {
    put(0, point);
    return 1;
  }
  if (point < 0x800) {
    put(0, 0xC0 | (point >> 6));
    put(1, 0x80 | (point & 0x3F));
    return 2;
  }
  if (point < 0x10000) {
    put(0, 0xE0 | (point >> 12));
    put(1, 0x80 | ((point >> 6) & 0x3F));
    put(2, 0x80 | (point & 0x3F));
    return 3;
  }
  put(0, 0xF0 | (point >> 18));
  put(1, 0x80 | ((point >> 12) & 0x3F));
  put(2, 0x80 | ((point >> 6) & 0x3F));
  put(3, 0x80 | (point & 0x3F));
  return 4;
}

}  // namespace ordergate
