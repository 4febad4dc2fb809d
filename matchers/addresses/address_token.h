// The raw tokens of an address, before anything is known of their meaning. Internal to address parsing.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/completeness.h"
#include "matchers/addresses/address_parse.h"

namespace ordergate::matchers {

/// What a Chinese or Japanese character after a word or number says about it.
enum class HanMark : std::uint8_t { none, region, street, house, floor, unit, block };

struct RawToken {
  std::uint16_t begin = 0;  // in the folded text
  std::uint8_t size = 0;
  std::uint8_t part = 0;
  char glue = ' ';        // '-', '/' or '.' when that alone stands between this token and the one before
  bool hash = false;      // '#' stands before it
  bool digits = false;    // all digits
  bool mixed = false;     // letters and digits
  bool dotted = false;    // a full stop behind it
  bool initials = false;  // single letters with a full stop behind each: "M.G."
  HanMark mark = HanMark::none;
};

struct RawAddress {
  std::array<char, kAddressBytesMax> text;
  std::array<RawToken, kAddressTokensMax> tokens;
  std::uint16_t text_size = 0;
  std::uint8_t count = 0;
  Completeness completeness = Completeness::complete;
  bool japanese = false;   // it names places of Japan in their own script
  bool hong_kong = false;  // ... of Hong Kong

  [[nodiscard]] std::string_view word(std::size_t i) const noexcept {
    return {text.data() + tokens[i].begin, tokens[i].size};
  }
};

/// Folds and splits. Commas, semicolons, brackets, line ends and spaced dashes divide parts.
void tokenize_address(std::string_view text, RawAddress& out) noexcept;

/// "Istanbul, Turkey, Tuzla, ...": what stands before the country, and it, go behind the rest.
void bring_country_last(RawAddress& raw) noexcept;

}  // namespace ordergate::matchers
