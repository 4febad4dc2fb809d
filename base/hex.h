// Numbers in hexadecimal, lower case.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ordergate {

inline constexpr std::string_view kHexDigits = "0123456789abcdef";

/// Two digits.
inline void append_hex(unsigned char byte, std::string& out) {
  out += kHexDigits[byte >> 4U];
  out += kHexDigits[byte & 15U];
}

/// 16 digits.
[[nodiscard]] inline std::string to_hex(std::uint64_t number) {
  std::string text(16, '0');
  for (std::size_t at = text.size(); at-- > 0; number >>= 4U) text[at] = kHexDigits[number & 15U];
  return text;
}

}  // namespace ordergate
