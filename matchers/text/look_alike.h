// Model numbers spelled with letters of another script that look like Latin ones: "Н100" with a Cyrillic
// letter, in a text whose other words are Cyrillic too, so that the script alone gives nothing away.
#pragma once

#include <string>
#include <string_view>

#include "matchers/text/plain_text.h"

namespace ordergate::matchers {

/// Writes `text` to `out` with every Greek and Cyrillic letter in Latin that stands in a word with a digit
/// and looks like a Latin letter, when all such letters of the word do. False: nothing is to be changed, and
/// `out` is not written. Linear; allocates nothing once warm.
[[nodiscard]] bool read_look_alikes(std::string_view text, PlainText& out) noexcept;

/// "МНК ЅНІРРІNG": true when all Greek and Cyrillic letters of the text look like Latin ones; then `out` has
/// those in their place.
[[nodiscard]] bool read_imitation(std::string_view text, std::string& out) noexcept;

/// "JABBER lBN HAYAN": true when an l is the only small letter of a word in capitals; then `out` has an I in
/// its place.
[[nodiscard]] bool read_small_l(std::string_view text, std::string& out) noexcept;

}  // namespace ordergate::matchers
