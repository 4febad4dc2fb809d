#include "daemon/snapshot_box.h"

#include <utility>

namespace ordergate::daemon {

void SnapshotBox::publish(std::shared_ptr<const Snapshot> snapshot) {
  const std::lock_guard lock(mutex_);
  if (current_) retired_.push_back(std::move(current_));
  current_ = std::move(snapshot);
  version_.fetch_add(1, std::memory_order_release);
}

std::shared_ptr<const Snapshot> SnapshotBox::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

bool SnapshotBox::drop_unused() {
  std::vector<std::shared_ptr<const Snapshot>> unused;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(retired_, [&](std::shared_ptr<const Snapshot>& old) {
      if (old.use_count() > 1) return false;
      unused.push_back(std::move(old));
      return true;
    });
  }
  return !unused.empty();
}

}  // namespace ordergate::daemon
