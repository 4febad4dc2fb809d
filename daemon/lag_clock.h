// How far behind a partition is, in time: the age of the orders that are read now, and zero when nothing
// waits. One thread; one for each partition held by a worker.
#pragma once

#include <algorithm>
#include <cstdint>

namespace ordergate::daemon {

/// All times in Unix milliseconds.
class LagClock {
 public:
  /// The partition was assigned.
  void start(std::int64_t now_ms) noexcept { *this = LagClock{now_ms}; }
  LagClock() = default;

  /// A record with this timestamp (-1: it has none) was read.
  void read(std::int64_t record_ms, std::int64_t now_ms) noexcept {
    read_ms_ = record_ms >= 0 ? std::min(record_ms, now_ms) : now_ms;
    read_since_ = true;
  }
  /// Nothing waits.
  void caught_up(std::int64_t now_ms) noexcept {
    caught_up_ms_ = now_ms;
    read_since_ = false;
  }
  /// While records wait. What was read since the partition was last caught up tells how old the orders are;
  /// before that only how long they have waited is known.
  [[nodiscard]] std::int64_t behind_ms(std::int64_t now_ms) const noexcept {
    return std::max<std::int64_t>(0, now_ms - (read_since_ ? read_ms_ : caught_up_ms_));
  }

 private:
  explicit LagClock(std::int64_t now_ms) noexcept : caught_up_ms_(now_ms) {}
  std::int64_t caught_up_ms_ = 0;
  std::int64_t read_ms_ = 0;
  bool read_since_ = false;
};

}  // namespace ordergate::daemon
