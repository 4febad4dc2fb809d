// Numbers and absent values.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "mapping/clerk.h"

namespace ordergate::mapping {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Takes the signs that only set thousands apart out of `text` into `room`; false when they do not stand
/// where thousands end.
bool without_groups(std::string_view text, char decimal, std::array<char, 64>& room, std::size_t& size) {
  std::size_t run = 0;
  bool grouped = false, fraction = false;
  size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      room[size++] = c;
      ++run;
      continue;
    }
    if (fraction) return false;
    if (c == decimal) {
      if (grouped && run != 3) return false;
      room[size++] = '.';
      fraction = true;
      continue;
    }
    // A first group of one to three digits, then two (in India) or three.
    if (grouped ? run != 3 && run != 2 : run == 0 || run > 3) return false;
    if (static_cast<unsigned char>(c) == 0xC2 && i + 1 < text.size() && text[i + 1] == '\xA0') {
      ++i;  // no-break space
    } else if (c == '\xE2' && i + 2 < text.size()) {
      i += 2;  // narrow no-break space, right single quote
    } else if (c != '.' && c != ',' && c != ' ' && c != '\'' && c != '_') {
      return false;
    }
    grouped = true;
    run = 0;
  }
  return size > 0 && (fraction || !grouped || run == 3);
}

/// Which sign stands before the fraction, by what the text itself shows; 0 when it does not.
std::optional<char> decimal_sign(std::string_view text) noexcept {
  const std::size_t dot = text.rfind('.'), comma = text.rfind(',');
  if (comma == std::string_view::npos) return text.find('.') == dot ? '.' : ',';
  if (dot == std::string_view::npos) {
    if (text.find(',') != comma) return '.';                                      // 1,234,567
    if (text.find_first_of(" '_\xC2\xE2") != std::string_view::npos) return ',';  // 1 234,50
    return std::nullopt;
  }
  return dot > comma ? '.' : ',';
}

int base64_digit(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

}  // namespace

bool is_word_for_nothing(std::string_view text) noexcept {
  text = trimmed(text);
  if (text.size() > 6) return false;
  constexpr std::array<std::string_view, 14> kNothing = {
      "",    "-",   "--",   "---",  "\xE2\x80\x93", "\xE2\x80\x94", "N/A",
      "n/a", "N/a", "N.A.", "n.a.", "#N/A",         "null",         "NULL"};
  return std::find(kNothing.begin(), kNothing.end(), text) != kNothing.end();
}

std::optional<double> read_plain_number(std::string_view text) noexcept {
  // A quotient of two doubles that are exact is the nearest double to the decimal.
  static constexpr std::array<double, 16> kTens = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (text.empty() || text.size() > 16 || !is_digit(text.front()) || !is_digit(text.back()))
    return std::nullopt;
  std::uint64_t digits = 0;
  std::size_t point = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      digits = digits * 10 + static_cast<std::uint64_t>(text[i] - '0');
    } else if (text[i] == '.' && point == text.size()) {
      point = i;
    } else {
      return std::nullopt;
    }
  }
  if (point == text.size())
    return text.size() > 15 ? std::nullopt : std::optional(static_cast<double>(digits));
  return static_cast<double>(digits) / kTens[text.size() - 1 - point];
}

std::optional<double> read_number(std::string_view text, char decimal) noexcept {
  text = trimmed(text);
  if (decimal != ',')
    if (const std::optional<double> plain = read_plain_number(text)) return plain;
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  } else if (!text.empty() && text.back() == '-') {  // SAP
    negative = true;
    text.remove_suffix(1);
  }
  std::array<char, 64> room{};
  std::size_t size = 0;
  double value = 0;
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos) {  // 1.5E3: as computers write it
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !is_digit(text.front())) return {};
  } else {
    if (text.size() > room.size()) return std::nullopt;
    const std::optional<char> sign = decimal == 0 ? decimal_sign(text) : decimal;
    if (!sign || !without_groups(text, *sign, room, size)) return std::nullopt;
    const auto [end, error] = std::from_chars(room.data(), room.data() + size, value);
    if (error != std::errc{} || end != room.data() + size) return std::nullopt;
  }
  if (!std::isfinite(value)) return std::nullopt;
  return negative ? -value : value;
}

std::optional<double> read_decimal_bytes(std::string_view base64, int scale) noexcept {
  while (!base64.empty() && base64.back() == '=') base64.remove_suffix(1);
  if (base64.empty() || base64.size() > 20 || scale < 0 || scale > 30) return std::nullopt;
  std::array<unsigned char, 16> bytes{};
  std::size_t count = 0;
  unsigned bits = 0, have = 0;
  for (const char c : base64) {
    const int digit = base64_digit(c);
    if (digit < 0) return std::nullopt;
    bits = (bits << 6U) | static_cast<unsigned>(digit);
    have += 6;
    if (have >= 8) {
      have -= 8;
      if (count == 15) return std::nullopt;
      bytes[count++] = static_cast<unsigned char>((bits >> have) & 0xFFU);
    }
  }
  if (count == 0) return std::nullopt;
  __extension__ using Wide = __int128;
  Wide value = (bytes[0] & 0x80U) != 0 ? -1 : 0;
  for (std::size_t i = 0; i < count; ++i) value = value * 256 + bytes[i];
  // A quotient of two doubles that are exact is the nearest double to the decimal.
  return static_cast<double>(value) / std::pow(10.0, scale);
}

}  // namespace ordergate::mapping
