// Numbers that one worker thread writes and the scrape thread reads: relaxed atomics, no read-modify-write
// instruction, no lock.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/record.h"
#include "screening/screen_stats.h"

namespace ordergate::daemon {

/// A counter or gauge with one writer.
class Cell {
 public:
  void add(std::uint64_t n = 1) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  void set(std::uint64_t n) noexcept { value_.store(n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t get() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// Upper bounds of the time buckets, in microseconds; one more bucket takes the rest.
inline constexpr std::array<std::uint32_t, 20> kTimeBucketsUs = {
    1,     2,     5,      10,     20,     50,      100,     200,     500,       1'000,
    2'000, 5'000, 10'000, 20'000, 50'000, 100'000, 200'000, 500'000, 1'000'000, 10'000'000};

/// Upper bounds of the buckets for the age of orders, in milliseconds: they may have waited for days.
inline constexpr std::array<std::uint32_t, 14> kAgeBucketsMs = {
    5, 20, 50, 100, 200, 500, 1'000, 2'000, 5'000, 10'000, 60'000, 600'000, 3'600'000, 86'400'000};

/// Upper bounds of the buckets for the scores of matches.
inline constexpr std::array<std::uint32_t, 8> kScoreBuckets = {75, 80, 85, 88, 91, 94, 97, 100};

/// Counts of values up to each of `Bounds`, in their unit; one writer.
template <const auto& Bounds>
class Histogram {
 public:
  void observe(std::uint64_t value) noexcept {
    std::size_t at = 0;
    while (at < Bounds.size() && value > Bounds[at]) ++at;
    buckets_[at].add();
    sum_.add(value);
  }
  [[nodiscard]] std::uint64_t bucket(std::size_t i) const noexcept { return buckets_[i].get(); }
  [[nodiscard]] std::uint64_t sum() const noexcept { return sum_.get(); }

 private:
  std::array<Cell, Bounds.size() + 1> buckets_;
  Cell sum_;
};
using AgeHistogram = Histogram<kAgeBucketsMs>;
using ScoreHistogram = Histogram<kScoreBuckets>;

/// How long something took, with one writer.
class TimeHistogram {
 public:
  void observe_ns(std::uint64_t ns) noexcept;
  [[nodiscard]] std::uint64_t bucket(std::size_t i) const noexcept { return buckets_[i].get(); }
  [[nodiscard]] std::uint64_t sum_ns() const noexcept { return sum_ns_.get(); }

 private:
  std::array<Cell, kTimeBucketsUs.size() + 1> buckets_;
  Cell sum_ns_;
};

/// Counts by a label that is not known beforehand (rule, error code), bounded: labels past the bound
/// count as "other". One writer; readers see each label whole.
class LabelCounts {
 public:
  static constexpr std::size_t kLabelsMax = 384;
  LabelCounts();
  void add(std::string_view label) noexcept;
  /// Label and count, in the order the labels first came.
  [[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> read() const;

 private:
  static constexpr std::size_t kIndexSize = 1024;  // a power of two above kLabelsMax
  static constexpr std::size_t kLabelBytesMax = 63;
  struct Entry {
    std::array<char, kLabelBytesMax + 1> name{};
    Cell count;
  };
  std::unique_ptr<Entry[]> entries_;
  std::array<std::uint16_t, kIndexSize> index_{};  // entry + 1; 0 is free
  std::atomic<std::uint32_t> size_{0};
  Cell other_;
};

/// One partition as its worker last saw it.
struct PartitionReport {
  PartitionId id;
  std::int64_t lag = -1;        // messages after the committable offset; -1 unknown
  std::int64_t committed = -1;  // the last offset handed to a commit
  std::string halted;           // why it stands still; empty: it does not
  std::int64_t lag_ms = -1;     // age of the orders being read, 0 when none waits; -1 unknown
  std::int64_t unproven = 0;    // offsets committed of which the audit has no proof
};

/// What keeps a worker from being ready; empty texts mean nothing does. Changes seldom, so under a lock.
struct WorkerReport {
  bool joined = false;  // the group gave it an assignment, be it an empty one
  std::vector<PartitionReport> partitions;
  std::string trouble;  // delivery or broker trouble
};

/// What one Kafka client of a worker tells.
struct ClientCounters {
  Cell errors, fatal_errors;
  Cell round_trip_us;  // 0: not known yet
};

/// What became of a gap in the offsets of a partition.
enum class GapOutcome : std::uint8_t {
  explained,    // read again from its beginning, the same record came: nothing is in it
  unchecked,    // of a partition in which another one was explained a short while ago
  repaired,     // records came that had been passed over
  unexplained,  // something else came each time: the partition is halted
};
inline constexpr std::size_t kGapOutcomeCount = 4;
using GapCounts = std::array<Cell, kGapOutcomeCount>;

/// Kinds of orders; one more counts the records that are none.
inline constexpr std::size_t kOrderKindCount = 7;

/// All numbers of one worker.
struct WorkerCounters {
  std::array<Cell, 3> verdicts;                                 // by Decision
  std::array<std::array<Cell, 3>, kOrderKindCount + 1> orders;  // by OrderKind, then Decision
  LabelCounts findings;                                         // by rule
  LabelCounts held;                                             // by rule or error code
  LabelCounts errors;                                           // by error code
  LabelCounts matches;                                          // by list
  LabelCounts decisions_ended;                                  // by decisions::EndReason
  LabelCounts dead_letter_codes;                                // by error code
  ScoreHistogram match_scores;
  Cell decisions_applied;  // findings that a clearance made an annotation of
  Cell unknown_keys, parties_asked, parties_remembered, candidates;
  AgeHistogram order_age;  // from the record's own timestamp to reading it, every record that has one
  ClientCounters consumer, producer;
  std::array<TimeHistogram, kScreenStageCount> screen_stage_times;  // one record in kStageSample
  TimeHistogram poll_time;                                          // of records that were there already
  Cell consumed, consumed_bytes, tombstones, deletes, unread_values, dead_letters, dead_letters_without_value,
      compact_verdicts;
  GapCounts offset_gaps;  // by GapOutcome
  Cell unproven_commits;  // refused by the audit
  Cell delivery_failures, deliveries_without_offset, rewinds, repeated_records, postponed_records;
  Cell delivery_failing;  // 1: one failed a short while ago
  Cell poison_orders;     // not screened: the process died at them before
  Cell transaction_aborts, commits, commit_failures, assignments, revocations, losses, rebuilds,
      backpressure_waits;
  Cell in_flight, in_flight_bytes;
  TimeHistogram screen_time, encode_time, produce_time;  // one record in kStageSample
  TimeHistogram poll_to_acknowledged_time;               // every record
  Cell heartbeat;                                        // loop turns
  Cell heartbeat_ms;                                     // steady clock of the last turn
  Cell progress_ms;       // steady clock of the last acknowledgement, or when nothing waited
  Cell snapshot_version;  // the snapshot adopted
  Cell consumer_broker_up, producer_broker_up;  // 1: a connection to a broker stands

  void publish(WorkerReport report);
  [[nodiscard]] WorkerReport report() const;

 private:
  mutable std::mutex mutex_;
  WorkerReport report_;
};

/// Records between two whose stages are timed.
inline constexpr std::uint32_t kStageSample = 64;

}  // namespace ordergate::daemon
