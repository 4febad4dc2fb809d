// Relations read, and the walk over them against slow judges.
#include "lists/ownership/ownership.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>

#include "lists/ownership/ownership_walk.h"
#include "tests/lists/temp_directory.h"

namespace ordergate::lists {
namespace {

constexpr Date kDay = Date::from_ymd(2026, 3, 10);

Result<RelationTable> read_text(const std::string& name, const std::string& text) {
  const TempDirectory folder;
  return read_relations({folder.write(name, text)});
}

std::string told(const RelationTable& table) {
  std::string out;
  for (const RelationFile& file : table.files)
    for (const Rejection& row : file.rejections) out += std::to_string(row.line) + ": " + row.reason + "\n";
  return out;
}

TEST(OwnershipCsv, ARowThatCannotBeUsedIsToldWithItsLine) {
  const auto table = read_text("owners.csv",
                               "owner,owned,percent,from,until,source\n"
                               "Alfa Holding,Beta GmbH,60,2020-01-01,,extract\n"
                               ",Beta GmbH,60,,,\n"
                               "Alfa Holding,,60,,,\n"
                               "Alfa Holding,Beta GmbH,120,,,\n"
                               "Alfa Holding,Beta GmbH,half,,,\n"
                               "Alfa Holding,Beta GmbH,-5,,,\n"
                               "Alfa Holding,Beta GmbH,60,01.02.2020,,\n"
                               "Alfa Holding,Beta GmbH,60,2020-02-01,2020-01-01,\n"
                               "Alfa Holding,ALFA HOLDING,60,,,\n"
                               "too,few\n"
                               "Alfa Holding,Gamma GmbH,,,,\n");
  ASSERT_TRUE(table) << table.error().text;
  EXPECT_EQ(table.value().relations().size(), 2U);
  EXPECT_EQ(table.value().files.at(0).relations, 2U);
  const std::string rows = told(table.value());
  for (const char* const line :
       {"3: no owner", "4: no owned party", "5: percent \"120\"", "6: percent \"half\"", "7: percent \"-5\"",
        "8: from \"01.02.2020\"", "9: ends before", "10: owns itself", "11: "})
    EXPECT_NE(rows.find(line), std::string::npos) << line << " in\n" << rows;
  EXPECT_EQ(table.value().files.at(0).rejections.size(), 9U) << rows;
}

TEST(OwnershipCsv, OneNameIsOnePartyHoweverItIsWritten) {
  const auto table = read_text("owners.csv",
                               "owner;owned;percent\n"
                               "Ålfa Holding A.S.;Beta GmbH;50 %\n"
                               "ALFA HOLDING AS;Gamma GmbH;12,5\n"
                               "5493000000000000C001;5493000000000000D002;25-50\n");
  ASSERT_TRUE(table) << table.error().text;
  const auto& relations = table.value().relations();
  ASSERT_EQ(relations.size(), 3U);
  EXPECT_EQ(relations[0].owner, relations[1].owner);
  EXPECT_FLOAT_EQ(relations[0].percent, 50);
  EXPECT_FLOAT_EQ(relations[1].percent, 12.5);
  EXPECT_FLOAT_EQ(relations[2].percent, 25);
  EXPECT_EQ(table.value().entry(relations[2].owner).identifiers.at(0).value, "5493000000000000C001");
}

TEST(OwnershipCsv, AColumnOrAFormatThatIsNotKnownIsAnError) {
  EXPECT_NE(
      read_text("a.csv", "owner,owned,shares\nA,B,5\n").error().text.find("column \"shares\" is not known"),
      std::string::npos);
  EXPECT_NE(read_text("b.csv", "name,country\nA,DE\n").error().text.find("no format of ownership"),
            std::string::npos);
  EXPECT_NE(read_text("c.csv", "owner,owned\n\"A,B\n").error().text.find("cut or damaged"),
            std::string::npos);
  EXPECT_NE(read_text("d.csv", "\n").error().text.find("empty file"), std::string::npos);
  EXPECT_FALSE(read_relations({"/nowhere/owners.csv"}));
}

constexpr std::string_view kGleif =
    "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,"
    "Relationship.EndNode.NodeIDType,Relationship.RelationshipType,Relationship.RelationshipStatus,"
    "Relationship.Period.1.startDate,Relationship.Period.1.endDate,Relationship.Period.1.periodType,"
    "Relationship.Quantifiers.1.QuantifierAmount,Relationship.Quantifiers.1.QuantifierUnits,"
    "Registration.RegistrationStatus\n";

TEST(Gleif, ParentsOwnAndUltimateParentsStandBehind) {
  const std::string rows =
      "5493000000000000C001,LEI,5493000000000000P002,LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,"
      "2015-03-01T00:00:00.000Z,,RELATIONSHIP_PERIOD,,,PUBLISHED\n"
      "5493000000000000C001,LEI,5493000000000000U003,LEI,IS_ULTIMATELY_CONSOLIDATED_BY,ACTIVE,,,,100,"
      "PERCENTAGE,"
      "LAPSED\n"
      "5493000000000000B004,LEI,5493000000000000C001,LEI,IS_INTERNATIONAL_BRANCH_OF,ACTIVE,,,,,,PUBLISHED\n"
      "5493000000000000F005,LEI,5493000000000000M006,LEI,IS_FUND-MANAGED_BY,ACTIVE,,,,,,PUBLISHED\n"
      "5493000000000000F005,LEI,5493000000000000M006,LEI,IS_SUBFUND_OF,ACTIVE,,,,,,PUBLISHED\n"
      "5493000000000000C001,LEI,5493000000000000P002,LEI,IS_DIRECTLY_CONSOLIDATED_BY,INACTIVE,,,,,,"
      "PUBLISHED\n"
      "5493000000000000C001,LEI,5493000000000000P002,LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,,,,,,ANNULLED\n"
      "5493000000000000C001,LEI,GOVERNMENT,LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,,,,,,PUBLISHED\n"
      "5493000000000000C001,LEI,5493000000000000P002,LEI,IS_TWIN_OF,ACTIVE,,,,,,PUBLISHED\n";
  const auto table = read_text("rr.csv", std::string(kGleif) + rows);
  ASSERT_TRUE(table) << table.error().text;
  const auto& relations = table.value().relations();
  ASSERT_EQ(relations.size(), 4U);
  EXPECT_EQ(relations[0].kind, RelationKind::owns);
  EXPECT_LT(relations[0].percent, 0);
  EXPECT_EQ(relations[0].from, Date::from_ymd(2015, 3, 1));
  EXPECT_EQ(relations[1].kind, RelationKind::stands_behind);
  EXPECT_FLOAT_EQ(relations[1].percent, 100);
  EXPECT_FLOAT_EQ(relations[2].percent, 100);
  EXPECT_EQ(relations[3].kind, RelationKind::manages);
  const std::string told_rows = told(table.value());
  EXPECT_NE(told_rows.find("9: \"GOVERNMENT\" is no LEI"), std::string::npos) << told_rows;
  EXPECT_NE(told_rows.find("IS_TWIN_OF"), std::string::npos) << told_rows;
  EXPECT_NE(told_rows.find("IS_SUBFUND_OF"), std::string::npos) << told_rows;
}

TEST(FtmRelations, OwnersAndDirectorsOfAFileOfEntities) {
  const auto table = read_text(
      "entities.ftm.json",
      R"({"id":"o1","schema":"Ownership","datasets":["x"],"properties":{"owner":["a"],"asset":["b"],"percentage":["60.00%"],"startDate":["2019"],"endDate":["2026-02"]}})"
      "\n"
      R"({"id":"d1","schema":"Directorship","datasets":["x"],"properties":{"director":["p"],"organization":["b"]}})"
      "\n"
      R"({"id":"o2","schema":"Ownership","datasets":["x"],"properties":{"owner":["a"]}})"
      "\n"
      R"({"id":"o3","schema":"Ownership","datasets":["x"],"properties":{"owner":["a"],"asset":["c"],"percentage":["most"]}})"
      "\n"
      R"({"id":"a","caption":"Alfa Holding","schema":"Company","datasets":["x"],"properties":{"name":["Alfa Holding"],"alias":["Alfa Ownership Group"],"leiCode":["5493000000000000C001"]}})"
      "\n");
  ASSERT_TRUE(table) << table.error().text;
  const auto& relations = table.value().relations();
  ASSERT_EQ(relations.size(), 2U);
  EXPECT_FLOAT_EQ(relations[0].percent, 60);
  EXPECT_EQ(relations[0].from, Date::from_ymd(2019, 1, 1));
  EXPECT_EQ(relations[0].until, Date::from_ymd(2026, 2, 28));
  EXPECT_EQ(relations[1].kind, RelationKind::manages);
  EXPECT_EQ(table.value().entry(relations[0].owner).names.front().text, "Alfa Holding");
  EXPECT_EQ(told(table.value()), "3: no \"asset\"\n4: percentage \"most\" is no number from 0 to 100\n");
}

TEST(FtmRelations, ACutFileIsAnError) {
  const auto table =
      read_text("entities.ftm.json",
                "{\"id\":\"a\",\"schema\":\"Company\",\"properties\":{}}\n{\"id\":\"o\",\"schema\":\"Owner");
  ASSERT_FALSE(table);
  EXPECT_NE(table.error().text.find("the last line"), std::string::npos) << table.error().text;
}

// ---- the walk -----------------------------------------------------------------------------------

const std::vector<std::string> kNames = {"Quartz Heron Machine Works",    "Silver Thicket Optical Plant",
                                         "Opal Lagoon Minerals Trading",  "Winter Orchard Machine Tools",
                                         "Amber Glacier Radio Institute", "Copper Estuary Shipping Agency",
                                         "Granite Swallow Instrument Co", "Cedar Meridian Avionics"};

struct Share {
  std::size_t owner, owned;
  int percent;  // negative: not told
};

/// A graph of kNames, of which those in `listed` are on a list.
struct World {
  Watchlist watchlist;
  Ownership graph;

