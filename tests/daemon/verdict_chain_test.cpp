// The chain of hashes over verdicts: through restarts, failed deliveries and records that need no answer.
#include "daemon/verdict_chain.h"

#include <gtest/gtest.h>

#include "tests/daemon/fakes.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;

TEST(LinkNote, IsReadAsItWasWritten) {
  const ChainLink link{true, 8811, sha256("verdict")};
  const ChainLink read = read_link_note(link_note(link));
  EXPECT_TRUE(read.present);
  EXPECT_EQ(read.at, 8811);
  EXPECT_EQ(read.previous, sha256("verdict"));
}

TEST(LinkNote, OfAnythingElseBeginsAChain) {
  EXPECT_EQ(link_note({true, -1, {}}), "");
  for (const char* note : {"", "of another program", "ordergate-chain-1 ", "ordergate-chain-1 7 abc",
                           "ordergate-chain-1 -1 ", "ordergate-chain-1 x"}) {
    EXPECT_EQ(read_link_note(note).at, -1) << note;
    EXPECT_TRUE(read_link_note(note).present);
  }
}

class ChainedWorker : public ::testing::Test {
 protected:
  void start() {
    WorkerSettings settings;
    settings.chain = true;
    settings.commit_interval = milliseconds{0};
    settings.poll_wait = settings.poll_wait_in_flight = settings.room_wait = milliseconds{0};
    settings.retry_delay = milliseconds{0};
    settings.revoke_drain_max = settings.stop_drain_max = milliseconds{5};
    worker = std::make_unique<Worker>(source, sink, store, screening.stage(), settings, counters);
    source.assign(0);
    turns(1);
  }
  void turns(int count) {
    for (int i = 0; i < count; ++i) worker->turn();
  }
  /// What a process that takes over finds.
  void start_again() {
    worker.reset();
    source.positions.clear();
    source.committed = store.committed;
    source.notes = store.notes;
    sink.outstanding.clear();
    start();
  }
  [[nodiscard]] std::string link_of(std::size_t index) const {
    const std::string& value = sink.written.at(index).value.value();
    const std::size_t at = value.find("\"chain\":");
    return value.substr(at, value.find('}', at) - at);
  }
  [[nodiscard]] std::string link_to(std::size_t index, std::int64_t offset) const {
    return "\"chain\":{\"previous\":\"" + sha256_hex(sink.written.at(index).value.value()) +
           "\",\"at\":" + std::to_string(offset);
  }

  test::FakeSource source;
  test::FakeSink sink;
  test::FakeStore store;
  test::FakeScreening screening;
  WorkerCounters counters;
  std::unique_ptr<Worker> worker;
};

TEST_F(ChainedWorker, each_verdict_names_the_one_before_it_of_its_partition) {
  sink.automatic = true;
  source.append(0, "allow");
  source.append(0, std::nullopt);  // needs no answer
  source.append(0, "delete");
  source.append(0, "deny");
  source.append(0, "huge");
  source.append(0, "broken");
  start();
  turns(3);
  std::vector<std::size_t> verdicts;
  for (std::size_t i = 0; i < sink.written.size(); ++i)
    if (sink.written[i].topic == OutputTopic::verdicts) verdicts.push_back(i);
  ASSERT_EQ(verdicts.size(), 4U);
  EXPECT_EQ(link_of(verdicts[0]), R"("chain":{"previous":null,"at":null)");
  EXPECT_EQ(link_of(verdicts[1]), link_to(verdicts[0], 100));
  EXPECT_EQ(link_of(verdicts[2]), link_to(verdicts[1], 103));
  EXPECT_EQ(link_of(verdicts[3]), link_to(verdicts[2], 104));
}

TEST_F(ChainedWorker, who_takes_over_goes_on_from_the_note_beside_the_committed_offset) {
  sink.automatic = true;
  source.append(0, "allow");
  source.append(0, "hold");
  start();
  turns(3);
  ASSERT_EQ(store.committed.at(0), 102);
  start_again();
  source.append(0, "deny");
  turns(2);
  ASSERT_EQ(sink.written.size(), 3U);
  EXPECT_EQ(link_of(2), link_to(1, 101));
}

TEST_F(ChainedWorker, what_is_answered_again_follows_the_last_verdict_that_was_committed) {
  source.append(0, "allow");
  source.append(0, "hold");
  start();
  turns(2);
  sink.finish(1, true);  // the first alone
  turns(2);
  ASSERT_EQ(store.committed.at(0), 101);
  start_again();
  turns(2);
  ASSERT_EQ(sink.written.size(), 3U);
  EXPECT_EQ(link_of(2), link_to(0, 100));
}

TEST_F(ChainedWorker, a_delivery_that_fails_takes_its_link_back) {
  source.append(0, "allow");
  source.append(0, "hold");
  source.append(0, "deny");
  start();
  turns(2);
  ASSERT_EQ(sink.written.size(), 3U);
  sink.finish(1, true);
  sink.finish(1, false);
  turns(1);
  sink.automatic = true;
  turns(6);
  ASSERT_EQ(sink.written.size(), 5U);
  EXPECT_EQ(link_of(3), link_to(0, 100));
  EXPECT_EQ(link_of(4), link_to(3, 101));
}

}  // namespace
}  // namespace ordergate::daemon
