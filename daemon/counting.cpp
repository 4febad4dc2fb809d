#include "daemon/counting.h"

#include <algorithm>

namespace ordergate::daemon {
namespace {

void count_findings(const Verdict& verdict, WorkerCounters& counters) noexcept {
  for (const Finding& finding : verdict.findings) {
    counters.findings.add(finding.rule);
    if (!finding.decision.id.empty()) {
      if (finding.decision.ended.empty())
        counters.decisions_applied.add();
      else
        counters.decisions_ended.add(finding.decision.ended);
    }
    if (!finding.match.present) continue;
    counters.matches.add(finding.match.list);
    counters.match_scores.observe(finding.match.score);
  }
}

void count_stats(const ScreenStats& stats, WorkerCounters& counters) noexcept {
  counters.unknown_keys.add(stats.unknown_keys);
  counters.parties_asked.set(stats.parties_asked);
  counters.parties_remembered.set(stats.parties_remembered);
  counters.candidates.set(stats.candidates);
  if (!stats.timed) return;
  for (std::size_t i = 0; i < kScreenStageCount; ++i)
    if (stats.stage_ns[i] > 0) counters.screen_stage_times[i].observe_ns(stats.stage_ns[i]);
}

}  // namespace

std::string_view hold_reason(const Verdict& verdict) noexcept {
  if (!verdict.error.code.empty()) return verdict.error.code;
  for (const Finding& finding : verdict.findings)
    if (finding.outcome == Outcome::hold) return finding.rule;
  return "other";
}

void count_order(const Record& record, const Verdict& verdict, const ScreenStats& stats, std::int64_t age_ms,
                 WorkerCounters& counters) noexcept {
  const auto decision = static_cast<std::size_t>(verdict.decision);
  const std::size_t kind = stats.kind ? static_cast<std::size_t>(*stats.kind) : kOrderKindCount;
  counters.consumed.add();
  counters.consumed_bytes.add(record.value.value_or("").size());
  counters.verdicts[decision].add();
  counters.orders[kind][decision].add();
  if (verdict.decision == Decision::hold) counters.held.add(hold_reason(verdict));
  if (!verdict.error.code.empty()) counters.errors.add(verdict.error.code);
  if (record.timestamp_ms >= 0)
    counters.order_age.observe(static_cast<std::uint64_t>(std::max<std::int64_t>(0, age_ms)));
  count_findings(verdict, counters);
  count_stats(stats, counters);
}

}  // namespace ordergate::daemon
