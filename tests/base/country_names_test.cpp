#include "base/country_names.h"

#include <gtest/gtest.h>

namespace ordergate {
namespace {

TEST(CountryNames, WhatNamesNoCountryIsUnknown) {
  for (const char* text :
       {"", " ", "zz", "ZZ", "QQQ", "per", "Atlantis", "Korea, Middle", "\xC3", "\xE2\x80"}) {
    EXPECT_FALSE(country_from_name(text).known()) << text;
  }
  EXPECT_FALSE(country_from_name(std::string(5000, 'a')).known());
  EXPECT_EQ(country_name(CountryCode{}), "");
}

TEST(CountryNames, NamesOfTheListsAreUnderstood) {
  const struct {
    const char* text;
    const char* code;
  } cases[] = {{"CN", "CN"},
               {"CHN", "CN"},
               {"P.R. China", "CN"},
               {"中国", "CN"},
               {"Россия", "RU"},
               {"russian federation", "RU"},
               {"UK", "GB"},
               {"United Kingdom", "GB"},
               {"Korea, North", "KP"},
               {"Democratic People's Republic of Korea", "KP"},
               {"Democratic People\xE2\x80\x99s Republic of Korea", "KP"},
               {"Burma", "MM"},
               {"TURKIYE", "TR"},
               {"Türkiye", "TR"},
               {"Cote d Ivoire", "CI"},
               {"Côte d'Ivoire", "CI"},
               {"The Gambia", "GM"},
               {"Iran (Islamic Republic of)", "IR"},
               {"Virgin Islands, British", "VG"},
               {"Palestinian", "PS"},
               {"Kosovo", "XK"},
               {" U.S.A. ", "US"}};
  for (const auto& c : cases) EXPECT_EQ(country_from_name(c.text).text(), c.code) << c.text;
}

TEST(CountryNames, CodesHaveNames) {
  EXPECT_EQ(country_name(CountryCode::parse("RU")), "Russian Federation");
  EXPECT_EQ(country_name(CountryCode::parse("XK")), "Kosovo");
}

}  // namespace
}  // namespace ordergate
