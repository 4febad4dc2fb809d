// The engine taken apart: the stages of Screener::screen as it times them itself, and the encoding behind
// them.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "screening/screen_stats.h"
#include "screening/screener.h"

namespace ordergate::bench {

inline constexpr std::array<std::string_view, 8> kStageNames = {"parse", "fold",   "parties", "items",
                                                                "texts", "places", "rules",   "encode"};
using StageTimes = std::array<std::int64_t, kStageNames.size()>;  // nanoseconds

/// The context of the benchmark's record `number`.
[[nodiscard]] RecordContext bench_context(std::uint64_t number) noexcept;

/// When a benchmark's verdicts say they were screened.
inline constexpr std::int64_t kScreenedAtMs = 1'790'000'000'000;

class StagedScreener {
 public:
  explicit StagedScreener(std::shared_ptr<const Snapshot> snapshot);

  /// Screens one record, adds the time of each stage, and appends the verdict to `out`.
  void screen(std::string_view record, const RecordContext& context, StageTimes& times, std::string& out);

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  Screener screener_;
};

}  // namespace ordergate::bench
