// Countries by the names that people and lists write: "Russia", "RUSSIAN FEDERATION", "Burma",
// "Korea, North", "Côte d'Ivoire", "中国", "PRC", alpha-2 and alpha-3 codes. Every name and alias of the
// table of countries (rules/ear/countries.csv), and what else lists write (data/written_names.csv). Read
// once, at the first call; any number of threads.
#pragma once

#include <string_view>

#include "base/country.h"

namespace ordergate {

/// The country that `text` names, or the empty code. Alpha-2 and alpha-3 codes must be capitals;
/// names compare without case, accents and punctuation. Allocates at the first call only.
[[nodiscard]] CountryCode country_from_name(std::string_view text) noexcept;

/// The same for a name that is folded already, lower-case ASCII words with single spaces, inside an address:
/// a town that stands for its country ("Dubai") is left to be the town.
[[nodiscard]] CountryCode country_from_folded(std::string_view folded) noexcept;

/// The country of an ISO 3166-1 numeric code (840), or the empty code.
[[nodiscard]] CountryCode country_from_number(int number) noexcept;

}  // namespace ordergate
