// Reading UTF-8 as people write it: what is spelled with several code points comes as one.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/utf8.h"

namespace ordergate::matchers {

namespace detail {

constexpr char32_t compose_hangul(char32_t lead, char32_t vowel, char32_t tail) noexcept {
  return 0xAC00 + ((lead - 0x1100) * 21 + (vowel - 0x1161)) * 28 + tail;
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
  Decoded lead = decode_point(text, at);
  if (lead.point >= 0x304B && lead.point <= 0x30DB)
    return compose_kana(lead, decode_point(text, at + lead.bytes));
  if (lead.point < 0x1100 || lead.point > 0x1112) return lead;
  const Decoded vowel = decode_point(text, at + lead.bytes);
  if (vowel.point < 0x1161 || vowel.point > 0x1175) return lead;
  lead.bytes += vowel.bytes;
  const Decoded tail = decode_point(text, at + lead.bytes);
  const bool closed = tail.point >= 0x11A8 && tail.point <= 0x11C2;
  if (closed) lead.bytes += tail.bytes;
  lead.point = detail::compose_hangul(lead.point, vowel.point, closed ? tail.point - 0x11A7 : 0);
  return lead;
}

}  // namespace ordergate::matchers
