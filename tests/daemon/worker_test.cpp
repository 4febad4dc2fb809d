// A worker between fakes: what it writes, what it commits, and what it never commits.
#include "daemon/worker.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/daemon/fakes.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;
using test::Written;

WorkerSettings quick_settings() {
  WorkerSettings settings;
  settings.commit_interval = milliseconds{0};
  settings.poll_wait = settings.poll_wait_in_flight = milliseconds{0};
  settings.room_wait = milliseconds{1};
  settings.revoke_drain_max = settings.stop_drain_max = milliseconds{5};
  return settings;
}

class WorkerTest : public ::testing::Test {
 protected:
  void start(const WorkerSettings& settings = quick_settings()) {
    worker = std::make_unique<Worker>(source, sink, store, screening.stage(), settings, counters);
    source.assign(0);
    worker->turn();
  }
  void turns(int count) {
    for (int i = 0; i < count; ++i) worker->turn();
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

TEST_F(WorkerTest, a_verdict_carries_the_orders_key_and_headers_and_its_own) {
  source.append(0, "deny");
  start();
  turns(2);
  ASSERT_EQ(sink.written.size(), 1U);
  const Written& verdict = sink.written[0];
  EXPECT_EQ(verdict.key, "k");
  EXPECT_EQ(verdict.headers.front(), std::pair(std::string("traceparent"), std::string("00-1")));
  EXPECT_EQ(verdict.headers.back(), std::pair(std::string("ordergate-verdict"), std::string("deny")));
  EXPECT_NE(verdict.value->find("\"verdict\":\"deny\""), std::string::npos) << *verdict.value;
}

TEST_F(WorkerTest, a_verdict_header_of_the_order_is_replaced_not_repeated) {
  source.append(0, "deny");
  source.logs[0][0].headers.emplace_back("ordergate-verdict", "allow");
  start();
  turns(2);
  int seen = 0;
  for (const auto& [name, value] : sink.written.at(0).headers)
    if (name == "ordergate-verdict") {
      ++seen;
      EXPECT_EQ(value, "deny");
    }
  EXPECT_EQ(seen, 1);
}

TEST_F(WorkerTest, without_a_key_the_order_id_is_the_key) {
  source.append(0, "allow", std::nullopt);
  start();
  turns(2);
  EXPECT_EQ(sink.written.at(0).key, "SO-1");
}

TEST_F(WorkerTest, nothing_is_committed_before_the_broker_acknowledged_it) {
  source.append(0, "allow");
  source.append(0, "allow");
  start();
  turns(3);
  EXPECT_EQ(sink.written.size(), 2U);
  EXPECT_TRUE(store.committed.empty());
  sink.finish(1, true);
  turns(2);
  EXPECT_EQ(store.committed[0], 101);
  sink.finish(1, true);
  turns(2);
  EXPECT_EQ(store.committed[0], 102);
}

TEST_F(WorkerTest,
       a_record_that_is_no_order_goes_unchanged_to_the_dead_letters_and_both_must_be_acknowledged) {
  source.append(0, "broken \x01\x02", std::nullopt);
  start();
  turns(2);
  ASSERT_EQ(sink.written.size(), 2U);
  const Written& letter = sink.written[1];
  EXPECT_EQ(letter.topic, OutputTopic::dead_letter);
  EXPECT_EQ(letter.value, "broken \x01\x02");
  EXPECT_FALSE(letter.key);
  const std::vector<std::pair<std::string, std::string>> headers = {
      {"traceparent", "00-1"},
      {"ordergate-error-code", "malformed_json"},
      {"ordergate-error-message", "not JSON"},
      {"ordergate-source-topic", "orders"},
      {"ordergate-source-partition", "0"},
      {"ordergate-source-offset", "100"}};
  EXPECT_EQ(letter.headers, headers);
  EXPECT_EQ(sink.written[0].headers.back().second, "hold");
  sink.finish(1, true);
  turns(2);
  EXPECT_TRUE(store.committed.empty());
  sink.finish(1, true);
  turns(2);
  EXPECT_EQ(store.committed[0], 101);
}

TEST_F(WorkerTest, tombstones_and_deletes_are_skipped_counted_and_committed) {
  source.append(0, std::nullopt);
  source.append(0, "delete");
  start();
  turns(2);
  EXPECT_TRUE(sink.written.empty());
  EXPECT_EQ(counters.tombstones.get() + 10 * counters.deletes.get(), 11U);
  EXPECT_EQ(store.committed[0], 102);
}

TEST_F(WorkerTest, the_copy_by_outcome_is_written_where_a_topic_is_named) {
  WorkerSettings settings = quick_settings();
  settings.written[static_cast<std::size_t>(OutputTopic::deny)] = true;
  source.append(0, "deny");
  source.append(0, "allow");
  start(settings);
  turns(2);
  EXPECT_EQ(sink.count(OutputTopic::verdicts), 2U);
  EXPECT_EQ(sink.count(OutputTopic::deny), 1U);
  EXPECT_EQ(sink.count(OutputTopic::allow), 0U);
  sink.finish(2, true);
  turns(2);
  EXPECT_EQ(store.committed[0], 101);
}

TEST_F(WorkerTest, a_verdict_too_large_for_a_record_becomes_a_hold_without_findings) {
  WorkerSettings settings = quick_settings();
  settings.outgoing_bytes_max = 1000;
  source.append(0, "huge");
  start(settings);
  turns(2);
  ASSERT_EQ(sink.written.size(), 1U);
  EXPECT_EQ(sink.written[0].headers.back().second, "hold");
  EXPECT_NE(sink.written[0].value->find("verdict_too_large"), std::string::npos);
  EXPECT_LE(sink.written[0].value->size(), 1000U);
}

TEST_F(WorkerTest, a_dead_letter_too_large_for_a_record_says_that_its_value_was_left_out) {
  WorkerSettings settings = quick_settings();
  settings.outgoing_bytes_max = 1000;
  source.append(0, "broken " + std::string(2000, 'x'));
  start(settings);
  turns(2);
  ASSERT_EQ(sink.count(OutputTopic::dead_letter), 1U);
  EXPECT_FALSE(sink.written[1].value);
  EXPECT_EQ(sink.written[1].headers.back().first, "ordergate-value-omitted");
}

TEST_F(WorkerTest, screened_at_and_the_day_of_an_order_without_a_date_come_from_the_clock_it_is_given) {
  WallTime now =
      std::chrono::sys_days{std::chrono::December / 31 / 2026} + std::chrono::hours{24} - milliseconds{1};
  WorkerSettings settings = quick_settings();
  settings.clock = [&now] { return now; };
  source.append(0, "allow");
  start(settings);
  turns(2);
  EXPECT_NE(sink.written.at(0).value->find(R"("date":"2026-12-31")"), std::string::npos)
      << *sink.written[0].value;
  EXPECT_NE(sink.written[0].value->find(R"("screened_at":"2026-12-31T23:59:59.999Z")"), std::string::npos);
  now += milliseconds{1};
  source.append(0, "allow");
  turns(2);
  EXPECT_NE(sink.written.at(1).value->find(R"("date":"2027-01-01")"), std::string::npos);
  EXPECT_NE(sink.written[1].value->find(R"("screened_at":"2027-01-01T00:00:00.000Z")"), std::string::npos);
}

TEST_F(WorkerTest, stale_lists_hold_everything_when_told_to) {
  screening.hold_everything = true;
  source.append(0, "allow");
  source.append(0, "deny");
  start();
  turns(2);
  EXPECT_EQ(sink.written.at(0).headers.back().second, "hold");
  EXPECT_NE(sink.written[0].value->find("lists_stale"), std::string::npos);
  EXPECT_EQ(sink.written.at(1).headers.back().second, "deny");
  EXPECT_EQ(sink.count(OutputTopic::dead_letter), 0U);
}

TEST_F(WorkerTest, a_full_window_pauses_the_partitions_and_room_resumes_them) {
  WorkerSettings settings = quick_settings();
  settings.in_flight_max = 10;
  for (int i = 0; i < 50; ++i) source.append(0, "allow");
  start(settings);
  turns(5);
  EXPECT_LE(sink.in_flight(), 10U);
  EXPECT_TRUE(source.paused.contains(0));
  EXPECT_GT(counters.backpressure_waits.get(), 0U);
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return store.committed[0] == 150; }));
  EXPECT_EQ(sink.written.size(), 50U) << "nothing was written twice";
}

