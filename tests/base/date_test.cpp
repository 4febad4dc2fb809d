#include "base/date.h"

#include <gtest/gtest.h>

namespace ordergate {
namespace {

TEST(Dates, RefuseWhatIsNoDay) {
  for (const char* text : {"", "2026-2-1", "2026-02-30", "2026-13-01", "2026/02/01", "2026-02-01 ",
                           "1899-12-31", "2201-01-01", "2025-02-29", "20260201", "-026-02-01"})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Dates, RoundTrip) {
  for (const char* text : {"1970-01-01", "2024-02-29", "1900-01-01", "2200-12-31", "2026-11-22"})
    EXPECT_EQ(format_date(*parse_date(text)), text);
}

TEST(Timestamps, GiveTheirDayInUtc) {
  EXPECT_EQ(parse_timestamp_day("2026-02-10T09:12:00Z"), parse_date("2026-02-10"));
  EXPECT_EQ(parse_timestamp_day("2026-02-10T23:30:00-01:00"), parse_date("2026-02-11"));
  EXPECT_EQ(parse_timestamp_day("2026-03-01T00:30:00.123+02:00"), parse_date("2026-02-28"));
}

TEST(Timestamps, RefuseWhatIsNone) {
  for (const char* text :
       {"", "2026-02-10", "2026-02-10T09:12:00", "2026-02-10T24:00:00Z", "2026-02-10T09:12:00.Z",
        "2026-02-10 09:12:00Z", "2026-02-30T09:12:00Z", "2026-02-10T09:12:00+2:00"})
    EXPECT_FALSE(parse_timestamp_day(text)) << text;
}

}  // namespace
}  // namespace ordergate
