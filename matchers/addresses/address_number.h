// Numbers and street types as they are written in addresses. Internal to address parsing.
#pragma once

#include <cstdint>
#include <string_view>

namespace ordergate::matchers {

/// The value of a run of digits; of one too long for a number, a hash.
[[nodiscard]] std::uint32_t number_value(std::string_view digits) noexcept;

/// "st", "nd", "rd", "th".
[[nodiscard]] bool is_ordinal_ending(std::string_view letters) noexcept;

/// English street types stand after the name ("5th Avenue"); the others before it ("Calle 74").
[[nodiscard]] bool stands_after_name(std::string_view type) noexcept;

/// A token with letters and digits, taken apart: "16f", "d43", "15b", "3rd".
struct Mixed {
  std::string_view letters, digits;
  bool digits_first = false;
  bool plain = false;  // exactly one run of each
};
[[nodiscard]] Mixed take_apart(std::string_view word) noexcept;

}  // namespace ordergate::matchers
