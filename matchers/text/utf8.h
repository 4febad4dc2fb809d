// Reading and writing UTF-8, one code point at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ordergate::matchers {

/// A code point and its length. Bytes that are no UTF-8 decode as kInvalidPoint, one byte long; past
/// the end of the text the length is 0.
struct Decoded {
  char32_t point = 0;
  std::uint32_t bytes = 0;
};

inline constexpr char32_t kInvalidPoint = 0xFFFF;  // no character

namespace detail {

constexpr char32_t compose_hangul(char32_t lead, char32_t vowel, char32_t tail) noexcept {
  return 0xAC00 + ((lead - 0x1100) * 21 + (vowel - 0x1161)) * 28 + tail;
}

inline Decoded decode_one(std::string_view text, std::size_t at) noexcept {
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

}  // namespace detail

/// A kana and the voicing mark behind it as the voiced kana, where there is one.
inline Decoded compose_kana(Decoded kana, const Decoded& mark) noexcept {
  if (mark.point != 0x3099 && mark.point != 0x309A) return kana;
  const char32_t place = kana.point >= 0x30A0 ? kana.point - 0x60 : kana.point;  // among hiragana
  const bool ha = place >= 0x306F && place <= 0x307B && (place - 0x306F) % 3 == 0;
  const bool ka_to_chi = place >= 0x304B && place <= 0x3061 && (place - 0x304B) % 2 == 0;
  const bool tsu_to_to = place >= 0x3064 && place <= 0x3068 && (place - 0x3064) % 2 == 0;
  if (mark.point == 0x309A ? !ha : !ha && !ka_to_chi && !tsu_to_to) return kana;
  return {kana.point + (mark.point - 0x3098), kana.bytes + mark.bytes};
}

/// The code point at `at`; a sequence of conjoining jamo comes as the hangul syllable it spells, kana and a
/// combining mark as one.
inline Decoded decode_utf8(std::string_view text, std::size_t at) noexcept {
  Decoded lead = detail::decode_one(text, at);
  if (lead.point >= 0x304B && lead.point <= 0x30DB)
    return compose_kana(lead, detail::decode_one(text, at + lead.bytes));
  if (lead.point < 0x1100 || lead.point > 0x1112) return lead;
  const Decoded vowel = detail::decode_one(text, at + lead.bytes);
  if (vowel.point < 0x1161 || vowel.point > 0x1175) return lead;
  lead.bytes += vowel.bytes;
  const Decoded tail = detail::decode_one(text, at + lead.bytes);
  const bool closed = tail.point >= 0x11A8 && tail.point <= 0x11C2;
  if (closed) lead.bytes += tail.bytes;
  lead.point = detail::compose_hangul(lead.point, vowel.point, closed ? tail.point - 0x11A7 : 0);
  return lead;
}

/// Writes `point` as UTF-8; the number of bytes.
inline std::size_t encode_utf8(char32_t point, char (&out)[4]) noexcept {
  const auto put = [&](int i, char32_t bits) { out[i] = static_cast<char>(bits); };
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

}  // namespace ordergate::matchers
