#include "rules/facts/law_sets.h"

#include <algorithm>

#include "base/certainty.h"
#include "rules/items/eccn.h"
#include "tables/csv.h"

namespace ordergate::rules {
namespace {

constexpr std::size_t kHeadingSize = 5;

/// One of 64 bits for the heading that `eccn` begins with, case aside; every bit for less than a heading.
std::uint64_t heading_bit(std::string_view eccn) noexcept {
  if (eccn.size() < kHeadingSize) return ~std::uint64_t{0};
  std::uint32_t hash = 0;
  for (std::size_t i = 0; i < kHeadingSize; ++i)
    hash = hash * 31 + static_cast<unsigned char>(upper_ascii(eccn[i]));
  return std::uint64_t{1} << (hash * 0x9E3779B1U >> 26U);
}

}  // namespace

Result<LawSets> LawSets::load(const CountryTable& countries, const tables::DataFiles& files) {
  constexpr std::string_view kFile = "eccn_sets.csv";
  Result<std::string> text = files.read(kFile);
  if (!text) return text.error();
  Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), files.path(kFile));
  if (!table) return table.error();
  LawSets sets(countries);
  for (const tables::CsvRecord& row : table.value().rows) {
    const std::string where = files.path(kFile) + ":" + std::to_string(row.line) + ": ";
    const std::string name(table.value().field(row, "set"));
    const std::string eccn(table.value().field(row, "eccn"));
    if (name.empty() || eccn.size() < 5) return Error{where + "a set's name and an ECCN are required"};
    if (!parse_certainty(table.value().field(row, "certainty")))
      return Error{where + "certainty must be confirmed, recalled or unsure"};
    if (countries.find(name)) return Error{where + "'" + name + "' is a set of countries"};
    const auto known = std::find_if(sets.eccns_.begin(), sets.eccns_.end(),
                                    [&](const EccnSet& set) { return set.name == name; });
    EccnSet& set = known != sets.eccns_.end() ? *known : sets.eccns_.emplace_back(EccnSet{name, {}, 0});
    if (std::find(set.members.begin(), set.members.end(), eccn) != set.members.end())
      return Error{where + "'" + eccn + "' stands twice in set '" + name + "'"};
    set.members.push_back(eccn);
    set.headings |= heading_bit(eccn);
  }
  return sets;
}

std::optional<std::uint32_t> LawSets::find(std::string_view name) const noexcept {
  if (const auto found = countries_->find(name)) return found;
  for (std::size_t i = 0; i < eccns_.size(); ++i)
    if (eccns_[i].name == name) return kCountrySetCount + static_cast<std::uint32_t>(i);
  return std::nullopt;
}

std::uint32_t LawSets::size() const noexcept {
  return kCountrySetCount + static_cast<std::uint32_t>(eccns_.size());
}

SetDef LawSets::definition(std::uint32_t set) const noexcept {
  if (set < kCountrySetCount) return countries_->definition(set);
  return {eccns_[set - kCountrySetCount].name, Type::string};
}

bool LawSets::contains(std::uint32_t set, const Value& value, Date at) const noexcept {
  if (set < kCountrySetCount) return countries_->contains(set, value, at);
  const EccnSet& eccns = eccns_[set - kCountrySetCount];
  if ((eccns.headings & heading_bit(value.string)) == 0) return false;
  for (const std::string& member : eccns.members)
    if (eccn_meets(value.string, member)) return true;
  return false;
}

}  // namespace ordergate::rules
