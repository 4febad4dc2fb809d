#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "lists/reader.h"
#include "tests/lists/temp_directory.h"

namespace ordergate::lists {
namespace {

TEST(BisDenied, TabSeparatedRowsAreRead) {
  const TempDirectory directory;
  const std::string path = directory.write(
      "dpl.txt",
      "\"Name\"\t\"Street_Address\"\t\"City\"\t\"State\"\t\"Country\"\t\"Postal_Code\"\t\"Effective_Date\"\t"
      "\"Expiration_Date\"\t\"Standard_Order\"\t\"Last_Update\"\t\"Action\"\t\"FR_Citation\"\n"
      "\"too\"\t\"short\"\n"
      "\"OTTO BEISPIEL\"\t\"1 Way\"\t\"El "
      "Paso\"\t\"TX\"\t\"\"\t\"79905\"\t\"08/24/2022\"\t\"01/14/2026\"\t\"Y\"\t"
      "\"2022-08-29\"\t\"F.R. NOTICE ADDED\"\t\"87 F.R. 1\"\n");
  const auto file = read_list_file(path);
  ASSERT_TRUE(file) << file.error().text;
  ASSERT_EQ(file.value().entries.size(), 1U);
  const ListEntry& entry = file.value().entries[0];
  EXPECT_EQ(entry.list, ListCode::dpl);
  EXPECT_EQ(entry.start_date, Date::from_ymd(2022, 8, 24));
  EXPECT_EQ(entry.end_date, Date::from_ymd(2026, 1, 14));
  EXPECT_EQ(entry.addresses[0].country.text(), "US");
  EXPECT_EQ(entry.citation, "87 F.R. 1");
  EXPECT_EQ(file.value().rejections.size(), 1U);
}

TEST(UnXml, NamesScriptsAndAliasQualityAreRead) {
  const TempDirectory directory;
  const std::string path = directory.write("un.xml", R"(<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS><INDIVIDUAL>
<FIRST_NAME>VIKTOR</FIRST_NAME><SECOND_NAME>PRIMEROV</SECOND_NAME><NAME_ORIGINAL_SCRIPT>ПРИМЕРОВ</NAME_ORIGINAL_SCRIPT>
<UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
<NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Vik & Son</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Victor Primer</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><CITY>Goma</CITY><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1972</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
</INDIVIDUAL><INDIVIDUAL/></INDIVIDUALS>
<ENTITIES><ENTITY><FIRST_NAME>SAMPLE FRONT</FIRST_NAME><ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>OLD FRONT</ALIAS_NAME></ENTITY_ALIAS></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>)");
  const auto file = read_list_file(path);
  ASSERT_TRUE(file) << file.error().text;
  ASSERT_EQ(file.value().entries.size(), 2U);
  EXPECT_EQ(file.value().date, Date::from_ymd(2026, 2, 27));
  const ListEntry& person = file.value().entries[0];
  EXPECT_EQ(person.names[0].text, "VIKTOR PRIMEROV");
  EXPECT_EQ(person.names[1].text, "ПРИМЕРОВ");
  EXPECT_EQ(person.names[2].text, "Vik & Son");
  EXPECT_EQ(person.names[2].role, ListedName::Role::weak_alias);
  EXPECT_EQ(person.names[3].role, ListedName::Role::strong_alias);
  EXPECT_EQ(person.birth_years, (std::vector<std::int16_t>{1970, 1971, 1972}));
  EXPECT_EQ(person.countries.size(), 2U);
  EXPECT_EQ(file.value().entries[1].names[1].role, ListedName::Role::former);
  EXPECT_EQ(file.value().rejections.size(), 1U);
}

TEST(UkCsv, RowsOfOneGroupAreOneEntry) {
  const TempDirectory directory;
  const std::string header =
      "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of "
      "Birth,Nationality,Passport "
      "Details,NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip "
      "Code,Country,"
      "Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID\n";
  const std::string path = directory.write(
      "conlist.csv",
      "Last Updated,27/04/2020\n" + header +
          "PRIMEROV,Victor,,,,,,00/00/1980,,,,,,,,,,,,,,,,Individual,AKA,Cyber,01/04/2016,,77\n" +
          "PRIMEROV,Viktor,,,,,,17/04/1980,,,1) Saudi Arabia 2) Qatar,Passport No: 592667 (old),,,1 "
          "Road,,,,,,,Afghanistan (since 2009),,Individual,Prime Alias,Cyber,01/04/2016,,77\n" +
          "CAF\xC9 SAMPLE,,,,,,,,,,,,,,,,,,,,,,,Entity,Prime Alias,Cyber,01/04/2016,,78\n" +
          "NOBODY,,,,,,,,,,,,,,,,,,,,,,,Entity,Prime Alias,Cyber,01/04/2016,,\n");
  const auto file = read_list_file(path);
  ASSERT_TRUE(file) << file.error().text;
  EXPECT_EQ(file.value().date, Date::from_ymd(2020, 4, 27));
  ASSERT_EQ(file.value().entries.size(), 2U);
  const ListEntry& person = file.value().entries[0];
  EXPECT_EQ(person.names[0].text, "PRIMEROV, Viktor");
  EXPECT_EQ(person.names[1].text, "PRIMEROV, Victor");
  EXPECT_EQ(person.countries.size(), 3U);
  EXPECT_EQ(person.identifiers[0].value, "592667");
  EXPECT_EQ(person.birth_dates.size(), 1U);
  EXPECT_EQ(file.value().entries[1].names[0].text, "CAF\xC3\x89 SAMPLE");
  EXPECT_EQ(file.value().rejections.size(), 1U);
}

TEST(OwnCsv, TheTemplateIsRead) {
  const std::string path = OG_SOURCE_DIR "/docs/own-list-template.csv";
  const auto file = read_list_file(path);
  ASSERT_TRUE(file) << file.error().text;
  EXPECT_TRUE(file.value().rejections.empty());
  ASSERT_EQ(file.value().entries.size(), 3U);
  EXPECT_EQ(file.value().entries[0].list, ListCode::user);
  EXPECT_EQ(file.value().entries[0].kind, PartyKind::company);
  EXPECT_EQ(file.value().entries[2].kind, PartyKind::address_only);
}

TEST(OwnCsv, UnknownColumnsAreAnErrorAndBadValuesARejection) {
  const TempDirectory directory;
  const std::string odd = directory.write("odd.csv", "name,colour\nA B,red\n");
  EXPECT_NE(read_list_file(odd).error().text.find("\"colour\""), std::string::npos);
  const std::string path =
      directory.write("own.csv",
                      "name,countries,birth_dates,kind,list,end_date\n"
                      "GOOD ONE,DE; Freedonia,,,,\nGOOD TWO,,sometime,,,\nGOOD THREE,,,animal,,\n"
                      "GOOD FOUR,,,,NOLIST,\nGOOD FIVE,,,,,soon\nGOOD SIX,DE,1980,person,EL,2030-01-01\n");
  const auto file = read_list_file(path);
  ASSERT_TRUE(file) << file.error().text;
  ASSERT_EQ(file.value().entries.size(), 1U);
  EXPECT_EQ(file.value().entries[0].list, ListCode::el);
  EXPECT_EQ(file.value().rejections.size(), 5U);
  EXPECT_NE(file.value().rejections[0].reason.find("Freedonia"), std::string::npos);
}

TEST(OwnJsonLines, FieldsAreThoseOfTheCsv) {
  const TempDirectory directory;
  const std::string path = directory.write("own.ndjson",
                                           "{\"name\": \"Sample Works\", \"aliases\": [\"SW Sample\", "
                                           "\"样本\"], \"countries\": \"DE\", \"kind\": \"company\"}\n"
                                           "{\"name\": [\"A\", \"B\"]}\n{\"name\": {\"x\": "
                                           "1}}\n\n{\"addresses\": [\"1 Long Road, Berlin, DE\"]}\n{}\n");
  const auto file = read_list_file(path);
  ASSERT_TRUE(file) << file.error().text;
  ASSERT_EQ(file.value().entries.size(), 2U);
  EXPECT_EQ(file.value().entries[0].names.size(), 3U);
  EXPECT_EQ(file.value().entries[1].kind, PartyKind::address_only);
  EXPECT_EQ(file.value().entries[1].line, 5U);
  EXPECT_EQ(file.value().rejections.size(), 3U);
}

TEST(OwnList, SaysWhichNamesAndAddressesAreNotComparedWhole) {
  std::string words;
  for (int i = 0; i < 70; ++i) words += "zarquon" + std::string(1, static_cast<char>('a' + i % 26)) + " ";
  std::string address;
  for (int i = 0; i < 100; ++i) address += "Street" + std::to_string(i) + " ";
  TempDirectory directory;
  const std::string path = directory.write("own.csv", "name,addresses\n" + words + ",\nShort Name," +
                                                          address + "\nZarquon ᚠᚢᚦ,\nFine Name,Paris\n");
  const auto file = read_list_file(path);
  ASSERT_TRUE(file) << file.error().text;
  EXPECT_EQ(file.value().entries.size(), 4U);
  ASSERT_EQ(file.value().rejections.size(), 3U);
  EXPECT_EQ(file.value().rejections[0].line, 2U);
  EXPECT_EQ(file.value().rejections[2].line, 4U);
}

struct RealFile {
  const char* path;
  const char* source;
  std::size_t entries;
  std::size_t names_min;
};

TEST(RealLists, EveryPublishedFormatIsReadWithoutARejection) {
  const std::string root = OG_SOURCE_DIR "/../shared/data/lists/";
  if (!std::filesystem::exists(root)) GTEST_SKIP() << "the published lists are not here: " << root;
  const RealFile files[] = {
      {"csl/consolidated_2022-05.csv", "us_csl", 14'160, 34'000},
      {"ofac/set_2021-07/sdn.csv", "ofac_sdn", 8'976, 23'000},
      {"ofac/cons_2025-12/cons_prim.csv", "ofac_consolidated", 442, 1'500},
      {"ofac/CONS_ENHANCED_2025-01-14.xml", "ofac_enhanced", 523, 2'000},
      {"ofac/sdn_names_2025-11.jsonl", "ofac_names", 17'815, 41'000},
      {"bis/dpl_2023-11.txt", "bis_dpl", 665, 665},
      {"un/UN_consolidated_2026-02-27.xml", "un", 1'003, 4'000},
      {"uk/hmt_conlist_2020-04-27.csv", "uk_hmt", 2'114, 6'000},
  };
  for (const RealFile& real : files) {
    const auto file = read_list_file(root + real.path);
    ASSERT_TRUE(file) << file.error().text;
    EXPECT_EQ(file.value().source, real.source) << real.path;
    EXPECT_EQ(file.value().entries.size(), real.entries) << real.path;
    EXPECT_GE(file.value().names, real.names_min) << real.path;
    EXPECT_TRUE(file.value().rejections.empty()) << real.path << ": " << file.value().rejections[0].reason;
  }
}

}  // namespace
}  // namespace ordergate::lists
