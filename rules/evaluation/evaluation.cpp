#include "rules/evaluation/evaluation.h"

#include <algorithm>
#include <bit>

#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

/// Units of base/work.h that writing a finding takes.
constexpr std::uint64_t kFindingWork = 150;

std::uint32_t count_of(const OrderAssessment& assessed, ObjectKind kind) noexcept {
  const Order& order = *assessed.order;
  switch (kind) {
    case ObjectKind::order:
      return 1;
    case ObjectKind::item:
      return order.items.size();
    case ObjectKind::party:
      return order.parties.size();
    case ObjectKind::hit:
      return static_cast<std::uint32_t>(assessed.hits.size());
    case ObjectKind::license:
      return order.licenses.size();
    case ObjectKind::document:
      return order.documents.size();
    case ObjectKind::address:
    case ObjectKind::owner:
      return 0;  // visited by party
  }
  return 0;
}

std::uint32_t nested_count(const Party& party, ObjectKind kind) noexcept {
  return kind == ObjectKind::address ? party.addresses.size() : party.owners.size();
}

/// Of what an order tells twice, the first is spoken of.
bool repeated(const OrderAssessment& assessed, Subject subject) noexcept {
  if (subject.kind == ObjectKind::party) return assessed.repeats.party(subject.index);
  if (subject.kind != ObjectKind::hit) return false;
  const HitAssessment& hit = assessed.hits[subject.index];
  if (hit.party == HitAssessment::kNoParty) return false;
  return hit.via == HitVia::owner && hit.owner != HitAssessment::kOnFile
             ? assessed.repeats.owner(hit.party, hit.owner)
             : assessed.repeats.party(hit.party);
}

bool repeated(const OrderAssessment& assessed, std::uint32_t party, ObjectKind kind,
              std::uint32_t position) noexcept {
  return kind == ObjectKind::owner ? assessed.repeats.owner(party, position) : assessed.repeats.party(party);
}

std::string_view country_name(const void* assessed, CountryCode country) noexcept {
  return static_cast<const OrderAssessment*>(assessed)->countries->name(country);
}

std::uint64_t every_fact(const RuleBook::Layout& layout) noexcept {
  const std::size_t count = layout.guard_facts.size();
  return count == kGuardFactsMax ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

}  // namespace

void Evaluation::start(ArenaList<Finding>& findings, ArenaList<std::string_view>& missing) noexcept {
  findings_ = &findings;
  missing_ = &missing;
  scratch_.frame.context = &assessed_;
  scratch_.frame.country_name = country_name;
  scratch_.frame.at = assessed_.at;
}

void Evaluation::run(ArenaList<Finding>& findings, ArenaList<std::string_view>& missing) noexcept {
  start(findings, missing);
  ask_guard_facts(true);
  for (const ActiveRule& active : layout_.active) run_active(active);
}

void Evaluation::ask_guard_facts(bool anew) noexcept {
  const std::uint64_t which = anew ? every_fact(layout_) : layout_.local_guard_facts;
  scratch_.false_facts &= ~which;
  for (std::uint64_t left = which; left != 0; left &= left - 1) {
    const int bit = std::countr_zero(left);
    const Value value = layout_.guard_facts[static_cast<std::size_t>(bit)].get(&assessed_, 0);
    if (value.known && !value.boolean) scratch_.false_facts |= std::uint64_t{1} << bit;
  }
}

void Evaluation::run_local(ArenaList<Finding>& findings) noexcept {
  ArenaList<std::string_view> missing;
  start(findings, missing);
  ask_guard_facts(false);
  for (const ActiveRule& active : layout_.local) run_active(active);
}

void Evaluation::run_first(ArenaList<Finding>& findings, ArenaList<Finding>& common) noexcept {
  ArenaList<std::string_view> missing;
  start(findings, missing);
  ask_guard_facts(true);
  scratch_.local.assign(layout_.active.size(), 0);
  for (std::size_t i = 0; i < layout_.active.size(); ++i) {
    const std::uint32_t before = findings.size();
    assessed_.destination_asked = false;
    run_active(layout_.active[i]);
    // A requirement is decided against what the other requirements of that destination left.
    const bool requirement = layout_.active[i].rule->requirement && findings.size() > before;
    scratch_.local[i] = assessed_.destination_asked || requirement ? 1 : 0;
    if (scratch_.local[i] != 0) continue;
    for (std::uint32_t f = before; f < findings.size(); ++f) common.push_back(arena_, findings[f]);
    findings.truncate(before);
  }
}

