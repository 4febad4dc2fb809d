// When something that fails began, and when it is over.
#include "daemon/outage.h"

#include <gtest/gtest.h>

namespace ordergate::daemon {
namespace {

using std::chrono::seconds;

TEST(Outage, lasts_from_the_first_sign_to_the_last_and_is_over_once) {
  const Outage::Time began{seconds{1000}};
  Outage outage(seconds{90});
  EXPECT_FALSE(outage.lasts());
  EXPECT_FALSE(outage.over(began));
  EXPECT_TRUE(outage.seen(began));
  EXPECT_FALSE(outage.seen(began + seconds{60}));
  EXPECT_FALSE(outage.over(began + seconds{149}));
  EXPECT_TRUE(outage.lasts());
  EXPECT_EQ(outage.over(began + seconds{150}), seconds{60});
  EXPECT_FALSE(outage.lasts());
  EXPECT_FALSE(outage.over(began + seconds{151}));
  EXPECT_TRUE(outage.seen(began + seconds{300})) << "another one";
}

}  // namespace
}  // namespace ordergate::daemon
