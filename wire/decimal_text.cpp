#include "wire/decimal_text.h"

#include <array>

namespace ordergate::wire {

bool write_decimal(std::string_view bytes, std::uint32_t scale, JsonText& out) noexcept {
  if (bytes.empty() || bytes.size() > kDecimalBytesMax || scale > kDecimalScaleMax) return false;
  // The absolute value, most significant byte first.
  std::array<std::uint8_t, kDecimalBytesMax> value{};
  const std::size_t size = bytes.size();
  for (std::size_t i = 0; i < size; ++i) value[i] = static_cast<std::uint8_t>(bytes[i]);
  const bool negative = (value[0] & 0x80U) != 0;
  if (negative) {
    bool carry = true;
    for (std::size_t i = size; i-- > 0;) {
      value[i] = static_cast<std::uint8_t>(~value[i]);
      if (carry) carry = ++value[i] == 0;
    }
  }
  // Digits from the last, at least one before the point.
  std::array<char, kDecimalBytesMax * 3 + kDecimalScaleMax + 4> text{};
  std::size_t at = text.size();
  std::size_t first = 0;
  std::uint32_t digits = 0;
  while (first < size || digits <= scale) {
    std::uint32_t rest = 0;
    for (std::size_t i = first; i < size; ++i) {
      rest = rest << 8U | value[i];
      value[i] = static_cast<std::uint8_t>(rest / 10);
      rest %= 10;
    }
    while (first < size && value[first] == 0) ++first;
    if (digits == scale && scale > 0) text[--at] = '.';
    text[--at] = static_cast<char>('0' + rest);
    ++digits;
  }
  if (negative) text[--at] = '-';
  out.raw('"');
  out.raw(std::string_view(text.data() + at, text.size() - at));
  out.raw('"');
  return true;
}

}  // namespace ordergate::wire