void Evaluation::run_further(ArenaList<Finding>& findings) noexcept {
  ArenaList<std::string_view> missing;
  start(findings, missing);
  ask_guard_facts(false);
  for (std::size_t i = 0; i < layout_.active.size(); ++i)
    if (scratch_.local[i] != 0) run_active(layout_.active[i]);
}

void Evaluation::run_rule(const Rule& rule) noexcept {
  const ObjectKind kind = static_cast<ObjectKind>(rule.scope);
  if (kind == ObjectKind::address || kind == ObjectKind::owner) {
    for (std::uint32_t p = 0; p < assessed_.order->parties.size(); ++p)
      for (std::uint32_t i = 0; i < nested_count(assessed_.order->parties[p], kind); ++i)
        if (!repeated(assessed_, p, kind, i)) judge(rule, {kind, nested_index(p, i)});
    return;
  }
  const std::uint32_t count = count_of(assessed_, kind);
  for (std::uint32_t i = 0; i < count; ++i)
    if (!repeated(assessed_, {kind, i})) judge(rule, {kind, i});
}

/// Not definitely false: what is not known is left to the rule.
bool Evaluation::guard_passes(const Rule& rule) noexcept {
  if (!rule.guard) return true;
  const Value value = ask(*rule.guard, {});
  return !value.known || value.boolean;
}

void Evaluation::judge(const Rule& rule, Subject subject) noexcept {
  if (scratch_.work.left() == 0) {
    scratch_.in_part = true;
    return;
  }
  scratch_.frame.unknowns.clear();
  const Value answer = ask(rule.when, subject);
  if (answer.known) {
    if (answer.boolean) fire(rule, subject, false);
    return;
  }
  if (rule.unknown == OnUnknown::ignore) return;
  if (!rule.header.annotates_in(profile_)) note_unknowns();
  if (rule.unknown == OnUnknown::hold) fire(rule, subject, true);
}

Outcome Evaluation::plain_outcome(const Rule& rule, Subject subject) noexcept {
  for (const OutcomeCase& choice : rule.outcome_when)
    if (is_true(choice.when, subject)) return choice.outcome;
  return rule.outcome;
}

void Evaluation::fire(const Rule& rule, Subject subject, bool unknown) noexcept {
  const Witness witness = scratch_.frame.witness;
  RequirementResult result;
  if (rule.requirement) {
    result = decide(*rule.requirement, subject, rule.header.annotates_in(profile_));
  } else {
    result.outcome = plain_outcome(rule, subject);
  }
  // What is not known can not be worse than a hold; what was cured stays cured.
  if (unknown && result.outcome == Outcome::deny) result.outcome = Outcome::hold;
  if (rule.header.annotates_in(profile_)) result.outcome = Outcome::annotate;
  Decided decided;
  if (assessed_.input->decisions != nullptr && subject.kind == ObjectKind::hit)
    decided = apply_decisions(assessed_.hits[subject.index], result);
  if (!room_for(result.replaced ? Outcome::annotate : result.outcome)) return;
  // Written where it stays: what decides a requirement may add findings, nothing below does.
  Finding& finding = findings_->push_back(arena_);
  finding.rule = rule.header.id;
  finding.citation = rule.header.citation;
  finding.certainty = to_string(rule.header.certainty);
  finding.rule_order = rule.header.position;
  finding.subject = place(subject, rule.subject);
  if (rule.requirement) {
    finding.license.required = true;
    finding.license.policy = result.policy;
    finding.license.cured_by = result.cured_by;
    const std::vector<std::string>& cures = rule.requirement->cures;
    for (std::size_t i = 0; i < cures.size(); ++i)
      if ((result.usable >> i & 1U) != 0) finding.license.cures.push_back(arena_, cures[i]);
  }
  const bool open = result.outcome != Outcome::annotate;
  if (result.replaced) result.outcome = Outcome::annotate;
  finding.outcome = result.outcome;
  std::string_view message = render(rule.message, subject);
  if (!result.note.empty()) {
    scratch_.text.assign(message);
    append_joined(scratch_.text, result.note, " ");
    message = keep(scratch_.text);
  }
  finding.message = message;
  if (result.outcome != Outcome::annotate) {
    finding.resolve = render(rule.resolve, subject);
    if (rule.requirement && !scratch_.offers.empty()) {
      scratch_.text.assign(finding.resolve);
      append_joined(scratch_.text, scratch_.offers, " ");
      finding.resolve = keep(scratch_.text);
    }
  }
  show_facts(rule.facts, subject, finding);
  if (subject.kind == ObjectKind::hit) show_match(assessed_.hits[subject.index], finding);
  finding.match.party = decided.party;
  finding.decision = decided.decision;
  if (witness.present) {
    const Subject other{static_cast<ObjectKind>(witness.object_kind), witness.object};
    finding.with = place(other);
    if (other.kind == ObjectKind::hit && !finding.match.present)
      show_match(assessed_.hits[other.index], finding);
  }
  if (subject.kind == ObjectKind::hit && joined(finding)) return findings_->truncate(findings_->size() - 1);
  scratch_.told_bytes += json_bytes(finding);
  if (open && rule.requirement && subject.kind == ObjectKind::item) assessed_.open[subject.index] = 1;
  if (result.outcome == Outcome::annotate) return;
  for (const std::string& name : rule.missing)
    if (!stated(name)) add_missing(name.starts_with('.') ? place(subject, name) : std::string_view(name));
}

