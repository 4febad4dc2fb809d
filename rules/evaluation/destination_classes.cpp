#include "rules/evaluation/destination_classes.h"

#include <algorithm>
#include <map>

namespace ordergate::rules {
namespace {

void add_named(const Rule& rule, NamedCountries& named) {
  if (rule.guard) rule.guard->add_countries(named);
  rule.when.add_countries(named);
  for (const OutcomeCase& choice : rule.outcome_when) choice.when.add_countries(named);
  if (rule.requirement)
    for (const PolicyCase& choice : rule.requirement->policy_when) choice.when.add_countries(named);
  for (const ShownFact& fact : rule.facts) fact.value.add_countries(named);
  rule.message.add_countries(named);
  rule.resolve.add_countries(named);
}

void add_named(const ExceptionRule& exception, NamedCountries& named) {
  exception.when.add_countries(named);
  for (const ExceptionCondition& condition : exception.conditions) {
    condition.when.add_countries(named);
    condition.missing.add_countries(named);
  }
  for (const ExceptionOffer& offer : exception.offers) {
    offer.when.add_countries(named);
    offer.needs.add_countries(named);
  }
  for (const ShownFact& fact : exception.facts) fact.value.add_countries(named);
  exception.message.add_countries(named);
  exception.resolve.add_countries(named);
}

template <typename T>
void sort_each_once(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// The lists of countries that the pack writes out, and the sets it asks for, each once.
NamedCountries named_by(const RulePack& pack) {
  NamedCountries named;
  for (const Rule& rule : pack.rules) add_named(rule, named);
  for (const ExceptionRule& exception : pack.exceptions) add_named(exception, named);
  for (std::vector<CountryCode>& group : named.groups) std::sort(group.begin(), group.end());
  sort_each_once(named.groups);
  // Facts of the order ask for these two.
  for (const CountrySet set : {CountrySet::EMBARGO, CountrySet::NO_EAR_ROW})
    if (const auto found = pack.sets->find(to_string(set))) named.sets.push_back(*found);
  sort_each_once(named.sets);
  std::erase_if(named.sets,
                [&](std::uint32_t set) { return pack.sets->definition(set).element != Type::country; });
  return named;
}

std::vector<CountryCode> every_code() {
  std::vector<CountryCode> codes;
  for (char first = 'A'; first <= 'Z'; ++first)
    for (char second = 'A'; second <= 'Z'; ++second) {
      const std::array<char, 2> text = {first, second};
      codes.push_back(CountryCode::parse({text.data(), text.size()}));
    }
  return codes;
}

}  // namespace

DestinationClasses::DestinationClasses(const CountryTable& countries, const ControlList& control_list,
                                       const RulePack& pack) {
  const NamedCountries named = named_by(pack);
  const std::vector<CountryCode> codes = every_code();
  for (const Date until : countries.epoch_ends()) {
    const Date day{until.days - 1};
    std::map<std::vector<bool>, std::uint16_t> numbers;
    std::map<std::pair<std::uint16_t, std::vector<std::uint32_t>>, std::uint16_t> chart_numbers;
    Epoch& epoch = epochs_.emplace_back();
    epoch.until = until;
    for (const CountryCode code : codes) {
      std::vector<bool> members = {countries.exists(code)};
      members.reserve(named.sets.size() + named.groups.size() + 1);
      for (const std::uint32_t set : named.sets)
        members.push_back(pack.sets->contains(set, Value::of(code), day));
      for (const std::vector<CountryCode>& group : named.groups)
        members.push_back(std::binary_search(group.begin(), group.end(), code));
      const auto next = static_cast<std::uint16_t>(numbers.size());
      epoch.numbers[code.index()] = numbers.emplace(std::move(members), next).first->second;
      const auto next_by_chart = static_cast<std::uint16_t>(chart_numbers.size());
      epoch.chart_numbers[code.index()] =
          chart_numbers
              .emplace(std::pair(epoch.numbers[code.index()], control_list.signature(code, day)),
                       next_by_chart)
              .first->second;
    }
  }
}

std::uint16_t DestinationClasses::of(CountryCode code, Date at, bool by_chart) const noexcept {
  std::size_t i = 0;
  while (i + 1 < epochs_.size() && at >= epochs_[i].until) ++i;
  return (by_chart ? epochs_[i].chart_numbers : epochs_[i].numbers)[code.index()];
}

}  // namespace ordergate::rules
