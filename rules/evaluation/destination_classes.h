// Destinations that no rule of a pack can tell apart on a day: in the same sets, named by the pack in
// the same places, with the same row of the Country Chart. Built once a pack; the lookup is hot.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/country.h"
#include "base/date.h"
#include "rules/ccl/control_list.h"
#include "rules/countries/country_table.h"
#include "rules/pack/rule.h"

namespace ordergate::rules {

class DestinationClasses {
 public:
  DestinationClasses() = default;
  DestinationClasses(const CountryTable& countries, const ControlList& control_list, const RulePack& pack);

  /// Equal numbers are judged alike. `code` is known. `by_chart`: the order holds a line for which the
  /// Country Chart counts; it tells many more destinations apart.
  [[nodiscard]] std::uint16_t of(CountryCode code, Date at, bool by_chart) const noexcept;

 private:
  struct Epoch {
    Date until;  // exclusive; the last one has no end
    std::array<std::uint16_t, kCountryIndexCount> numbers{}, chart_numbers{};
  };
  std::vector<Epoch> epochs_;
};

}  // namespace ordergate::rules
