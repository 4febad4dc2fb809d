// Export Control Classification Numbers as text: "3B001.f.1.b". Hot; no allocation.
#pragma once

#include <cstddef>
#include <string_view>

namespace ordergate::rules {

[[nodiscard]] constexpr char upper_ascii(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

[[nodiscard]] constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (upper_ascii(a[i]) != upper_ascii(b[i])) return false;
  return true;
}

/// "3B001.f.1.b" lies within "3B001.f.1", in "3B001" and in itself, not in "3B001.f.10".
[[nodiscard]] constexpr bool eccn_within(std::string_view eccn, std::string_view heading) noexcept {
  if (heading.empty() || eccn.size() < heading.size()) return false;
  if (!equal_ignoring_case(eccn.substr(0, heading.size()), heading)) return false;
  return eccn.size() == heading.size() || eccn[heading.size()] == '.';
}

/// True when every item of `eccn` is, or some item of it could be, in the set member: a bare
/// "3B001" may stand for any of its paragraphs and is read strictly.
[[nodiscard]] constexpr bool eccn_meets(std::string_view eccn, std::string_view member) noexcept {
  return eccn_within(eccn, member) || (!eccn.empty() && eccn_within(member, eccn));
}

/// True when `needle` (given in lower case) occurs in `text`, ASCII case aside.
[[nodiscard]] constexpr bool contains_ignoring_case(std::string_view text, std::string_view needle) noexcept {
  if (needle.empty()) return true;
  const char lower = needle.front();
  const char upper = upper_ascii(lower);
  for (std::size_t at = 0; at + needle.size() <= text.size(); ++at) {
    if (text[at] != lower && text[at] != upper) continue;
    if (equal_ignoring_case(text.substr(at, needle.size()), needle)) return true;
  }
  return false;
}

}  // namespace ordergate::rules
