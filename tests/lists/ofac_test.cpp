#include <gtest/gtest.h>

#include <algorithm>

#include "lists/reader.h"
#include "tests/lists/temp_directory.h"

namespace ordergate::lists {
namespace {

constexpr const char* kNames =
    "36,\"EXAMPLE AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
    "37,\"PRIMEROV, Viktor\",\"individual\",\"SDNTK] [CYBER2\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"
    "\"DOB 17 Apr 1968; alt. DOB 1969; POB Omsk; nationality Russia; Passport 720009999 (Russia); "
    "a.k.a. 'VEP'; Linked To: SOMEBODY; Regist\"\r\n"
    "38,\"MERIDIAN LANTERN\",\"vessel\",\"IRAN\",-0- ,\"UZZZ9\",\"Tanker\",-0- ,-0- ,\"Iran\",-0- ,"
    "\"Vessel Registration Identification IMO 9999993; MMSI 636099999.\"\r\n\x1A";
constexpr const char* kAliases =
    "36,12,\"aka\",\"AERO-EXAMPLE\",-0- \r\n36,13,\"fka\",\"OLD EXAMPLE WINGS\",-0- "
    "\r\n99,14,\"aka\",\"NOBODY\",-0- \r\n";
constexpr const char* kAddresses =
    "36,25,\"1 Long Road\",\"Havana\",\"Cuba\",-0- \r\n37,26,-0- ,-0- ,-0- ,-0- \r\n";
constexpr const char* kComments = "37,\"ration ID 1234567890 (Russia).\"\r\n";

const ListEntry& by_id(const ListFile& file, std::string_view id) {
  return *std::find_if(file.entries.begin(), file.entries.end(),
                       [&](const ListEntry& e) { return e.id == id; });
}

TEST(OfacSet, FilesOfOneDirectoryAreJoined) {
  const TempDirectory directory;
  (void)directory.write("sdn.csv", kNames);
  const std::string aliases = directory.write("alt.csv", kAliases);
  (void)directory.write("add.csv", kAddresses);
  (void)directory.write("sdn_comments.csv", kComments);
  const auto lists = read_lists({directory.path()});
  ASSERT_TRUE(lists) << lists.error().text;
  ASSERT_EQ(lists.value().size(), 4U);
  const ListFile& file = lists.value()[2];
  ASSERT_EQ(file.entries.size(), 3U);
  const ListEntry& airline = by_id(file, "36");
  EXPECT_EQ(airline.list, ListCode::sdn);
  EXPECT_EQ(airline.kind, PartyKind::company);
  ASSERT_EQ(airline.names.size(), 3U);
  EXPECT_EQ(airline.names[2].role, ListedName::Role::former);
  EXPECT_EQ(airline.addresses[0].text, "1 Long Road, Havana, Cuba");
  EXPECT_EQ(airline.addresses[0].country.text(), "CU");
  const ListEntry& person = by_id(file, "37");
  EXPECT_EQ(person.programs, (std::vector<std::string>{"SDNTK", "CYBER2"}));
  EXPECT_EQ(person.birth_dates, (std::vector<Date>{Date::from_ymd(1968, 4, 17)}));
  EXPECT_EQ(person.birth_years, (std::vector<std::int16_t>{1968, 1969}));
  EXPECT_EQ(person.countries, (std::vector<CountryCode>{CountryCode::parse("RU")}));
  EXPECT_TRUE(person.addresses.empty());
  ASSERT_EQ(person.identifiers.size(), 2U);
  EXPECT_EQ(person.identifiers[0].type, "Passport");
  EXPECT_EQ(person.identifiers[1].type, "Registration ID") << "the remark was cut in the middle of a word";
  EXPECT_EQ(person.identifiers[1].value, "1234567890");
  EXPECT_EQ(person.names.back().role, ListedName::Role::weak_alias);
  const ListEntry& vessel = by_id(file, "38");
  EXPECT_EQ(vessel.kind, PartyKind::vessel);
  EXPECT_EQ(vessel.identifiers[1].type, "IMO");
  ASSERT_EQ(lists.value()[1].rejections.size(), 1U) << "an alias of nobody";
  EXPECT_EQ(lists.value()[1].rejections[0].file, aliases);
  EXPECT_EQ(lists.value()[1].rejections[0].line, 3U);
}

TEST(OfacSet, TheNamesFileAloneTakesItsSetFromItsDirectory) {
  const TempDirectory directory;
  const std::string names = directory.write("sdn.csv", kNames);
  (void)directory.write("alt.csv", kAliases);
  (void)directory.write("notes.csv", "just,a,table\n1,2,3\n");
  const auto file = read_list_file(names);
  ASSERT_TRUE(file) << file.error().text;
  EXPECT_EQ(file.value().entries[0].names.size(), 3U);
}

TEST(OfacSet, AliasesWithoutTheirNamesFileAreAnError) {
  const TempDirectory directory;
  const std::string aliases = directory.write("alt.csv", kAliases);
  EXPECT_NE(read_list_file(aliases).error().text.find("without the OFAC names file"), std::string::npos);
}

TEST(OfacSet, ARowThatIsNoEntryIsRejected) {
  const TempDirectory directory;
  const std::string names = directory.write(
      "sdn.csv", std::string("35,\"A ONE\",-0- ,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n") +
                     "x,\"B TWO\",-0- ,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n37,\"short\"\n" +
                     "38,-0- ,-0- ,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n");
  const auto file = read_list_file(names);
  ASSERT_TRUE(file) << file.error().text;
  EXPECT_EQ(file.value().entries.size(), 1U);
  EXPECT_EQ(file.value().rejections.size(), 3U);
}

TEST(OfacXml, PartyOnTwoListsIsTwoEntries) {
  const TempDirectory directory;
  const std::string path = directory.write("enhanced.xml", R"(<?xml version="1.0"?>
<sanctionsData xmlns="x"><publicationInfo><dataAsOf>2025-01-10T00:00:00</dataAsOf></publicationInfo><entities>
<entity id="7"><generalInfo><entityType>Individual</entityType></generalInfo>
<sanctionsLists><sanctionsList datePublished="2020-02-03">SDN List</sanctionsList>
<sanctionsList datePublished="2021-02-03">Non-SDN CMIC List</sanctionsList><sanctionsList>Consolidated List</sanctionsList></sanctionsLists>
<names><name><isPrimary>true</isPrimary><translations><translation><isPrimary>true</isPrimary>
<formattedFullName>SAMPLE & SONS, Li</formattedFullName></translation><translation><isPrimary>false</isPrimary>
<formattedFullName>样本贸易公司</formattedFullName></translation></translations></name>
<name><isPrimary>false</isPrimary><isLowQuality>true</isLowQuality><translations><translation><isPrimary>true</isPrimary>
<formattedFullName>LITTLE LI</formattedFullName></translation></translations></name></names>
<features><feature><type>Birthdate</type><value>17 Apr 1968</value></feature></features></entity>
<entity id="8"/></entities></sanctionsData>)");
  const auto file = read_list_file(path);
  ASSERT_TRUE(file) << file.error().text;
  ASSERT_EQ(file.value().entries.size(), 2U);
  EXPECT_EQ(file.value().date, Date::from_ymd(2025, 1, 10));
  const ListEntry& entry = file.value().entries[0];
  EXPECT_EQ(entry.list, ListCode::sdn);
  EXPECT_EQ(entry.line, 3U);
  EXPECT_EQ(entry.names[0].text, "SAMPLE & SONS, Li") << "a bare ampersand is text";
  EXPECT_EQ(entry.names[1].role, ListedName::Role::strong_alias);
  EXPECT_EQ(entry.names[2].role, ListedName::Role::weak_alias);
  EXPECT_EQ(entry.birth_dates.size(), 1U);
  EXPECT_EQ(file.value().entries[1].list, ListCode::cmic);
  ASSERT_EQ(file.value().rejections.size(), 1U);
  EXPECT_EQ(file.value().rejections[0].reason, "an entity on no list");
}

TEST(OfacXml, HostileXmlIsRefused) {
  const TempDirectory directory;
  const std::string bomb =
      directory.write("bomb.xml",
                      "<?xml version=\"1.0\"?><!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n"
                      "<sanctionsData><entities/></sanctionsData>");
  EXPECT_NE(read_list_file(bomb).error().text.find("document type"), std::string::npos);
  const std::string cut = directory.write("cut.xml", "<sanctionsData>\n<entities>\n<entity id=\"1\">");
  EXPECT_NE(read_list_file(cut).error().text.find("cut.xml:3"), std::string::npos)
      << read_list_file(cut).error().text;
  const std::string deep = directory.write(
      "deep.xml", "<sanctionsData>" + [] {
        std::string text;
        for (int i = 0; i < 200'000; ++i) text += "<a>";
        return text;
      }());
  EXPECT_FALSE(read_list_file(deep));
}

TEST(OfacJsonLines, NamesByEntityAreRead) {
  const TempDirectory directory;
  const std::string path =
      directory.write("names.jsonl",
                      "{\"entity_id\": 36, \"names\": [{\"full_name\": \"AERO-EXAMPLE\", \"is_primary\": "
                      "false, \"type_id\": \"1401\"}, "
                      "{\"full_name\": \"EXAMPLE AIRLINES\", \"is_primary\": true, \"type_id\": \"1403\"}]}\n"
                      "{\"entity_id\": 37}\nnot json\n[1]\n{\"entity_id\": 38, \"names\": [5]}\n");
  const auto file = read_list_file(path);
  ASSERT_TRUE(file) << file.error().text;
  ASSERT_EQ(file.value().entries.size(), 1U);
  EXPECT_EQ(file.value().entries[0].names[0].text, "EXAMPLE AIRLINES");
  EXPECT_EQ(file.value().entries[0].names[1].role, ListedName::Role::former);
  EXPECT_EQ(file.value().rejections.size(), 4U);
}

}  // namespace
}  // namespace ordergate::lists
