// What a RuleBook holds. Internal to rules/.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rules/ccl/control_list.h"
#include "rules/countries/country_table.h"
#include "rules/evaluation/destination_classes.h"
#include "rules/evaluation/rulebook.h"
#include "rules/facts/law_sets.h"
#include "rules/facts/law_tables.h"
#include "rules/facts/order_assessment.h"
#include "rules/items/item_identify.h"
#include "rules/pack/pack_loader.h"
#include "rules/pack/rule.h"

namespace ordergate::rules {

/// A fact of the order that guards ask for, answered once a run for all of them.
struct GuardFact {
  Value (*get)(const void*, std::uint32_t) noexcept = nullptr;
  bool local = false;  // FactDef::local
};
inline constexpr std::size_t kGuardFactsMax = 64;

/// A rule as one profile sees it.
struct ActiveRule {
  Date from{INT32_MIN}, until{INT32_MAX};  // both inclusive
  /// Of Layout::guard_facts, a bit each, when the guard is nothing but facts of the order joined by &&: it
  /// does not hold when one is false. 0: another guard, or none.
  std::uint64_t guard_facts = 0;
  const Rule* rule = nullptr;
};

/// What an uncured license requirement is, by its review policy: settings of the pack.
struct RequirementOutcomes {
  std::array<Outcome, 5> by_policy{Outcome::hold, Outcome::hold, Outcome::hold, Outcome::deny, Outcome::deny};
  Outcome licensed_barred_party = Outcome::hold;  // a license is claimed where only a person can tell
  Outcome worldwide =
      Outcome::annotate;  // at most, what an embargo of some countries is to a worldwide listing
  std::vector<CountryCode> never_ships_to;       // that the shop leaves out of every worldwide offer
  std::vector<std::string> license_authorities;  // whose licenses cure
};

struct RuleBook::Layout {
  RequirementOutcomes outcomes;
  Profile profile = Profile::enforced;
  std::unique_ptr<const CountryTable> countries;  // pointed to by sets
  std::unique_ptr<const LawSets> sets;            // pointed to by the pack's expressions
  std::unique_ptr<const RulePack> pack;
  std::optional<ItemCatalog> items;
  std::optional<LawTables> law;
  std::optional<ControlList> control_list;
  std::vector<GuardFact> guard_facts;
  std::uint64_t local_guard_facts = 0;
  std::vector<ActiveRule> active;               // rules of this profile, by position
  std::vector<ActiveRule> local;                // of these, what may be found for one destination only
  DestinationClasses destination_classes;       // for listings
  std::vector<std::string> approved_designers;  // Supplement 6 to part 740, folded
  std::string sums, hash;
  std::vector<RuleDescription> descriptions;
  std::vector<PolicySetting> policy;
  std::vector<RuleExample> examples;
  std::vector<LawChange> calendar;

  /// Is the designer of the order in Supplement 6 to part 740?
  [[nodiscard]] bool designer_listed(const Order& order) const noexcept;
};

/// Judges a listing for every destination it ships to (docs/policy.md, section 11).
class Evaluation;
void evaluate_listing(const RuleBook::Layout& layout, Evaluation& evaluation, RuleScratch::State& scratch,
                      Arena& arena, Verdict& verdict) noexcept;

/// Judges an order for every place where it goes besides its destination (docs/policy.md, section 10): the
/// strictest decides.
void evaluate_further(const RuleBook::Layout& layout, Evaluation& evaluation, RuleScratch::State& scratch,
                      Arena& arena, Verdict& verdict) noexcept;

/// What was judged, and what not.
void fill_coverage(const RuleBook::Layout& layout, const OrderAssessment& assessed, std::string& text,
                   Arena& arena, Verdict& verdict) noexcept;

}  // namespace ordergate::rules
