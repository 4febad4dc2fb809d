// What screening took, for metrics: filled on request, never read by screening itself.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "order/order.h"

namespace ordergate {

/// The parts of one screening, in order. fold_texts is of free texts; names and addresses are cut into words
/// by match_parties.
enum class ScreenStage : std::uint8_t {
  parse,
  normalize,
  fold_texts,
  match_parties,
  identify_items,
  scan_texts,
  read_places,
  rules
};
inline constexpr std::size_t kScreenStageCount = 8;
inline constexpr std::array<std::string_view, kScreenStageCount> kScreenStageWords = {
    "parse",          "normalize",  "fold_texts",  "match_parties",
    "identify_items", "scan_texts", "read_places", "rules"};

/// Of one record. `timed` is the caller's; the rest is filled by Screener::screen.
struct ScreenStats {
  bool timed = false;
  std::optional<OrderKind> kind;  // none: the record is no order
  std::uint32_t unknown_keys = 0;
  std::uint32_t unread_values = 0;                          // of a mapped record: MappedScreener::unread
  std::array<std::uint64_t, kScreenStageCount> stage_ns{};  // only when timed

  // Since the screener was made.
  std::uint64_t parties_asked = 0;       // names with what belongs to them, searched for in the lists
  std::uint64_t parties_remembered = 0;  // of these, answered from the party cache
  std::uint64_t candidates = 0;          // list entries looked at closely for the others
};

/// Takes the time of each stage; without stats, or when they are not timed, it does nothing.
class StageTimer {
 public:
  explicit StageTimer(ScreenStats* stats) noexcept
      : stats_(stats != nullptr && stats->timed ? stats : nullptr) {
    if (stats_ != nullptr) last_ = std::chrono::steady_clock::now();
  }
  void lap(ScreenStage stage) noexcept {
    if (stats_ == nullptr) return;
    const auto now = std::chrono::steady_clock::now();
    stats_->stage_ns[static_cast<std::size_t>(stage)] =
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now - last_).count());
    last_ = now;
  }

 private:
  ScreenStats* stats_;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace ordergate
