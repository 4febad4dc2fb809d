#include "rules/countries/country_table.h"

#include <algorithm>
#include <cstdint>

namespace ordergate::rules {
namespace {

constexpr std::array<std::string_view, kCountrySetCount> kSetNames = {
    "A1",  "A2",  "A3",    "A4",      "A5",    "A6",    "B",     "D1",      "D2",        "D3",    "D4",
    "D5",  "E1",  "E2",    "S5A",     "S5B",   "S4",    "MEU",   "MEU_ANY", "MIEU",      "MACAU", "E12",
    "A56", "D5M", "D145X", "EMBARGO", "CHINA", "TIER1", "TIER2", "TIER3",   "NO_EAR_ROW"};

}  // namespace

std::string_view to_string(CountrySet set) noexcept { return kSetNames[static_cast<std::size_t>(set)]; }

bool CountryTable::exists(CountryCode code) const noexcept {
  return code.known() && row_of_[code.index()] != 0;
}

const CountryRow* CountryTable::row(CountryCode code) const noexcept {
  return exists(code) ? &rows_[row_of_[code.index()] - 1U] : nullptr;
}

std::string_view CountryTable::name(CountryCode code) const noexcept {
  const CountryRow* found = row(code);
  return found != nullptr ? std::string_view(found->name) : code.text();
}

const CountryTable::Epoch& CountryTable::epoch(Date at) const noexcept {
  std::size_t i = 0;
  while (i + 1 < epochs_.size() && at >= epochs_[i].until) ++i;
  return epochs_[i];
}

bool CountryTable::in(CountrySet set, CountryCode code, Date at) const noexcept {
  return code.known() && epoch(at).sets[static_cast<std::size_t>(set)].test(code.index());
}

std::vector<Date> CountryTable::epoch_ends() const {
  std::vector<Date> ends;
  for (std::size_t i = 0; i + 1 < epochs_.size(); ++i) ends.push_back(epochs_[i].until);
  ends.push_back(Date{INT32_MAX});
  return ends;
}

std::optional<std::uint32_t> CountryTable::find(std::string_view set) const noexcept {
  const auto* const at = std::find(kSetNames.begin(), kSetNames.end(), set);
  if (at == kSetNames.end()) return std::nullopt;
  return static_cast<std::uint32_t>(at - kSetNames.begin());
}

SetDef CountryTable::definition(std::uint32_t set) const noexcept {
  return {set < kCountrySetCount ? kSetNames[set] : std::string_view(), Type::country};
}

bool CountryTable::contains(std::uint32_t set, const Value& value, Date at) const noexcept {
  if (set >= kCountrySetCount || !value.known || value.type != Type::country) return false;
  return in(static_cast<CountrySet>(set), value.country, at);
}

}  // namespace ordergate::rules
