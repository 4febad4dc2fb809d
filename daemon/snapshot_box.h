// The snapshot that all workers screen with. The control thread publishes, workers take at most once a
// batch; the last reference to an old one is dropped on the control thread, never on a worker.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "screening/screener.h"

namespace ordergate::daemon {

class SnapshotBox {
 public:
  /// Makes `snapshot` the current one. Control thread.
  void publish(std::shared_ptr<const Snapshot> snapshot);
  [[nodiscard]] std::shared_ptr<const Snapshot> current() const;
  /// Grows by one with each publish; 0 before the first. Any thread, no lock.
  [[nodiscard]] std::uint64_t version() const noexcept { return version_.load(std::memory_order_acquire); }
  /// Frees old snapshots that no worker uses any more. True when there were any. Control thread.
  bool drop_unused();

  /// Set while the lists are older than allowed and orders must be held for it.
  void set_stale_hold(bool hold) noexcept { stale_hold_.store(hold, std::memory_order_relaxed); }
  [[nodiscard]] bool stale_hold() const noexcept { return stale_hold_.load(std::memory_order_relaxed); }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> current_;
  std::vector<std::shared_ptr<const Snapshot>> retired_;
  std::atomic<std::uint64_t> version_{0};
  std::atomic<bool> stale_hold_{false};
};

}  // namespace ordergate::daemon
