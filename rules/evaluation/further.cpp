// Where an order goes besides its destination: a site, a consignee or an end user elsewhere.
#include "rules/evaluation/evaluation.h"
#include "rules/evaluation/rulebook_layout.h"

namespace ordergate::rules {
namespace {

bool moves(OrderKind kind) noexcept {
  return kind == OrderKind::sale || kind == OrderKind::technology || kind == OrderKind::fabrication ||
         kind == OrderKind::model_weights;
}

bool same_reason(const Finding& a, const Finding& b) noexcept {
  return a.rule == b.rule && a.subject == b.subject && a.match.list == b.match.list &&
         a.match.entry == b.match.entry;
}

/// "… Judged for CN, where the order goes too." A finding that the destination has as well stays as it is.
void add_finding(CountryCode country, const Finding& finding, RuleScratch::State& scratch, Arena& arena,
                 Verdict& verdict) noexcept {
  if (finding.outcome == Outcome::annotate) return;
  std::string& text = scratch.text;
  scratch.work.spend(verdict.findings.size() / 4);
  for (Finding& known : verdict.findings) {
    if (!same_reason(known, finding)) continue;
    if (known.outcome >= finding.outcome) return;
    known = finding;
    text.assign(finding.message)
        .append(" Judged for ")
        .append(country.text())
        .append(", where the order goes too.");
    known.message = arena.copy(text);
    return;
  }
  Finding& added = verdict.findings.push_back(arena, finding);
  text.assign(finding.message)
      .append(" Judged for ")
      .append(country.text())
      .append(", where the order goes too.");
  added.message = arena.copy(text);
  scratch.told_bytes += json_bytes(added);
}

}  // namespace

void evaluate_further(const RuleBook::Layout& layout, Evaluation& evaluation, RuleScratch::State& scratch,
                      Arena& arena, Verdict& verdict) noexcept {
  OrderAssessment& assessed = scratch.assessed;
  if (!moves(assessed.order->kind) || assessed.further.empty()) return;
  const CountryCode declared = assessed.declared_destination();
  const auto class_of = [&](CountryCode code) {
    return layout.destination_classes.of(code, assessed.at, assessed.totals.any_controlled);
  };
  bool judged = false;
  for (const CountryCode country : assessed.further) {
    if (declared.known() && class_of(country) == class_of(declared)) continue;
    judged = true;
    assessed.judge(country);
    ArenaList<Finding> findings;
    const std::size_t told_bytes = scratch.told_bytes;
    evaluation.run_local(findings);
    scratch.told_bytes = told_bytes;  // most are told already
    for (const Finding& finding : findings) add_finding(country, finding, scratch, arena, verdict);
  }
  if (judged) assessed.judge(declared);
}

}  // namespace ordergate::rules