TEST_F(WorkerTest, a_rebalance_is_served_while_the_window_is_full) {
  WorkerSettings settings = quick_settings();
  settings.in_flight_max = 5;
  for (int i = 0; i < 20; ++i) source.append(0, "allow");
  start(settings);
  turns(4);
  source.revoke(0);
  turns(3);
  EXPECT_EQ(counters.revocations.get(), 1U);
  EXPECT_TRUE(source.positions.empty());
}

TEST_F(WorkerTest, a_partition_that_was_paused_when_it_was_revoked_is_read_when_it_comes_back) {
  WorkerSettings settings = quick_settings();
  settings.in_flight_max = 5;
  for (int i = 0; i < 20; ++i) source.append(0, "allow");
  start(settings);
  turns(4);
  EXPECT_TRUE(source.paused.contains(0));
  source.revoke(0);
  turns(1);
  sink.automatic = true;
  turns(3);  // nothing is held back any more when it comes
  source.assign(0);
  EXPECT_TRUE(turn_until([&] { return store.committed[0] == 120; }));
}

TEST_F(WorkerTest, a_full_ledger_pauses_only_its_partition) {
  WorkerSettings settings = quick_settings();
  settings.tracked_per_partition_max = 4;
  for (int i = 0; i < 10; ++i) source.append(0, "allow");
  source.append(1, "allow");
  start(settings);
  source.assign(1);
  turns(6);
  EXPECT_TRUE(source.paused.contains(0));
  EXPECT_FALSE(source.paused.contains(1));
  EXPECT_EQ(sink.written.size(), 5U);
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return store.committed[0] == 110 && store.committed[1] == 101; }));
  EXPECT_EQ(sink.written.size(), 11U);
}

