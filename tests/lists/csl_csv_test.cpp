#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "lists/reader.h"

namespace ordergate::lists {
namespace {

constexpr const char* kFullList = OG_SOURCE_DIR "/../shared/data/lists/csl/consolidated_2026-07-31.csv";
constexpr const char* kHeader =
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,"
    "gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,"
    "dates_of_birth,nationalities,places_of_birth,source_information_url,ids\n";

class TempFile {
 public:
  explicit TempFile(std::string_view text, const char* name = "list.csv") {
    directory_ = std::filesystem::temp_directory_path() /
                 ("ordergate-lists-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
    std::filesystem::create_directories(directory_);
    path_ = (directory_ / name).string();
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TempFile() { std::filesystem::remove_all(directory_); }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::filesystem::path directory_;
  std::string path_;
};

TEST(ListReader, MissingEmptyAndUnknownFilesAreErrorsThatNameThePath) {
  EXPECT_NE(read_list_file("/nonexistent/list.csv").error().text.find("/nonexistent/list.csv"),
            std::string::npos);
  const TempFile empty("");
  EXPECT_NE(read_list_file(empty.path()).error().text.find("empty file"), std::string::npos);
  const TempFile other("just,some,words\n1,2,3\n");
  EXPECT_NE(read_list_file(other.path()).error().text.find("no list format"), std::string::npos);
  const TempFile wide(
      std::string_view("\xFF\xFE"
                       "a\0",
                       4));
  EXPECT_NE(read_list_file(wide.path()).error().text.find("UTF-16"), std::string::npos);
}

TEST(ListReader, FileOverTheLimitIsAnError) {
  const TempFile file(kHeader);
  ReadLimits limits;
  limits.file_bytes_max = 10;
  EXPECT_NE(read_list_file(file.path(), limits).error().text.find("more than the limit"), std::string::npos);
}

TEST(CslCsv, BadRowsAreRejectedWithTheirLineAndTheRestIsKept) {
  std::string text = kHeader;
  const auto named = [&](const std::string& name) { return ",SDN,,,," + name + std::string(23, ',') + "\n"; };
  text += "also,too,few\n";                    // 2
  text += named("ALPHA ONE");                  // 3
  text += "too,few\n";                         // 4
  text += named("");                           // 5: nobody
  text += named(std::string("NUL\0BYTE", 8));  // 6
  text += named("CAF\xC9 SECOND");             // 7: Windows-1252
  text += named("-0- ");                       // 8
  const TempFile file(text);
  const auto list = read_list_file(file.path());
  ASSERT_TRUE(list) << list.error().text;
  ASSERT_EQ(list.value().entries.size(), 2U);
  EXPECT_EQ(list.value().entries[0].names[0].text, "ALPHA ONE");
  EXPECT_EQ(list.value().entries[0].line, 3U);
  EXPECT_EQ(list.value().entries[1].names[0].text, "CAF\xC3\x89 SECOND");
  std::vector<std::uint64_t> lines;
  for (const Rejection& rejection : list.value().rejections) {
    EXPECT_EQ(rejection.file, file.path());
    EXPECT_FALSE(rejection.reason.empty());
    lines.push_back(rejection.line);
  }
  EXPECT_EQ(lines, (std::vector<std::uint64_t>{2, 4, 5, 6, 8}));
}

TEST(CslCsv, ColumnsAreFoundByNameInAnyOrder) {
  const TempFile file(
      "alt_names,name,federal_register_notice,source,addresses,ids,dates_of_birth,nationalities,end_date\n"
      "\"Little One; Gamma; Gamma Trading Company\",Gamma Trading Co.,89 FR 1,Entity List (EL) - BIS,"
      "\"1 Long Road, Beijing, CN; Russia; 2 Way, Seoul, Korea, South\","
      "\"CN, 91110000100014071Q, Unified Social Credit Code (USCC); IMO 9557549, Vessel Registration "
      "Identification\",\"1966-02-13; circa 1970; 1980 to 1982\",IQ,2030-01-02\n");
  const auto list = read_list_file(file.path());
  ASSERT_TRUE(list) << list.error().text;
  ASSERT_EQ(list.value().entries.size(), 1U);
  const ListEntry& entry = list.value().entries[0];
  EXPECT_EQ(entry.list, ListCode::el);
  EXPECT_EQ(entry.kind, PartyKind::company);
  EXPECT_EQ(entry.citation, "89 FR 1");
  ASSERT_EQ(entry.names.size(), 4U);
  EXPECT_EQ(entry.names[0].role, ListedName::Role::primary);
  EXPECT_EQ(entry.names[1].role, ListedName::Role::strong_alias);
  EXPECT_EQ(entry.names[2].role, ListedName::Role::weak_alias);
  ASSERT_EQ(entry.addresses.size(), 3U);
  EXPECT_EQ(entry.addresses[0].country.text(), "CN");
  EXPECT_EQ(entry.addresses[1].country.text(), "RU");
  EXPECT_EQ(entry.addresses[2].country.text(), "KR");
  EXPECT_EQ(entry.countries.size(), 4U);
  ASSERT_EQ(entry.identifiers.size(), 2U);
  EXPECT_EQ(entry.identifiers[0].value, "91110000100014071Q");
  EXPECT_EQ(entry.identifiers[1].type, "IMO");
  EXPECT_EQ(entry.identifiers[1].value, "9557549");
  EXPECT_EQ(entry.birth_dates, (std::vector<Date>{Date::from_ymd(1966, 2, 13)}));
  EXPECT_EQ(entry.birth_years, (std::vector<std::int16_t>{1966, 1969, 1970, 1971, 1980, 1981, 1982}));
  EXPECT_EQ(entry.end_date, Date::from_ymd(2030, 1, 2));
}

TEST(CslCsv, AliasesInsideANameAreSplit) {
  const TempFile file(
      "source,name,alt_names,federal_register_notice\n"
      "DPL,FUYI SUN A/K/A FRANK SUN,,\n"
      "DTC,Roger) Roger (a/k/a Akembuom Akem,,\n"
      "DPL,\"AVIATION SERVICES, B.V. ALSO KNOWN AS DELTA LOGISTICS, B.V. f/k/a OLD WINGS\",,\n"
      "ISN,\"Wisdom (Shanghai) Co., Ltd. and any successor, sub-unit, or subsidiary thereof\",,\n"
      "EL,Academy of Solid Propulsion (AASP),,\n");
  const auto list = read_list_file(file.path());
  ASSERT_TRUE(list) << list.error().text;
  std::vector<std::string> names;
  for (const ListEntry& entry : list.value().entries) {
    for (const ListedName& name : entry.names) names.push_back(name.text);
  }
  EXPECT_EQ(names, (std::vector<std::string>{
                       "FUYI SUN", "FRANK SUN", "Roger Roger", "Akembuom Akem", "AVIATION SERVICES, B.V.",
                       "DELTA LOGISTICS, B.V.", "OLD WINGS", "Wisdom (Shanghai) Co., Ltd.", "Wisdom Co., Ltd",
                       "Academy of Solid Propulsion (AASP)", "Academy of Solid Propulsion", "AASP"}));
  EXPECT_EQ(list.value().entries[2].names[2].role, ListedName::Role::former);
  EXPECT_EQ(list.value().entries[4].names[2].role, ListedName::Role::weak_alias);
}

TEST(CslCsv, AddressOnlyEntriesHaveNoNames) {
  const TempFile file(
      "source,name,alt_names,federal_register_notice,addresses\n"
      "EL,Address 01,,89 FR 51653,\"Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong\"\n"
      "EL,\"Room 803, Chevalier House 45-51, Chatham Road South, Tsim Sha Tsui, Hong Kong\",,89 FR 51653,\n"
      "UVL,\"88 Street Trading Co.\",,,\n");
  const auto list = read_list_file(file.path());
  ASSERT_TRUE(list) << list.error().text;
  ASSERT_EQ(list.value().entries.size(), 3U);
  for (int i = 0; i < 2; ++i) {
    const ListEntry& entry = list.value().entries[static_cast<std::size_t>(i)];
    EXPECT_EQ(entry.kind, PartyKind::address_only);
    EXPECT_TRUE(entry.names.empty());
    ASSERT_EQ(entry.addresses.size(), 1U);
    EXPECT_EQ(entry.addresses[0].country.text(), "HK");
  }
  EXPECT_EQ(list.value().entries[0].id, "Address 01");
  EXPECT_EQ(list.value().entries[2].names.size(), 1U);
}

TEST(CslCsv, TheFullListIsReadToTheLastRow) {
  if (!std::filesystem::exists(kFullList)) GTEST_SKIP() << "the full list is not here: " << kFullList;
  const auto list = read_list_file(kFullList);
  ASSERT_TRUE(list) << list.error().text;
  const ListFile& file = list.value();
  EXPECT_EQ(file.entries.size(), 25'921U);
  EXPECT_TRUE(file.rejections.empty()) << file.rejections[0].line << ": " << file.rejections[0].reason;
  EXPECT_EQ(file.date, Date::from_ymd(2026, 7, 31));
  EXPECT_EQ(file.source, "us_csl");
  EXPECT_EQ(file.hash.size(), 64U);
  EXPECT_GE(file.names, 57'174U);
  std::map<ListCode, int> by_list;
  std::size_t address_only = 0;
  for (const ListEntry& entry : file.entries) {
    ++by_list[entry.list];
    address_only += entry.kind == PartyKind::address_only ? 1 : 0;
  }
  EXPECT_EQ(by_list[ListCode::sdn], 19'181);
  EXPECT_EQ(by_list[ListCode::el], 3'420);
  EXPECT_EQ(by_list[ListCode::dpl], 1'596);
  EXPECT_EQ(by_list[ListCode::dtc], 787);
  EXPECT_EQ(by_list[ListCode::ssi], 286);
  EXPECT_EQ(by_list[ListCode::uvl], 222);
  EXPECT_EQ(by_list[ListCode::isn], 161);
  EXPECT_EQ(by_list[ListCode::plc], 78);
  EXPECT_EQ(by_list[ListCode::meu], 70);
  EXPECT_EQ(by_list[ListCode::cmic], 68);
  EXPECT_EQ(by_list[ListCode::mbs], 51);
  EXPECT_EQ(by_list[ListCode::cap], 1);
  EXPECT_EQ(by_list[ListCode::other], 0);
  EXPECT_EQ(address_only, 19U);
}

}  // namespace
}  // namespace ordergate::lists
