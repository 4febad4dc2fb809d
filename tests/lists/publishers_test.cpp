// What each publisher's format says, read from small made-up files.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/lists/publisher_file.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;

/// The role of a name of the entry; nullopt: it has none of that text.
std::optional<Role> role_of(const ListEntry& entry, std::string_view name) {
  for (const ListedName& listed : entry.names)
    if (listed.text == name) return listed.role;
  return std::nullopt;
}

std::set<std::string> countries_of(const ListEntry& entry) {
  std::set<std::string> codes;
  for (const CountryCode code : entry.countries) codes.emplace(code.text());
  return codes;
}

std::map<std::string, std::string> identifiers_of(const ListEntry& entry) {
  std::map<std::string, std::string> values;
  for (const ListedIdentifier& identifier : entry.identifiers) values[identifier.type] = identifier.value;
  return values;
}

class Publishers : public testing::Test {
 protected:
  /// Reads the file and finds the entry of the plant and that of the person in it.
  void read(const std::string& name, const std::string& plant_id, const std::string& person_id) {
    Result<Reading> result = read_text(seed(name));
    ASSERT_TRUE(result) << result.error().text;
    reading = std::move(result).value();
    plant = entry_of(reading, plant_id);
    person = entry_of(reading, person_id);
    ASSERT_NE(plant, nullptr);
    ASSERT_NE(person, nullptr);
  }

  Reading reading;
  const ListEntry* plant = nullptr;
  const ListEntry* person = nullptr;
};

TEST_F(Publishers, UkSanctionsCsvRowsOfOneUniqueIdAreOneEntry) {
  read("uk_sanctions_csv", "SMP0001", "SMP0002");
  EXPECT_EQ(reading.file.date, Date::from_ymd(2026, 2, 13));
  EXPECT_EQ(plant->list, ListCode::uk);
  EXPECT_EQ(plant->kind, PartyKind::company);
  EXPECT_EQ(role_of(*plant, "QUARTZ HERON MICROELECTRONICS PLANT JSC"), Role::primary);
  EXPECT_EQ(role_of(*plant, "QUARTZ HERON"), Role::weak_alias);
  EXPECT_EQ(role_of(*plant, "Завод Кварцевая Цапля"), Role::strong_alias);
  EXPECT_EQ(plant->addresses.size(), 2U);
  EXPECT_EQ(plant->addresses[0].text, "1 Heron Street, Tver, 170000, Russia");
  EXPECT_EQ(countries_of(*plant), (std::set<std::string>{"BY", "RU"}));
  EXPECT_EQ(identifiers_of(*plant),
            (std::map<std::string, std::string>{{"INN", "7700990001"}, {"OGRN", "1027700990001"}}));
  EXPECT_EQ(plant->start_date, Date::from_ymd(2022, 2, 24));
  EXPECT_EQ(person->names[0].text, "PRIMEROV, Viktor Emilievich");
  EXPECT_EQ(role_of(*person, "PRIMEROFF, Victor"), Role::strong_alias);
  EXPECT_EQ(person->birth_years, std::vector<std::int16_t>{1958});
  EXPECT_EQ(person->birth_dates, std::vector<Date>{Date::from_ymd(1958, 4, 17)});
  EXPECT_EQ(entry_of(reading, "SMP0003")->kind, PartyKind::vessel);
  ASSERT_EQ(reading.file.rejections.size(), 1U);
  EXPECT_EQ(reading.file.rejections[0].line, 8U);
}

TEST_F(Publishers, UkSanctionsXmlSaysTheSameAsItsCsv) {
  read("uk_sanctions_xml", "SMP0001", "SMP0002");
  EXPECT_EQ(reading.file.date, Date::from_ymd(2026, 9, 21));
  EXPECT_EQ(reading.file.source, "uk_sanctions_list");
  EXPECT_EQ(plant->list, ListCode::uk);
  EXPECT_EQ(plant->line, 4U);
  EXPECT_EQ(role_of(*plant, "QUARTZ HERON"), Role::weak_alias);
  EXPECT_EQ(role_of(*plant, "Завод Кварцевая Цапля"), Role::strong_alias);
  EXPECT_EQ(plant->addresses[0].text, "1 Heron Street, Tver, 170000, Russia");
  EXPECT_EQ(person->names[0].text, "PRIMEROV, Viktor Emilievich");
  EXPECT_EQ(person->birth_years, std::vector<std::int16_t>{1958});
  EXPECT_EQ(identifiers_of(*person).at("Passport"), "A1234567");
  EXPECT_EQ(reading.file.rejections.size(), 1U);
}