TEST_F(WorkerTest, a_failed_delivery_is_read_again_and_never_committed_past) {
  for (int i = 0; i < 3; ++i) source.append(0, "allow");
  start();
  turns(2);
  sink.finish(1, true);
  sink.finish(1, false);
  sink.finish(1, true);
  turns(2);
  EXPECT_EQ(store.committed[0], 101);
  EXPECT_TRUE(source.paused.contains(0));
  EXPECT_EQ(counters.delivery_failures.get(), 1U);
  source.hooks.assigned({});  // reports
  EXPECT_EQ(counters.report().trouble, "verdicts are not being delivered: the fake failed");
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return store.committed[0] == 103; }));
  ASSERT_EQ(source.seeks.size(), 1U);
  EXPECT_EQ(source.seeks[0], std::pair(0, std::int64_t{101}));
  EXPECT_EQ(sink.written.size(), 5U) << "the failed one and the one behind it, again";
}

TEST_F(WorkerTest, a_record_that_is_read_again_for_a_missing_topic_counts_once) {
  source.append(0, "broken");
  start();
  for (std::uint64_t failures = 1; failures <= 3; ++failures) {
    EXPECT_TRUE(turn_until([&] { return sink.outstanding.size() == 2; }));
    sink.finish(1, true);
    sink.finish(1, false);  // the dead letter
    EXPECT_TRUE(turn_until([&] { return counters.delivery_failures.get() == failures; }));
  }
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return store.committed[0] == 101; }));
  EXPECT_EQ(sink.written.size(), 8U);
  EXPECT_EQ(counters.dead_letters.get(), 1U);
  EXPECT_EQ(counters.dead_letter_codes.read().at(0).second, 1U);
  EXPECT_EQ(counters.errors.read().at(0).second, 1U);
  EXPECT_EQ(counters.consumed.get(), 1U);
  EXPECT_EQ(counters.verdicts[static_cast<std::size_t>(Decision::hold)].get(), 1U);
  source.append(0, "broken");
  EXPECT_TRUE(turn_until([&] { return store.committed[0] == 102; }));
  EXPECT_EQ(counters.dead_letters.get(), 2U);
}

