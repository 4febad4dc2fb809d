// JSON scalars being read: numbers and escapes.
#include <cstring>

#include "base/utf8.h"
#include "order/json_syntax.h"

namespace ordergate {
namespace {

constexpr bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }
constexpr bool is_high_surrogate(char32_t unit) noexcept { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool is_low_surrogate(char32_t unit) noexcept { return unit >= 0xDC00 && unit <= 0xDFFF; }

std::size_t skip_digits(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// The four hex digits at `at`.
EscapeError hex4(std::string_view text, std::size_t at, char32_t& unit) noexcept {
  unit = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    if (i >= text.size()) return EscapeError::truncated;
    const char byte = text[i];
    unsigned digit = 0;
    if (is_digit(byte)) {
      digit = static_cast<unsigned>(byte - '0');
    } else if ((byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F')) {
      digit = (static_cast<unsigned char>(byte) & 0xFU) + 9U;
    } else {
      return EscapeError::malformed;
    }
    unit = unit << 4U | digit;
  }
  return EscapeError::none;
}

JsonEscape read_unicode_escape(std::string_view text, std::size_t at) noexcept {
  char32_t unit = 0;
  if (const EscapeError error = hex4(text, at + 2, unit); error != EscapeError::none) return {error, 0, 0};
  if (is_low_surrogate(unit)) return {EscapeError::surrogate, 0, 0};
  if (!is_high_surrogate(unit)) return {EscapeError::none, 6, unit};
  const std::string_view second = text.substr(at + 6, 2);
  if (second.size() < 2 && second == std::string_view("\\u").substr(0, second.size()))
    return {EscapeError::truncated, 0, 0};
  if (second != "\\u") return {EscapeError::surrogate, 0, 0};
  char32_t low = 0;
  if (const EscapeError error = hex4(text, at + 8, low); error != EscapeError::none) return {error, 0, 0};
  if (!is_low_surrogate(low)) return {EscapeError::surrogate, 0, 0};
  return {EscapeError::none, 12, 0x10000U + ((unit - 0xD800U) << 10U) + (low - 0xDC00U)};
}

}  // namespace

std::size_t json_number_length(std::string_view text, std::size_t at, bool& ends_early) noexcept {
  const std::size_t start = at;
  ends_early = false;
  const auto some_digits = [&]() {
    const std::size_t first = at;
    at = skip_digits(text, at);
    if (at == first) ends_early = at == text.size();
    return at > first;
  };
  if (at < text.size() && text[at] == '-') ++at;
  if (at < text.size() && text[at] == '0') {
    ++at;
  } else if (!some_digits()) {
    return 0;
  }
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (!some_digits()) return 0;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (!some_digits()) return 0;
  }
  return at - start;
}

JsonEscape read_json_escape(std::string_view text, std::size_t at) noexcept {
  if (at + 1 >= text.size()) return {EscapeError::truncated, 0, 0};
  switch (text[at + 1]) {
    case '"':
      return {EscapeError::none, 2, U'"'};
    case '\\':
      return {EscapeError::none, 2, U'\\'};
    case '/':
      return {EscapeError::none, 2, U'/'};
    case 'b':
      return {EscapeError::none, 2, U'\b'};
    case 'f':
      return {EscapeError::none, 2, U'\f'};
    case 'n':
      return {EscapeError::none, 2, U'\n'};
    case 'r':
      return {EscapeError::none, 2, U'\r'};
    case 't':
      return {EscapeError::none, 2, U'\t'};
    case 'u':
      return read_unicode_escape(text, at);
    default:
      return {EscapeError::malformed, 0, 0};
  }
}

std::size_t unescape_json(std::string_view raw, char* out) noexcept {
  std::size_t size = 0;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t escape = std::min(raw.find('\\', at), raw.size());
    std::memcpy(out + size, raw.data() + at, escape - at);
    size += escape - at;
    at = escape;
    if (at == raw.size()) break;
    const JsonEscape read = read_json_escape(raw, at);
    if (read.error != EscapeError::none) return std::string_view::npos;
    size += write_utf8(read.code_point, out + size);
    at += read.bytes;
  }
  return size;
}

}  // namespace ordergate
