// What a party is: in an order, on a list, and where its name is compared. One enum and one table of words.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ordergate {

enum class PartyKind : std::uint8_t {
  unknown,
  company,
  person,
  vessel,
  aircraft,
  government,
  address_only,  // an entry of a list that is an address and no party; no order says it
};

inline constexpr std::array<std::string_view, 7> kPartyKindNames = {
    "unknown", "company", "person", "vessel", "aircraft", "government", "address_only"};

[[nodiscard]] constexpr std::string_view to_string(PartyKind kind) noexcept {
  return kPartyKindNames[static_cast<std::size_t>(kind)];
}
/// Nothing for a word that is none of a party's kinds, as "address_only" is.
[[nodiscard]] constexpr std::optional<PartyKind> parse_party_kind(std::string_view word) noexcept {
  for (std::size_t i = 0; i < static_cast<std::size_t>(PartyKind::address_only); ++i)
    if (kPartyKindNames[i] == word) return static_cast<PartyKind>(i);
  return std::nullopt;
}

}  // namespace ordergate