TEST_F(WorkerTest, deliveries_fail_until_none_has_failed_for_a_while) {
  source.append(0, "allow");
  WorkerSettings settings = quick_settings();
  settings.delivery_quiet = milliseconds{400};
  start(settings);
  turns(2);
  EXPECT_EQ(counters.delivery_failing.get(), 0U);
  sink.finish(1, false);
  turns(1);
  EXPECT_EQ(counters.delivery_failing.get(), 1U);
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return store.committed[0] == 101; }));
  EXPECT_TRUE(turn_until([&] { return counters.delivery_failing.get() == 0; }));
}

TEST_F(WorkerTest, a_refused_produce_is_read_again) {
  source.append(0, "allow");
  source.append(0, "allow");
  sink.refuse_next = 1;
  sink.automatic = true;
  start();
  EXPECT_TRUE(turn_until([&] { return store.committed[0] == 102; }));
  EXPECT_EQ(source.seeks.at(0).second, 100);
}

TEST_F(WorkerTest, a_seek_that_did_not_take_is_noticed_and_done_again) {
  for (int i = 0; i < 5; ++i) source.append(0, "allow");
  start();
  turns(2);
  source.refuse_seeks = 1;
  source.ignore_seeks = 1;
  sink.finish(1, false);
  source.append(0, "allow");  // comes first where a seek is ignored
  turns(1);
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return store.committed[0] == 106; }));
  EXPECT_GE(source.seeks.size(), 2U);
}

TEST_F(WorkerTest, a_seek_that_a_full_window_loses_time_and_again_passes_over_no_order) {
  for (int i = 0; i < 4; ++i) source.append(0, "allow");
  WorkerSettings settings = quick_settings();
  settings.in_flight_max = 10;
  start(settings);
  turns(2);
  source.pause_loses_seeks = true;
  sink.finish(1, false);
  for (std::size_t lost = 0; lost < 2; ++lost) {
    ASSERT_TRUE(turn_until([&] { return source.seeks.size() > lost; }));
    ASSERT_FALSE(source.paused.contains(0));
    sink.outstanding.insert(sink.outstanding.end(), 10, Ticket{});  // the window is full before it reads
    turns(1);
    ASSERT_TRUE(source.paused.contains(0));
    sink.outstanding.clear();
    source.append(0, "allow");  // comes instead of 100
  }
  EXPECT_EQ(sink.written.size(), 4U);
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return store.committed.contains(0) && store.committed[0] == 106; }));
  EXPECT_EQ(sink.written.size(), 4U + 6U) << "100 to 103 again, and 104 and 105";
}

TEST_F(WorkerTest, a_record_that_does_not_come_back_is_never_passed_over_but_asked_of_a_new_consumer) {
  for (int i = 0; i < 3; ++i) source.append(0, "allow");
  start();
  turns(2);
  source.logs[0].erase(source.logs[0].begin());  // compacted away, or the seeks are lost: nobody can tell
  sink.finish(1, false);
  turns(1);
  sink.automatic = true;
  std::atomic<bool> stop{false};
  EXPECT_EQ(worker->run(stop), WorkerEnd::broken);
  EXPECT_TRUE(store.committed.empty());
  EXPECT_GE(source.seeks.size(), 3U);
}

TEST_F(WorkerTest, a_failed_commit_is_tried_again) {
  source.append(0, "allow");
  store.fail_next = 1;
  sink.automatic = true;
  start();
  EXPECT_TRUE(turn_until([&] { return store.committed.contains(0); }));
  EXPECT_EQ(store.committed[0], 101);
  EXPECT_EQ(counters.commit_failures.get(), 1U);
}

