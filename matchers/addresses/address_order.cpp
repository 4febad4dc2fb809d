// Addresses that begin with what others end with.
#include <algorithm>

#include "countries/country_names.h"
#include "matchers/addresses/address_token.h"

namespace ordergate::matchers {
namespace {

/// The country that the tokens [first, end) name by its name, and nothing else.
CountryCode country_of(const RawAddress& raw, std::size_t first, std::size_t end) noexcept {
  char text[64];
  std::size_t size = 0;
  for (std::size_t i = first; i < end; ++i) {
    const std::string_view word = raw.word(i);
    if (size + word.size() + 1 > sizeof text) return {};
    if (i != first) text[size++] = ' ';
    std::copy(word.begin(), word.end(), text + size);
    size += word.size();
  }
  // Two letters here are more often a state ("Los Angeles, CA, 90013") or a word.
  return size > 2 ? country_from_folded({text, size}) : CountryCode{};
}

/// What stands from `first` on is more than the rest of a country's name: "Iran (Islamic Republic of)".
bool holds_number(const RawAddress& raw, std::size_t first) noexcept {
  for (std::size_t i = first; i < raw.count; ++i)
    if (const std::string_view word = raw.word(i); !word.empty() && word[0] >= '0' && word[0] <= '9')
      return true;
  return false;
}

}  // namespace

void bring_country_last(RawAddress& raw) noexcept {
  constexpr std::uint8_t kPartsBefore = 3;
  if (raw.count == 0) return;
  const std::uint8_t last_part = raw.tokens[raw.count - 1U].part;
  const auto end_of = [&](std::size_t first) {
    std::size_t end = first;
    while (end < raw.count && raw.tokens[end].part == raw.tokens[first].part) ++end;
    return end;
  };
  for (std::size_t first = 0; first < raw.count && raw.tokens[first].part < kPartsBefore;) {
    const std::size_t end = end_of(first);
    if (end == raw.count) return;
    if (country_of(raw, first, end).known()) {
      if (!holds_number(raw, end)) return;
      std::size_t last = raw.count - 1U;
      while (last != 0 && raw.tokens[last - 1].part == last_part) --last;
      if (country_of(raw, last, raw.count).known()) return;
      for (std::size_t i = 0; i < end; ++i)
        raw.tokens[i].part =
            static_cast<std::uint8_t>(std::min(raw.tokens[i].part + last_part + 1, UINT8_MAX));
      std::rotate(raw.tokens.begin(), raw.tokens.begin() + static_cast<std::ptrdiff_t>(end),
                  raw.tokens.begin() + raw.count);
      const std::uint8_t parts_before = raw.tokens[0].part;
      for (std::size_t i = 0; i < raw.count; ++i)
        raw.tokens[i].part = static_cast<std::uint8_t>(raw.tokens[i].part - parts_before);
      return;
    }
    first = end;
  }
}

}  // namespace ordergate::matchers
