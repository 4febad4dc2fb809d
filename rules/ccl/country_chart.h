// The Commerce Country Chart (Supplement 1 to part 738): for a country the columns in which a license is
// required. A territory without a row has that of its sovereign. Immutable; lookups are hot.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/country.h"
#include "base/result.h"
#include "rules/countries/country_table.h"
#include "tables/data_files.h"

namespace ordergate::rules {

/// "NS_1" ... "AT_2" in the order of the chart.
inline constexpr std::array<std::string_view, 16> kChartColumns = {
    "CB_1", "CB_2", "CB_3", "NP_1", "NP_2", "NS_1", "NS_2", "MT_1",
    "RS_1", "RS_2", "FC_1", "CC_1", "CC_2", "CC_3", "AT_1", "AT_2"};
[[nodiscard]] std::optional<std::uint8_t> chart_column(std::string_view name) noexcept;

class CountryChart {
 public:
  struct Row {
    bool exists = false;
    bool part_746 = false;        // the chart refers to part 746: every column asks for a license
    std::uint32_t columns = 0;    // bit per column
    std::uint32_t footnotes = 0;  // bit per number
    friend bool operator==(const Row&, const Row&) = default;
  };

  /// Errors name file and line: an unknown column, a country without a row in the country table, a code
  /// twice.
  [[nodiscard]] static Result<CountryChart> load(const tables::DataFiles& files,
                                                 const CountryTable& countries);

  /// A row that does not exist for a place that has none by itself or by its sovereign.
  [[nodiscard]] const Row& row(CountryCode code) const noexcept { return rows_[code.index()]; }
  [[nodiscard]] std::size_t size() const noexcept { return count_; }

 private:
  std::vector<Row> rows_ = std::vector<Row>(kCountryIndexCount);
  std::size_t count_ = 0;  // rows of the file
};

}  // namespace ordergate::rules
