// What a RuleBook holds. Internal to rules/.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rules/country_table.h"
#include "rules/item_identify.h"
#include "rules/law_sets.h"
#include "rules/pack_loader.h"
#include "rules/rule.h"
#include "rules/rulebook.h"

namespace ordergate::rules {

struct RuleBook::Layout {
  Profile profile = Profile::enforced;
  std::unique_ptr<const CountryTable> countries;  // pointed to by sets
  std::unique_ptr<const LawSets> sets;            // pointed to by the pack's expressions
  std::unique_ptr<const RulePack> pack;
  std::optional<ItemCatalog> items;
  std::vector<std::uint32_t> guard_of_rule;  // parallel to pack->rules: number of the distinct guard
  std::uint32_t guard_count = 0;
  std::vector<CountryCode> named_countries;     // that the pack names one by one, for listings
  std::vector<std::string> approved_designers;  // Supplement 6 to part 740, folded
  std::string hash;
  std::vector<RuleDescription> descriptions;
  std::vector<PolicySetting> policy;
  std::vector<RuleExample> examples;

  /// Is the designer of the order in Supplement 6 to part 740?
  [[nodiscard]] bool designer_listed(const Order& order) const noexcept;
};

/// Judges a listing for every destination it ships to (INTERFACE section 6.11).
class Evaluation;
void evaluate_listing(const RuleBook::Layout& layout, Evaluation& evaluation, RuleScratch::State& scratch,
                      Arena& arena, Verdict& verdict) noexcept;

}  // namespace ordergate::rules