TEST_F(WorkerTest, a_revoked_partition_is_drained_and_committed) {
  source.append(0, "allow");
  start();
  turns(2);
  sink.finish(1, true);
  source.revoke(0);
  turns(1);
  EXPECT_EQ(store.committed[0], 101);
}

TEST_F(WorkerTest, a_lost_partition_commits_nothing) {
  source.append(0, "allow");
  start();
  turns(2);
  source.revoke(0, true);
  turns(1);
  sink.finish(1, true);
  turns(2);
  EXPECT_TRUE(store.committed.empty());
  EXPECT_EQ(counters.losses.get(), 1U);
}

TEST_F(WorkerTest, a_late_acknowledgement_of_a_former_assignment_commits_nothing) {
  source.append(0, "allow");
  source.append(0, "allow");
  start();
  turns(2);
  source.revoke(0);
  turns(1);
  source.assign(0);
  turns(1);
  sink.finish(2, true);
  worker->turn();
  EXPECT_EQ(store.committed.contains(0), false);
  sink.automatic = true;
  EXPECT_TRUE(turn_until([&] { return store.committed[0] == 102; }));
}

TEST_F(WorkerTest, stopping_drains_commits_and_closes) {
  for (int i = 0; i < 1000; ++i) source.append(0, "allow");
  start();
  turns(2);
  sink.automatic = true;
  std::atomic<bool> stop{true};
  EXPECT_EQ(worker->run(stop), WorkerEnd::drained);
  EXPECT_TRUE(source.closed);
  EXPECT_GT(sink.written.size(), 0U);
  EXPECT_EQ(store.committed[0], 100 + static_cast<std::int64_t>(sink.written.size()));
}

TEST_F(WorkerTest, stopping_without_acknowledgements_is_undrained_and_commits_nothing) {
  source.append(0, "allow");
  start();
  turns(2);
  std::atomic<bool> stop{true};
  EXPECT_EQ(worker->run(stop), WorkerEnd::undrained);
  EXPECT_TRUE(store.committed.empty());
}

TEST_F(WorkerTest, a_broken_producer_ends_the_session_and_commits_what_was_acknowledged) {
  source.append(0, "allow");
  source.append(0, "allow");
  start();
  turns(2);
  sink.finish(1, true);
  sink.dead = true;
  std::atomic<bool> stop{false};
  EXPECT_EQ(worker->run(stop), WorkerEnd::broken);
  EXPECT_EQ(store.committed[0], 101);
}

TEST_F(WorkerTest, a_halted_partition_stands_still_and_is_reported) {
  start();
  source.hooks.halted({"orders", 0}, "committed offset out of range");
  source.append(0, "allow");
  turns(3);
  EXPECT_TRUE(sink.written.empty());
  EXPECT_EQ(counters.report().partitions.at(0).halted, "committed offset out of range");
}

TEST_F(WorkerTest, lag_is_what_lies_after_the_committable_offset) {
  for (int i = 0; i < 3; ++i) source.append(0, "allow");
  source.committed[0] = 100;
  start();
  turns(2);
  sink.finish(1, true);
  worker->turn();
  worker->drain(milliseconds{0});
  source.hooks.assigned({});  // reports
  EXPECT_EQ(counters.report().partitions.at(0).lag, 2);
}

TEST_F(WorkerTest, counters_can_be_read_while_the_worker_works) {
  for (int i = 0; i < 5000; ++i) source.append(0, i % 7 == 0 ? "broken" : "deny");
  sink.automatic = true;
  start();
  std::atomic<bool> stop{false};
  std::thread thread([&] { EXPECT_EQ(worker->run(stop), WorkerEnd::drained); });
  std::uint64_t last = 0;
  while (counters.poll_to_acknowledged_time.sum_ns() == 0 || counters.consumed.get() < 5000) {
    EXPECT_GE(counters.consumed.get(), last);
    last = counters.consumed.get();
    static_cast<void>(counters.errors.read());
    static_cast<void>(counters.report());
  }
  stop.store(true);
  thread.join();
  EXPECT_EQ(counters.errors.read().at(0).first, "malformed_json");
}

}  // namespace
}  // namespace ordergate::daemon
