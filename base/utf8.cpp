#include "base/utf8.h"

namespace ordergate {
namespace {

/// What may follow a lead byte: how many bytes, and the bounds of the first of them (Unicode table 3-7).
struct Lead {
  std::size_t following = 0;  // 0: no lead byte
  unsigned char low = 0x80, high = 0xBF;
};

constexpr Lead lead(unsigned char byte) noexcept {
  if (byte >= 0xC2 && byte <= 0xDF) return {1};
  if (byte == 0xE0) return {2, 0xA0};
  if (byte == 0xED) return {2, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {2};
  if (byte == 0xF0) return {3, 0x90};
  if (byte >= 0xF1 && byte <= 0xF3) return {3};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  return {};
}

}  // namespace

Utf8Step utf8_step(std::string_view text, std::size_t at) noexcept {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {1, true};
  const Lead expected = lead(first);
  if (expected.following == 0) return {1, false};
  for (std::size_t i = 1; i <= expected.following; ++i) {
    if (at + i >= text.size()) return {i, false};
    const auto byte = static_cast<unsigned char>(text[at + i]);
    const unsigned char low = i == 1 ? expected.low : 0x80;
    const unsigned char high = i == 1 ? expected.high : 0xBF;
    if (byte < low || byte > high) return {i, false};
  }
  return {expected.following + 1, true};
}

std::size_t find_invalid_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Step step = utf8_step(text, at);
    if (!step.valid) return at;
    at += step.bytes;
  }
  return std::string_view::npos;
}

}  // namespace ordergate