TEST_F(Publishers, EuXmlKeepsAliasStrengthAndTheEarliestRegulation) {
  read("eu_xml", "EU.1.11", "12");
  EXPECT_EQ(reading.file.date, Date::from_ymd(2026, 9, 21));
  EXPECT_EQ(plant->list, ListCode::eu);
  EXPECT_EQ(plant->kind, PartyKind::company);
  EXPECT_EQ(plant->start_date, Date::from_ymd(2022, 6, 3));
  EXPECT_EQ(role_of(*plant, "Quartz Heron Microelectronics Plant JSC"), Role::primary);
  EXPECT_EQ(role_of(*plant, "Завод Кварцевая Цапля"), Role::strong_alias);
  EXPECT_EQ(role_of(*plant, "Quartz Heron Works"), Role::weak_alias);
  EXPECT_EQ(plant->addresses[0].text, "1 Heron Street, P.O. Box 44, 170000, Tver, RU");
  EXPECT_EQ(identifiers_of(*plant).at("Registration Number"), "1027700990001");
  EXPECT_EQ(person->names[0].text, "Viktor Emilievich Primerov");
  EXPECT_EQ(countries_of(*person), std::set<std::string>{"BY"});
  EXPECT_EQ(person->birth_years, (std::vector<std::int16_t>{1964, 1965, 1966, 1970}));
  EXPECT_TRUE(reading.file.rejections.empty());
}

TEST_F(Publishers, EuCsvRowsOfOneLogicalIdAreOneEntry) {
  read("eu_csv", "EU.1.11", "12");
  EXPECT_EQ(reading.file.date, Date::from_ymd(2026, 9, 21));
  EXPECT_EQ(plant->names.size(), 2U);
  EXPECT_EQ(role_of(*plant, "Quartz Heron Works"), Role::weak_alias);
  EXPECT_EQ(plant->addresses[0].text, "1 Heron Street, Tver, RU");
  EXPECT_EQ(plant->start_date, Date::from_ymd(2022, 6, 3));
  EXPECT_EQ(person->kind, PartyKind::person);
  EXPECT_EQ(person->names[0].text, "Viktor Emilievich Primerov");
  EXPECT_EQ(countries_of(*person), std::set<std::string>{"BY"});
  EXPECT_EQ(reading.file.rejections.size(), 1U);
}

TEST_F(Publishers, OfacStandardXmlTellsWeakAliases) {
  read("ofac_standard_xml", "990001", "990002");
  EXPECT_EQ(reading.file.date, Date::from_ymd(2026, 9, 21));
  EXPECT_EQ(plant->list, ListCode::sdn);
  EXPECT_EQ(role_of(*plant, "QUARTZ HERON WORKS"), Role::strong_alias);
  EXPECT_EQ(role_of(*plant, "QUARTZ HERON"), Role::weak_alias);
  EXPECT_EQ(role_of(*plant, "KVARTS PLANT"), Role::former);
  EXPECT_EQ(plant->citation, "RUSSIA-EO14024");
  EXPECT_EQ(person->list, ListCode::sdn);
  EXPECT_EQ(person->birth_dates,
            (std::vector<Date>{Date::from_ymd(1958, 3, 4), Date::from_ymd(1959, 3, 22)}));
  EXPECT_EQ(identifiers_of(*entry_of(reading, "990003")).at("IMO"), "9999993");
}

TEST_F(Publishers, OfacStandardXmlOfTheConsolidatedListIsNotTheSdnList) {
  const std::string text = rewritten(seed("ofac_standard_xml"), "RUSSIA-EO14024", "NS-PLC");
  const Result<Reading> result = read_text(rewritten(text, "SDGT", "UKRAINE-EO13662"));
  ASSERT_TRUE(result) << result.error().text;
  EXPECT_EQ(entry_of(result.value(), "990001")->list, ListCode::plc);
  EXPECT_EQ(entry_of(result.value(), "990002")->list, ListCode::cmic);
  EXPECT_EQ(entry_of(result.value(), "990003")->list, ListCode::ssi);
}

TEST_F(Publishers, OfacStandardXmlWithFewerRecordsThanItCountsIsCut) {
  const Result<Reading> cut =
      read_text(rewritten(seed("ofac_standard_xml"), ">3</Record_Count>", ">4</Record_Count>"));
  ASSERT_FALSE(cut);
  EXPECT_NE(cut.error().text.find("Record_Count is 4, and there are 3"), std::string::npos);
}

