#include "rules/evaluation/verdict_bounds.h"

#include "rules/evaluation/evaluation.h"

namespace ordergate::rules {
namespace {

/// Keys, quotes, commas, outcome and numbers of a finding, of its match, of one fact, of a decision.
constexpr std::size_t kFindingBytes = 200, kMatchBytes = 160, kFactBytes = 32, kDecisionBytes = 80;

}  // namespace

std::uint64_t work_of(RuleScratch& scratch) noexcept { return scratch.state().work.used(); }

std::size_t json_bytes(std::string_view text) noexcept {
  std::size_t bytes = text.size();
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) bytes += 5;
    if (c == '"' || c == '\\') ++bytes;
  }
  return bytes;
}

std::size_t json_bytes(const Finding& finding) noexcept {
  std::size_t bytes = kFindingBytes;
  for (const std::string_view text : {finding.rule, finding.subject, finding.with, finding.message,
                                      finding.citation, finding.resolve, finding.license.cured_by})
    bytes += json_bytes(text);
  for (const std::string_view cure : finding.license.cures) bytes += json_bytes(cure) + 3;
  for (const FindingFact& fact : finding.facts)
    bytes += kFactBytes + json_bytes(fact.name) + json_bytes(fact.text);
  const QuotedDecision& decision = finding.decision;
  if (!decision.id.empty()) bytes += kDecisionBytes;
  for (const std::string_view text :
       {decision.id, decision.by, decision.approved_by, decision.at, decision.reason, decision.ended})
    bytes += json_bytes(text);
  const MatchEvidence& match = finding.match;
  if (!match.present) return bytes;
  bytes += kMatchBytes;
  for (const std::string_view text : {match.list, match.entry, match.entry_name, match.matched,
                                      match.citation, match.list_date, match.party})
    bytes += json_bytes(text);
  for (const std::string_view evidence : match.evidence) bytes += json_bytes(evidence) + 3;
  return bytes;
}

bool keep_told(ArenaList<Finding>& findings) noexcept {
  std::size_t bytes = 0;
  for (std::uint32_t i = 0; i < findings.size(); ++i) {
    bytes += json_bytes(findings[i]);
    if (bytes <= kFindingsBytesMax) continue;
    findings.truncate(i);
    return false;
  }
  return true;
}

}  // namespace ordergate::rules
