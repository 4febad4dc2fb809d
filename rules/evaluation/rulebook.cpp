#include "rules/evaluation/rulebook.h"

#include <algorithm>

#include "rules/evaluation/evaluation.h"
#include "rules/evaluation/rulebook_layout.h"
#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

/// Controlling parties whose headquarters or parent nobody stated, whatever the item (docs/policy.md, section
/// 1).
void note_unknown_headquarters(const OrderAssessment& assessed, std::string& text, Arena& arena,
                               Verdict& verdict) {
  for (std::uint32_t i = 0; i < assessed.parties.size(); ++i) {
    const PartyAssessment& party = assessed.parties[i];
    if (!party.controls) continue;
    for (const bool parent : {false, true}) {
      if ((parent ? party.parent_headquarters : party.headquarters).known()) continue;
      text.assign("parties[")
          .append(std::to_string(i))
          .append(parent ? "].ultimate_parent" : "].headquarters_country");
      bool noted = false;
      for (const std::string_view place : verdict.missing) noted = noted || place == text;
      if (!noted) verdict.missing.push_back(arena, arena.copy(text));
    }
  }
}

bool screened_in_part(const RuleInput& input) noexcept {
  for (const PartyScreening& party : input.parties)
    if (!party.completeness) return true;
  for (const Identified& item : input.items)
    if (!item.completeness) return true;
  return !input.site_completeness || !input.texts_completeness;
}

void note_incomplete(const RuleInput& input, Verdict& verdict) noexcept {
  if (!verdict.error.code.empty()) return;
  if (input.watchlist == nullptr) {
    verdict.error = {"no_lists", "no restricted-party lists are loaded: nobody was screened", "parties"};
  } else if (input.parties.size() < input.order->parties.size() ||
             input.items.size() < input.order->items.size()) {
    verdict.error = {"not_screened", "not every party and line was screened", "parties"};
  } else if (screened_in_part(input)) {
    verdict.error = {"screened_in_part",
                     "a party or line holds more than could be compared: a person must look", "parties"};
  }
}

/// Worst first, then in the order of the rules, then of the order's parties and lines. Never quadratic: an
/// order of 512 lines may have thousands of findings. Memory is the arena's.
void sort_findings(ArenaList<Finding>& findings, Arena& arena) noexcept {
  struct Place {
    std::uint64_t rank;  // outcome downwards, rule upwards
    std::uint32_t at;
  };
  const auto rank_of = [](const Finding& finding) {
    return std::uint64_t{0xFFU - static_cast<std::uint32_t>(finding.outcome)} << 32U | finding.rule_order;
  };
  const std::uint32_t count = findings.size();
  Place* const places = arena.allocate_array<Place>(count);
  bool sorted = true;
  for (std::uint32_t i = 0; i < count; ++i) {
    places[i] = {rank_of(findings[i]), i};
    sorted = sorted && (i == 0 || places[i - 1].rank <= places[i].rank);
  }
  if (sorted) return;
  std::sort(places, places + count,
            [](const Place& a, const Place& b) { return a.rank != b.rank ? a.rank < b.rank : a.at < b.at; });
  ArenaList<Finding> in_order;
  in_order.reserve(arena, count);
  for (std::uint32_t i = 0; i < count; ++i) in_order.push_back(arena, findings[places[i].at]);
  findings = in_order;
}

/// Tells the worst findings as far as there is room. What was not looked at, or found and not told, holds at
/// least.
void tell(RuleScratch::State& state, Arena& arena, Verdict& verdict) noexcept {
  sort_findings(verdict.findings, arena);
  if (!verdict.findings.empty())
    state.worst_untold = std::max(state.worst_untold, verdict.findings[0].outcome);
  if (!keep_told(verdict.findings)) state.in_part = true;
  if (!state.in_part) return;
  verdict.destinations.allow_otherwise = false;
  if (verdict.error.code.empty())
    verdict.error = {"screened_in_part",
                     "the order holds more than one verdict can answer: a person must look", ""};
}

