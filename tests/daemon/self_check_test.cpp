// A worker that checks itself: gaps in the offsets are explained or the partition is halted; what the ledger
// believes and the audit does not prove is not committed.
#include <gtest/gtest.h>

#include "daemon/worker.h"
#include "tests/daemon/fakes.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;

class SelfCheckTest : public ::testing::Test {
 protected:
  SelfCheckTest() {
    settings.commit_interval = milliseconds{0};
    settings.poll_wait = settings.poll_wait_in_flight = settings.retry_delay = milliseconds{0};
    settings.room_wait = settings.revoke_drain_max = settings.stop_drain_max = milliseconds{1};
    source.committed[0] = 100;
    source.pause_loses_seeks = true;  // as librdkafka
    sink.automatic = true;
  }
  void start() {
    worker = std::make_unique<Worker>(source, sink, store, screening.stage(), settings, counters);
    source.consumed[0] = 100;
    source.assign(0);
    worker->turn();
  }
  void append(int count) {
    for (int i = 0; i < count; ++i) source.append(0, "allow");
  }
  /// No record at these offsets: markers of transactions, or compacted away.
  void remove(std::initializer_list<std::int64_t> offsets) {
    for (const std::int64_t offset : offsets)
      std::erase_if(source.logs[0],
                    [&](const test::StoredRecord& stored) { return stored.offset == offset; });
  }
  void turns(int count) {
    for (int i = 0; i < count; ++i) worker->turn();
  }
  [[nodiscard]] std::uint64_t gaps(GapOutcome outcome) const {
    return counters.offset_gaps[static_cast<std::size_t>(outcome)].get();
  }
  [[nodiscard]] std::string halted() {
    source.hooks.assigned({});  // reports
    return counters.report().partitions.at(0).halted;
  }

  WorkerSettings settings;
  test::FakeSource source;
  test::FakeSink sink;
  test::FakeStore store;
  test::FakeScreening screening;
  WorkerCounters counters;
  std::unique_ptr<Worker> worker;
};

TEST_F(SelfCheckTest, a_gap_with_nothing_in_it_is_read_again_once_and_explained) {
  append(6);
  remove({102, 103});
  start();
  turns(8);
  EXPECT_EQ(store.committed[0], 106);
  EXPECT_EQ(sink.written.size(), 4U) << "nothing is answered twice";
  EXPECT_EQ(source.seeks, (std::vector<std::pair<int, std::int64_t>>{{0, 102}}));
  EXPECT_EQ(gaps(GapOutcome::explained), 1U);
}

TEST_F(SelfCheckTest, a_gap_where_reading_starts_is_explained_too) {
  append(3);
  remove({100});
  start();
  turns(8);
  EXPECT_EQ(store.committed[0], 103);
  EXPECT_EQ(gaps(GapOutcome::explained), 1U);
}

TEST_F(SelfCheckTest, a_record_that_was_passed_over_is_found_and_answered) {
  append(6);
  source.passed_over[0] = {102, 103};
  start();
  turns(8);
  EXPECT_EQ(store.committed[0], 106);
  EXPECT_EQ(sink.written.size(), 6U);
  EXPECT_EQ(gaps(GapOutcome::repaired), 1U);
}

TEST_F(SelfCheckTest, the_first_record_of_an_assignment_that_was_passed_over_is_found_and_answered) {
  append(3);
  source.passed_over[0] = {100};
  start();
  turns(8);
  EXPECT_EQ(store.committed[0], 103);
  EXPECT_EQ(sink.written.size(), 3U);
}

TEST_F(SelfCheckTest, a_record_that_was_passed_over_twice_within_a_gap_is_found_and_answered) {
  append(6);
  remove({103});
  source.passed_over[0] = {101, 102};
  start();
  turns(3);
  source.passed_over[0] = {101};  // the second look misses one of them again
  turns(12);
  EXPECT_EQ(store.committed[0], 106);
  EXPECT_EQ(sink.written.size(), 5U);
}

TEST_F(SelfCheckTest, where_a_gap_was_explained_the_next_ones_are_believed_for_a_while_unless_reading_moved) {
  append(8);
  remove({101, 103, 105});
  start();
  turns(8);
  EXPECT_EQ(store.committed[0], 108);
  EXPECT_EQ(gaps(GapOutcome::explained), 1U);
  EXPECT_EQ(gaps(GapOutcome::unchecked), 2U);
  EXPECT_EQ(source.seeks.size(), 1U);
}

TEST_F(SelfCheckTest, a_seek_that_is_lost_explains_nothing) {
  append(4);
  source.passed_over[0] = {101};
  start();
  source.ignore_seeks = 1;  // goes on behind the gap
  turns(10);
  EXPECT_EQ(store.committed[0], 104);
  EXPECT_EQ(sink.written.size(), 4U);
}

