// Records that wait for their schema.
#include <gtest/gtest.h>

#include "daemon/worker.h"
#include "tests/daemon/fakes.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;

WorkerSettings quick_settings() {
  WorkerSettings settings;
  settings.commit_interval = milliseconds{0};
  settings.poll_wait = settings.poll_wait_in_flight = milliseconds{0};
  settings.room_wait = milliseconds{1};
  settings.revoke_drain_max = settings.stop_drain_max = milliseconds{5};
  return settings;
}

class WaitingTest : public ::testing::Test {
 protected:
  void start(const WorkerSettings& settings = quick_settings()) {
    worker = std::make_unique<Worker>(source, sink, store, screening.stage(), settings, counters);
    source.assign(0);
    worker->turn();
  }
  /// Turns until the condition holds or a while has passed (delays after failures are a quarter second).
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
  std::unique_ptr<Worker> worker;
};

TEST_F(WaitingTest, a_record_whose_schema_is_not_there_is_waited_for_and_nothing_behind_it_is_read) {
  source.append(0, "allow");
  source.append(0, "with schema");
  source.append(0, "deny");
  source.append(1, "hold");
  screening.schema_is_there = false;
  screening.why_not = "the schema registry gives no answer";
  start();
  source.assign(1);
  ASSERT_TRUE(turn_until([&] { return source.seeks.size() > 2; }));
  EXPECT_EQ(sink.written.size(), 2U);  // the order before it, and that of the other partition
  EXPECT_EQ(screening.screened, 2);
  EXPECT_GE(counters.postponed_records.get(), 2U);
  sink.finish(2, true);
  ASSERT_TRUE(turn_until([&] { return store.committed[0] == 101; }));
  ASSERT_TRUE(turn_until([&] { return counters.report().trouble == "the schema registry gives no answer"; }));
  screening.schema_is_there = true;
  ASSERT_TRUE(turn_until([&] { return sink.written.size() == 4; }));
  sink.finish(2, true);
  ASSERT_TRUE(turn_until([&] { return store.committed[0] == 103; }));
  ASSERT_TRUE(turn_until([&] { return counters.report().trouble.empty(); }));
  EXPECT_EQ(screening.screened, 4);
}

TEST_F(WaitingTest, a_record_that_waits_only_for_a_moment_is_no_trouble) {
  source.append(0, "with schema");
  screening.schema_is_there = false;
  start();
  ASSERT_TRUE(turn_until(
      [&] { return !counters.report().partitions.empty() && counters.postponed_records.get() > 2; }));
  EXPECT_EQ(counters.report().trouble, "");
}

}  // namespace
}  // namespace ordergate::daemon
