// A worker with transactions, between fakes: what becomes visible does so once, together with its offset.
#include <gtest/gtest.h>

#include <thread>

#include "base/sha256.h"
#include "daemon/worker.h"
#include "tests/daemon/fakes.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;

/// Keeps what the sink took since begin(), and makes it and the offsets visible at commit().
class FakeTransactions final : public Transactions {
 public:
  explicit FakeTransactions(test::FakeSink& sink) : sink_(sink) {}

  Step start(milliseconds) override { return take(start_answers); }
  Step begin() override {
    EXPECT_FALSE(open) << "a transaction inside another";
    open = true;
    first_ = sink_.written.size();
    return Step::done;
  }
  Step send_offsets(std::span<const PartitionOffset> offsets) override {
    EXPECT_TRUE(open);
    const Step step = take(offset_answers);
    if (step != Step::done) return step;
    for (const PartitionOffset& each : offsets) sent_[each.id.partition] = each.next_offset;
    return step;
  }
  Step commit() override {
    EXPECT_TRUE(open);
    EXPECT_EQ(sink_.in_flight(), 0U) << "committed before everything was acknowledged";
    const Step step = take(commit_answers);
    if (step != Step::done) return step;
    for (std::size_t i = first_; i < sink_.written.size(); ++i) visible.push_back(*sink_.written[i].value);
    for (const auto& [partition, offset] : sent_) committed[partition] = offset;
    open = false;
    return step;
  }
  Step abort() override {
    EXPECT_TRUE(open);
    ++aborts;
    sink_.outstanding.clear();
    sent_.clear();
    open = false;
    return take(abort_answers);
  }
  [[nodiscard]] bool fenced() const override { return false; }
  [[nodiscard]] std::string last_error() const override { return "the fake transaction failed"; }

  std::deque<Step> start_answers, offset_answers, commit_answers, abort_answers;  // then: done
  std::vector<std::string> visible;
  std::map<int, std::int64_t> committed;
  bool open = false;
  int aborts = 0;

 private:
  static Step take(std::deque<Step>& answers) {
    if (answers.empty()) return Step::done;
    const Step step = answers.front();
    answers.pop_front();
    return step;
  }
  test::FakeSink& sink_;
  std::size_t first_ = 0;
  std::map<int, std::int64_t> sent_;
};

class WorkerTransactionTest : public ::testing::Test {
 protected:
  void start(WorkerSettings settings = {}) {
    settings.commit_interval = milliseconds{0};
    settings.poll_wait = settings.poll_wait_in_flight = milliseconds{0};
    settings.room_wait = settings.transaction_step_max = milliseconds{1};
    settings.revoke_drain_max = settings.stop_drain_max = milliseconds{5};
    worker =
        std::make_unique<Worker>(source, sink, store, screening.stage(), settings, counters, &transactions);
    source.assign(0);
    worker->turn();
  }
  void turns(int count) {
    for (int i = 0; i < count; ++i) worker->turn();
  }
  void append(int count) {
    for (int i = 0; i < count; ++i) source.append(0, "allow");
  }
  template <typename Condition>
  bool turn_until(Condition condition) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(400);
    while (!condition() && std::chrono::steady_clock::now() < give_up) worker->turn();
    return condition();
  }

  test::FakeSource source;
  test::FakeSink sink;
  test::FakeStore store;
  test::FakeScreening screening;
  WorkerCounters counters;
  FakeTransactions transactions{sink};
  std::unique_ptr<Worker> worker;
};

TEST_F(WorkerTransactionTest, verdicts_and_offsets_become_visible_together_and_only_when_acknowledged) {
  append(2);
  start();
  turns(3);
  EXPECT_TRUE(transactions.visible.empty());
  sink.finish(1, true);
  turns(2);
  EXPECT_TRUE(transactions.visible.empty());
  sink.finish(1, true);
  turns(2);
  EXPECT_EQ(transactions.visible.size(), 2U);
  EXPECT_EQ(transactions.committed[0], 102);
  EXPECT_EQ(store.commits, 0) << "offsets go into the transaction only";
}

TEST_F(WorkerTransactionTest, a_failed_delivery_aborts_and_reads_again_what_was_acknowledged_too) {
  append(3);
  start();
  turns(2);
  sink.finish(2, true);
  sink.finish(1, false);
  turns(1);
  EXPECT_EQ(transactions.aborts, 1);
  EXPECT_TRUE(transactions.visible.empty());
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return transactions.committed[0] == 103; }));
  EXPECT_EQ(transactions.visible.size(), 3U);
  EXPECT_EQ(source.seeks.at(0).second, 100);
}

TEST_F(WorkerTransactionTest, the_chain_goes_on_behind_what_was_committed_not_behind_what_was_aborted) {
  WorkerSettings settings;
  settings.chain = true;
  append(2);
  sink.automatic = true;
  start(settings);
  EXPECT_TRUE(turn_until([&] { return transactions.committed[0] == 102; }));
  sink.automatic = false;
  append(3);
  turns(2);
  sink.finish(2, true);
  sink.finish(1, false);
  turns(1);
  EXPECT_EQ(transactions.aborts, 1);
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return transactions.committed[0] == 105; }));
  ASSERT_EQ(transactions.visible.size(), 5U);
  EXPECT_NE(transactions.visible[0].find(R"("chain":{"previous":null)"), std::string::npos);
  for (std::size_t i = 1; i < transactions.visible.size(); ++i)
    EXPECT_NE(transactions.visible[i].find(R"("chain":{"previous":")" +
                                           sha256_hex(transactions.visible[i - 1]) + '"'),
              std::string::npos)
        << i << ": " << transactions.visible[i];
}

