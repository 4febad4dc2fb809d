#include "bench/engine/stages.h"

#include <chrono>
#include <utility>

#include "order/encoder.h"

namespace ordergate::bench {
namespace {

constexpr Date kToday{20'700};  // 2026-09-04
constexpr std::size_t kEncode = kStageNames.size() - 1;

/// Which column shows a stage of the screener: bringing a listing into shape counts with folding.
constexpr std::array<std::size_t, kScreenStageCount> kColumns = {0, 1, 1, 2, 3, 4, 5, 6};

}  // namespace

RecordContext bench_context(std::uint64_t number) noexcept {
  RecordContext context;
  context.source.file = "bench";
  context.source.line = number;
  context.today = kToday;
  return context;
}

StagedScreener::StagedScreener(std::shared_ptr<const Snapshot> snapshot)
    : snapshot_(std::move(snapshot)), screener_(RecordLimits{}) {
  screener_.use(snapshot_);
}

void StagedScreener::screen(std::string_view record, const RecordContext& context, StageTimes& times,
                            std::string& out) {
  ScreenStats stats;
  stats.timed = true;
  RecordContext timed = context;
  timed.stats = &stats;
  const Verdict& verdict = screener_.screen(record, timed);
  const auto screened = std::chrono::steady_clock::now();
  encode_verdict(verdict, snapshot_json(*snapshot_), kScreenedAtMs, out);
  const auto encoded = std::chrono::steady_clock::now();
  for (std::size_t stage = 0; stage < kScreenStageCount; ++stage)
    times[kColumns[stage]] += static_cast<std::int64_t>(stats.stage_ns[stage]);
  times[kEncode] += std::chrono::duration_cast<std::chrono::nanoseconds>(encoded - screened).count();
}

}  // namespace ordergate::bench
