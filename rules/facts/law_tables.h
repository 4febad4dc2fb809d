// A small table of the law that facts read: the transistor limits of Note 1 to 3A090.
// From rules/ear/foundry_limits.csv. Immutable once loaded; lookups are hot.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "tables/data_files.h"

namespace ordergate::rules {

class LawTables {
 public:
  /// Errors name file and line.
  [[nodiscard]] static Result<LawTables> load(const tables::DataFiles& files);

  /// The transistor count of a package must stay below this. `no_hbm`: it surely holds none.
  [[nodiscard]] double transistors_max(bool no_hbm, const std::optional<Date>& completed_on) const noexcept;

 private:
  struct Limit {
    bool without_hbm = false;  // only for packages without HBM
    std::optional<Date> completed_from;
    double transistors_max = 0;
  };
  [[nodiscard]] Status load_limits(const tables::DataFiles& files);
  std::vector<Limit> limits_;  // the first for every package, then by day
};

}  // namespace ordergate::rules
