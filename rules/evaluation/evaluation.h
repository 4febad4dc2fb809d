// One order against the rules of one book: runs the rules, decides license requirements, writes
// findings. Internal to rules/. Lives for one RuleBook::evaluate().
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/work.h"
#include "decisions/overlay.h"
#include "order/verdict.h"
#include "rules/evaluation/rulebook.h"
#include "rules/evaluation/rulebook_layout.h"
#include "rules/evaluation/verdict_bounds.h"
#include "rules/facts/facts.h"
#include "rules/facts/order_assessment.h"
#include "rules/pack/rule.h"

namespace ordergate::rules {

/// An object of the order, by kind and index.
struct Subject {
  ObjectKind kind = ObjectKind::order;
  std::uint32_t index = 0;
};

/// Whom hits are about, as decisions know them.
struct SearchedSubject {
  std::string_view party;  // fingerprint, in the arena; empty: not made yet
  std::uint64_t name_key = 0;
};

struct RuleScratch::State {
  OrderAssessment assessed;
  EvalFrame frame;
  std::uint64_t false_facts = 0;    // of Layout::guard_facts, those known to be false
  std::vector<std::uint8_t> local;  // of each active rule: its answer may change with the destination
  std::string text;
  std::string
      offers;  // of the requirement that is decided: exceptions that could cure it, and what each lacks

  WorkBudget work{kRulesWorkMax};
  std::size_t told_bytes = 0;                // of the findings so far
  Outcome worst_told = Outcome::annotate;    // of them
  Outcome worst_untold = Outcome::annotate;  // of those that there was no room for
  bool in_part = false;                      // no work was left for a rule, or no room for what it found
  std::size_t missing_bytes = 0;
  // What decisions are looked up by, where there are any.
  decisions::Fingerprinter fingerprinter;
  std::vector<std::string_view> eccns;          // of the lines
  bool eccns_read = false;                      // of this order
  std::optional<CountryCode> only_destination;  // of this order, once asked; unknown: there is none
  std::vector<SearchedSubject> searched;        // party and parent of each party, the site, all owners
  std::vector<std::uint32_t> searched_owners;   // of each party, where its owners begin there

  std::vector<std::uint32_t> reasons;  // of a listing: places of its findings, by the hash of their reason

  void begin() noexcept {
    work.restart();
    told_bytes = missing_bytes = 0;
    worst_told = worst_untold = Outcome::annotate;
    in_part = false;
    eccns_read = false;
    searched.clear();
    only_destination.reset();
  }
};

/// What was decided of a match before, and whose match it is.
struct Decided {
  std::string_view party;  // fingerprint; empty: nobody whom a decision could be about
  QuotedDecision decision;
};

/// How a license requirement ended.
struct RequirementResult {
  Outcome outcome = Outcome::hold;
  ReviewPolicy policy = ReviewPolicy::none;
  bool replaced = false;  // another finding, of an exception, carries the hold
  // Of Requirement::cures, by position: those that were looked at and are not out of the question for this
  // order. What stands behind the one that decided was not looked at.
  std::uint64_t usable = 0;
  std::string_view cured_by;
  std::string_view note;  // why a claim failed, or what could still cure it; arena
};

class Evaluation {
 public:
  Evaluation(const RuleBook::Layout& layout, RuleScratch::State& scratch, Arena& arena) noexcept
      : layout_(layout),
        pack_(*layout.pack),
        profile_(layout.profile),
        scratch_(scratch),
        assessed_(scratch.assessed),
        arena_(arena) {}

  /// Runs every rule for the destination that `assessed` has now, and appends to findings and missing.
  void run(ArenaList<Finding>& findings, ArenaList<std::string_view>& missing) noexcept;

  /// Runs what may find something else for another destination, which `assessed` has now, than the last
  /// run().
  void run_local(ArenaList<Finding>& findings) noexcept;

  /// The same for the first of several destinations: what would be found for any other goes to `common`.
  void run_first(ArenaList<Finding>& findings, ArenaList<Finding>& common) noexcept;
  /// For a further one: only the rules that can tell it from the first.
  void run_further(ArenaList<Finding>& findings) noexcept;

 private:
  void start(ArenaList<Finding>& findings, ArenaList<std::string_view>& missing) noexcept;
  /// Asks the facts of guards: all, or those that turn on the destination only.
  void ask_guard_facts(bool anew) noexcept;
  void run_active(const ActiveRule& active) noexcept {
    if (active.from > assessed_.at || assessed_.at > active.until) return;
    if ((active.guard_facts & layout_.local_guard_facts) != 0) assessed_.destination_asked = true;
    if ((active.guard_facts & scratch_.false_facts) != 0) return;
    if (active.guard_facts != 0 || guard_passes(*active.rule)) run_rule(*active.rule);
  }
  void run_rule(const Rule& rule) noexcept;
  [[nodiscard]] bool guard_passes(const Rule& rule) noexcept;
  void judge(const Rule& rule, Subject subject) noexcept;
  void fire(const Rule& rule, Subject subject, bool unknown) noexcept;
  /// Room for another finding; there always is for the first of its outcome that is worse than all before, so
  /// that a verdict says why. False: it is not told, but its outcome counts.
  [[nodiscard]] bool room_for(Outcome outcome) noexcept;
  [[nodiscard]] Outcome plain_outcome(const Rule& rule, Subject subject) noexcept;
  [[nodiscard]] bool joined(const Finding& finding) noexcept;

