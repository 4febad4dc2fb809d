#include "rules/pack/rule_check.h"

#include <algorithm>
#include <optional>

namespace ordergate::rules {
namespace {

std::optional<Outcome> worst_of(const Verdict& verdict, std::string_view rule) {
  std::optional<Outcome> worst;
  for (const Finding& finding : verdict.findings)
    if (finding.rule == rule) worst = std::max(worst.value_or(Outcome::annotate), finding.outcome);
  return worst;
}

bool has_policy(const Verdict& verdict, std::string_view rule, ReviewPolicy policy) {
  return std::any_of(verdict.findings.begin(), verdict.findings.end(), [&](const Finding& finding) {
    return finding.rule == rule && finding.license.required && finding.license.policy == policy;
  });
}

std::string fired(const Verdict& verdict) {
  std::string out;
  for (const Finding& finding : verdict.findings)
    out +=
        (out.empty() ? "" : ", ") + std::string(finding.rule) + " " + std::string(to_string(finding.outcome));
  return out.empty() ? "nothing" : out;
}

/// What is wrong; empty when nothing is.
std::string judge_example(const Verdict& verdict, std::string_view rule, const PackExample& example) {
  if (!verdict.error.code.empty())
    return "the order could not be screened: " + std::string(verdict.error.code) + ": " +
           std::string(verdict.error.message) + " " + std::string(verdict.error.at);
  const std::optional<Outcome> outcome = worst_of(verdict, rule);
  if (!outcome) return "example does not fire; it fired " + fired(verdict);
  if (example.expect && *example.expect != *outcome)
    return "example is " + std::string(to_string(*outcome)) + ", not " +
           std::string(to_string(*example.expect));
  if (example.policy && !has_policy(verdict, rule, *example.policy))
    return "the license requirement is not of " + std::string(to_string(*example.policy));
  return "";
}

std::string judge_counterexample(const Verdict& verdict, std::string_view rule, const PackExample& example) {
  const std::optional<Outcome> outcome = worst_of(verdict, rule);
  if (!outcome || (example.expect && *outcome <= *example.expect)) return "";
  return "counterexample fires as " + std::string(to_string(*outcome));
}

template <typename AnyRule>
ExampleReport check_rule(const AnyRule& rule, const char* kind, const ExampleScreener& screen) {
  const RuleHeader& header = rule.header;
  ExampleReport report{header.id, header.place, rule.examples.size(), rule.counterexamples.size(), {}};
  const auto note = [&](const PackExample& example, const std::string& what) {
    if (!what.empty())
      report.failures.push_back(example.place.file + ":" + std::to_string(example.place.line) + ": " + kind +
                                " " + header.id + ": " + what);
  };
  for (const PackExample& example : rule.examples)
    note(example, judge_example(screen(example.order_json, example.profile), header.id, example));
  for (const PackExample& example : rule.counterexamples) {
    const Verdict& verdict = screen(example.order_json, example.profile);
    note(example, verdict.error.code.empty() ? judge_counterexample(verdict, header.id, example)
                                             : judge_example(verdict, header.id, example));
  }
  return report;
}

}  // namespace

std::vector<ExampleReport> check_examples(const RulePack& pack, const ExampleScreener& screen) {
  std::vector<ExampleReport> reports;
  for (const Rule& rule : pack.rules) reports.push_back(check_rule(rule, "rule", screen));
  for (const ExceptionRule& rule : pack.exceptions) reports.push_back(check_rule(rule, "exception", screen));
  return reports;
}

}  // namespace ordergate::rules