TEST_F(Publishers, OfacAdvancedXmlJoinsPartsPlacesDocumentsAndLists) {
  read("ofac_advanced_xml", "99001", "99002");
  EXPECT_EQ(reading.file.date, Date::from_ymd(2026, 9, 21));
  EXPECT_EQ(plant->list, ListCode::sdn);
  EXPECT_EQ(plant->start_date, Date::from_ymd(2022, 2, 24));
  EXPECT_EQ(role_of(*plant, "QUARTZ HERON MICROELECTRONICS PLANT JSC"), Role::primary);
  EXPECT_EQ(role_of(*plant, "Завод Кварцевая Цапля"), Role::strong_alias);
  EXPECT_EQ(role_of(*plant, "QUARTZ HERON"), Role::weak_alias);
  EXPECT_EQ(plant->addresses[0].text, "1 Heron Street, Tver, Russia");
  EXPECT_EQ(identifiers_of(*plant).at("Registration Number"), "1027700990001");
  EXPECT_EQ(plant->programs, std::vector<std::string>{"RUSSIA-EO14024"});
  EXPECT_EQ(person->list, ListCode::cmic);
  EXPECT_EQ(person->names[0].text, "PRIMEROV, Viktor");
  EXPECT_EQ(person->birth_dates, std::vector<Date>{Date::from_ymd(1958, 3, 4)});
  ASSERT_EQ(reading.file.rejections.size(), 1U);
  EXPECT_EQ(reading.file.rejections[0].reason, "a party on no list");
}

TEST_F(Publishers, CslJsonIsReadLikeItsCsv) {
  read("csl_json", "0f1e", "36");
  EXPECT_EQ(reading.file.source, "us_csl");
  EXPECT_EQ(plant->list, ListCode::el);
  EXPECT_EQ(plant->line, 4U);
  EXPECT_EQ(plant->license_policy, "Presumption of denial.");
  EXPECT_EQ(plant->addresses[0].text, "1 Heron Street, Tver, 170000, RU");
  EXPECT_EQ(person->list, ListCode::sdn);
  EXPECT_EQ(person->kind, PartyKind::person);
  EXPECT_EQ(identifiers_of(*person).at("Passport"), "A1234567");
  ASSERT_EQ(reading.file.rejections.size(), 1U);
  EXPECT_EQ(reading.file.rejections[0].line, 10U);
}

TEST_F(Publishers, CslJsonWithFewerResultsThanItsTotalIsCut) {
  const Result<Reading> cut = read_text(rewritten(seed("csl_json"), "\"total\": 3", "\"total\": 9"));
  ASSERT_FALSE(cut);
  EXPECT_NE(cut.error().text.find("\"total\" is 9"), std::string::npos);
  EXPECT_FALSE(read_text(seed("csl_json").substr(0, 900)));
}

TEST_F(Publishers, FollowTheMoneyEntitiesOnAListAreEntriesOncePerList) {
  read("ftm_json", "NK-1", "NK-2");
  std::set<ListCode> lists;
  for (const ListEntry& entry : reading.file.entries)
    if (entry.id == "NK-1") lists.insert(entry.list);
  EXPECT_EQ(lists, (std::set<ListCode>{ListCode::sdn, ListCode::eu}));
  EXPECT_EQ(role_of(*plant, "QHMP"), Role::weak_alias);
  EXPECT_EQ(role_of(*plant, "Kvarts Plant"), Role::former);
  EXPECT_EQ(identifiers_of(*plant).at("INN"), "7700990001");
  EXPECT_EQ(person->list, ListCode::other);  // a listed party stands behind it
  EXPECT_NE(entry_of(reading, "NK-3"), nullptr);
  EXPECT_EQ(entry_of(reading, "Q1"), nullptr);
  std::map<std::string, std::uint64_t> reasons;
  for (const Rejection& rejection : reading.file.rejections) reasons[rejection.reason] = rejection.line;
  EXPECT_EQ(reasons, (std::map<std::string, std::uint64_t>{
                         {"no key \"schema\"", 4},
                         {"schema Ownership is not a party: 2 rows from here on", 3},
                         {"on no list that restricts (topics role.pep): 1 rows from here on", 6}}));
}

TEST_F(Publishers, OpenSanctionsTargetsOnAListAreEntriesOncePerList) {
  read("open_sanctions_csv", "NK-1", "NK-6");
  std::set<ListCode> lists;
  for (const ListEntry& entry : reading.file.entries)
    if (entry.id == "NK-1") lists.insert(entry.list);
  EXPECT_EQ(lists, (std::set<ListCode>{ListCode::uk, ListCode::eu}));
  EXPECT_EQ(role_of(*plant, "Завод Кварцевая Цапля"), Role::strong_alias);
  EXPECT_EQ(person->list, ListCode::other);
  EXPECT_EQ(reading.file.rejections.size(), 2U);
}

