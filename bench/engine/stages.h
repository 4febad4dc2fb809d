// The engine taken apart: the same calls as Screener::screen and encode_verdict, with a clock between them.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "order/parser.h"
#include "screening/item_stage.h"
#include "screening/party_stage.h"
#include "screening/snapshot.h"
#include "screening/text_stage.h"

namespace ordergate::bench {

inline constexpr std::array<std::string_view, 6> kStageNames = {"parse", "parties", "items",
                                                                "texts", "rules",   "encode"};
using StageTimes = std::array<std::int64_t, kStageNames.size()>;  // nanoseconds

/// The context of the benchmark's record `number`.
[[nodiscard]] RecordContext bench_context(std::uint64_t number) noexcept;

/// When a benchmark's verdicts say they were screened.
inline constexpr std::int64_t kScreenedAtMs = 1'790'000'000'000;

class StagedScreener {
 public:
  explicit StagedScreener(std::shared_ptr<const Snapshot> snapshot);

  /// Screens one record, adds the time of each stage, and appends the verdict to `out`. The verdict is the
  /// one that Screener gives.
  void screen(std::string_view record, const RecordContext& context, StageTimes& times, std::string& out);

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  Screener whole_;  // for what is no order
  OrderParser parser_;
  Arena arena_;
  PartyStage parties_;
  ItemStage items_;
  TextStage texts_;
  rules::RuleScratch rules_;
};

}  // namespace ordergate::bench
