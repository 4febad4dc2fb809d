#include "matchers/addresses/address_number.h"

#include <algorithm>
#include <charconv>

#include "base/hash.h"

namespace ordergate::matchers {

std::uint32_t number_value(std::string_view digits) noexcept {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} && end == digits.data() + digits.size()
             ? value
             : static_cast<std::uint32_t>(hash64(digits)) | 1U;
}

bool is_ordinal_ending(std::string_view letters) noexcept {
  return letters == "st" || letters == "nd" || letters == "rd" || letters == "th";
}

bool stands_after_name(std::string_view type) noexcept {
  static constexpr std::string_view kAfter[] = {"street", "st",    "road",   "rd",      "avenue", "ave",
                                                "lane",   "alley", "drive",  "highway", "blvd",   "boulevard",
                                                "ln",     "dr",    "square", "lu",      "jie"};
  return std::find(std::begin(kAfter), std::end(kAfter), type) != std::end(kAfter);
}

Mixed take_apart(std::string_view word) noexcept {
  Mixed mixed;
  mixed.digits_first = word[0] >= '0' && word[0] <= '9';
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto first =
      std::find_if(word.begin(), word.end(), [&](char c) { return is_digit(c) != mixed.digits_first; });
  const auto split = static_cast<std::size_t>(first - word.begin());
  const bool one_run =
      std::all_of(first, word.end(), [&](char c) { return is_digit(c) != mixed.digits_first; });
  mixed.plain = one_run && split < word.size();
  mixed.digits = mixed.digits_first ? word.substr(0, split) : word.substr(split);
  mixed.letters = mixed.digits_first ? word.substr(split) : word.substr(0, split);
  return mixed;
}

}  // namespace ordergate::matchers
