#include "daemon/offset_ledger.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "base/check.h"

namespace ordergate::daemon {
namespace {

constexpr std::uint32_t kRingEntriesFirst = 64;
constexpr std::size_t kSlotsMax = (std::size_t{1} << (Ticket::kBits - 48)) - 1;

// A ticket is slot (13 bits), epoch (16 bits) and sequence number (32 bits). A ring never holds 2^32
// entries and an acknowledgement never outlives 2^16 assignments of its slot, so none is ambiguous.
constexpr Ticket make_ticket(std::size_t slot, std::uint16_t epoch, std::uint32_t sequence) noexcept {
  return {(static_cast<std::uint64_t>(slot) << 48) | (static_cast<std::uint64_t>(epoch) << 32) | sequence};
}
constexpr std::size_t slot_index(Ticket ticket) noexcept { return ticket.value >> 48; }
constexpr std::uint16_t epoch_of(Ticket ticket) noexcept {
  return static_cast<std::uint16_t>(ticket.value >> 32);
}
constexpr std::uint32_t sequence_of(Ticket ticket) noexcept {
  return static_cast<std::uint32_t>(ticket.value);
}

}  // namespace

OffsetLedger::OffsetLedger(std::uint32_t tracked_max) : tracked_max_(std::bit_ceil(tracked_max)) {
  OG_CHECK(tracked_max > 0 && tracked_max <= (1U << 30));
}

Slot OffsetLedger::open(std::string_view topic, std::int32_t partition, std::int64_t start) {
  OG_CHECK(!find(topic, partition));
  auto free =
      std::find_if(partitions_.begin(), partitions_.end(), [](const Partition& p) { return !p.open; });
  if (free == partitions_.end()) {
    OG_CHECK(partitions_.size() < kSlotsMax);
    free = partitions_.emplace(partitions_.end());
  }
  Partition fresh;
  fresh.id = {std::string(topic), partition};
  fresh.open = true;
  fresh.start = start;
  fresh.epoch = static_cast<std::uint16_t>(free->epoch + 1);
  fresh.ring = std::move(free->ring);
  *free = std::move(fresh);
  return Slot{static_cast<std::uint16_t>(free - partitions_.begin())};
}

void OffsetLedger::close(Slot slot) noexcept {
  Partition& partition = partitions_[slot.index];
  partition.open = false;
  ++partition.epoch;
  partition.head = partition.tail = 0;
}

std::optional<Slot> OffsetLedger::find(std::string_view topic, std::int32_t partition) const noexcept {
  const auto is_it = [&](const Partition& p) {
    return p.open && p.id.partition == partition && p.id.topic == topic;
  };
  // Records come in runs of one partition, so the last answer is the best guess.
  if (last_found_ < partitions_.size() && is_it(partitions_[last_found_])) return Slot{last_found_};
  const auto found = std::find_if(partitions_.begin(), partitions_.end(), is_it);
  if (found == partitions_.end()) return std::nullopt;
  last_found_ = static_cast<std::uint16_t>(found - partitions_.begin());
  return Slot{last_found_};
}

std::vector<Slot> OffsetLedger::open_slots() const {
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < partitions_.size(); ++i)
    if (partitions_[i].open) slots.push_back(Slot{static_cast<std::uint16_t>(i)});
  return slots;
}

const PartitionId& OffsetLedger::partition(Slot slot) const noexcept { return partitions_[slot.index].id; }

std::int64_t OffsetLedger::next_expected(Slot slot) const noexcept {
  const Partition& partition = partitions_[slot.index];
  return partition.first_offset < 0 ? partition.start : partition.next_admitted;
}

bool OffsetLedger::continues(Slot slot, std::int64_t offset) const noexcept {
  return offset >= partitions_[slot.index].next_admitted;
}

bool OffsetLedger::full(Slot slot) const noexcept { return tracked(slot) >= tracked_max_; }

std::uint32_t OffsetLedger::tracked(Slot slot) const noexcept {
  const Partition& partition = partitions_[slot.index];
  return partition.tail - partition.head;
}

Ticket OffsetLedger::admit(Slot slot, std::int64_t offset, std::uint16_t pieces, std::int64_t at_us) {
  Partition& partition = partitions_[slot.index];
  OG_CHECK(partition.open && continues(slot, offset) && !full(slot));
  if (partition.tail - partition.head == partition.ring.size()) grow(partition);
  if (partition.first_offset < 0) partition.first_offset = offset;
  partition.next_admitted = offset + 1;
  const std::uint32_t sequence = partition.tail++;
  partition.ring[sequence & (partition.ring.size() - 1)] = {offset, at_us, pieces};
  if (pieces == 0) advance(partition);
  return make_ticket(slot.index, partition.epoch, sequence);
}

