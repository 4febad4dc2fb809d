// The worker's own proof, beside its ledger and from other evidence: a partition's offsets are accounted for
// one after another, from where reading started, each by a record whose every written piece the broker
// acknowledged, by a record without a value, or by a gap of the log that was told of. What is not proved is
// not committed.
//
// The ledger counts pieces; the audit knows which topics they went to. One thread; knows nothing of Kafka.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "daemon/offset_ledger.h"
#include "daemon/record.h"

namespace ordergate::daemon {

/// The topics that a record's pieces were written to.
class Pieces {
 public:
  void add(OutputTopic topic) noexcept { bits_ |= bit(topic); }
  void remove(OutputTopic topic) noexcept { bits_ &= static_cast<std::uint8_t>(~bit(topic)); }
  [[nodiscard]] bool none() const noexcept { return bits_ == 0; }

 private:
  static std::uint8_t bit(OutputTopic topic) noexcept {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(topic));
  }
  std::uint8_t bits_ = 0;
};

class DeliveryAudit {
 public:
  /// `start`: the offset that reading starts at, -1 when unknown; the first record then says it.
  void open(Slot slot, std::int64_t start);
  void close(Slot slot) noexcept;
  /// A record was admitted that continues the partition at `from`; offsets between the two are a gap.
  /// `written`: the pieces that its answer was handed over in; none for a record that needs no answer.
  /// Tickets of one partition count up in their low 32 bits until it is closed or read again.
  void admitted(Slot slot, Ticket ticket, std::int64_t from, std::int64_t offset, Pieces written);
  /// The broker acknowledged what was written to the topic. A ticket that is not known any more is passed
  /// over.
  void acknowledged(Slot slot, Ticket ticket, OutputTopic topic);
  /// What lies at `offset` and above is read again: it is owed again.
  void read_again(Slot slot, std::int64_t offset) noexcept;
  /// One past the last offset of the proof; -1: nothing yet.
  [[nodiscard]] std::int64_t proven(Slot slot) const noexcept { return partitions_[slot.index].proven; }
  /// Whether everything below `next_offset` is accounted for.
  [[nodiscard]] bool proves(Slot slot, std::int64_t next_offset) const noexcept {
    return next_offset <= proven(slot);
  }
  /// An offset was committed (at least once: handed over to be), proven or not.
  void committed(Slot slot, std::int64_t next_offset) noexcept {
    partitions_[slot.index].committed = next_offset;
  }
  /// Offsets that are committed and not proven; 0 unless something is wrong.
  [[nodiscard]] std::int64_t unproven(Slot slot) const noexcept;

 private:
  struct Owed {
    Ticket ticket;
    std::int64_t from, offset;
    Pieces missing;
  };
  struct Partition {
    std::deque<Owed> owed;  // in the order of admission
    std::int64_t proven = -1, committed = -1;
    std::int64_t again_at = -1, again_from = -1;  // the record read again at again_at continued at again_from
  };
  static void advance(Partition& partition) noexcept;

  std::vector<Partition> partitions_;  // by slot
};

}  // namespace ordergate::daemon
