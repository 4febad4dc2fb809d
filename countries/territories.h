// Territories that are written with their sovereign as the country: "..., Hong Kong, CN", "San Juan, PR, US".
// What the EAR says of a territory is another matter (inherits_from of rules/ear/countries.csv).
#pragma once

#include "base/country.h"

namespace ordergate {

/// Is `part` such a territory of `whole`?
[[nodiscard]] bool is_territory_of(CountryCode part, CountryCode whole) noexcept;

/// May one address be said to lie in either: in a territory and its sovereign, or where two claim to be
/// (Crimea, the West Bank, Kosovo)? Also true of one country. False when either is unknown.
[[nodiscard]] bool may_be_one_place(CountryCode left, CountryCode right) noexcept;

}  // namespace ordergate
