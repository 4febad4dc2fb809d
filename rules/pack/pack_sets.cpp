#include "rules/pack/pack_sets.h"

#include <algorithm>

namespace ordergate::rules {

bool PackSets::add_words(std::string name, std::vector<std::string> words) {
  if (find(name)) return false;
  std::sort(words.begin(), words.end());
  sets_.push_back({std::move(name), Type::string, std::move(words), {}});
  return true;
}

bool PackSets::add_countries(std::string name, const std::vector<CountryCode>& countries) {
  if (find(name)) return false;
  Set set{std::move(name), Type::country, {}, {}};
  for (const CountryCode country : countries) set.countries.set(country.index());
  sets_.push_back(std::move(set));
  return true;
}

std::optional<std::uint32_t> PackSets::find(std::string_view name) const noexcept {
  for (std::size_t i = 0; i < sets_.size(); ++i)
    if (sets_[i].name == name) return static_cast<std::uint32_t>(i);
  const std::optional<std::uint32_t> found = tables_ == nullptr ? std::nullopt : tables_->find(name);
  return found ? std::optional(*found + static_cast<std::uint32_t>(sets_.size())) : std::nullopt;
}

std::uint32_t PackSets::size() const noexcept {
  return static_cast<std::uint32_t>(sets_.size()) + (tables_ == nullptr ? 0 : tables_->size());
}

SetDef PackSets::definition(std::uint32_t set) const noexcept {
  if (set < sets_.size()) return {sets_[set].name, sets_[set].element};
  return tables_->definition(set - static_cast<std::uint32_t>(sets_.size()));
}

bool PackSets::contains(std::uint32_t set, const Value& value, Date at) const noexcept {
  if (set >= sets_.size())
    return tables_->contains(set - static_cast<std::uint32_t>(sets_.size()), value, at);
  const Set& own = sets_[set];
  if (own.element == Type::country) return own.countries.test(value.country.index());
  return std::binary_search(own.words.begin(), own.words.end(), value.string, std::less<>());
}

}  // namespace ordergate::rules
