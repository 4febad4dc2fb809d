// What works again is told once, with how long it did not.
#include "daemon/recovery.h"

#include <gtest/gtest.h>

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RecoveryTest : public ::testing::Test {
 protected:
  std::vector<Recovery> at(seconds second, bool ready, bool consumer_up, bool producer_up = true) {
    Health health;
    health.ready = ready;
    const WorkerView worker{0, 0, consumer_up, producer_up, {}};
    return watch_.look(health, {&worker, 1}, Outage::Time{second});
  }
  RecoveryWatch watch_;
};

TEST_F(RecoveryTest, readiness_and_each_connection_are_told_with_their_time) {
  EXPECT_TRUE(at(seconds{0}, false, false).empty());
  EXPECT_TRUE(at(seconds{30}, false, false).empty());
  const std::vector<Recovery> connected = at(seconds{31}, false, true);
  ASSERT_EQ(connected.size(), 1U);
  EXPECT_EQ(connected[0].what, "broker connected");
  EXPECT_EQ(connected[0].client, "consumer");
  EXPECT_EQ(connected[0].lasted, milliseconds{30'000});
  const std::vector<Recovery> ready = at(seconds{40}, true, true);
  ASSERT_EQ(ready.size(), 1U);
  EXPECT_EQ(ready[0].what, "ready");
  EXPECT_EQ(ready[0].lasted, milliseconds{31'000}) << "to the last look at which it was not";
  EXPECT_TRUE(at(seconds{41}, true, true).empty()) << "once";
}

TEST_F(RecoveryTest, a_connection_that_was_gone_for_a_moment_is_not_told_of) {
  EXPECT_TRUE(at(seconds{0}, true, true, false).empty());
  EXPECT_TRUE(at(seconds{2}, true, true, false).empty());
  EXPECT_TRUE(at(seconds{3}, true, true).empty());
}

}  // namespace
}  // namespace ordergate::daemon
