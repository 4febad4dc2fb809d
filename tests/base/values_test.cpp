// The small values: countries, three-valued truth, results.
#include <gtest/gtest.h>

#include "base/country.h"
#include "base/result.h"
#include "base/tri.h"

namespace ordergate {
namespace {

TEST(Country, IsTwoCapitalLettersOrUnknown) {
  for (const char* text : {"", "u", "us", "USA", "U1", "Ü", "U "})
    EXPECT_FALSE(CountryCode::parse(text).known()) << text;
  EXPECT_EQ(CountryCode::parse("XK").text(), "XK");
  EXPECT_EQ(CountryCode{}.text(), "");
  EXPECT_EQ(CountryCode::parse("AA").index(), 0U);
  EXPECT_EQ(CountryCode::parse("ZZ").index(), kCountryIndexCount - 1);
}

TEST(Truth, AbsorbsUnknown) {
  EXPECT_EQ(Tri::no && Tri::unknown, Tri::no);
  EXPECT_EQ(Tri::yes && Tri::unknown, Tri::unknown);
  EXPECT_EQ(Tri::yes || Tri::unknown, Tri::yes);
  EXPECT_EQ(Tri::no || Tri::unknown, Tri::unknown);
  EXPECT_EQ(!Tri::unknown, Tri::unknown);
  EXPECT_EQ(!Tri::yes, Tri::no);
  EXPECT_EQ(tri(true), Tri::yes);
}

TEST(ResultDeath, AbortsWhenAskedForWhatIsNotThere) {
  const Result<int> failed = Error{"a.toml:1: wrong"};
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().text, "a.toml:1: wrong");
  EXPECT_DEATH(static_cast<void>(failed.value()), "internal error: check failed");
  const Result<int> good = 7;
  EXPECT_EQ(good.value(), 7);
  EXPECT_DEATH(static_cast<void>(good.error()), "internal error");
}

}  // namespace
}  // namespace ordergate