bool Evaluation::room_for(Outcome outcome) noexcept {
  scratch_.work.spend(kFindingWork);
  const bool worse = outcome > scratch_.worst_told;
  scratch_.worst_told = std::max(scratch_.worst_told, outcome);
  if (worse || scratch_.told_bytes < kGatheredBytesMax) return true;
  scratch_.worst_untold = std::max(scratch_.worst_untold, outcome);
  scratch_.in_part = true;
  return false;
}

/// Is it a fact of the order itself ("site.power_mw") that is known?
bool Evaluation::stated(std::string_view name) const noexcept {
  for (const FactDef& fact : fact_objects()[static_cast<std::size_t>(ObjectKind::order)].facts)
    if (fact.path == name && fact.get != nullptr && fact.get(&assessed_, 0).known) return true;
  return false;
}

/// The same party listed twice (on one list by several notices, or in two files) is one finding with each
/// citation. `finding` is the last.
bool Evaluation::joined(const Finding& finding) noexcept {
  const MatchEvidence& match = finding.match;
  if (match.entry_name.empty()) return false;
  for (std::uint32_t i = findings_->size() - 1; i > 0; --i) {
    Finding& known = (*findings_)[i - 1];
    scratch_.work.spend(1);
    if (known.rule_order != finding.rule_order && known.rule != finding.rule) return false;
    const bool same =
        known.match.score == match.score && known.outcome == finding.outcome &&
        known.match.list == match.list && known.subject == finding.subject &&
        equal_ignoring_case(known.match.entry_name, match.entry_name) &&
        equal_ignoring_case(known.match.matched, match.matched) &&
        known.license.policy == finding.license.policy && known.decision.id == finding.decision.id &&
        known.decision.ended == finding.decision.ended && equal_ignoring_case(known.message, finding.message);
    if (!same) continue;
    if (match.citation.empty() || known.match.citation.find(match.citation) != std::string_view::npos)
      return true;
    scratch_.text.assign(known.match.citation);
    append_joined(scratch_.text, match.citation, "; ");
    known.match.citation = keep(scratch_.text);
    return true;
  }
  return false;
}

void Evaluation::note_unknowns() noexcept {
  for (const UnknownFact& unknown : scratch_.frame.unknowns) {
    const FactDef& fact = fact_objects()[unknown.object_kind].facts[unknown.fact];
    const std::string_view name = fact.path.empty() ? fact.name : fact.path;
    const ObjectKind kind = static_cast<ObjectKind>(unknown.object_kind);
    if (kind == ObjectKind::order) {
      add_missing(name);
      continue;
    }
    scratch_.text.clear();
    append_place({kind, unknown.object}, scratch_.text);
    scratch_.text.push_back('.');
    scratch_.text.append(name);
    add_missing(keep(scratch_.text));
  }
}

void Evaluation::add_missing(std::string_view where) noexcept {
  scratch_.work.spend(missing_->size() / 4);
  for (const std::string_view known : *missing_)
    if (known == where) return;
  if (scratch_.missing_bytes >= kMissingBytesMax) {
    scratch_.in_part = true;
    return;
  }
  scratch_.missing_bytes += json_bytes(where) + 3;
  missing_->push_back(arena_, where);
}

}  // namespace ordergate::rules
