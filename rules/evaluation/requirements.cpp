// License requirements and what cures them (docs/policy.md, sections 4 and 5).
#include <algorithm>
#include <charconv>

#include "rules/evaluation/evaluation.h"
#include "rules/facts/license_assessment.h"
#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

/// Why `claim` does not cover the requirement; empty when it does.
std::string_view gap_of(const OrderAssessment& assessed, const License& claim, const Requirement& requirement,
                        Subject subject) noexcept {
  const std::string_view gap = subject.kind == ObjectKind::item ? license_gap(assessed, claim, subject.index)
                                                                : license_gap(assessed, claim);
  if (!gap.empty()) return gap;
  if (requirement.license_days_max && claim.valid_from &&
      assessed.at.days - claim.valid_from->days > *requirement.license_days_max)
    return "licenses of this kind run one year (750.7(g)) and it has run out";
  return {};
}

}  // namespace

bool Evaluation::grants(const License& claim) const noexcept {
  const std::vector<std::string>& names = layout_.outcomes.license_authorities;
  return claim.authority.empty() || names.empty() ||
         std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return same_letters(name, claim.authority); });
}

ReviewPolicy Evaluation::policy_of(const Requirement& requirement, Subject subject) noexcept {
  for (const PolicyCase& choice : requirement.policy_when)
    if (is_true(choice.when, subject)) return choice.policy;
  return requirement.policy;
}

const License* Evaluation::covering_license(const Requirement& requirement, Subject subject,
                                            bool proven) noexcept {
  scratch_.work.spend(license_work(*assessed_.order));
  for (const License& claim : assessed_.order->licenses)
    if (claim.type == LicenseType::license && grants(claim) &&
        gap_of(assessed_, claim, requirement, subject).empty() &&
        license_untold(assessed_, claim, requirement.license_days_max.has_value()).empty() == proven)
      return &claim;
  return nullptr;
}

std::string_view Evaluation::failed_licenses(const Requirement& requirement, Subject subject) noexcept {
  std::string& text = scratch_.text;
  text.clear();
  for (const License& claim : assessed_.order->licenses) {
    if (claim.type != LicenseType::license) continue;
    append_joined(text, "License", " ");
    append_joined(text, claim.id, " ");
    append_joined(text, "does not cover it:", " ");
    append_joined(text,
                  grants(claim) ? gap_of(assessed_, claim, requirement, subject)
                                : "its authority grants no license of this law",
                  " ");
    text.push_back('.');
  }
  return keep(text);
}

bool Evaluation::exception_claimed(const ExceptionRule& exception, Subject subject) const noexcept {
  const Requirement plain;
  for (const License& claim : assessed_.order->licenses) {
    const bool named = exception.code == "VEU" ? claim.type == LicenseType::veu
                                               : claim.type == LicenseType::exception &&
                                                     equal_ignoring_case(claim.exception, exception.code);
    if (named && gap_of(assessed_, claim, plain, subject).empty()) return true;
  }
  return false;
}

void Evaluation::exception_finding(const ExceptionRule& exception, Subject subject, Outcome outcome,
                                   std::string_view message) noexcept {
  const std::string_view where = place(subject);
  scratch_.work.spend(findings_->size() / 2);
  for (const Finding& known : *findings_)
    if (known.rule == exception.header.id && known.subject == where) return;
  if (!room_for(exception.header.annotates_in(profile_) ? Outcome::annotate : outcome)) return;
  Finding finding;
  finding.rule = exception.header.id;
  finding.citation = exception.header.citation;
  finding.certainty = to_string(exception.header.certainty);
  finding.rule_order = exception.header.position;
  finding.outcome = exception.header.annotates_in(profile_) ? Outcome::annotate : outcome;
  finding.subject = where;
  finding.message = message;
  if (outcome != Outcome::annotate) finding.resolve = render(exception.resolve, subject);
  show_facts(exception.facts, subject, finding);
  scratch_.told_bytes += json_bytes(finding);
  findings_->push_back(arena_, finding);
}

bool Evaluation::fits(const ExceptionRule& exception, std::string_view code, Subject subject) const noexcept {
  const bool item_only = static_cast<ObjectKind>(exception.scope) == ObjectKind::item;
  return exception.code == code && exception.header.in_force(assessed_.at, profile_) &&
         (!item_only || subject.kind == ObjectKind::item);
}

