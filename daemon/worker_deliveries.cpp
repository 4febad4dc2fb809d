// The other half of a worker: acknowledgements, commits, failures, rebalances, reports.
#include <algorithm>

#include "daemon/log.h"
#include "daemon/worker.h"

namespace ordergate::daemon {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kReportInterval{1'000};

std::int64_t steady_us() {
  return duration_cast<std::chrono::microseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

void Worker::take_deliveries(milliseconds wait) {
  deliveries_.clear();
  sink_.serve(wait, deliveries_);
  if (sink_.broken()) broken_ = true;
  if (deliveries_.empty()) return;
  const std::int64_t now_us = steady_us();
  for (const Delivery& delivery : deliveries_) {
    if (tracer_ != nullptr) tracer_->delivered(delivery);
    if (!delivery.acknowledged) {
      fail(delivery.ticket);
      continue;
    }
    const OffsetLedger::Acknowledged done = ledger_.acknowledge(delivery.ticket);
    if (done.valid) audit_.acknowledged(done.slot, delivery.ticket, delivery.topic);
    if (!done.complete) continue;
    ++completed_since_commit_;
    if (transactions_ == nullptr) flow_.progressed(done.slot);
    counters_.poll_to_acknowledged_time.observe_ns(static_cast<std::uint64_t>(now_us - done.at_us) * 1000);
  }
  counters_.progress_ms.set(static_cast<std::uint64_t>(now_us / 1000));
}

/// Something written for an order was not acknowledged: nothing after it may be committed, so the partition
/// is read again from the oldest order without an acknowledgement.
void Worker::fail(Ticket ticket) {
  counters_.delivery_failures.add();
  note_failing();
  if (tracer_ != nullptr) tracer_->failed(ticket);
  const std::optional<Slot> slot = ledger_.slot_of(ticket);
  if (!slot) return;  // of an earlier assignment, or the partition is being read again already
  if (transactions_ != nullptr) {
    spoiled_ = true;
    culprits_.push_back(*slot);
    return;
  }
  counters_.rewinds.add();
  if (const std::optional<std::int64_t> offset = ledger_.rewind(*slot)) {
    audit_.read_again(*slot, *offset);
    if (settings_.chain) chain_.read_again(*slot, *offset);
    flow_.read_again(*slot, *offset, now_);
  }
}

void Worker::note_failing() {
  history_->failing.seen(now_);
  counters_.delivery_failing.set(1);
}

void Worker::look_at_failing() {
  const std::optional<milliseconds> failed_for = history_->failing.over(now_);
  if (failed_for)
    log::info("deliveries succeed again",
              {{"failed_for_s", duration_cast<std::chrono::seconds>(*failed_for).count()}});
  counters_.delivery_failing.set(history_->failing.lasts() ? 1 : 0);
}

bool Worker::take_proven() {
  committables_.clear();
  to_commit_.clear();
  ledger_.take_committable(committables_);
  const auto proven = [this](const Committable& claim) {
    return audit_.proves(claim.slot, claim.next_offset);
  };
  const auto doubtful = std::stable_partition(committables_.begin(), committables_.end(), proven);
  const bool all = doubtful == committables_.end();
  std::for_each(doubtful, committables_.end(), [this](const Committable& claim) { distrust(claim); });
  committables_.erase(doubtful, committables_.end());
  for (const Committable& each : committables_) {
    to_commit_.push_back({ledger_.partition(each.slot), each.next_offset});
    if (settings_.chain) to_commit_.back().note = link_note(chain_.link_at(each.slot, each.next_offset));
  }
  return all;
}

/// Ledger and audit disagree, so one of them is wrong: nothing of this partition is committed any more, and a
/// restart reads it again from the last commit that both agreed on.
void Worker::distrust(const Committable& claim) {
  if (!flow_.halted(claim.slot).empty()) return;
  counters_.unproven_commits.add();
  const PartitionId& id = ledger_.partition(claim.slot);
  log::error(
      "partition halted: not all that is to be committed was acknowledged; nothing of it is committed any "
      "more",
      {{"topic", id.topic},
       {"partition", id.partition},
       {"offset", claim.next_offset},
       {"acknowledged_to", audit_.proven(claim.slot)}});
  flow_.halt(claim.slot, "what is to be committed was not all acknowledged");
}

bool Worker::commit(bool wait) {
  committed_at_ = now_;
  completed_since_commit_ = 0;
  const bool proven = take_proven();
  if (committables_.empty()) return proven;
  counters_.commits.add();
  const bool done = offsets_.commit(to_commit_, wait);
  if (!done) counters_.commit_failures.add();
  for (const Committable& each : committables_) {
    done ? audit_.committed(each.slot, each.next_offset) : ledger_.commit_failed(each.slot);
    if (done && settings_.chain) chain_.committed(each.slot, each.next_offset);
  }
  return done && proven;
}

void Worker::commit_if_due() {
  std::vector<PartitionId> failed;
  offsets_.take_failed(failed);
  for (const PartitionId& partition : failed) {
    counters_.commit_failures.add();
    if (const auto slot = ledger_.find(partition.topic, partition.partition)) ledger_.commit_failed(*slot);
  }
  if (now_ - committed_at_ >= settings_.commit_interval ||
      completed_since_commit_ >= settings_.commit_records)
    commit(false);
}

bool Worker::drain(milliseconds limit) {
  const SteadyTime give_up = steady_clock::now() + limit;
  while (sink_.in_flight() > 0 && steady_clock::now() < give_up) {
    take_deliveries(milliseconds{10});
    counters_.heartbeat_ms.set(static_cast<std::uint64_t>(steady_us() / 1000));
  }
  const bool acknowledged = sink_.in_flight() == 0;
  if (transactions_ != nullptr) {
    if (!in_transaction_) return acknowledged;
    if (acknowledged && !spoiled_) return commit_transaction();
    abort_transaction();
    return false;
  }
  // Commits that were handed over without waiting may still fail: hand over everything once more.
  for (const Slot slot : ledger_.open_slots()) ledger_.commit_failed(slot);
  return commit(true) && acknowledged;
}

void Worker::on_assigned(std::span<const PartitionOffset> partitions) {
  counters_.assignments.add();
  for (const PartitionOffset& each : partitions) {
    if (ledger_.find(each.id.topic, each.id.partition)) continue;
    const Slot slot = ledger_.open(each.id.topic, each.id.partition, each.next_offset);
    audit_.open(slot, each.next_offset);
    if (settings_.chain) chain_.open(slot, each.note);
    flow_.open(slot);
    if (slot.index >= lag_clocks_.size()) {
      lag_clocks_.resize(slot.index + 1U);
      answered_to_.resize(slot.index + 1U);
      waits_for_.resize(slot.index + 1U);
    }
    waits_for_[slot.index].clear();
    lag_clocks_[slot.index].start(unix_ms(wall_time_));
    std::int64_t& answered_to = history_->answered_to[{each.id.topic, each.id.partition}];
    // A topic that was made anew begins anew; what may be read again is not so much.
    if (each.next_offset >= 0 && answered_to - each.next_offset > settings_.tracked_per_partition_max)
      answered_to = 0;
    answered_to_[slot.index] = &answered_to;
    source_.resume({&each.id, 1});  // one that was paused when it was revoked comes back paused
  }
  joined_ = true;
  flow_.apply(now_);
  report();
}

void Worker::on_revoked(std::span<const PartitionId> partitions, bool lost) {
  (lost ? counters_.losses : counters_.revocations).add();
  if (!lost && !broken_) drain(settings_.revoke_drain_max);
  if (lost && !broken_ && in_transaction_) abort_transaction();
  for (const PartitionId& partition : partitions) {
    const std::optional<Slot> slot = ledger_.find(partition.topic, partition.partition);
    if (!slot) continue;
    flow_.close(*slot);
    audit_.close(*slot);
    chain_.close(*slot);
    ledger_.close(*slot);
  }
  joined_ = false;
  report();
}

void Worker::on_halted(const PartitionId& partition, const std::string& why) {
  if (const auto slot = ledger_.find(partition.topic, partition.partition)) flow_.halt(*slot, why);
  report();
}

void Worker::report_if_due() {
  const auto now_ms = duration_cast<milliseconds>(now_.time_since_epoch()).count();
  counters_.heartbeat.add();
  counters_.heartbeat_ms.set(static_cast<std::uint64_t>(now_ms));
  counters_.in_flight.set(sink_.in_flight());
  counters_.in_flight_bytes.set(sink_.in_flight_bytes());
  if (now_ - reported_at_ < kReportInterval) return;
  report();
}

std::int64_t Worker::lag_ms(Slot slot, std::int64_t lag) {
  if (lag < 0) return -1;
  LagClock& clock = lag_clocks_[slot.index];
  if (lag > 0) return clock.behind_ms(unix_ms(wall_time_));
  clock.caught_up(unix_ms(wall_time_));
  return 0;
}

void Worker::report() {
  reported_at_ = now_;
  look_at_failing();
  WorkerReport report;
  report.joined = joined_;
  bool waiting = false;
  std::string waits_for;
  for (const Slot slot : ledger_.open_slots()) {
    PartitionReport partition;
    partition.id = ledger_.partition(slot);
    partition.committed = ledger_.committable(slot).value_or(-1);
    const std::int64_t end = source_.end_offset(partition.id);
    const std::int64_t position = ledger_.position(slot);
    if (end >= 0 && position >= 0) partition.lag = std::max<std::int64_t>(0, end - position);
    partition.lag_ms = lag_ms(slot, partition.lag);
    partition.halted = flow_.halted(slot);
    if (waits_for.empty()) waits_for = waits_for_[slot.index];
    partition.unproven = audit_.unproven(slot);
    waiting = waiting || (partition.lag > 0 && partition.halted.empty());
    report.partitions.push_back(std::move(partition));
  }
  if (!waiting) counters_.progress_ms.set(static_cast<std::uint64_t>(steady_us() / 1000));
  if (broken_)
    report.trouble = sink_.last_error().empty() ? source_.last_error() : sink_.last_error();
  else if (!waits_for.empty())
    report.trouble = waits_for;
  else if (transactions_ != nullptr && flow_.failing() > 0 && sink_.last_error().empty())
    report.trouble = "transactions are not being committed: " + transactions_->last_error();
  else if (flow_.failing() > 0)
    report.trouble = "verdicts are not being delivered: " + sink_.last_error();
  else if (report.partitions.empty())
    report.trouble = source_.last_error();
  counters_.publish(std::move(report));
}

}  // namespace ordergate::daemon
