#include "daemon/worker.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "daemon/counting.h"
#include "daemon/outgoing.h"
#include "order/encoder.h"

namespace ordergate::daemon {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;

/// An order writes its verdict, the copy by outcome and the dead letter.
constexpr std::size_t kPiecesMax = 3;
/// Of what an order carries; the second where it is traced.
constexpr std::array kReplacedHeaders = {kVerdictHeader, tracing::kTraceparent};
constexpr VerdictError kPoisonError{"not_screened",
                                    "the process died twice at this record: a person must look at it", ""};

std::int64_t steady_us(SteadyTime at) {
  return duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count();
}

OutputTopic outcome_topic(Decision decision) noexcept {
  switch (decision) {
    case Decision::allow:
      return OutputTopic::allow;
    case Decision::hold:
      return OutputTopic::hold;
    case Decision::deny:
      return OutputTopic::deny;
  }
  return OutputTopic::hold;
}

/// Adds the time since the last lap to a histogram; does nothing for records that are not sampled.
class StageClock {
 public:
  explicit StageClock(bool sampled) : sampled_(sampled) {
    if (sampled_) last_ = steady_clock::now();
  }
  void lap(TimeHistogram& histogram) {
    if (!sampled_) return;
    const SteadyTime now = steady_clock::now();
    histogram.observe_ns(static_cast<std::uint64_t>(duration_cast<nanoseconds>(now - last_).count()));
    last_ = now;
  }

 private:
  bool sampled_;
  SteadyTime last_{};
};

}  // namespace

Worker::Worker(OrderSource& source, VerdictSink& sink, OffsetStore& offsets, ScreeningStage stage,
               const WorkerSettings& settings, WorkerCounters& counters, Transactions* transactions)
    : source_(source),
      sink_(sink),
      offsets_(offsets),
      stage_(std::move(stage)),
      settings_(settings),
      counters_(counters),
      transactions_(transactions),
      ledger_(settings.tracked_per_partition_max),
      flow_(source, ledger_, settings.retry_delay, counters.offset_gaps),
      own_history_(settings.delivery_quiet) {
  source_.set_hooks(
      {[this](std::span<const PartitionOffset> partitions) { on_assigned(partitions); },
       [this](std::span<const PartitionId> partitions, bool lost) { on_revoked(partitions, lost); },
       [this](const PartitionId& partition, const std::string& why) { on_halted(partition, why); }});
  read_clocks();
  committed_at_ = reported_at_ = now_;
}

WorkerEnd Worker::run(const std::atomic<bool>& stop) {
  if (transactions_ == nullptr || start_transactions(stop))
    while (!stop.load(std::memory_order_relaxed) && !broken_) turn();
  const bool drained = broken_ ? transactions_ == nullptr && commit(true) : drain(settings_.stop_drain_max);
  report();
  if (broken_ && transactions_ != nullptr && transactions_->fenced()) listen_for_successor(stop);
  source_.close();
  if (tracer_ != nullptr) tracer_->abandon();
  if (broken_) return WorkerEnd::broken;
  return drained ? WorkerEnd::drained : WorkerEnd::undrained;
}

bool Worker::turn() {
  read_clocks();
  stage_.refresh();
  take_deliveries(milliseconds{0});
  if (reading_held())
    wait_for_room();
  else
    take_batch();
  flow_.hold_all(reading_held() && flow_.holding_all());
  flow_.apply(now_);
  transactions_ != nullptr ? transact_if_due() : commit_if_due();
  report_if_due();
  return !broken_;
}

/// The data path: poll, then for each record screen, encode, produce; acknowledgements come in
/// take_deliveries().
void Worker::take_batch() {
  milliseconds wait = sink_.in_flight() == 0 ? settings_.poll_wait : settings_.poll_wait_in_flight;
  Record record;
  for (std::uint32_t i = 0; i < settings_.batch_records_max && !broken_ && !window_full(); ++i) {
    if (tracer_ != nullptr) tracer_->poll_begins();
    StageClock clock(wait.count() == 0 && sample_ % kStageSample == 0);
    switch (source_.poll(wait, record)) {
      case Poll::end:
        reach_end(record);
        break;
      case Poll::quiet:
        return;
      case Poll::fatal:
        broken_ = true;
        return;
      case Poll::record:
        clock.lap(counters_.poll_time);
        if (wait.count() > 0) read_clocks();
        wait = milliseconds{0};
        if (tracer_ != nullptr) tracer_->record_read(record);
        handle(record);
    }
  }
}

