// Is the process alive, is it ready, and if not why. Judged from what workers and reloader report; pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "daemon/counters.h"
#include "daemon/reload.h"

namespace ordergate::daemon {

/// A worker whose loop did not turn for so long is stuck. Waiting for a broker turns the loop; the longest
/// waits inside one turn (committed offsets, draining revoked partitions) are bounded well below.
inline constexpr std::chrono::seconds kLoopSilenceMax{60};
/// After so long the process ends itself, so that whatever started it can start it again.
inline constexpr std::chrono::seconds kLoopSilenceEnd{120};
/// A worker that has orders waiting, a broker, and completed nothing for so long is stuck.
inline constexpr std::chrono::seconds kProgressSilenceMax{180};

/// What one worker looks like from outside at one moment.
struct WorkerView {
  std::uint64_t heartbeat_ms = 0, progress_ms = 0;
  bool consumer_broker_up = true, producer_broker_up = true;
  WorkerReport report;
};
[[nodiscard]] WorkerView view_of(const WorkerCounters& counters);

/// Counts looks at a worker during which its loop did not turn. Looks, not time: a process that was frozen as
/// a whole has no stuck worker.
class Watchdog {
 public:
  explicit Watchdog(std::uint32_t looks_max) : looks_max_(looks_max) {}
  /// One look. True when the loop has not turned for `looks_max` looks in a row.
  bool stuck(std::uint64_t heartbeat_ms) noexcept {
    looks_ = heartbeat_ms == last_ ? looks_ + 1 : 0;
    last_ = heartbeat_ms;
    return looks_ >= looks_max_;
  }

 private:
  std::uint32_t looks_max_, looks_ = 0;
  std::uint64_t last_ = 0;
};

struct Health {
  bool live = false;
  bool ready = false;
  std::vector<std::string> reasons;  // why not live or not ready
  std::vector<std::string> notes;    // worth knowing, while ready
};

struct HealthInput {
  std::span<const WorkerView> workers;
  const SnapshotReport* snapshot = nullptr;
  std::int64_t stale_after_s = 0;
  std::int64_t unix_s = 0;
  std::uint64_t steady_ms = 0;
  bool stopping = false;
  bool fenced = false;
};

[[nodiscard]] bool lists_stale(const SnapshotReport& snapshot, std::int64_t stale_after_s,
                               std::int64_t unix_s);
[[nodiscard]] Health judge_health(const HealthInput& input);

/// "ready" or "not ready", then one line for each reason and note.
[[nodiscard]] std::string describe_readiness(const Health& health);
[[nodiscard]] std::string describe_liveness(const Health& health);

}  // namespace ordergate::daemon
