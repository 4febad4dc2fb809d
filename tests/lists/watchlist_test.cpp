#include "lists/watchlist.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>
#include <string>

#include "lists/reader.h"
#include "tests/support/allocation_counter.h"

namespace ordergate::lists {
namespace {

ListEntry entry(std::vector<ListedName> names, PartyKind kind = PartyKind::company,
                const char* country = "CN") {
  ListEntry made;
  made.list = ListCode::el;
  made.names = std::move(names);
  made.kind = kind;
  if (country[0] != '\0') made.countries.push_back(CountryCode::parse(country));
  return made;
}

using Role = ListedName::Role;

/// Eight invented entries that the cases below speak of by number.
Watchlist small_list() {
  ListFile file;
  file.path = "small";
  file.entries.push_back(entry({{"Northern Lantern Microsystems Co., Ltd.", Role::primary},
                                {"Beideng Microsystems Limited", Role::strong_alias},
                                {"NLMS", Role::weak_alias},
                                {"Amber Abacus Foundry", Role::former}}));
  file.entries[0].addresses.push_back(
      {"88 Paper Lantern Road, Haidian District, Beijing, CN", CountryCode::parse("CN")});
  file.entries[0].identifiers.push_back({"Unified Social Credit Code (USCC)", "91110100 SAMPLE001X"});
  file.entries[0].identifiers.push_back({"Website", "northern-lantern-12345.example"});
  file.entries[0].identifiers.push_back({"Registration Number", "48151"});
  file.entries.push_back(
      entry({{"PRIMEROV, Viktor Emilievich", Role::primary}}, PartyKind::person, "RU"));  // 1
  file.entries[1].birth_dates.push_back(Date::from_ymd(1968, 4, 17));
  file.entries[1].birth_years.push_back(1968);
  file.entries.push_back(entry({{"MERIDIAN LANTERN", Role::primary}}, PartyKind::vessel, "RU"));  // 2
  file.entries[2].identifiers.push_back({"IMO", "9999993"});
  ListEntry address;  // 3
  address.list = ListCode::el;
  address.kind = PartyKind::address_only;
  address.addresses.push_back(
      {"Unit 7, 12/F, Lampwick Commercial Building, 99 Paper Lane, Mong Kok, Hong Kong",
       CountryCode::parse("HK")});
  address.countries.push_back(CountryCode::parse("HK"));
  file.entries.push_back(address);
  file.entries.push_back(
      entry({{"Green Falcon Procurement Network", Role::primary}}, PartyKind::unknown, ""));  // 4
  return Watchlist::build({file}, {}).value();
}

struct Asked {
  std::string name;
  const char* country = "";
  PartyKind kind = PartyKind::unknown;
  std::string address = {};
  std::string identifier = {};
  std::optional<Date> birth_date = {};
};

class Asking {
 public:
  explicit Asking(Watchlist list) : list_(std::move(list)) {}

  std::vector<PartyHit> operator()(const Asked& asked) {
    PartyQuery query;
    query.name = asked.name;
    query.country = CountryCode::parse(asked.country);
    query.kind = asked.kind;
    address_ = {asked.address, {}};
    identifier_ = asked.identifier;
    if (!asked.address.empty()) query.addresses = {&address_, 1};
    if (!asked.identifier.empty()) query.identifiers = {&identifier_, 1};
    query.birth_date = asked.birth_date;
    std::vector<PartyHit> hits;
    status_ = list_.screen(query, scratch_, hits);
    return hits;
  }
  [[nodiscard]] Completeness status() const { return status_; }
  [[nodiscard]] const Watchlist& list() const { return list_; }
  PartyScratch& scratch() { return scratch_; }

