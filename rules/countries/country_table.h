// Countries as the EAR sees them on a day: country groups, supplements and end-user rules.
//
// Data: rules/ear/countries.csv holds the state of the text of 2026-07-23, country_changes.csv what
// was different before a day. A territory has its sovereign's groups in its own row. Immutable; any
// number of threads. The lookups are hot: noexcept, no allocation.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/certainty.h"
#include "base/country.h"
#include "base/date.h"
#include "base/result.h"
#include "rules/language/fact_schema.h"
#include "tables/data_files.h"

namespace ordergate::rules {

/// The named sets of countries that expressions may use; to_string() gives the name.
/// A1..E2: country groups of Supplement 1 to part 740.
enum class CountrySet : std::uint8_t {
  A1,
  A2,
  A3,
  A4,
  A5,
  A6,
  B,
  D1,
  D2,
  D3,
  D4,
  D5,
  E1,
  E2,
  S5A,         // Supplement 5(a) to part 740
  S5B,         // Supplement 5(b) to part 740
  S4,          // Supplement 4 to part 742
  MEU,         // 744.21, items of Supplement 2 to part 744
  MEU_ANY,     // 744.21, any item
  MIEU,        // 744.22, any item
  MACAU,       // Macau alone
  E12,         // E:1 or E:2
  A56,         // A:5 or A:6
  D5M,         // D:5 or Macau
  D145X,       // D:1, D:4 or D:5, and neither A:5 nor A:6
  EMBARGO,     // E:1, E:2, Russia, Belarus
  CHINA,       // China and Hong Kong
  TIER1,       // Supplement 5(a) members outside D5M (AI Diffusion)
  TIER2,       // every other country with a row
  TIER3,       // D5M
  NO_EAR_ROW,  // exists, but neither it nor a sovereign has a row in the EAR: indeterminate
  count
};
inline constexpr std::uint32_t kCountrySetCount = static_cast<std::uint32_t>(CountrySet::count);
[[nodiscard]] std::string_view to_string(CountrySet) noexcept;

struct CountryRow {
  CountryCode code;
  std::string alpha3, name, ear_name;
  CountryCode inherits_from;  // the sovereign, or China for Hong Kong; unknown: its own row
  std::vector<std::string> aliases;
  std::string source, note;
  Certainty certainty = Certainty::confirmed;
};

class CountryTable final : public SetTable {
 public:
  /// Errors name file and line: an unknown group, a code twice, a sovereign without a row.
  [[nodiscard]] static Result<CountryTable> load(const tables::DataFiles& files);

  [[nodiscard]] bool exists(CountryCode code) const noexcept;
  /// Null when there is no such country. Lives with the table.
  [[nodiscard]] const CountryRow* row(CountryCode code) const noexcept;
  /// The plain English name, or the code itself when there is no such country.
  [[nodiscard]] std::string_view name(CountryCode code) const noexcept;
  /// Every country, in the order of its code.
  [[nodiscard]] const std::vector<CountryRow>& rows() const noexcept { return rows_; }

  /// False for an unknown code.
  [[nodiscard]] bool in(CountrySet set, CountryCode code, Date at) const noexcept;

  /// The country that a name, alias, alpha-2 or alpha-3 code stands for; case does not matter for
  /// Latin letters. The empty code when there is none. Cold.
  [[nodiscard]] CountryCode find_name(std::string_view name) const;

  /// The days on which some set changes, ascending, and a last one that never comes.
  [[nodiscard]] std::vector<Date> epoch_ends() const;

  // SetTable: the sets above by name, all of countries.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view set) const noexcept override;
  [[nodiscard]] SetDef definition(std::uint32_t set) const noexcept override;
  [[nodiscard]] bool contains(std::uint32_t set, const Value& value, Date at) const noexcept override;

 private:
  using Members = std::bitset<kCountryIndexCount>;
  struct Epoch {
    Date until;  // exclusive; the last one has no end
    std::array<Members, kCountrySetCount> sets;
  };
  friend class CountryTableLoader;

  [[nodiscard]] const Epoch& epoch(Date at) const noexcept;
  std::vector<CountryRow> rows_;
  std::array<std::uint16_t, kCountryIndexCount> row_of_{};  // 0: none, else position from 1
  std::vector<Epoch> epochs_;                               // by time, never empty once loaded
  std::unordered_map<std::string, CountryCode> names_;
};

}  // namespace ordergate::rules
