// Until when it is sure that everything in a topic was read.
#include "daemon/topic_freshness.h"

#include <gtest/gtest.h>

namespace ordergate::daemon {
namespace {

using namespace std::chrono_literals;

const TopicFreshness::Time kOpened = TopicFreshness::Time() + 1h;

TEST(TopicFreshness, AFirstReadingMayTakeAnyTimeWhileRecordsCome) {
  TopicFreshness fresh(kOpened);
  for (auto passed = 0s; passed <= 300s; passed += 20s) {
    fresh.got_record(kOpened + passed);
    EXPECT_LE(fresh.doubt(kOpened + passed + 19s), 19s);
  }
  EXPECT_EQ(fresh.doubt(kOpened + 340s), 40s);  // none comes any more
}

TEST(TopicFreshness, RecordsThatComeProveNothingOnceTheEndWasReached) {
  TopicFreshness fresh(kOpened);
  fresh.reached_end(kOpened + 5s);
  fresh.got_record(kOpened + 30s);
  EXPECT_EQ(fresh.doubt(kOpened + 36s), 31s);
}

TEST(TopicFreshness, ItIsSureOfWhatStoodInTheTopicWhenItsEndsWereAsked) {
  TopicFreshness fresh(kOpened);
  fresh.reached_end(kOpened);
  EXPECT_FALSE(fresh.read_to({7, 3}));
  fresh.told_ends({7, 3}, kOpened + 5s);
  EXPECT_TRUE(fresh.waits());
  EXPECT_FALSE(fresh.read_to({9, 2}));
  EXPECT_EQ(fresh.doubt(kOpened + 8s), 8s);
  EXPECT_TRUE(fresh.read_to({9, 3}));
  EXPECT_FALSE(fresh.waits());
  EXPECT_EQ(fresh.doubt(kOpened + 8s), 3s);
}

TEST(TopicFreshness, APartitionThatWasAddedIsReadBeforeItIsSure) {
  TopicFreshness fresh(kOpened);
  fresh.reached_end(kOpened);
  fresh.told_ends({7, 2}, kOpened + 5s);
  EXPECT_FALSE(fresh.read_to({7}));
  EXPECT_FALSE(fresh.read_to({7, 0}));
  EXPECT_TRUE(fresh.read_to({7, 2}));
}

TEST(TopicFreshness, ATopicThatEndsBeforeWhatWasReadLostRecords) {
  EXPECT_FALSE(lost_records({7, 3}, {7, 2}));
  EXPECT_FALSE(lost_records({7, 3, 1}, {7, 2}));
  EXPECT_TRUE(lost_records({6, 3}, {7, 2}));
  EXPECT_TRUE(lost_records({7}, {7, 2}));
}

}  // namespace
}  // namespace ordergate::daemon