bool Evaluation::try_exception(const ExceptionRule& exception, Subject subject, RequirementResult& result,
                               bool& could, const ExceptionRule*& refused) noexcept {
  scratch_.work.spend(license_work(*assessed_.order));  // that it looks for its claim in
  const bool claimed = exception_claimed(exception, subject);
  const Value eligible = ask(exception.when, subject);
  could = could || !eligible.known || eligible.boolean;
  // An exception that replaces the requirement may turn on a fact nobody stated: a person asks.
  const bool open = !eligible.known && !exception.claimed && exception.unmet_holds;
  if (!open && !(eligible.known && eligible.boolean)) {
    if (claimed && static_cast<ObjectKind>(exception.scope) == subject.kind && refused == nullptr)
      refused = &exception;
    if (!claimed && offer(exception, subject)) could = true;
    return false;
  }
  refused = nullptr;
  std::string_view gap;
  for (const ExceptionCondition& condition : exception.conditions)
    if (gap.empty() && !is_true(condition.when, subject)) gap = render(condition.missing, subject);
  if (open && gap.empty()) gap = render(exception.message, subject);
  if (gap.empty() && exception.claimed && !claimed) {
    scratch_.text.assign("License Exception ");
    scratch_.text.append(exception.code).append(" could cover it but is not claimed.");
    gap = keep(scratch_.text);
  }
  if (gap.empty()) {
    result.outcome = Outcome::annotate;
    result.cured_by = exception.code;
    exception_finding(exception, subject, Outcome::annotate, render(exception.message, subject));
    return true;
  }
  if (exception.unmet_holds) {
    result.outcome = std::min(result.outcome, Outcome::hold);
    result.replaced = true;
    if (!exception.claimed) result.policy = ReviewPolicy::case_by_case;
    exception_finding(exception, subject, Outcome::hold, gap);
    return true;
  }
  if (claimed) exception_finding(exception, subject, Outcome::annotate, gap);
  if (!claimed) append_joined(scratch_.offers, gap, " ");
  return false;
}

bool Evaluation::offer(const ExceptionRule& exception, Subject subject) noexcept {
  for (const ExceptionOffer& offer : exception.offers) {
    if (!is_true(offer.when, subject)) continue;
    append_joined(scratch_.offers, render(offer.needs, subject), " ");
    return true;
  }
  return false;
}

void Evaluation::refuse_claim(const ExceptionRule& exception, Subject subject) noexcept {
  scratch_.text.assign("It is claimed and does not apply here: ");
  scratch_.text.append(exception.header.title).append(".");
  exception_finding(exception, subject, Outcome::annotate, keep(scratch_.text));
}

bool Evaluation::try_code(const Requirement& requirement, std::size_t position, Subject subject,
                          bool licensed, RequirementResult& result) noexcept {
  const ExceptionRule* refused = nullptr;
  bool could = false;
  bool decided = false;
  for (const ExceptionRule& exception : pack_.exceptions) {
    if (decided || !fits(exception, requirement.cures[position], subject)) continue;
    // A license stands on its own where an exception would have to be claimed instead.
    if (licensed && exception.claimed) continue;
    decided = try_exception(exception, subject, result, could, refused);
  }
  if (could) result.usable |= std::uint64_t{1} << position;
  if (!decided && refused != nullptr) refuse_claim(*refused, subject);
  return decided;
}

void Evaluation::note_usable(const Requirement& requirement, Subject subject,
                             RequirementResult& result) noexcept {
  for (std::size_t i = 0; i < requirement.cures.size(); ++i)
    for (const ExceptionRule& exception : pack_.exceptions) {
      if (!fits(exception, requirement.cures[i], subject)) continue;
      const Value eligible = ask(exception.when, subject);
      if (!eligible.known || eligible.boolean) result.usable |= std::uint64_t{1} << i;
    }
}

RequirementResult Evaluation::decide(const Requirement& requirement, Subject subject,
                                     bool annotation) noexcept {
  RequirementResult result;
  scratch_.offers.clear();
  result.policy = policy_of(requirement, subject);
  result.outcome = layout_.outcomes.by_policy[static_cast<std::size_t>(result.policy)];
  if (annotation) {
    note_usable(requirement, subject, result);
    return result;
  }
  const License* license =
      requirement.license == LicenseEffect::none ? nullptr : covering_license(requirement, subject, true);
  for (std::size_t i = 0; i < requirement.cures.size(); ++i)
    if (try_code(requirement, i, subject, license != nullptr, result)) return result;
  const License* const claimed = license != nullptr || requirement.license == LicenseEffect::none
                                     ? license
                                     : covering_license(requirement, subject, false);
  if (license == nullptr && claimed != nullptr) {
    result.outcome = std::min(result.outcome, Outcome::hold);
    scratch_.text.assign("A license is claimed and proves nothing without its ");
    scratch_.text.append(license_untold(assessed_, *claimed, requirement.license_days_max.has_value()))
        .append(": a person must see it.");
    result.note = keep(scratch_.text);
    return result;
  }
  if (license == nullptr) {
    result.note = failed_licenses(requirement, subject);
    return result;
  }
  if (requirement.license == LicenseEffect::holds) {
    result.outcome = layout_.outcomes.licensed_barred_party;
    result.note = "A license is claimed: a person must check that its scope reaches this.";
    return result;
  }
  result.cured_by = license->id;
  result.outcome = Outcome::annotate;
  result.note = "A claimed license covers it.";
  return result;
}

}  // namespace ordergate::rules
