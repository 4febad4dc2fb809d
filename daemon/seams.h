// The seams of a worker, and its only virtual interfaces: where orders come from, where verdicts go, where
// offsets are kept, and what makes verdicts and offsets one. Kafka stands behind them in the daemon, fakes in
// the unit tests. All calls come from the worker's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "daemon/record.h"

namespace ordergate::daemon {

/// The next offset to read of a partition.
struct PartitionOffset {
  PartitionId id;
  std::int64_t next_offset = -1;
  std::string note = {};  // kept beside it
};

/// What a poll of the source brought.
enum class Poll : std::uint8_t {
  record,  // the record was filled in
  end,    // nothing more lies in the record's partition now; its offset is the last one before the end, which
          // may be behind the last record (a transaction's marker). The rest of the record is not filled in
  quiet,  // nothing within the time given (a rebalance may have been served)
  fatal,  // the consumer is of no more use; last_error() says why
};

/// Called inside OrderSource::poll and close when partitions come and go.
struct AssignmentHooks {
  /// With the offset that reading starts at; -1: the oldest there is.
  std::function<void(std::span<const PartitionOffset>)> assigned;
  /// `lost`: another member may already own them, so nothing may be committed any more.
  std::function<void(std::span<const PartitionId>, bool lost)> revoked;
  /// The partition cannot be read (its committed offset is out of range): it stands still until restart.
  std::function<void(const PartitionId&, const std::string& why)> halted;
};

/// Orders, one at a time, in offset order within each partition.
class OrderSource {
 public:
  virtual ~OrderSource() = default;
  virtual void set_hooks(AssignmentHooks hooks) = 0;
  virtual Poll poll(std::chrono::milliseconds timeout, Record& record) = 0;
  /// A paused partition gives no records, even after it was revoked and assigned again; polling still serves
  /// rebalances. Resuming one that is not paused does nothing.
  virtual void pause(std::span<const PartitionId> partitions) = 0;
  virtual void resume(std::span<const PartitionId> partitions) = 0;
  /// The next record of the (paused) partition will be the one at `offset`. False: try again later.
  virtual bool seek(const PartitionId& partition, std::int64_t offset) = 0;
  /// One past the last record of the partition, as last heard; -1 when unknown. Never waits.
  virtual std::int64_t end_offset(const PartitionId& partition) = 0;
  /// Gives the partitions back (the revoked hook is called) and leaves the group.
  virtual void close() = 0;
  [[nodiscard]] virtual std::string last_error() const = 0;
};

enum class Produce : std::uint8_t {
  accepted,  // exactly one Delivery will follow, whatever becomes of it
  refused,   // not taken (no room, too large, unknown topic); last_error() says why; no Delivery follows
};

/// Records to write. Deliveries come in no particular order across partitions.
class VerdictSink {
 public:
  virtual ~VerdictSink() = default;
  virtual Produce produce(const OutgoingRecord& record) = 0;
  /// Waits at most `timeout` for deliveries and appends them.
  virtual void serve(std::chrono::milliseconds timeout, std::vector<Delivery>& deliveries) = 0;
  /// Records produced whose delivery was not yet given, and their bytes.
  [[nodiscard]] virtual std::size_t in_flight() const noexcept = 0;
  [[nodiscard]] virtual std::size_t in_flight_bytes() const noexcept = 0;
  /// The producer is of no more use.
  [[nodiscard]] virtual bool broken() const noexcept = 0;
  [[nodiscard]] virtual std::string last_error() const = 0;
};

/// Keeps the group's offsets.
class OffsetStore {
 public:
  virtual ~OffsetStore() = default;
  /// `wait`: returns when the broker answered; false when it refused or did not. Otherwise returns at
  /// once, and refusals come through take_failed().
  virtual bool commit(std::span<const PartitionOffset> offsets, bool wait) = 0;
  /// Appends the partitions whose commit failed since the last call.
  virtual void take_failed(std::vector<PartitionId>& failed) = 0;
};

/// What became of a step of a transaction.
enum class Step : std::uint8_t {
  done,
  again,   // not known yet: the same call again
  abort,   // the transaction can only be aborted
  broken,  // the producer is of no more use, and whether the transaction was committed is not known
};

/// Exactly once: what the sink takes between begin() and commit(), and the offsets, become visible together
/// or not at all. Deliveries of an aborted transaction may never be given.
class Transactions {
 public:
  virtual ~Transactions() = default;
  /// Before the first begin(): ends what a former producer of the same name left open, and fences it.
  virtual Step start(std::chrono::milliseconds timeout) = 0;
  virtual Step begin() = 0;
  virtual Step send_offsets(std::span<const PartitionOffset> offsets) = 0;
  virtual Step commit() = 0;
  virtual Step abort() = 0;
  /// Broken because a producer of the same name took over, or because the broker gave up on a transaction
  /// that took too long: the two cannot be told apart here.
  [[nodiscard]] virtual bool fenced() const = 0;
  [[nodiscard]] virtual std::string last_error() const = 0;
};

}  // namespace ordergate::daemon
