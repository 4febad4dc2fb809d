// Countries by the names that people and lists write: "Russia", "RUSSIAN FEDERATION", "Burma",
// "Korea, North", "Côte d'Ivoire", "中国", "PRC", alpha-2 and alpha-3 codes.
#pragma once

#include <string_view>

#include "base/country.h"

namespace ordergate {

/// The country that `text` names, or the empty code. Alpha-2 and alpha-3 codes must be capitals;
/// names compare without case, accents and punctuation. Does not allocate.
[[nodiscard]] CountryCode country_from_name(std::string_view text) noexcept;

/// The same for a name that is folded already: lower-case ASCII words with single spaces.
[[nodiscard]] CountryCode country_from_folded(std::string_view folded) noexcept;

/// The English short name ("Russian Federation"), or "" when the code is no country.
[[nodiscard]] std::string_view country_name(CountryCode country) noexcept;

}  // namespace ordergate