void Worker::handle(const Record& record) {
  const std::optional<Slot> slot = ledger_.find(record.topic, record.partition);
  if (!slot || !flow_.accepts(*slot, record.offset)) {
    counters_.repeated_records.add();
    if (flow_.astray()) broken_ = true;
    return;
  }
  if (!ensure_transaction()) return;
  if (!record.value) return skip_tombstone(*slot, record.offset);
  if (postponed(*slot, record)) return;

  lag_clocks_[slot->index].read(record.timestamp_ms, unix_ms(wall_time_));
  mark_.set(record);
  answer(*slot, record);
  mark_.clear();
}

/// A record that must wait is as good as not polled: nothing behind it is read before it.
bool Worker::postponed(Slot slot, const Record& record) {
  if (!stage_.must_wait) return false;
  std::optional<std::string> why = stage_.must_wait(record);
  waits_for_[slot.index] = why.value_or("");
  if (!why) return false;
  flow_.postpone(slot, record.offset, now_);
  counters_.postponed_records.add();
  return true;
}

void Worker::answer(Slot slot, const Record& record) {
  const bool poison = mark_.deaths(record) >= kDeathsMax;
  first_reading_ = first_reading(slot, record.offset);
  stats_.timed = sample_++ % kStageSample == 0;
  StageClock clock(stats_.timed);
  std::optional<Verdict> judged = judge(record, poison);
  if (!judged) return skip_no_order(slot, record);
  Verdict& verdict = *judged;
  clock.lap(counters_.screen_time);
  traced_ = tracer_ != nullptr && tracer_->screened(record, verdict);
  if (settings_.chain) verdict.chain = chain_.link(slot);
  encode(record, verdict);
  if (settings_.chain) chain_.add(slot, record.offset, text_);
  clock.lap(counters_.encode_time);
  write(slot, record, verdict, poison || is_no_order(verdict));
  clock.lap(counters_.produce_time);
  if (first_reading_)
    count_order(record, verdict, stats_, unix_ms(wall_time_) - record.timestamp_ms, counters_);
}

/// False for a record that is read again because what was written for it failed: it was counted before.
bool Worker::first_reading(Slot slot, std::int64_t offset) noexcept {
  const bool first = offset >= *answered_to_[slot.index];
  if (first) *answered_to_[slot.index] = offset + 1;
  return first;
}

void Worker::skip_tombstone(Slot slot, std::int64_t offset) {
  pass_over(slot, offset);
  counters_.consumed.add();
  counters_.tombstones.add();
}

/// A change stream tells of rows that are gone, too.
void Worker::skip_no_order(Slot slot, const Record& record) {
  pass_over(slot, record.offset);
  if (!first_reading_) return;
  counters_.consumed.add();
  counters_.consumed_bytes.add(record.value.value_or("").size());
  counters_.deletes.add();
}

/// What lies between the last record and the end holds no order. It is committed as well: a partition that
/// ends so is not behind, and its committed offset does not fall out of a log that is cleaned.
void Worker::reach_end(const Record& end) {
  const std::optional<Slot> slot = ledger_.find(end.topic, end.partition);
  if (!slot) return;
  if (flow_.accepts_end(*slot, end.offset) && ensure_transaction()) pass_over(*slot, end.offset);
  if (flow_.astray()) broken_ = true;
}

/// Nothing up to `offset` needs an answer.
void Worker::pass_over(Slot slot, std::int64_t offset) {
  const std::int64_t from = continued_from(slot, offset);
  audit_.admitted(slot, ledger_.admit(slot, offset, 0, steady_us(now_)), from, offset, {});
  ++completed_since_commit_;
}

std::optional<Verdict> Worker::judge(const Record& record, bool poison) {
  RecordContext context;
  context.source.topic = record.topic;
  context.source.partition = record.partition;
  context.source.offset = record.offset;
  context.today = day_of(wall_time_);
  context.live = true;
  context.stats = &stats_;
  if (poison) {
    if (first_reading_) counters_.poison_orders.add();
    stats_.kind = std::nullopt;
    return stage_.refuse(*record.value, context, kPoisonError);
  }
  const Verdict* const verdict = stage_.screen(record, context);
  if (verdict == nullptr) return std::nullopt;
  if (first_reading_) counters_.unread_values.add(stats_.unread_values);
  return stage_.hold_everything() ? held_for_stale_lists(*verdict) : *verdict;
}

void Worker::encode(const Record& record, Verdict& verdict) {
  text_.clear();
  encode_verdict(verdict, stage_.snapshot_json(), unix_ms(wall_time_), text_);
  if (record_bytes(verdict_record(record, verdict)) <= settings_.outgoing_bytes_max) return;
  verdict = compacted(verdict);
  if (first_reading_) counters_.compact_verdicts.add();
  text_.clear();
  encode_verdict(verdict, stage_.snapshot_json(), unix_ms(wall_time_), text_);
}

