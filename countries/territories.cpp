#include "countries/territories.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace ordergate {
namespace {

// The territory, then the sovereign.
constexpr std::array<std::string_view, 13> kTerritories = {
    "HKCN", "MOCN", "VGGB", "KYGB", "BMGB", "GIGB", "JEGB", "GGGB", "IMGB", "TCGB", "PRUS", "GUUS", "VIUS"};
constexpr std::array<std::string_view, 3> kClaimedByTwo = {"RUUA", "ILPS", "RSXK"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& pairs, CountryCode first, CountryCode second) noexcept {
  return std::any_of(pairs.begin(), pairs.end(), [&](std::string_view pair) {
    return pair.substr(0, 2) == first.text() && pair.substr(2) == second.text();
  });
}

}  // namespace

bool is_territory_of(CountryCode part, CountryCode whole) noexcept {
  return among(kTerritories, part, whole);
}

bool may_be_one_place(CountryCode left, CountryCode right) noexcept {
  if (!left.known() || !right.known()) return false;
  return left == right || is_territory_of(left, right) || is_territory_of(right, left) ||
         among(kClaimedByTwo, left, right) || among(kClaimedByTwo, right, left);
}

}  // namespace ordergate
