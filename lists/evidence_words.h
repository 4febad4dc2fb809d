// The words for what agreed or contradicted between a party and a list entry.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "lists/watchlist.h"

namespace ordergate::lists {

struct EvidenceWord {
  std::uint32_t bit;
  std::string_view word;  // a minus contradicts
};

inline constexpr std::array<EvidenceWord, 9> kEvidenceWords = {{
    {kEvidenceName, "name"},
    {kEvidenceCountry, "country"},
    {kEvidenceAddress, "address"},
    {kEvidenceBirthDate, "birth_date"},
    {kEvidenceIdentifier, "identifier"},
    {kEvidenceKind, "kind"},
    {kAgainstCountry, "-country"},
    {kAgainstBirthDate, "-birth_date"},
    {kAgainstKind, "-kind"},
}};

}  // namespace ordergate::lists
