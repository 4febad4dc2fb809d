#include "daemon/audit.h"

#include <algorithm>

namespace ordergate::daemon {
namespace {

/// Of two tickets of one partition, whether `a` was given out before `b`; their numbers wrap around.
bool before(Ticket a, Ticket b) noexcept {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(a.value) -
                                   static_cast<std::uint32_t>(b.value)) < 0;
}

}  // namespace

void DeliveryAudit::open(Slot slot, std::int64_t start) {
  if (slot.index >= partitions_.size()) partitions_.resize(slot.index + 1U);
  partitions_[slot.index] = Partition{};
  partitions_[slot.index].proven = start;
}

void DeliveryAudit::close(Slot slot) noexcept { partitions_[slot.index] = Partition{}; }

void DeliveryAudit::admitted(Slot slot, Ticket ticket, std::int64_t from, std::int64_t offset,
                             Pieces written) {
  Partition& partition = partitions_[slot.index];
  if (partition.proven < 0 && partition.owed.empty()) partition.proven = from;
  if (from == partition.again_at) from = partition.again_from;
  partition.again_at = -1;
  partition.owed.push_back({ticket, from, offset, written});
  advance(partition);
}

void DeliveryAudit::acknowledged(Slot slot, Ticket ticket, OutputTopic topic) {
  Partition& partition = partitions_[slot.index];
  const auto found =
      std::lower_bound(partition.owed.begin(), partition.owed.end(), ticket,
                       [](const Owed& owed, Ticket sought) { return before(owed.ticket, sought); });
  if (found == partition.owed.end() || found->ticket != ticket) return;
  found->missing.remove(topic);
  if (found == partition.owed.begin()) advance(partition);
}

/// A record that does not begin where the proof ends leaves it there for good: its offsets in between are
/// nobody's.
void DeliveryAudit::advance(Partition& partition) noexcept {
  while (!partition.owed.empty() && partition.owed.front().missing.none() &&
         partition.owed.front().from == partition.proven) {
    partition.proven = partition.owed.front().offset + 1;
    partition.owed.pop_front();
  }
}

void DeliveryAudit::read_again(Slot slot, std::int64_t offset) noexcept {
  Partition& partition = partitions_[slot.index];
  while (!partition.owed.empty() && partition.owed.back().offset >= offset) {
    partition.again_at = offset;
    partition.again_from =
        std::min(offset, partition.owed.back().from);  // the gap before it was told of already
    partition.owed.pop_back();
  }
  partition.proven = std::min(partition.proven, offset);
}

std::int64_t DeliveryAudit::unproven(Slot slot) const noexcept {
  const Partition& partition = partitions_[slot.index];
  return std::max<std::int64_t>(0, partition.committed - partition.proven);
}

}  // namespace ordergate::daemon