/// The key is the order's key, else its id, else none.
OutgoingRecord Worker::verdict_record(const Record& record, const Verdict& verdict) const noexcept {
  OutgoingRecord out;
  out.key = record.key;
  if (!out.key && !verdict.order_id.empty()) out.key = verdict.order_id;
  out.value = text_;
  out.headers = record.headers;
  out.replaced_headers = std::span(kReplacedHeaders).first(traced_ ? 2 : 1);
  return out;
}

void Worker::write(Slot slot, const Record& record, const Verdict& verdict, bool dead_letter) {
  const std::array<Header, 2> added = {
      {{kVerdictHeader, to_string(verdict.decision)}, traced_ ? tracer_->header() : Header{}}};
  OutgoingRecord out = verdict_record(record, verdict);
  out.added_headers = std::span(added).first(traced_ ? 2 : 1);
  leave_out(out, settings_.outgoing_bytes_max);

  const OutputTopic outcome = outcome_topic(verdict.decision);
  const bool copy = settings_.written[static_cast<std::size_t>(outcome)];
  const auto pieces = static_cast<std::uint16_t>(1 + (copy ? 1 : 0) + (dead_letter ? 1 : 0));
  const std::int64_t from = continued_from(slot, record.offset);
  out.ticket = ledger_.admit(slot, record.offset, pieces, steady_us(now_));
  if (traced_) tracer_->written(out.ticket, pieces, dead_letter);

  written_ = {};
  bool accepted = produce(out);
  if (accepted && copy) {
    out.topic = outcome;
    accepted = produce(out);
  }
  if (accepted && dead_letter) accepted = write_dead_letter(record, verdict, out.ticket);
  audit_.admitted(slot, out.ticket, from, record.offset, written_);
  if (!accepted) fail(out.ticket);
}

/// Where a record continues its partition: at its own offset, or at the beginning of a gap before it.
std::int64_t Worker::continued_from(Slot slot, std::int64_t offset) const noexcept {
  const std::int64_t from = ledger_.next_expected(slot);
  return from < 0 ? offset : from;
}

bool Worker::write_dead_letter(const Record& record, const Verdict& verdict, Ticket ticket) {
  const DeadLetterHeaders added(record, verdict);
  const OutgoingRecord out = dead_letter_of(record, added, ticket, settings_.outgoing_bytes_max);
  if (first_reading_) {
    counters_.dead_letters.add();
    counters_.dead_letter_codes.add(verdict.error.code);
    if (!out.value) counters_.dead_letters_without_value.add();
  }
  return produce(out);
}

bool Worker::produce(const OutgoingRecord& record) {
  written_.add(record.topic);  // owed from now on, taken or not
  return sink_.produce(record) == Produce::accepted;
}

bool Worker::window_full() const noexcept {
  return sink_.in_flight() + kPiecesMax > settings_.in_flight_max ||
         sink_.in_flight_bytes() >= settings_.in_flight_bytes_max;
}

/// Once the partitions are paused, half of the window must be free again: each pause drops what was
/// prefetched.
bool Worker::reading_held() const noexcept {
  return window_full() || (finishing_ && sink_.in_flight() > 0) ||
         (flow_.holding_all() && (sink_.in_flight() > settings_.in_flight_max / 2 ||
                                  sink_.in_flight_bytes() > settings_.in_flight_bytes_max / 2));
}

void Worker::read_clocks() {
  now_ = steady_clock::now();
  wall_time_ = settings_.clock();
  if (tracer_ != nullptr) tracer_->set_time(wall_time_, now_);
}

/// The window is full: wait a little for acknowledgements; if that does not help, pause the partitions, so
/// that polling goes on serving rebalances without bringing records.
void Worker::wait_for_room() {
  if (window_full()) counters_.backpressure_waits.add();
  const SteadyTime give_up = now_ + settings_.room_wait;
  while (reading_held() && !broken_ && steady_clock::now() < give_up) take_deliveries(milliseconds{10});
  if (!reading_held() || broken_) return;
  flow_.hold_all(true);
  flow_.apply(now_);
  Record record;
  if (tracer_ != nullptr) tracer_->poll_begins();
  switch (source_.poll(milliseconds{0}, record)) {
    case Poll::record:
      if (tracer_ != nullptr) tracer_->record_read(record);
      handle(record);
      break;  // polled before the pause took effect
    case Poll::fatal:
      broken_ = true;
      break;
    case Poll::end:  // comes again when the partitions are read again
    case Poll::quiet:
      break;
  }
}

}  // namespace ordergate::daemon