TEST_F(WorkerTransactionTest, an_abort_goes_back_to_the_last_commit_and_no_further) {
  append(2);
  sink.automatic = true;
  start();
  EXPECT_TRUE(turn_until([&] { return transactions.committed[0] == 102; }));
  sink.automatic = false;
  append(2);
  turns(1);
  sink.finish(2, false);
  turns(1);
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return transactions.committed[0] == 104; }));
  EXPECT_EQ(source.seeks.at(0).second, 102);
  EXPECT_EQ(transactions.visible.size(), 4U);
}

TEST_F(WorkerTransactionTest, an_abort_while_reading_is_paused_reads_everything_again) {
  WorkerSettings settings;
  settings.in_flight_max = 10;
  append(40);
  source.pause_loses_seeks = true;
  start(settings);
  ASSERT_TRUE(turn_until([&] { return source.paused.contains(0); })) << "nothing is acknowledged";
  ASSERT_TRUE(transactions.open);
  sink.finish(1, true);
  sink.finish(1, false);
  ASSERT_TRUE(turn_until([&] { return transactions.aborts == 1; }));
  EXPECT_TRUE(transactions.visible.empty());
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return transactions.committed[0] == 140; }));
  EXPECT_EQ(transactions.visible.size(), 40U);
  EXPECT_EQ(transactions.aborts, 1);
  EXPECT_TRUE(source.paused.empty());
}

TEST_F(WorkerTransactionTest, refused_offsets_abort) {
  append(2);
  sink.automatic = true;
  transactions.offset_answers = {Step::abort};
  start();
  EXPECT_TRUE(turn_until([&] { return transactions.committed[0] == 102; }));
  EXPECT_EQ(transactions.aborts, 1);
  EXPECT_EQ(transactions.visible.size(), 2U);
}

TEST_F(WorkerTransactionTest, a_partition_with_a_failed_record_does_not_hold_up_the_others) {
  append(1);
  source.append(1, "allow");
  start();
  source.assign(1);
  turns(3);
  sink.finish(1, false);
  sink.finish(1, true);
  turns(1);
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return transactions.committed.contains(1); }));
  EXPECT_FALSE(transactions.committed.contains(0)) << "it waits for its delay";
  EXPECT_TRUE(turn_until([&] { return transactions.committed.contains(0); }));
  EXPECT_EQ(transactions.visible.size(), 2U);
}

TEST_F(WorkerTransactionTest, a_commit_whose_outcome_stays_unknown_ends_the_session) {
  append(1);
  sink.automatic = true;
  transactions.commit_answers.assign(1'000'000, Step::again);
  start();
  std::atomic<bool> stop{false};
  EXPECT_EQ(worker->run(stop), WorkerEnd::broken);
  EXPECT_EQ(store.commits, 0);
  EXPECT_EQ(transactions.aborts, 0) << "it may have been committed";
}

TEST_F(WorkerTransactionTest, a_commit_is_asked_again_until_its_outcome_is_known) {
  append(1);
  sink.automatic = true;
  transactions.commit_answers = {Step::again};
  start();
  EXPECT_TRUE(turn_until([&] { return transactions.committed[0] == 101; }));
  EXPECT_EQ(transactions.visible.size(), 1U);
}

TEST_F(WorkerTransactionTest, a_fenced_producer_ends_the_session) {
  append(1);
  sink.automatic = true;
  transactions.commit_answers = {Step::broken};
  start();
  std::atomic<bool> stop{false};
  EXPECT_EQ(worker->run(stop), WorkerEnd::broken);
  EXPECT_TRUE(transactions.visible.empty());
}

TEST_F(WorkerTransactionTest, without_a_broker_it_waits_to_start_until_told_to_stop) {
  transactions.start_answers.assign(3, Step::again);
  std::atomic<bool> stop{false};
  start();
  append(1);
  sink.automatic = true;
  std::jthread stopper([&] {
    while (counters.commits.get() == 0) std::this_thread::yield();
    stop.store(true);
  });
  EXPECT_EQ(worker->run(stop), WorkerEnd::drained);
  EXPECT_EQ(transactions.visible.size(), 1U);
}

TEST_F(WorkerTransactionTest, a_revoked_partition_is_committed_and_a_lost_one_aborted) {
  append(1);
  start();
  turns(1);
  sink.finish(1, true);
  source.revoke(0);
  turns(1);
  EXPECT_EQ(transactions.committed[0], 101);
  source.committed[0] = 101;
  source.assign(0);
  append(1);
  turns(3);
  source.revoke(0, true);
  turns(1);
  EXPECT_EQ(transactions.aborts, 1);
  EXPECT_FALSE(transactions.open);
  EXPECT_EQ(transactions.visible.size(), 1U);
}

TEST_F(WorkerTransactionTest, a_tombstone_moves_the_offset_inside_a_transaction) {
  source.append(0, std::nullopt);
  start();
  turns(2);
  EXPECT_EQ(transactions.committed[0], 101);
  EXPECT_TRUE(transactions.visible.empty());
}

TEST_F(WorkerTransactionTest, stopping_commits_what_was_acknowledged_and_aborts_what_was_not) {
  append(1);
  start();
  turns(2);
  std::atomic<bool> stop{true};
  EXPECT_EQ(worker->run(stop), WorkerEnd::undrained);
  EXPECT_EQ(transactions.aborts, 1);
  EXPECT_TRUE(transactions.committed.empty());
}

}  // namespace
}  // namespace ordergate::daemon
