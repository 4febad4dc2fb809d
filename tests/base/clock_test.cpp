// The wall clock: days, seconds and milliseconds of one instant.
#include "base/clock.h"

#include <gtest/gtest.h>

namespace ordergate {
namespace {

WallTime at_ms(std::int64_t ms) { return WallTime{std::chrono::milliseconds{ms}}; }

TEST(WallClock, a_day_ends_with_its_last_millisecond_in_utc) {
  const std::int64_t midnight = std::int64_t{Date::from_ymd(2027, 1, 1).days} * 86'400'000;
  EXPECT_EQ(day_of(at_ms(midnight)), Date::from_ymd(2027, 1, 1));
  EXPECT_EQ(day_of(at_ms(midnight - 1)), Date::from_ymd(2026, 12, 31));
}

TEST(WallClock, an_instant_before_1970_is_in_the_day_and_second_that_it_is_in) {
  EXPECT_EQ(day_of(at_ms(-1)), Date::from_ymd(1969, 12, 31));
  EXPECT_EQ(unix_s(at_ms(-1)), -1);
  EXPECT_EQ(unix_ms(at_ms(-1)), -1);
}

TEST(WallClock, the_machines_clock_goes_on) {
  const WallTime before = wall_time();
  while (wall_time() == before) {
  }
  EXPECT_GT(wall_time(), before);
}

}  // namespace
}  // namespace ordergate
