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
/// The birth date and something else contradict: an equal name is a coincidence.
[[nodiscard]] bool another_person(std::uint32_t evidence) noexcept;

/// What kind of name agreed: the less it says by itself, the more the rest weighs.
enum class NameWeight : std::uint8_t {
  equal_distinctive,  // equal, and no other party is likely to bear it: always worth a look
  ordinary,
  common,  // the listed name is one common word
};

/// The name's score with what the evidence adds and takes, at most 100. Adds: country 3, address 6, birth
/// date 6, kind 1, identifier 10; all but the identifier together at most kStrengthenMax. Takes, by the
/// name's weight: country 2, 4 or 12; birth date 5, 10 or 15; kind 4, 8 or 12.
[[nodiscard]] std::uint8_t adjusted_score(std::uint8_t name_score, NameWeight weight,
                                          std::uint32_t evidence) noexcept;

/// The most that evidence can add to a name without an identifier.
inline constexpr int kStrengthenMax = 6;

}  // namespace ordergate::lists
