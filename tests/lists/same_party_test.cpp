// Which entries of several publishers are one party.
#include "lists/same_party.h"

#include <gtest/gtest.h>

#include <string>

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;

ListEntry entry(ListCode list, const char* name, PartyKind kind, const char* country,
                const char* alias = "") {
  ListEntry made;
  made.list = list;
  made.kind = kind;
  made.names.push_back({name, Role::primary});
  if (alias[0] != '\0') made.names.push_back({alias, Role::strong_alias});
  if (country[0] != '\0') made.countries.push_back(CountryCode::parse(country));
  return made;
}

ListEntry person(ListCode list, const char* name, int year, const char* country = "") {
  ListEntry made = entry(list, name, PartyKind::person, country);
  if (year != 0) made.birth_years.push_back(static_cast<std::int16_t>(year));
  return made;
}

TEST(SameParty, TheEntriesOfSeveralPublishersAreOnePartyWhereASecondFactAgrees) {
  const std::vector<ListEntry> entries = {
      entry(ListCode::sdn, "QUARTZ HERON MICROELECTRONICS PLANT JSC", PartyKind::company, "RU"),
      entry(ListCode::eu, "Quartz Heron Microelectronics Plant (JSC)", PartyKind::company, "RU"),
      entry(ListCode::uk, "Kvarts Works", PartyKind::unknown, "RU",
            "Quartz-Heron Microelectronics Plant JSC"),
      entry(ListCode::ch, "Quartz Heron Microelectronics Plant JSC", PartyKind::company, "KZ"),
      entry(ListCode::ca, "Quartz Heron Microelectronics Plant JSC", PartyKind::company, ""),
      entry(ListCode::au, "Quartz Heron Microelectronics Plant JSC", PartyKind::vessel, "RU"),
      entry(ListCode::jp, "Another Plant JSC", PartyKind::company, "RU"),
  };
  const PartyGroups groups(entries);
  EXPECT_EQ(groups.of(EntryId{0}).size(), 3U);
  EXPECT_TRUE(groups.one(EntryId{0}, EntryId{1}));
  EXPECT_TRUE(groups.one(EntryId{1}, EntryId{2})) << "by its alias";
  for (const std::uint32_t other : {3U, 4U, 5U, 6U})
    EXPECT_FALSE(groups.one(EntryId{0}, EntryId{other}))
        << other << ": another country, no second fact, another kind, another name";
  EXPECT_EQ(groups.of(EntryId{6}).size(), 1U);
  EXPECT_EQ(groups.of(EntryId{2}).front(), EntryId{0});
}

TEST(SameParty, ABirthDateThatDiffersTellsPeopleOfOneNameApart) {
  std::vector<ListEntry> entries = {person(ListCode::sdn, "PRIMEROV, Viktor", 1968, "RU"),
                                    person(ListCode::eu, "Primerov, Viktor", 1968),
                                    person(ListCode::uk, "Primerov, Viktor", 1971, "RU"),
                                    person(ListCode::un, "Primerov, Viktor", 0, "RU")};
  entries[0].birth_dates.push_back(Date::from_ymd(1968, 4, 17));
  entries[1].birth_dates.push_back(Date::from_ymd(1968, 4, 17));
  EXPECT_TRUE(second_fact_agrees(entries[0], entries[1]));
  EXPECT_FALSE(second_fact_agrees(entries[0], entries[2]));
  EXPECT_TRUE(second_fact_agrees(entries[0], entries[3]));
  entries[1].birth_dates[0] = Date::from_ymd(1968, 5, 17);
  EXPECT_FALSE(second_fact_agrees(entries[0], entries[1]));
}

TEST(SameParty, AnIdentifierOrTheIdOfOneListIsASecondFact) {
  ListEntry one = entry(ListCode::sdn, "Silver Thicket", PartyKind::vessel, "");
  ListEntry other = entry(ListCode::eu, "Silver Thicket", PartyKind::vessel, "");
  EXPECT_FALSE(second_fact_agrees(one, other));
  one.identifiers.push_back({"IMO", "IMO 9999993"});
  other.identifiers.push_back({"IMO number", "9999993"});
  EXPECT_TRUE(second_fact_agrees(one, other));
  ListEntry again = entry(ListCode::sdn, "Silver Thicket", PartyKind::vessel, "");
  again.id = one.id = "42";
  EXPECT_TRUE(second_fact_agrees(one, again));
}

}  // namespace
}  // namespace ordergate::lists
