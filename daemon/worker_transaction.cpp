// A worker's transactions (exactly once). Verdicts are written inside one; when it is due, reading is held
// until all of them are acknowledged, then offsets and verdicts are committed together. Whatever fails is
// aborted and read again from the last committed offsets; what is not known is settled by new clients.
#include <algorithm>

#include "daemon/log.h"
#include "daemon/worker.h"

namespace ordergate::daemon {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kStartWait{500};

}  // namespace

void Worker::beat() {
  const auto now = steady_clock::now().time_since_epoch();
  counters_.heartbeat_ms.set(static_cast<std::uint64_t>(duration_cast<milliseconds>(now).count()));
}

/// False when told to stop meanwhile, or broken.
bool Worker::start_transactions(const std::atomic<bool>& stop) {
  while (!stop.load(std::memory_order_relaxed)) {
    const Step step = transactions_->start(kStartWait);
    beat();
    if (step == Step::done) return true;
    if (step == Step::again) continue;
    broken_ = true;
    return false;
  }
  return false;
}

bool Worker::ensure_transaction() {
  if (transactions_ == nullptr || in_transaction_) return true;
  in_transaction_ = transactions_->begin() == Step::done;
  if (!in_transaction_) broken_ = true;  // nothing is open, so new clients lose nothing
  return in_transaction_;
}

/// Repeats a step while its outcome is not known, but not for ever.
Step Worker::persist(const std::function<Step()>& step) {
  const SteadyTime give_up = steady_clock::now() + settings_.transaction_step_max;
  for (;;) {
    const Step got = step();
    beat();
    if (got != Step::again || steady_clock::now() >= give_up) return got;
  }
}

void Worker::transact_if_due() {
  if (broken_) return;
  if (spoiled_) return abort_transaction();
  if (!in_transaction_) return;
  if (now_ - committed_at_ >= settings_.commit_interval ||
      completed_since_commit_ >= settings_.commit_records)
    finishing_ = true;
  if (finishing_ && sink_.in_flight() == 0) static_cast<void>(commit_transaction());
}

/// Everything written was acknowledged. True when it is committed.
bool Worker::commit_transaction() {
  finishing_ = false;
  if (!take_proven()) {  // what was written for them is in the transaction
    abort_transaction();
    return false;
  }
  Step step = persist([this] { return transactions_->send_offsets(to_commit_); });
  if (step == Step::done) step = persist([this] { return transactions_->commit(); });
  committed_at_ = steady_clock::now();
  completed_since_commit_ = 0;
  if (step == Step::done) {
    in_transaction_ = false;
    ledger_.confirm_taken();
    for (const Committable& each : committables_) {
      audit_.committed(each.slot, each.next_offset);
      if (settings_.chain) chain_.committed(each.slot, each.next_offset);
      flow_.progressed(each.slot);
    }
    counters_.commits.add();
    return true;
  }
  counters_.commit_failures.add();
  note_failing();
  if (step == Step::abort)
    abort_transaction();
  else
    broken_ = true;  // perhaps committed, perhaps not: the committed offsets will tell
  return false;
}

/// Takes back everything since the last commit and reads it again: partitions whose own records failed after
/// their delay, the others at once.
void Worker::abort_transaction() {
  spoiled_ = finishing_ = false;
  counters_.transaction_aborts.add();
  if (tracer_ != nullptr) tracer_->abandon();
  if (in_transaction_ && persist([this] { return transactions_->abort(); }) != Step::done) {
    broken_ = true;
    return;
  }
  in_transaction_ = false;
  committed_at_ = steady_clock::now();
  completed_since_commit_ = 0;
  const std::vector<Slot> culprits = std::exchange(culprits_, {});
  for (const Slot slot : ledger_.open_slots()) {
    const std::optional<std::int64_t> offset = ledger_.revert(slot);
    if (!offset) continue;
    audit_.read_again(slot, *offset);
    if (settings_.chain) chain_.read_again(slot, *offset);
    counters_.rewinds.add();
    const bool at_once =
        !culprits.empty() && std::find(culprits.begin(), culprits.end(), slot) == culprits.end();
    at_once ? flow_.read_later(slot, *offset) : flow_.read_again(slot, *offset, now_);
  }
}

/// A process that took this one's name takes its place in the group as well, and the source says so soon. If
/// it does not, the transaction only took too long, and new clients may go on. What is read meanwhile is
/// dropped.
void Worker::listen_for_successor(const std::atomic<bool>& stop) {
  const SteadyTime give_up = steady_clock::now() + settings_.successor_wait;
  Record record;
  while (!stop.load(std::memory_order_relaxed) && steady_clock::now() < give_up) {
    if (source_.poll(settings_.poll_wait, record) == Poll::fatal) return;
    beat();
  }
}

}  // namespace ordergate::daemon