void decide(Outcome worst, Verdict& verdict) noexcept {
  verdict.decision = verdict.error.code.empty() ? Decision::allow : Decision::hold;
  if (worst == Outcome::deny) verdict.decision = Decision::deny;
  if (worst == Outcome::hold) verdict.decision = std::max(verdict.decision, Decision::hold);
}

}  // namespace

RuleScratch::RuleScratch() : state_(std::make_unique<State>()) {}
RuleScratch::~RuleScratch() = default;
RuleScratch::RuleScratch(RuleScratch&&) noexcept = default;
RuleScratch& RuleScratch::operator=(RuleScratch&&) noexcept = default;

RuleBook::RuleBook(std::unique_ptr<const Layout> layout) : layout_(std::move(layout)) {}
RuleBook::~RuleBook() = default;
RuleBook::RuleBook(RuleBook&&) noexcept = default;
RuleBook& RuleBook::operator=(RuleBook&&) noexcept = default;

const ItemCatalog& RuleBook::items() const noexcept { return *layout_->items; }
const CountryTable& RuleBook::countries() const noexcept { return *layout_->countries; }
Profile RuleBook::profile() const noexcept { return layout_->profile; }
std::string_view RuleBook::sums() const noexcept { return layout_->sums; }
std::string_view RuleBook::hash() const noexcept { return layout_->hash; }
const std::vector<RuleDescription>& RuleBook::rules() const noexcept { return layout_->descriptions; }
const std::vector<PolicySetting>& RuleBook::policy() const noexcept { return layout_->policy; }
const std::vector<RuleExample>& RuleBook::examples() const noexcept { return layout_->examples; }
const std::vector<LawChange>& RuleBook::calendar() const noexcept { return layout_->calendar; }

std::optional<Date> RuleBook::oldest_check() const noexcept {
  std::optional<Date> oldest;
  for (const RuleDescription& rule : layout_->descriptions)
    if (rule.checked && (!oldest || *rule.checked < *oldest)) oldest = rule.checked;
  return oldest;
}

void prepare_order(Order& order, Arena& arena) {
  if (order.kind != OrderKind::listing || !order.items.empty()) return;
  Item item;
  item.line = 1;
  item.description = order.listing.title.empty() ? order.listing.description : order.listing.title;
  item.quantity = 1;
  order.items.push_back(arena, item);
}

bool RuleBook::Layout::designer_listed(const Order& order) const noexcept {
  for (const Party& party : order.parties) {
    if (party.role != PartyRole::designer) continue;
    for (const std::string& designer : approved_designers) {
      const bool starts = party.name.size() >= designer.size() &&
                          equal_ignoring_case(party.name.substr(0, designer.size()), designer);
      if (starts && (party.name.size() == designer.size() || party.name[designer.size()] == ' ' ||
                     party.name[designer.size()] == ','))
        return true;
    }
  }
  return false;
}

void RuleBook::evaluate(const RuleInput& input, RuleScratch& scratch, Arena& arena,
                        Verdict& verdict) const noexcept {
  RuleScratch::State& state = scratch.state();
  const OrderTables tables{*layout_->countries, layout_->items->table(), *layout_->law,
                           *layout_->control_list};
  state.assessed.prepare(input, tables, layout_->designer_listed(*input.order));
  state.begin();
  verdict.findings.clear();
  verdict.missing.clear();
  verdict.destinations = {};
  verdict.regime_date = input.regime_date;
  verdict.profile = to_string(layout_->profile);
  note_incomplete(input, verdict);
  Evaluation evaluation(*layout_, state, arena);
  if (input.order->kind == OrderKind::listing) {
    evaluate_listing(*layout_, evaluation, state, arena, verdict);
  } else {
    evaluation.run(verdict.findings, verdict.missing);
    evaluate_further(*layout_, evaluation, state, arena, verdict);
  }
  if (input.order->kind != OrderKind::listing)
    note_unknown_headquarters(state.assessed, state.text, arena, verdict);
  fill_coverage(*layout_, state.assessed, state.text, arena, verdict);
  tell(state, arena, verdict);
  decide(state.worst_untold, verdict);
  verdict.summary = summarize(state.assessed, verdict, state.text, arena);
}

}  // namespace ordergate::rules