void OffsetLedger::grow(Partition& partition) {
  std::vector<Entry> ring(std::max<std::size_t>(kRingEntriesFirst, partition.ring.size() * 2));
  for (std::uint32_t i = partition.head; i != partition.tail; ++i)
    ring[i & (ring.size() - 1)] = partition.ring[i & (partition.ring.size() - 1)];
  partition.ring = std::move(ring);
}

void OffsetLedger::advance(Partition& partition) noexcept {
  const std::size_t mask = partition.ring.size() - 1;
  while (partition.head != partition.tail && partition.ring[partition.head & mask].pieces == 0)
    partition.mark = partition.ring[partition.head++ & mask].offset + 1;
}

const OffsetLedger::Partition* OffsetLedger::resolve(Ticket ticket) const noexcept {
  const std::size_t slot = slot_index(ticket);
  if (slot >= partitions_.size()) return nullptr;
  const Partition& partition = partitions_[slot];
  if (!partition.open || partition.epoch != epoch_of(ticket)) return nullptr;
  const bool held = sequence_of(ticket) - partition.head < partition.tail - partition.head;
  return held ? &partition : nullptr;
}

OffsetLedger::Acknowledged OffsetLedger::acknowledge(Ticket ticket) noexcept {
  if (resolve(ticket) == nullptr) return {};
  Partition& partition = partitions_[slot_index(ticket)];
  Entry& entry = partition.ring[sequence_of(ticket) & (partition.ring.size() - 1)];
  OG_CHECK(entry.pieces > 0);
  const Slot slot{static_cast<std::uint16_t>(slot_index(ticket))};
  const Acknowledged result{true, --entry.pieces == 0, slot, entry.at_us};
  if (result.complete) advance(partition);
  return result;
}

std::optional<Slot> OffsetLedger::slot_of(Ticket ticket) const noexcept {
  if (resolve(ticket) == nullptr) return std::nullopt;
  return Slot{static_cast<std::uint16_t>(slot_index(ticket))};
}

std::optional<std::int64_t> OffsetLedger::rewind(Slot slot) noexcept {
  Partition& partition = partitions_[slot.index];
  if (partition.first_offset < 0) return std::nullopt;
  const bool incomplete = partition.head != partition.tail;
  const std::int64_t target = incomplete ? partition.ring[partition.head & (partition.ring.size() - 1)].offset
                                         : partition.next_admitted;
  ++partition.epoch;
  partition.head = partition.tail = 0;
  partition.next_admitted = target;
  return target;
}

void OffsetLedger::take_committable(std::vector<Committable>& out) {
  for (std::size_t i = 0; i < partitions_.size(); ++i) {
    Partition& partition = partitions_[i];
    if (!partition.open || partition.mark == partition.taken) continue;
    partition.taken = partition.mark;
    out.push_back({Slot{static_cast<std::uint16_t>(i)}, partition.mark});
  }
}

void OffsetLedger::confirm_taken() noexcept {
  for (Partition& partition : partitions_)
    if (partition.open) partition.confirmed = partition.taken;
}

std::optional<std::int64_t> OffsetLedger::revert(Slot slot) noexcept {
  Partition& partition = partitions_[slot.index];
  const std::int64_t target = partition.confirmed >= 0 ? partition.confirmed : partition.first_offset;
  if (target < 0 || partition.next_admitted <= target) return std::nullopt;
  ++partition.epoch;
  partition.head = partition.tail = 0;
  partition.mark = partition.taken = partition.confirmed;
  partition.next_admitted = target;
  return target;
}

void OffsetLedger::commit_failed(Slot slot) noexcept { partitions_[slot.index].taken = -1; }

std::optional<std::int64_t> OffsetLedger::committable(Slot slot) const noexcept {
  const Partition& partition = partitions_[slot.index];
  if (!partition.open || partition.mark < 0) return std::nullopt;
  return partition.mark;
}

std::int64_t OffsetLedger::position(Slot slot) const noexcept {
  return committable(slot).value_or(partitions_[slot.index].start);
}

}  // namespace ordergate::daemon
