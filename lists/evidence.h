// What besides the name speaks for or against an identity, and what it does to the score.
#pragma once

#include <cstdint>

#include "lists/watchlist.h"

namespace ordergate::lists {

/// Country, kind and birth date of the query against the entry's; address and identifier are found by
/// search and added by the caller. Noexcept, no allocation.
[[nodiscard]] std::uint32_t compare_details(const PartyQuery& query, const ListEntry& entry) noexcept;

/// Does anything contradict the identity? A country that differs does not when an address is shared.
[[nodiscard]] bool contradicted(std::uint32_t evidence) noexcept;

/// The name's score with what the evidence adds and takes: country +3 -4, address +6, birth date +6 -10,
/// kind +1 -8, identifier +10. Half of what is taken when the name is equal and distinctive: such a name is
/// always worth a look. Never above 100.
[[nodiscard]] std::uint8_t adjusted_score(std::uint8_t name_score, bool equal_and_distinctive,
                                          std::uint32_t evidence) noexcept;

/// The most that evidence can add to a name without an identifier.
inline constexpr int kStrengthenMax = 6;

}  // namespace ordergate::lists
