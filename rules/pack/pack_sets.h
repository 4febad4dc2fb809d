// Sets of words and countries from the rule pack, on top of the sets that tables bring.
#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/country.h"
#include "rules/language/fact_schema.h"

namespace ordergate::rules {

class PackSets final : public SetTable {
 public:
  /// `tables` may be null, and must outlive this.
  explicit PackSets(const SetTable* tables) : tables_(tables) {}

  /// False when there is a set of that name already.
  [[nodiscard]] bool add_words(std::string name, std::vector<std::string> words);
  [[nodiscard]] bool add_countries(std::string name, const std::vector<CountryCode>& countries);

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const noexcept override;
  [[nodiscard]] std::uint32_t size() const noexcept override;
  [[nodiscard]] SetDef definition(std::uint32_t set) const noexcept override;
  [[nodiscard]] bool contains(std::uint32_t set, const Value& value, Date at) const noexcept override;

 private:
  struct Set {
    std::string name;
    Type element = Type::string;
    std::vector<std::string> words;  // sorted
    std::bitset<kCountryIndexCount> countries;
  };
  const SetTable* tables_;
  std::vector<Set> sets_;  // numbers 0 .. size-1; those of `tables_` follow
};

}  // namespace ordergate::rules
