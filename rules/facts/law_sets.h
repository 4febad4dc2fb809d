// The named sets of the law: countries by group and date, and families of ECCNs. Immutable once
// loaded; lookups are hot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/countries/country_table.h"
#include "rules/language/fact_schema.h"
#include "tables/data_files.h"

namespace ordergate::rules {

/// Country sets of the table (`D145X`) and ECCN sets of rules/ear/eccn_sets.csv (`SME_D5M`). An ECCN is
/// in a set when it lies within a member, or is a bare heading of one (see eccn_meets).
class LawSets final : public SetTable {
 public:
  /// `countries` must outlive the sets. Errors name file and line.
  [[nodiscard]] static Result<LawSets> load(const CountryTable& countries, const tables::DataFiles& files);

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const noexcept override;
  [[nodiscard]] std::uint32_t size() const noexcept override;
  [[nodiscard]] SetDef definition(std::uint32_t set) const noexcept override;
  [[nodiscard]] bool contains(std::uint32_t set, const Value& value, Date at) const noexcept override;

 private:
  struct EccnSet {
    std::string name;
    std::vector<std::string> members;
    std::uint64_t headings = 0;  // a bit for each member's heading ("3B001"): what has none is no member
  };
  explicit LawSets(const CountryTable& countries) : countries_(&countries) {}
  const CountryTable* countries_;
  std::vector<EccnSet> eccns_;
};

}  // namespace ordergate::rules
