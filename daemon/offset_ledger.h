// Which offsets may be committed: one past the longest run of records, from the first one read, whose
// verdicts (and dead letters) the broker has acknowledged. Nothing after a gap is ever committable.
//
// One thread. Knows nothing of Kafka.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/record.h"

namespace ordergate::daemon {

/// Dense number of a partition held by a worker; reused after the partition is closed.
struct Slot {
  std::uint16_t index = 0;
  friend bool operator==(Slot, Slot) = default;
};

/// An offset to commit: the next one to read.
struct Committable {
  Slot slot;
  std::int64_t next_offset = -1;
};

class OffsetLedger {
 public:
  /// `tracked_max` bounds the records remembered per partition (rounded up to a power of two).
  explicit OffsetLedger(std::uint32_t tracked_max);

  /// Starts a partition. Tickets of an earlier assignment of it are void from then on.
  /// `start` is the offset that reading starts at, -1 when unknown.
  Slot open(std::string_view topic, std::int32_t partition, std::int64_t start);
  /// Ends a partition: its tickets are void, nothing of it is committable any more.
  void close(Slot slot) noexcept;
  [[nodiscard]] std::optional<Slot> find(std::string_view topic, std::int32_t partition) const noexcept;
  [[nodiscard]] std::vector<Slot> open_slots() const;
  [[nodiscard]] const PartitionId& partition(Slot slot) const noexcept;

  /// The lowest offset that the next record can have: one past the last one admitted, else where reading
  /// started; -1 when that is unknown.
  [[nodiscard]] std::int64_t next_expected(Slot slot) const noexcept;
  /// Whether `offset` continues the partition: above every offset admitted since open or rewind.
  [[nodiscard]] bool continues(Slot slot, std::int64_t offset) const noexcept;
  /// No room for another record of this partition.
  [[nodiscard]] bool full(Slot slot) const noexcept;
  /// Records admitted and not yet committable.
  [[nodiscard]] std::uint32_t tracked(Slot slot) const noexcept;
  [[nodiscard]] std::uint32_t tracked_max() const noexcept { return tracked_max_; }

  /// Remembers a record that `pieces` acknowledgements complete; 0 completes it at once (a tombstone).
  /// `at_us` is given back when it completes. Requires continues() and !full().
  Ticket admit(Slot slot, std::int64_t offset, std::uint16_t pieces, std::int64_t at_us);

  struct Acknowledged {
    bool valid = false;     // false: the ticket is void (its partition was closed or rewound)
    bool complete = false;  // this was the record's last piece
    Slot slot;
    std::int64_t at_us = 0;
  };
  /// One piece of the ticket's record was acknowledged by the broker.
  Acknowledged acknowledge(Ticket ticket) noexcept;
  /// The slot of a ticket that is still valid.
  [[nodiscard]] std::optional<Slot> slot_of(Ticket ticket) const noexcept;

  /// Forgets every record that is not committable, voids their tickets and gives the offset to read
  /// again from: the oldest incomplete record, else the next one. Nothing was admitted: nullopt.
  std::optional<std::int64_t> rewind(Slot slot) noexcept;

  /// Appends each partition whose committable offset moved since the last take.
  void take_committable(std::vector<Committable>& out);
  /// A commit of the partition failed: take_committable gives it again.
  void commit_failed(Slot slot) noexcept;
  /// What was taken is committed for good: revert() goes back no further.
  void confirm_taken() noexcept;
  /// Forgets every record since the last confirm_taken(), acknowledged or not, voids their tickets and gives
  /// the offset to read again from; nullopt when there is none to read again.
  std::optional<std::int64_t> revert(Slot slot) noexcept;
  /// The next offset to commit; nullopt when nothing was completed since open.
  [[nodiscard]] std::optional<std::int64_t> committable(Slot slot) const noexcept;
  /// committable(), else where reading started; -1 when unknown.
  [[nodiscard]] std::int64_t position(Slot slot) const noexcept;

 private:
  struct Entry {
    std::int64_t offset;
    std::int64_t at_us;
    std::uint16_t pieces;  // acknowledgements outstanding
  };
  struct Partition {
    PartitionId id;
    bool open = false;
    std::uint16_t epoch = 0;           // voids tickets
    std::uint32_t head = 0, tail = 0;  // sequence numbers of the oldest entry and of the next
    std::vector<Entry> ring;           // power-of-two size
    std::int64_t next_admitted = 0;    // lowest offset that continues
    std::int64_t mark = -1;            // committable; -1: nothing yet
    std::int64_t taken = -1;           // mark at the last take
    std::int64_t confirmed = -1;       // mark at the last confirm_taken()
    std::int64_t first_offset = -1;    // oldest offset admitted since open
    std::int64_t start = -1;
  };
  void grow(Partition& partition);
  static void advance(Partition& partition) noexcept;
  [[nodiscard]] const Partition* resolve(Ticket ticket) const noexcept;

  std::uint32_t tracked_max_;
  std::vector<Partition> partitions_;
  mutable std::uint16_t last_found_ = 0;
};

}  // namespace ordergate::daemon
