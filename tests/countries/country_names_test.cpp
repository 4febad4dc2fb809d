#include "countries/country_names.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

#include "base/embedded.h"
#include "rules/ear/embedded.h"
#include "tables/csv.h"

namespace ordergate {
namespace {

TEST(CountryNames, WhatNamesNoCountryIsUnknown) {
  for (const char* text :
       {"", " ", "zz", "ZZ", "QQQ", "per", "Atlantis", "Korea, Middle", "\xC3", "\xE2\x80"}) {
    EXPECT_FALSE(country_from_name(text).known()) << text;
  }
  EXPECT_FALSE(country_from_name(std::string(5000, 'a')).known());
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

TEST(CountryNames, ATownThatStandsForItsCountryIsATownInAnAddress) {
  EXPECT_EQ(country_from_name("Dubai").text(), "AE");
  EXPECT_FALSE(country_from_folded("dubai").known());
  EXPECT_FALSE(country_from_folded("kowloon").known());
  EXPECT_EQ(country_from_folded("hong kong").text(), "HK");
  EXPECT_EQ(country_from_folded("singapore").text(), "SG");
  EXPECT_EQ(country_from_folded("uae").text(), "AE");
}

/// Read with the project's own reader, but none of its folding: as the table writes them.
TEST(CountryNames, EveryNameAndAliasOfTheTableIsUnderstood) {
  const std::set<std::string> of_two = {"Congo"};  // of both; lists mean the one of Kinshasa
  std::size_t asked = 0;
  for (const EmbeddedFile& file : rules_ear::embedded_files()) {
    if (file.name != "countries.csv") continue;
    tables::CsvReader reader(file.bytes);
    tables::CsvRecord record;
    ASSERT_EQ(reader.next(record), tables::CsvStep::record);
    const tables::CsvHeader header(record);
    while (reader.next(record) == tables::CsvStep::record) {
      const std::string code(header.field(record, "code"));
      std::stringstream names(std::string(header.field(record, "name")) + "|" +
                              std::string(header.field(record, "ear_name")) + "|" +
                              std::string(header.field(record, "alpha3")) + "|" +
                              std::string(header.field(record, "aliases")));
      for (std::string name; std::getline(names, name, '|');) {
        if (name.empty() || of_two.count(name) != 0) continue;
        EXPECT_EQ(country_from_name(name).text(), code) << name;
        ++asked;
      }
    }
  }
  EXPECT_GT(asked, 3000U);
}

}  // namespace
}  // namespace ordergate