 private:
  Watchlist list_;
  PartyScratch scratch_;
  matchers::AddressText address_;
  std::string_view identifier_;
  Completeness status_ = Completeness::complete;
};

TEST(Watchlist, NoEntriesAreNoWatchlist) {
  EXPECT_FALSE(Watchlist::build({}, {}));
  EXPECT_FALSE(Watchlist::build({ListFile{}}, {}));
}

TEST(Watchlist, EmptyAndUnknownPartiesHaveNoHits) {
  Asking ask(small_list());
  EXPECT_TRUE(ask({}).empty());
  EXPECT_TRUE(ask({"Plain Ordinary Bakery Inc."}).empty());
  EXPECT_EQ(ask.status(), Completeness::complete);
}

TEST(Watchlist, WhatExceedsABoundIsSaid) {
  Asking ask(small_list());
  std::string flood;
  for (int i = 0; i < 4'000; ++i) flood += "word" + std::to_string(i) + " ";
  (void)ask({flood});
  EXPECT_EQ(ask.status(), Completeness::over_bound);
  (void)ask({"Somebody", "", PartyKind::unknown, flood});
  EXPECT_EQ(ask.status(), Completeness::over_bound);
  (void)ask({flood});  // remembered with its status
  EXPECT_EQ(ask.status(), Completeness::over_bound);
  const std::vector<std::string_view> aliases(1'000, "Some Alias");
  PartyQuery query;
  query.aliases = aliases;
  std::vector<PartyHit> hits;
  EXPECT_EQ(ask.list().screen(query, ask.scratch(), hits), Completeness::over_bound);
}

struct Decision {
  const char* why;
  Asked asked;
  std::uint32_t entry;
  bool sure;
  std::uint32_t evidence_has;
  std::uint32_t evidence_lacks = 0;
};

const Decision kDecisions[] = {
    {"equal to the primary name", {"NORTHERN LANTERN MICROSYSTEMS CO LTD"}, 0, true, kEvidenceName},
    {"and the country agrees",
     {"Northern Lantern Microsystems", "CN"},
     0,
     true,
     kEvidenceCountry,
     kAgainstCountry},
    {"Hong Kong is no other country than China",
     {"Northern Lantern Microsystems", "HK"},
     0,
     true,
     kEvidenceCountry},
    {"a strong alias", {"Beideng Microsystems"}, 0, true, kEvidenceName},
    {"another country", {"Northern Lantern Microsystems Co., Ltd.", "BR"}, 0, false, kAgainstCountry},
    {"another country but the listed address",
     {"Northern Lantern Microsystems Co., Ltd.", "BR", PartyKind::unknown,
      "No. 88, Paper Lantern Rd, Beijing"},
     0,
     true,
     kEvidenceAddress},
    {"another kind", {"Meridian Lantern", "RU", PartyKind::company}, 2, false, kAgainstKind},
    {"the same kind", {"Meridian Lantern", "RU", PartyKind::vessel}, 2, true, kEvidenceKind},
    {"given name first", {"Viktor Emilievich Primerov", "RU", PartyKind::person}, 1, true, kEvidenceName},
    {"the birth date agrees",
     {"PRIMEROV, Viktor Emilievich", "RU", PartyKind::person, "", "", Date::from_ymd(1968, 4, 17)},
     1,
     true,
     kEvidenceBirthDate},
    {"another birth date",
     {"PRIMEROV, Viktor Emilievich", "RU", PartyKind::person, "", "", Date::from_ymd(1991, 1, 2)},
     1,
     false,
     kAgainstBirthDate},
    {"a former name", {"Amber Abacus Foundry", "CN"}, 0, false, kEvidenceName},
    {"a typo", {"Northern Lantern Microsistems", "CN"}, 0, false, kEvidenceName},
    {"an identifier alone",
     {"Other Name Entirely", "", PartyKind::unknown, "", "91110100-sample-001x"},
     0,
     true,
     kEvidenceIdentifier,
     kEvidenceName},
    {"a vessel's number",
     {"Renamed Ship", "", PartyKind::vessel, "", "IMO 9999993"},
     2,
     true,
     kEvidenceIdentifier},
    {"a short identifier with the country",
     {"Other", "CN", PartyKind::unknown, "", "48151"},
     0,
     true,
     kEvidenceIdentifier},
    {"a short identifier alone",
     {"Other", "", PartyKind::unknown, "", "48151"},
     0,
     false,
     kEvidenceIdentifier},
    {"an entry that says no country or kind",
     {"Green Falcon Procurement Network", "US", PartyKind::company},
     4,
     true,
     kEvidenceName,
     kAgainstCountry | kAgainstKind},
};

TEST(Watchlist, IdentityIsSureExactlyWhenNothingIsLeftToDoubt) {
  Asking ask(small_list());
  for (const Decision& decision : kDecisions) {
    const std::vector<PartyHit> hits = ask(decision.asked);
    ASSERT_FALSE(hits.empty()) << decision.why;
    EXPECT_EQ(hits[0].entry, EntryId{decision.entry}) << decision.why;
    EXPECT_EQ(hits[0].sure, decision.sure) << decision.why;
    EXPECT_FALSE(hits[0].colocated) << decision.why;
    EXPECT_EQ(hits[0].evidence & decision.evidence_has, decision.evidence_has) << decision.why;
    EXPECT_EQ(hits[0].evidence & decision.evidence_lacks, 0U) << decision.why;
    EXPECT_GE(hits[0].score, matchers::kNameThreshold) << decision.why;
  }
}

TEST(Watchlist, WebsitesAreNoIdentifiers) {
  Asking ask(small_list());
  EXPECT_TRUE(ask({"Somebody Else", "", PartyKind::unknown, "", "northern-lantern-12345.example"}).empty());
}

TEST(Watchlist, WeakAliasIsNeverSure) {
  Asking ask(small_list());
  for (const PartyHit& hit : ask({"NLMS", "CN"})) EXPECT_FALSE(hit.sure);
}

TEST(Watchlist, ANameThatLooksLikeLegalFormsIsCompared) {
  Asking ask(small_list());
  for (const char* name : {"S.A.E.T. S.R.L.", "EK Inc.", "AG-E GmbH"}) {
    EXPECT_TRUE(ask({name}).empty()) << name;
    EXPECT_EQ(ask.status(), Completeness::complete) << name;
  }
  for (const char* name : {"Co., Ltd.", "S.R.L.", "Pte. Ltd.", "---"}) {
    (void)ask({name});
    EXPECT_EQ(ask.status(), Completeness::over_bound) << name;
  }
}

TEST(Watchlist, SameBuildingIsAColocatedHit) {
  Asking ask(small_list());
  const std::vector<PartyHit> hits = ask({"Innocent Tenant Ltd", "HK", PartyKind::unknown,
                                          "Rm 1, 3/F, Lampwick Comm Bldg, 99 Paper Ln, Mongkok, HK"});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].entry, EntryId{3});
  EXPECT_TRUE(hits[0].colocated);
  EXPECT_FALSE(hits[0].sure);
  EXPECT_EQ(hits[0].field, QueryField::address);
  EXPECT_EQ(hits[0].evidence & kEvidenceAddress, std::uint32_t{kEvidenceAddress});
  EXPECT_EQ(hits[0].evidence & kEvidenceName, 0U);
}

/// Parties of one tower, each with floor and room; the last one is an address that is listed by itself.
Watchlist tower_list() {
  ListFile file;
  const auto add = [&](const char* name, PartyKind kind, const char* address) {
    ListEntry& made = file.entries.emplace_back();
    made.list = ListCode::sdn;
    made.kind = kind;
    if (kind != PartyKind::address_only) made.names.push_back({name, Role::primary});
    made.addresses.push_back({address, CountryCode::parse("RU")});
  };
  add("Verkhovin Optika", PartyKind::company,
      "Room 1204, 12th Floor, Lampovaya Tower, 99 Bumazhnaya Street, Tula, Russia");
  add("Sosnovin Radio", PartyKind::company,
      "Room 3, 2nd Floor, Konskaya House, 7 Konskaya Street, Tula, Russia");
  add("", PartyKind::address_only,
      "Room 1506, 15th Floor, Lampovaya Tower, 99 Bumazhnaya Street, Tula, Russia");
  return Watchlist::build({std::move(file)}, {}).value();
}

struct Tenant {
  const char* why;
  const char* address;
  std::uint32_t entry;
  bool neighbor, same_room;
};

TEST(Watchlist, InABuildingOfManyOnlyFloorRoomAndAddressesListedByThemselvesHold) {
  const Tenant tenants[] = {
      {"the same floor", "Room 1209, 12/F, Lampovaya Tower, 99 Bumazhnaya St., Tula, Russia", 0, false,
       false},
      {"the same room", "Rm 1204, Lampovaya Tower, 99 Bumazhnaya St., Tula, Russia", 0, false, true},
      {"the same room of another floor", "Rm 1204, 9/F, Lampovaya Tower, 99 Bumazhnaya St., Tula, Russia", 0,
       true, false},
      {"another floor of a tower", "Room 903, 9/F, Lampovaya Tower, 99 Bumazhnaya St., Tula, Russia", 0, true,
       false},
      {"no floor said", "Lampovaya Tower, 99 Bumazhnaya Street, Tula, Russia", 0, true, false},
      {"any room of an address listed by itself", "Room 903, 9/F, Lampovaya Tower, 99 Bumazhnaya St., Tula",
       2, false, false},
      {"another room of a small house", "Room 5, 1st Floor, Konskaya House, 7 Konskaya Street, Tula, Russia",
       1, false, false},
  };
  const Watchlist list = tower_list();
  for (const Tenant& tenant : tenants) {
    PartyScratch scratch;
    PartyQuery query;
    query.name = "Zarquon Vremov Ltd.";
    const matchers::AddressText address{tenant.address, {}};
    query.addresses = {&address, 1};
    std::vector<PartyHit> hits;
    EXPECT_EQ(list.screen(query, scratch, hits), Completeness::complete);
    const auto hit = std::find_if(hits.begin(), hits.end(),
                                  [&](const PartyHit& h) { return h.entry == EntryId{tenant.entry}; });
    ASSERT_NE(hit, hits.end()) << tenant.why;
    EXPECT_TRUE(hit->colocated) << tenant.why;
    EXPECT_EQ(hit->neighbor, tenant.neighbor) << tenant.why;
    EXPECT_EQ(hit->same_room, tenant.same_room) << tenant.why;
  }
}

TEST(Watchlist, AKnownTowerOrAgentIsABuildingOfMany) {
  ListFile file;
  ListEntry& made = file.entries.emplace_back();
  made.list = ListCode::sdn;
  made.kind = PartyKind::company;
  made.names.push_back({"Verkhovin Optika", Role::primary});
  made.addresses.push_back({"1209 Orange Street, Wilmington, DE 19801, US", CountryCode::parse("US")});
  const Watchlist list = Watchlist::build({std::move(file)}, {}).value();
  PartyScratch scratch;
  PartyQuery query;
  query.name = "Zarquon Vremov Ltd.";
  const matchers::AddressText address{"1209 N Orange St, Wilmington, Delaware 19801",
                                      CountryCode::parse("US")};
  query.addresses = {&address, 1};
  std::vector<PartyHit> hits;
  EXPECT_EQ(list.screen(query, scratch, hits), Completeness::complete);
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_TRUE(hits[0].neighbor);
}

TEST(Watchlist, AnotherBuildingOfTheStreetIsNoHit) {
  Asking ask(small_list());
  EXPECT_TRUE(
      ask({"Innocent Tenant Ltd", "HK", PartyKind::unknown, "101 Paper Lane, Mong Kok, Hong Kong"}).empty());
}

TEST(Watchlist, ARepeatedPartyGetsTheSameAnswerFromMemory) {
  Asking ask(small_list());
  const Asked asked{"Northern Lantern Microsystems", "CN", PartyKind::company,
                    "88 Paper Lantern Road, Beijing"};
  const std::vector<PartyHit> first = ask(asked);
  const Asked copy = asked;
  const std::vector<PartyHit> second = ask(copy);
  ASSERT_EQ(first.size(), second.size());
  ASSERT_FALSE(first.empty());
  EXPECT_EQ(second[0].entry, first[0].entry);
  EXPECT_EQ(second[0].score, first[0].score);
  EXPECT_EQ(second[0].sure, first[0].sure);
  EXPECT_EQ(second[0].matched, "Northern Lantern Microsystems Co., Ltd.");
  EXPECT_EQ(second[0].query.data(), copy.name.data()) << "points into the present query, not a former one";
}

TEST(Watchlist, AnotherWatchlistDoesNotUseWhatWasRemembered) {
  PartyScratch scratch;
  PartyQuery query;
  query.name = "Northern Lantern Microsystems";
  std::vector<PartyHit> hits;
  const Watchlist first = small_list();
  (void)first.screen(query, scratch, hits);
  EXPECT_EQ(hits.size(), 1U);
  ListFile other;
  other.entries.push_back(entry({{"Somebody Entirely Different", Role::primary}}));
  const Watchlist second = Watchlist::build({other}, {}).value();
  hits.clear();
  (void)second.screen(query, scratch, hits);
  EXPECT_TRUE(hits.empty());
}

/// What each search found, in words.
std::string told(const std::vector<PartyHit>& hits) {
  std::string out;
  for (const PartyHit& hit : hits)
    out += std::to_string(index_of(hit.entry)) + " " + std::to_string(hit.score) +
           (hit.sure ? " sure " : " ") + std::to_string(hit.evidence) + " " + std::string(hit.matched) + "\n";
  return out;
}

/// Parties that share the words of the lists, many times over: how common a word is would be another.
TEST(Watchlist, TheOwnedAreFoundAndChangeNothingOfWhatIsFoundOfTheLists) {
  const Watchlist alone = Watchlist::build({sample_list()}, {}).value();
  Watchlist both = Watchlist::build({sample_list()}, {}).value();
  std::mt19937 random(11);
  std::vector<std::string> words, names;
  for (const ListEntry& listed : alone.entries())
    for (const ListedName& name : listed.names) {
      names.push_back(name.text);
      std::istringstream parts(name.text);
      for (std::string word; parts >> word;) words.push_back(word);
    }
  std::vector<ListEntry> owned;
  for (std::size_t i = 0; i < 3000; ++i) {
    std::string name;
    for (std::size_t n = 2 + random() % 3; n > 0; --n) name += words[random() % words.size()] + " ";
    owned.push_back(entry({{name + "Branch " + std::to_string(i), Role::primary}}));
    owned.back().addresses.push_back({"88 Paper Lantern Road, Haidian District, Beijing", {}});
    owned.back().identifiers.push_back({"LEI", "5493000000000" + std::to_string(100000 + i) + "0"});
  }
  const std::vector<ListEntry> kept = owned;
  ASSERT_TRUE(both.add_owned(std::move(owned)).ok());
  ASSERT_EQ(both.entries().size(), alone.entries().size());
  PartyScratch scratch, other;
  const matchers::AddressText address{"88 Paper Lantern Road, Haidian District, Beijing", {}};
  std::size_t met = 0;
  for (std::size_t i = 0; i < 2000; ++i) {
    std::string name =
        i % 4 == 0 ? kept[random() % kept.size()].names[0].text : names[random() % names.size()];
    if (i % 3 == 0 && name.size() > 4) name.erase(random() % name.size(), 1);
    PartyQuery query;
    query.name = name;
    if (i % 5 == 0) query.addresses = {&address, 1};
    std::vector<PartyHit> expected, listed, of_owned, without;
    const Completeness whole = alone.screen(query, other, expected);
    const Completeness status = both.screen(query, scratch, listed, of_owned);
    if (whole != Completeness::complete || status != Completeness::complete) continue;
    ++met;
    ASSERT_EQ(told(listed), told(expected)) << name;
    (void)both.screen(query, scratch, without);
    ASSERT_EQ(told(without), told(expected)) << name << ", without the owned";
  }
  EXPECT_GT(met, 500U);
  for (std::uint32_t i = 0; i < kept.size(); i += 7) {
    const std::string_view lei = kept[i].identifiers[0].value;
    PartyQuery query;
    query.name = "Nobody Whom We Know";
    query.identifiers = {&lei, 1};
    std::vector<PartyHit> listed, of_owned;
    EXPECT_EQ(both.screen(query, scratch, listed, of_owned), Completeness::complete);
    ASSERT_EQ(of_owned.size(), 1U) << i;
    EXPECT_EQ(index_of(of_owned[0].entry), i);
  }
}

TEST(Watchlist, WarmScreeningAllocatesNothing) {
  const Watchlist list = Watchlist::build({sample_list()}, {}).value();
  PartyScratch scratch;
  std::vector<PartyHit> hits;
  const matchers::AddressText address{"88 Paper Lantern Road, Haidian District, Beijing", {}};
  const std::string_view identifier = "IMO 9999993";
  std::vector<std::string> names;
  for (int i = 0; i < 400; ++i) names.push_back("Northern Lantern Number " + std::to_string(i) + " Trading");
  const auto screen_all = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      PartyQuery query;
      query.name = names[i];
      query.addresses = {&address, 1};
      query.identifiers = {&identifier, 1};
      hits.clear();
      (void)list.screen(query, scratch, hits);
    }
  };
  screen_all(0, 200);
  EXPECT_EQ(test::count_allocations([&] { screen_all(0, 200); }), 0U) << "remembered parties";
  EXPECT_EQ(test::count_allocations([&] { screen_all(200, 400); }), 0U) << "new parties";
}

TEST(Watchlist, FilesStayKnownAfterTheirEntriesMoved) {
  const Watchlist list = Watchlist::build({sample_list()}, {}).value();
  EXPECT_EQ(list.files().size(), 1U);
  EXPECT_EQ(list.file_of(EntryId{0}).source, "sample");
  EXPECT_TRUE(list.files()[0].entries.empty());
  EXPECT_GT(list.entries().size(), 30U);
}

}  // namespace
}  // namespace ordergate::lists