  static World of(const std::vector<Share>& shares, const std::vector<std::size_t>& listed) {
    ListFile file;
    for (const std::size_t i : listed) {
      ListEntry entry;
      entry.list = ListCode::sdn;
      entry.names.push_back({kNames[i], ListedName::Role::primary});
      file.entries.push_back(entry);
    }
    Watchlist watchlist = Watchlist::build({file}, {}).value();
    RelationTable table;
    table.files.push_back({"owners.csv", "", "", "", 0, {}});
    for (const Share& share : shares) {
      Relation relation;
      relation.owner = table.by_name(kNames[share.owner]);
      relation.owned = table.by_name(kNames[share.owned]);
      relation.percent = static_cast<float>(share.percent);
      table.add(relation);
    }
    table.finish();
    Ownership graph = Ownership::build(std::move(table), watchlist).value();
    return {std::move(watchlist), std::move(graph)};
  }

  [[nodiscard]] bool listed(std::uint32_t party) const {
    const auto hits = graph.listed_as(party);
    return std::any_of(hits.begin(), hits.end(), [](const PartyHit& hit) { return hit.sure; });
  }
  [[nodiscard]] std::optional<std::uint32_t> party(const std::string& name) const {
    PartyScratch scratch;
    std::vector<PartyHit> listed_too, hits;
    PartyQuery query;
    query.name = name;
    EXPECT_EQ(watchlist.screen(query, scratch, listed_too, hits), Completeness::complete);
    for (const PartyHit& hit : hits)
      if (hit.sure && graph.name(graph.party_of(hit)) == name) return graph.party_of(hit);
    return std::nullopt;
  }
};

/// The smallest set that holds the listed and everyone of whom it owns half: by looking at every set there
/// is.
std::uint32_t judged(const std::vector<Share>& shares, std::uint32_t listed) {
  std::uint32_t smallest = ~0U;
  for (std::uint32_t set = 0; set < (1U << kNames.size()); ++set) {
    if ((set & listed) != listed) continue;
    std::vector<int> owned(kNames.size(), 0);
    for (const Share& share : shares)
      if ((set >> share.owner & 1U) != 0) owned[share.owned] += std::max(share.percent, 0);
    bool closed = true;
    for (std::size_t i = 0; i < owned.size(); ++i) closed = closed && (owned[i] < 50 || (set >> i & 1U) != 0);
    if (closed) smallest &= set;
  }
  return smallest;
}

/// The strongest chain down from `owner`, by going through all that meet nobody twice.
double strongest(const std::vector<Share>& shares, std::size_t owner, std::size_t owned, std::uint32_t seen) {
  if (owner == owned) return 1;
  double best = -1;
  for (const Share& share : shares) {
    if (share.owner != owner || share.percent < 0 || (seen >> share.owned & 1U) != 0) continue;
    const double rest = strongest(shares, share.owned, owned, seen | 1U << share.owned);
    if (rest >= 0) best = std::max(best, rest * share.percent / 100);
  }
  return best;
}

/// Every chain up, multiplied and added up. Without cycles.
double multiplied(const std::vector<Share>& shares, std::uint32_t listed, std::size_t owned) {
  double sum = 0;
  for (const Share& share : shares)
    if (share.owned == owned && share.percent > 0)
      sum += share.percent / 100.0 *
             ((listed >> share.owner & 1U) != 0 ? 1 : multiplied(shares, listed, share.owner));
  return sum;
}

/// At most one relation of two parties, and no party owned by more than the whole.
std::vector<Share> random_shares(std::mt19937& random, bool cycles) {
  std::vector<Share> shares;
  std::vector<int> left(kNames.size(), 100);
  for (std::size_t owner = 0; owner < kNames.size(); ++owner)
    for (std::size_t owned = 0; owned < kNames.size(); ++owned) {
      if (owner == owned || (!cycles && owner > owned) || random() % 3 != 0) continue;
      const int steps[] = {10, 25, 30, 49, 50, 51, 100};
      const int percent = random() % 8 == 0 ? -1 : std::min(left[owned], steps[random() % 7]);
      left[owned] -= std::max(percent, 0);
      shares.push_back({owner, owned, percent});
    }
  return shares;
}

void judge(std::mt19937& random, bool cycles) {
  const std::vector<Share> shares = random_shares(random, cycles);
  std::vector<std::size_t> listed;
  std::uint32_t listed_set = 0;
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (random() % 4 == 0) {
      listed.push_back(i);
      listed_set |= 1U << i;
    }
  if (listed.empty()) return;
  const World world = World::of(shares, listed);
  const std::uint32_t counts = judged(shares, listed_set);
  OwnershipWalk walk;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const auto party = world.party(kNames[i]);
    double chain = -1;
    for (const std::size_t owner : listed)
      if (owner != i) chain = std::max(chain, strongest(shares, owner, i, 1U << owner));
    if (!party) {
      EXPECT_LT(chain, 0) << kNames[i] << " is owned and not found";
      EXPECT_TRUE((counts >> i & 1U) == 0 || (listed_set >> i & 1U) != 0);
      continue;
    }
    ASSERT_EQ(walk.up(world.graph, *party, kDay), Completeness::complete);
    const Aggregate sum = walk.aggregate([&](std::uint32_t one) { return world.listed(one); });
    double direct = 0;
    for (const Share& share : shares)
      if (share.owned == i && (counts >> share.owner & 1U) != 0) direct += std::max(share.percent, 0);
    EXPECT_NEAR(sum.percent, direct, 1e-4) << kNames[i];
    // One that is listed itself and owns nobody is met by the lists, not here.
    if ((listed_set >> i & 1U) == 0) {
      EXPECT_EQ(walk.counts(0), (counts >> i & 1U) != 0) << kNames[i];
    }
    double known = -1;
    for (const ListedOwner& owner : walk.listed()) {
      const std::string name(world.graph.name(walk.party(owner.place)));
      const auto number =
          static_cast<std::size_t>(std::find(kNames.begin(), kNames.end(), name) - kNames.begin());
      if (!world.listed(walk.party(owner.place)) || number == i) continue;
      if (owner.known) known = std::max(known, owner.share);
      if (owner.known) {
        EXPECT_NEAR(owner.share, strongest(shares, number, i, 1U << number), 1e-6) << name;
      }
      std::string path;
      walk.append_path(owner, path);
      EXPECT_TRUE(path.starts_with(name)) << path;
    }
    EXPECT_NEAR(std::max(known, -1.0), chain, 1e-6) << kNames[i];
    if (!cycles) {
      EXPECT_NEAR(sum.multiplied, 100 * multiplied(shares, listed_set, i), 1e-4) << kNames[i];
    }
    EXPECT_LE(sum.multiplied, 100);
  }
}

TEST(OwnershipWalk, SaysOfChainsAndAggregatesWhatTheSlowJudgesSay) {
  std::mt19937 random(20260310);
  for (int round = 0; round < 120; ++round) judge(random, false);
}

TEST(OwnershipWalk, SurvivesPartiesThatOwnEachOther) {
  std::mt19937 random(20260311);
  for (int round = 0; round < 120; ++round) judge(random, true);
}

TEST(OwnershipWalk, PartiesThatOwnEachOtherProveNothing) {
  const World world = World::of({{0, 1, 10}, {1, 2, 100}, {2, 1, 90}}, {0});
  OwnershipWalk walk;
  ASSERT_EQ(walk.up(world.graph, *world.party(kNames[2]), kDay), Completeness::complete);
  const Aggregate sum = walk.aggregate([&](std::uint32_t one) { return world.listed(one); });
  EXPECT_EQ(sum.percent, 0);
  EXPECT_NEAR(sum.multiplied, 100, 0.2);  // the circle belongs to nobody else
}

TEST(OwnershipWalk, AShareCountsOnItsDaysOnly) {
  ListFile file;
  ListEntry entry;
  entry.list = ListCode::sdn;
  entry.names.push_back({kNames[0], ListedName::Role::primary});
  file.entries.push_back(entry);
  Watchlist watchlist = Watchlist::build({file}, {}).value();
  auto table = read_text("owners.csv", "owner,owned,percent,from,until\n" + kNames[0] + "," + kNames[1] +
                                           ",60,2026-03-10,2026-03-10\n" + kNames[0] + "," + kNames[1] +
                                           ",40,2026-01-01,\n");
  ASSERT_TRUE(table);
  const Ownership graph = Ownership::build(std::move(table).value(), watchlist).value();
  OwnershipWalk walk;
  const auto percent = [&](Date day) {
    EXPECT_EQ(walk.up(graph, 1, day), Completeness::complete);
    return walk.aggregate([&](std::uint32_t one) { return !graph.listed_as(one).empty(); }).percent;
  };
  EXPECT_EQ(percent(Date{kDay.days - 1}), 40);
  EXPECT_EQ(percent(kDay), 60);  // told twice, it is one share
  EXPECT_EQ(percent(Date{kDay.days + 1}), 40);
  EXPECT_EQ(percent(Date::from_ymd(2025, 12, 31)), 0);
}

TEST(OwnershipWalk, MoreOwnersThanAreLookedAtIsOverABound) {
  ListFile file;
  ListEntry entry;
  entry.list = ListCode::sdn;
  entry.names.push_back({kNames[0], ListedName::Role::primary});
  file.entries.push_back(entry);
  Watchlist watchlist = Watchlist::build({file}, {}).value();
  std::string text = "owner,owned,percent\n";
  for (int i = 0; i < 1500; ++i) {
    const std::string owner = "5493000000000" + std::to_string(100000 + i) + "0";
    text += kNames[0] + "," + owner + ",60\n" + owner + "," + kNames[1] + ",0.05\n";
  }
  auto table = read_text("owners.csv", text);
  ASSERT_TRUE(table);
  ASSERT_EQ(table.value().files[0].rejections.size(), 0U) << told(table.value());
  const Ownership graph = Ownership::build(std::move(table).value(), watchlist).value();
  PartyScratch scratch;
  std::vector<PartyHit> listed_too, hits;
  PartyQuery query;
  query.name = kNames[1];
  ASSERT_EQ(watchlist.screen(query, scratch, listed_too, hits), Completeness::complete);
  ASSERT_FALSE(hits.empty());
  OwnershipWalk walk;
  EXPECT_EQ(walk.up(graph, graph.party_of(hits[0]), kDay), Completeness::over_bound);
}

}  // namespace
}  // namespace ordergate::lists
