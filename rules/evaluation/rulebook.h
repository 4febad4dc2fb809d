// The law of one snapshot: the rule pack, loaded and checked, and its evaluation over one order.
//
// Order + hits + item readings -> findings and a verdict. Pure: equal inputs give equal verdicts.
// What the law says is data (rules/ear); here is only the plumbing: which rules apply on the regime
// date, evaluation, licenses and exceptions (docs/policy.md, section 4), listings, and the decision.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/date.h"
#include "base/result.h"
#include "lists/reader.h"
#include "order/verdict.h"
#include "rules/facts/rule_input.h"
#include "rules/items/item_identify.h"
#include "rules/pack/profile.h"
#include "rules/pack/rule_check.h"

namespace ordergate::rules {

struct RuleBookOptions {
  std::string directory;  // empty: the pack inside the binary
  Profile profile = Profile::enforced;
  std::vector<std::pair<std::string, std::string>> policy;  // [policy] of the settings file
  std::vector<std::string> extra_items = {},
                           sku_maps = {};  // the user's own: paths (rules/items/item_table.h)
};

/// One setting of docs/policy.md.
struct PolicySetting {
  std::string name, type, value, preset, meaning;  // `preset` is the shipped value
};

/// One way in which a rule that speaks can end.
struct RuleEnding {
  std::string outcome;  // annotate, hold, deny
  std::string policy;   // review policy of a license requirement; empty: none is required
  std::string when;     // expression; empty: otherwise
};

/// What `rules list`, `rules show` and `rules diff` print.
struct RuleDescription {
  std::string id, title, citation, source, certainty, outcome, scope, guard, condition, message, resolve;
  std::string unknown;  // what an unknown answer means: hold, missing, ignore; of an exception empty
  std::string license;  // what a license does to the requirement: cures, holds, none; without one empty
  std::string code;     // of an exception: NAC
  std::string file;
  std::uint64_t line = 0;
  std::optional<Date> from, until;
  std::optional<Date> checked;  // when its law was last read again
  std::vector<std::string> profiles, annotate_in, cures, facts, missing;
  std::vector<RuleEnding> endings;      // the first whose `when` is true
  std::vector<std::string> conditions;  // of an exception: what must be there besides
  std::vector<std::string> settings;    // of [policy] that it reads, by itself or through a predicate
  std::size_t examples = 0, counterexamples = 0;
};

/// A day of rules/ear/calendar.csv: what then changes, or must be read again.
struct LawChange {
  Date day;
  std::string what, changes, citation, certainty;
};

/// What `rules facts` prints: one word of the vocabulary.
struct FactDescription {
  std::string object, name, type, unit, citation, meaning;
};

/// An example of the pack, to be run through the real screener (RuleBook::check).
struct RuleExample {
  std::string rule, file, title;
  std::uint64_t line = 0;
  bool must_fire = true;
  std::string order_json;
  Profile profile = Profile::enforced;
  std::string outcome;  // empty: any for an example; hold or deny is refused for a counterexample
};

/// Working memory of one worker. Warm evaluation allocates nothing outside the arena. One thread.
class RuleScratch {
 public:
  RuleScratch();
  ~RuleScratch();
  RuleScratch(RuleScratch&&) noexcept;
  RuleScratch& operator=(RuleScratch&&) noexcept;
  struct State;
  [[nodiscard]] State& state() noexcept { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

class RuleBook {
 public:
  struct Layout;
  ~RuleBook();
  RuleBook(RuleBook&&) noexcept;
  RuleBook& operator=(RuleBook&&) noexcept;

  /// Reads, checks and compiles. Cold. The error names file, line and key.
  [[nodiscard]] static Result<RuleBook> load(const RuleBookOptions& options);

  /// Fills decision, summary, findings (worst first), missing, destinations, regime_date, profile and,
  /// when the order could not be screened fully, error. Leaves id, order_id and source alone. Texts
  /// live in the arena, the order, the watchlist or this book.
  void evaluate(const RuleInput& input, RuleScratch& scratch, Arena& arena, Verdict& verdict) const noexcept;

  /// The items and spellings of the pack, for identifying the lines of an order.
  [[nodiscard]] const ItemCatalog& items() const noexcept;

  [[nodiscard]] const CountryTable& countries() const noexcept;

  [[nodiscard]] Profile profile() const noexcept;
  /// Profile, policy, and the SHA-256 of every file of the pack and of the user's items, as `sha256sum` lists
  /// them.
  [[nodiscard]] std::string_view sums() const noexcept;
  /// SHA-256 of sums(), hex: the "rules" of a snapshot.
  [[nodiscard]] std::string_view hash() const noexcept;
  [[nodiscard]] const std::vector<RuleDescription>& rules() const noexcept;
  [[nodiscard]] const std::vector<PolicySetting>& policy() const noexcept;
  [[nodiscard]] const std::vector<RuleExample>& examples() const noexcept;
  /// Days to come and gone on which the law of the pack changes.
  [[nodiscard]] const std::vector<LawChange>& calendar() const noexcept;
  /// The earliest day on which a rule was last checked; nothing when none says.
  [[nodiscard]] std::optional<Date> oldest_check() const noexcept;
  [[nodiscard]] static std::vector<FactDescription> facts();

  /// Runs every example and counterexample (rules/pack/rule_check.h). `screen` screens one JSON order in a
  /// profile against the fictional list of the pack (example_list()) and keeps the verdict until the next
  /// call. Returns one line for each that failed.
  [[nodiscard]] std::vector<std::string> check(const ExampleScreener& screen) const;

 private:
  explicit RuleBook(std::unique_ptr<const Layout> layout);
  std::unique_ptr<const Layout> layout_;
};

/// The fictional parties that the examples of the pack speak of: the sample list. Protects nobody.
[[nodiscard]] lists::ListFile example_list();

}  // namespace ordergate::rules
