#include "countries/territories.h"

#include <gtest/gtest.h>

namespace ordergate {
namespace {

CountryCode code(const char* text) { return CountryCode::parse(text); }

TEST(Territories, LieInTheirSovereignAndNotTheOtherWayRound) {
  EXPECT_TRUE(is_territory_of(code("HK"), code("CN")));
  EXPECT_TRUE(is_territory_of(code("PR"), code("US")));
  EXPECT_FALSE(is_territory_of(code("CN"), code("HK")));
  EXPECT_FALSE(is_territory_of(code("TW"), code("CN")));
  EXPECT_FALSE(is_territory_of(CountryCode{}, code("CN")));
}

TEST(Territories, AreOnePlaceWithTheirSovereignOrWhereTwoClaimThem) {
  EXPECT_TRUE(may_be_one_place(code("CN"), code("MO")));
  EXPECT_TRUE(may_be_one_place(code("GB"), code("JE")));
  EXPECT_TRUE(may_be_one_place(code("UA"), code("RU")));
  EXPECT_TRUE(may_be_one_place(code("DE"), code("DE")));
  EXPECT_FALSE(may_be_one_place(code("HK"), code("MO")));
  EXPECT_FALSE(may_be_one_place(code("DE"), code("FR")));
  EXPECT_FALSE(may_be_one_place(CountryCode{}, CountryCode{}));
}

}  // namespace
}  // namespace ordergate
