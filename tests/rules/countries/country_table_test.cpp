// The country table: groups as of a day, against the facts as published.
#include "rules/countries/country_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "rules/pack/files.h"
#include "tables/csv.h"

namespace ordergate::rules {
namespace {

const CountryTable& table() {
  static const CountryTable loaded = [] {
    Result<CountryTable> result = CountryTable::load(pack_files());
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().text);
    return std::move(result).value();
  }();
  return loaded;
}

CountryCode code(std::string_view text) { return CountryCode::parse(text); }
constexpr Date kNow = Date::from_ymd(2026, 9, 1);
constexpr Date kJanuary2025 = Date::from_ymd(2025, 1, 20);

/// A directory with one replaced file.
class Override {
 public:
  Override(std::string_view name, std::string_view text) {
    directory_ = std::filesystem::temp_directory_path() /
                 ("country_table_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "_" +
                  ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(directory_);
    std::ofstream(directory_ / std::filesystem::path(name)) << text;
  }
  ~Override() { std::filesystem::remove_all(directory_); }
  [[nodiscard]] std::string load_error() const {
    const Result<CountryTable> result = CountryTable::load(pack_files(directory_.string()).value());
    return result.ok() ? "" : result.error().text;
  }

 private:
  std::filesystem::path directory_;
};

constexpr std::string_view kHeader =
    "code,alpha3,numeric,name,ear_name,inherits_from,groups,supp5_740_a,supp5_740_b,supp4_742,meu_744_21,"
    "mieu_744_22,source,certainty,note,aliases\n";

TEST(CountryTable, UnknownCodesAreInNoSet) {
  EXPECT_FALSE(table().exists(CountryCode{}));
  EXPECT_FALSE(table().exists(code("ZZ")));
  for (std::uint32_t set = 0; set < kCountrySetCount; ++set) {
    EXPECT_FALSE(table().in(static_cast<CountrySet>(set), CountryCode{}, kNow));
    EXPECT_FALSE(table().in(static_cast<CountrySet>(set), code("ZZ"), kNow));
    EXPECT_FALSE(table().contains(set, Value::unknown(Type::country), kNow));
  }
}

TEST(CountryTable, HongKongIsJudgedAsChinaAndMacauIsNotInD5) {
  EXPECT_TRUE(table().in(CountrySet::D5, code("HK"), kNow));
  EXPECT_EQ(table().row(code("HK"))->inherits_from, code("CN"));
  EXPECT_FALSE(table().in(CountrySet::D5, code("MO"), kNow));
  EXPECT_TRUE(table().in(CountrySet::D5M, code("MO"), kNow));
  EXPECT_TRUE(table().in(CountrySet::MEU, code("HK"), kNow));
}

TEST(CountryTable, CambodiaLeftD5OnTheThirdOfFebruary2026) {
  EXPECT_TRUE(table().in(CountrySet::D5, code("KH"), Date::from_ymd(2026, 2, 2)));
  EXPECT_FALSE(table().in(CountrySet::D5, code("KH"), Date::from_ymd(2026, 2, 3)));
  EXPECT_TRUE(table().in(CountrySet::D145X, code("KH"), Date::from_ymd(2026, 2, 3)));
  EXPECT_TRUE(table().in(CountrySet::TIER3, code("KH"), kJanuary2025));
  EXPECT_TRUE(table().in(CountrySet::TIER2, code("KH"), kNow));
}

TEST(CountryTable, CyprusLeftD5InMay2024) {
  EXPECT_TRUE(table().in(CountrySet::D5, code("CY"), Date::from_ymd(2024, 5, 29)));
  EXPECT_FALSE(table().in(CountrySet::D5, code("CY"), Date::from_ymd(2024, 5, 30)));
}

TEST(CountryTable, TheEmiratesAreReadStrictlyUntilTheTextThatMovedThem) {
  EXPECT_TRUE(table().in(CountrySet::D145X, code("AE"), kJanuary2025));
  EXPECT_TRUE(table().in(CountrySet::D145X, code("AE"), Date::from_ymd(2026, 7, 22)));
  EXPECT_FALSE(table().in(CountrySet::D145X, code("AE"), Date::from_ymd(2026, 7, 23)));
}

TEST(CountryTable, IsraelIsExcludedByA6) {
  EXPECT_TRUE(table().in(CountrySet::D4, code("IL"), kNow));
  EXPECT_FALSE(table().in(CountrySet::D145X, code("IL"), kNow));
}

TEST(CountryTable, CountsAreThoseOfTheLists) {
  const auto own_rows = [](CountrySet set, Date at) {
    int count = 0;
    for (const CountryRow& country : table().rows())
      if (table().in(set, country.code, at) && !country.inherits_from.known()) ++count;
    return count;
  };
  EXPECT_EQ(own_rows(CountrySet::S5A, kNow), 19);
  EXPECT_EQ(own_rows(CountrySet::E12, kNow), 4);
  EXPECT_EQ(table().rows().size(), 250U);
}

TEST(CountryTable, FindsCountriesByTheirNames) {
  EXPECT_EQ(table().find_name("VIETNAM"), code("VN"));
  EXPECT_EQ(table().find_name("中国"), code("CN"));
  EXPECT_EQ(table().find_name("Dubai"), code("AE"));
  EXPECT_EQ(table().find_name("deu"), code("DE"));
  EXPECT_FALSE(table().find_name("Atlantis").known());
  EXPECT_FALSE(table().find_name("").known());
}

TEST(CountryTable, SetsHaveTheNamesThatRulesUse) {
  for (const char* name : {"S5A", "S5B", "S4", "D5M", "D145X", "E12", "MEU", "MEU_ANY", "MIEU", "A1", "D1"})
    EXPECT_TRUE(table().find(name).has_value()) << name;
  EXPECT_FALSE(table().find("D6").has_value());
}

TEST(CountryTable, SetsChangeOnlyOnTheDaysItNames) {
  const std::vector<Date> ends = table().epoch_ends();
  ASSERT_GT(ends.size(), 2U);
  EXPECT_TRUE(std::is_sorted(ends.begin(), ends.end()));
  std::size_t changes = 0;
  for (Date day = Date::from_ymd(2020, 1, 1); day <= Date::from_ymd(2026, 12, 31); ++day.days) {
    const Date next{day.days + 1};
    bool changed = false;
    for (const CountryRow& row : table().rows())
      for (std::uint32_t set = 0; set < kCountrySetCount && !changed; ++set)
        changed = table().in(static_cast<CountrySet>(set), row.code, day) !=
                  table().in(static_cast<CountrySet>(set), row.code, next);
    if (!changed) continue;
    ++changes;
    EXPECT_TRUE(std::binary_search(ends.begin(), ends.end(), next)) << next.days;
  }
  EXPECT_GT(changes, 0U);
}

TEST(CountryTable, RefusesBadRowsWithFileAndLine) {
  const std::string header(kHeader);
  EXPECT_NE(Override("countries.csv", header + "cn,,,China,,,D1,0,0,0,none,0,s,confirmed,,\n")
                .load_error()
                .find("countries.csv:2: code is no country code"),
            std::string::npos);
  EXPECT_NE(Override("countries.csv", header + "CN,,,China,,,D9,0,0,0,none,0,s,confirmed,,\n")
                .load_error()
                .find("unknown country group D9"),
            std::string::npos);
  EXPECT_NE(Override("countries.csv", header + "CN,,,China,,,D145X,0,0,0,none,0,s,confirmed,,\n")
                .load_error()
                .find("unknown country group"),
            std::string::npos);
  EXPECT_NE(Override("countries.csv", header + "HK,,,Hong Kong,,CN,D1,0,0,0,none,0,s,confirmed,,\n")
                .load_error()
                .find("inherits from CN"),
            std::string::npos);
  EXPECT_NE(Override("countries.csv", header + "CN,,,China,,,D1,2,0,0,none,0,s,confirmed,,\n")
                .load_error()
                .find("supp5_740_a must be 0 or 1"),
            std::string::npos);
  EXPECT_NE(Override("countries.csv", header + "CN,,,China,,,D1,0,0,0,none,0,s,sure,,\n")
                .load_error()
                .find("certainty"),
            std::string::npos);
}

TEST(CountryTable, RefusesChangesOfUnknownCountriesAndDates) {
  const std::string header = "code,group,member_before,until,source,certainty,note\n";
  EXPECT_NE(Override("country_changes.csv", header + "ZZ,D5,1,2026-02-03,s,confirmed,\n")
                .load_error()
                .find("country_changes.csv:2: code has no row"),
            std::string::npos);
  EXPECT_NE(Override("country_changes.csv", header + "KH,D5,1,2026-02-30,s,confirmed,\n")
                .load_error()
                .find("until is no date"),
            std::string::npos);
}

TEST(CountryTable, AgreesWithThePublishedDerivedColumns) {
  const std::string path = OG_SOURCE_DIR "/../shared/rules/countries.csv";
  std::ifstream in(path, std::ios::binary);
  if (!in) GTEST_SKIP() << path << " is not there";
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const tables::CsvTable facts = tables::CsvTable::parse(bytes, path).value();
  for (const tables::CsvRecord& row : facts.rows) {
    const CountryCode country = code(facts.field(row, "alpha2"));
    const auto expect = [&](CountrySet set, std::string_view column, Date at) {
      EXPECT_EQ(table().in(set, country, at), facts.field(row, column) == "1") << country.text() << column;
    };
    expect(CountrySet::D5M, "d5_or_macau", kNow);
    expect(CountrySet::D145X, "d145_not_a56", kNow);
    expect(CountrySet::D145X, "d145_not_a56_2025_01", kJanuary2025);
    expect(CountrySet::D5, "D5", kNow);
    expect(CountrySet::D5, "d5_2025_01", kJanuary2025);
    expect(CountrySet::S4, "supp4_742", kNow);
    expect(CountrySet::MIEU, "mieu_744_22", kNow);
    const std::string_view tier = facts.field(row, "ai_tier_2025_01");
    EXPECT_EQ(table().in(CountrySet::TIER1, country, kJanuary2025), tier == "1") << country.text();
    EXPECT_EQ(table().in(CountrySet::TIER3, country, kJanuary2025), tier == "3") << country.text();
  }
}

}  // namespace
}  // namespace ordergate::rules