  // Decisions: rules/evaluation/decided.cpp.
  /// A clearance that counts makes the finding of this hit an annotation.
  [[nodiscard]] Decided apply_decisions(const HitAssessment& hit, RequirementResult& result) noexcept;
  /// Whom the hit is about, made once an order; null where the order tells nobody by that name: an owner on
  /// file, a name in a text.
  [[nodiscard]] const SearchedSubject* searched(const HitAssessment& hit) noexcept;
  /// Its place among those searched.
  [[nodiscard]] std::size_t place_of(const HitAssessment& hit) noexcept;
  [[nodiscard]] CountryCode only_destination() noexcept;
  [[nodiscard]] std::span<const std::string_view> eccns() noexcept;
  void note_unknowns() noexcept;
  void add_missing(std::string_view place) noexcept;
  [[nodiscard]] bool stated(std::string_view name) const noexcept;

  // Requirements: rules/evaluation/requirements.cpp.
  /// `annotation`: the rule only annotates in this profile; nothing needs a cure.
  [[nodiscard]] RequirementResult decide(const Requirement& requirement, Subject subject,
                                         bool annotation) noexcept;
  [[nodiscard]] ReviewPolicy policy_of(const Requirement& requirement, Subject subject) noexcept;
  /// Tries the exceptions of one code that are in force, the `position`-th that the requirement names; true
  /// when one decided it. `licensed`: a license covers it, and no exception that has to be claimed is tried.
  [[nodiscard]] bool try_code(const Requirement& requirement, std::size_t position, Subject subject,
                              bool licensed, RequirementResult& result) noexcept;
  /// Fills RequirementResult::usable where nothing needs a cure.
  void note_usable(const Requirement& requirement, Subject subject, RequirementResult& result) noexcept;
  [[nodiscard]] bool fits(const ExceptionRule& exception, std::string_view code,
                          Subject subject) const noexcept;
  /// Tries one exception that fits; true when it decided the requirement (cured it or made it a hold).
  /// `could`: it is not out of the question. `refused`: the first exception of this code that was claimed and
  /// is not eligible, while no other is.
  [[nodiscard]] bool try_exception(const ExceptionRule& exception, Subject subject, RequirementResult& result,
                                   bool& could, const ExceptionRule*& refused) noexcept;
  /// Appends to State::offers what the order lacks to use an exception that it does not claim; false when
  /// none of its offers holds.
  [[nodiscard]] bool offer(const ExceptionRule& exception, Subject subject) noexcept;
  void refuse_claim(const ExceptionRule& exception, Subject subject) noexcept;
  /// May the authority that `claim` names grant a license that cures? One that names none may have it.
  [[nodiscard]] bool grants(const License& claim) const noexcept;
  /// A license that covers it; `proven`: one that tells all that proves it, else one that does not.
  [[nodiscard]] const License* covering_license(const Requirement& requirement, Subject subject,
                                                bool proven) noexcept;
  [[nodiscard]] bool exception_claimed(const ExceptionRule& exception, Subject subject) const noexcept;
  [[nodiscard]] std::string_view failed_licenses(const Requirement& requirement, Subject subject) noexcept;
  void exception_finding(const ExceptionRule& exception, Subject subject, Outcome outcome,
                         std::string_view message) noexcept;

  // Texts: rules/evaluation/finding_text.cpp.
  void set_variables(Subject subject) noexcept;
  [[nodiscard]] Value ask(const Expression& expression, Subject subject) noexcept;
  [[nodiscard]] bool is_true(const Expression& expression, Subject subject) noexcept;
  [[nodiscard]] std::string_view render(const Message& message, Subject subject) noexcept;
  [[nodiscard]] std::string_view place(Subject subject, std::string_view suffix = {}) noexcept;
  void append_place(Subject subject, std::string& out) const noexcept;
  void append_hit_place(const HitAssessment& hit, std::string& out) const noexcept;
  void show_facts(const std::vector<ShownFact>& shown, Subject subject, Finding& finding) noexcept;
  void show_match(const HitAssessment& hit, Finding& finding) noexcept;
  /// Where else the lists name the party of entry `shown`.
  void show_same_party(lists::EntryId shown, Finding& finding) noexcept;
  /// As a text, made once for a row of findings of one list.
  [[nodiscard]] std::string_view list_date(const lists::ListFile& file) noexcept;
  [[nodiscard]] std::string_view keep(std::string_view text) noexcept { return arena_.copy(text); }

  const RuleBook::Layout& layout_;
  const RulePack& pack_;
  Profile profile_;
  RuleScratch::State& scratch_;
  OrderAssessment& assessed_;
  Arena& arena_;
  ArenaList<Finding>* findings_ = nullptr;
  ArenaList<std::string_view>* missing_ = nullptr;
  Value variables_[2] = {Value::object_of(0), Value::object_of(0)};  // the order, the subject
  const lists::ListFile* dated_file_ = nullptr;                      // whose date is `list_date_`
  std::string_view list_date_;
};

/// "A, B" -> appended with a separator when something is there already.
void append_joined(std::string& out, std::string_view text, std::string_view separator);

/// One line that says what the order is and why it ended as it did.
[[nodiscard]] std::string_view summarize(const OrderAssessment& assessed, const Verdict& verdict,
                                         std::string& text, Arena& arena) noexcept;

}  // namespace ordergate::rules