TEST_F(SelfCheckTest, a_gap_that_cannot_be_explained_halts_its_partition_and_nothing_after_it_is_committed) {
  append(20);
  source.passed_over[0] = {101};
  source.ignore_seeks = 1000;
  start();
  source.append(1, "allow");
  source.assign(1);
  turns(20);
  EXPECT_EQ(halted(), "a gap in its offsets cannot be explained");
  EXPECT_EQ(store.committed[0], 101);
  EXPECT_EQ(gaps(GapOutcome::unexplained), 1U);
  EXPECT_EQ(store.committed[1], 101) << "the other partition goes on";
}

TEST_F(SelfCheckTest, offsets_without_a_record_at_the_end_are_read_twice_then_committed_and_nothing_waits) {
  append(4);
  remove({102, 103});
  source.ends[0] = 104;
  source.tells_ends = true;
  start();
  turns(8);
  EXPECT_EQ(store.committed[0], 104);
  EXPECT_EQ(sink.written.size(), 2U);
  EXPECT_EQ(gaps(GapOutcome::explained), 1U);
  EXPECT_EQ(source.seeks, (std::vector<std::pair<int, std::int64_t>>{{0, 102}}));
  source.hooks.assigned({});  // reports
  EXPECT_EQ(counters.report().partitions.at(0).lag, 0);
  append(1);
  turns(3);
  EXPECT_EQ(store.committed[0], 105);
  EXPECT_EQ(sink.written.size(), 3U);
}

TEST_F(SelfCheckTest, an_end_behind_the_last_record_asks_for_nothing) {
  append(2);
  source.tells_ends = true;
  start();
  turns(4);
  EXPECT_EQ(store.committed[0], 102);
  EXPECT_TRUE(source.seeks.empty());
}

TEST_F(SelfCheckTest, records_passed_over_before_the_end_are_found_and_answered) {
  for (const std::int64_t missed : {102, 103}) {
    SCOPED_TRACE(missed);
    append(4);
    source.passed_over[0] = {missed};
    source.tells_ends = true;
    start();
    turns(10);
    EXPECT_EQ(store.committed[0], 104);
    EXPECT_EQ(sink.written.size(), 4U);
    source.logs.clear();
    sink.written.clear();
  }
  EXPECT_EQ(gaps(GapOutcome::repaired), 1U + 1U);
}

/// A verdict is refused, its order is to be read again, and the seek is lost: the end comes instead of it.
TEST_F(SelfCheckTest, an_end_is_never_taken_for_the_order_that_has_to_be_read_again) {
  append(1);
  source.tells_ends = true;
  sink.automatic = false;
  start();
  turns(1);
  source.ignore_seeks = 1;
  sink.finish(1, false);
  turns(3);
  EXPECT_EQ(store.committed[0], 0);
  sink.automatic = true;
  turns(6);
  EXPECT_EQ(store.committed[0], 101);
  EXPECT_EQ(sink.written.size(), 2U) << "answered a second time";
}

TEST_F(SelfCheckTest, an_end_that_comes_instead_of_the_record_behind_a_gap_explains_nothing) {
  append(3);
  source.passed_over[0] = {101};
  source.tells_ends = true;
  start();
  source.ignore_seeks = 1;  // goes on behind record 102
  turns(10);
  EXPECT_EQ(store.committed[0], 103);
  EXPECT_EQ(sink.written.size(), 3U);
}

/// The ledger counts two acknowledgements; both were the verdict's.
TEST_F(SelfCheckTest, what_the_ledger_believes_and_the_audit_does_not_prove_is_not_committed_but_halts) {
  append(1);
  source.append(0, "broken");  // verdict and dead letter
  sink.automatic = false;
  start();
  turns(2);
  sink.finish(1, true);
  ASSERT_EQ(sink.outstanding.size(), 2U);
  sink.topics[sink.outstanding.front().value] = {OutputTopic::verdicts, OutputTopic::verdicts};
  sink.finish(2, true);
  turns(3);
  EXPECT_EQ(store.committed[0], 0)
      << "nothing of the partition, not even what is proved, once it is doubtful";
  EXPECT_EQ(halted(), "what is to be committed was not all acknowledged");
  EXPECT_EQ(counters.unproven_commits.get(), 1U);
  std::atomic<bool> stop{true};
  EXPECT_EQ(worker->run(stop), WorkerEnd::undrained);
  EXPECT_FALSE(store.committed[0] > 0);
}

}  // namespace
}  // namespace ordergate::daemon