TEST_F(Publishers, SecoTargetsThatWereDeListedAreNoEntries) {
  read("seco_xml", "100", "102");
  EXPECT_EQ(reading.file.date, Date::from_ymd(2026, 9, 21));
  EXPECT_EQ(role_of(*plant, "Завод Кварцевая Цапля"), Role::strong_alias);
  EXPECT_EQ(role_of(*plant, "Quartz Heron"), Role::weak_alias);
  EXPECT_EQ(plant->addresses[0].text, "1 Heron Street, 220000, Minsk, Belarus");
  EXPECT_EQ(plant->programs, std::vector<std::string>{"Belarus"});
  EXPECT_EQ(person->names[0].text, "Primerov Viktor") << "parts stand in their order";
  EXPECT_FALSE(person->end_date.has_value()) << "listed again";
  EXPECT_EQ(person->birth_dates, std::vector<Date>{Date::from_ymd(1958, 3, 4)});
  EXPECT_EQ(entry_of(reading, "101"), nullptr);
  ASSERT_NE(entry_of(reading, "103"), nullptr);
  EXPECT_EQ(entry_of(reading, "103")->end_date, Date::from_ymd(2027, 1, 1))
      << "still listed on the day of the file";
  ASSERT_EQ(reading.file.rejections.size(), 1U);
  EXPECT_EQ(reading.file.rejections[0].reason, "de-listed, and no entries: 1 targets from here on");
}

TEST_F(Publishers, SemaRecordsInBothLanguagesAreRead) {
  read("sema_xml", "Russia; 1, Part 2; 1", "Belarus; 1, Part 1; 8");
  EXPECT_EQ(plant->list, ListCode::ca);
  EXPECT_EQ(role_of(*plant, "Usine Quartz Heron"), Role::strong_alias);
  EXPECT_EQ(person->names[0].text, "Primerov, Viktor Emilievich");
  EXPECT_EQ(role_of(*person, "Viktar Prymerau"), Role::strong_alias);
  EXPECT_EQ(person->start_date, Date::from_ymd(2020, 9, 28));
  EXPECT_EQ(entry_of(reading, "Russia; 7; 12")->kind, PartyKind::vessel);
  EXPECT_EQ(reading.file.rejections.size(), 1U);
}

TEST_F(Publishers, MetiRowsInBothLanguagesAreRead) {
  Result<Reading> result = read_text(seed("meti_csv"));
  ASSERT_TRUE(result) << result.error().text;
  const std::vector<ListEntry>& entries = result.value().file.entries;
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].list, ListCode::jp);
  EXPECT_EQ(entries[0].names.size(), 3U);
  EXPECT_EQ(role_of(entries[0], "Kvarts Plant"), Role::strong_alias);
  EXPECT_EQ(countries_of(entries[0]), std::set<std::string>{"RU"});
  EXPECT_EQ(countries_of(entries[1]), std::set<std::string>{"KP"});
  EXPECT_EQ(result.value().file.rejections.size(), 1U);
}

TEST_F(Publishers, DfatRowsBesideEachOtherWithOneNumberAreOneEntry) {
  read("dfat_xlsx", "101", "102");
  EXPECT_EQ(plant->list, ListCode::au);
  EXPECT_EQ(plant->line, 2U);
  EXPECT_EQ(role_of(*plant, "Quartz Heron"), Role::weak_alias);
  EXPECT_EQ(role_of(*plant, "Завод Кварцевая Цапля"), Role::strong_alias);
  EXPECT_EQ(plant->addresses.size(), 2U);
  EXPECT_EQ(plant->addresses[1].text, "2 Heron Street, Tver, Russia");
  EXPECT_EQ(plant->citation, "Instrument 1");
  EXPECT_EQ(plant->start_date, Date::from_ymd(2022, 2, 24)) << "a day of a spreadsheet";
  EXPECT_EQ(countries_of(*person), (std::set<std::string>{"BY", "RU"}));
  EXPECT_EQ(person->birth_dates, std::vector<Date>{Date::from_ymd(1958, 3, 4)});
  EXPECT_EQ(entry_of(reading, "103")->kind, PartyKind::vessel);
  ASSERT_EQ(reading.file.rejections.size(), 1U);
  EXPECT_EQ(reading.file.rejections[0].reason, "no Reference");
}

TEST(OwnList, MayHoldTheListsThatBisAndOthersPublishAsText) {
  const Result<Reading> own = read_text(
      "name,list,countries,citation\nHeron Signals Directorate,MIEU,BY,86 FR 1\nHeron Cotton "
      "Works,UFLPA,CN,87 FR 1\n"
      "Heron Satellite Company,1260H,CN,89 FR 1\nHeron Shipping Agency,AU,KP,\n");
  ASSERT_TRUE(own) << own.error().text;
  std::vector<ListCode> codes;
  for (const ListEntry& entry : own.value().file.entries) codes.push_back(entry.list);
  EXPECT_EQ(codes, (std::vector{ListCode::mieu, ListCode::uflpa, ListCode::s1260h, ListCode::au}));
}

}  // namespace
}  // namespace ordergate::lists
