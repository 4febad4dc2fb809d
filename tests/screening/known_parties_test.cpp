// What is known of customers, from the file to the verdict.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "order/encoder.h"
#include "screening/snapshot.h"
#include "tests/support/count_allocations.h"
#include "tests/support/seed.h"

namespace ordergate {
namespace {

constexpr std::string_view kHeader =
    "id,name,aliases,headquarters_country,parent_name,parent_headquarters_country,owners,established_on,"
    "business,"
    "government_controlled,documents,date,valid_from,valid_until,source\n";

/// A snapshot takes long: each test has one file of all the customers it speaks of.
Screener screener_with(const std::string& rows) {
  std::shared_ptr<const parties::KnownParties> known;
  if (!rows.empty()) {
    auto read = parties::KnownParties::read("customers.csv", std::string(kHeader) + rows);
    EXPECT_TRUE(read.ok()) << (read ? "" : read.error().text);
    EXPECT_TRUE(read.value()->files()[0].rejections.empty());
    known = std::move(read).value();
  }
  auto snapshot =
      assemble_snapshot(read_snapshot_lists({}).value(), rule_book_options({}).value(), {}, std::move(known));
  EXPECT_TRUE(snapshot.ok());
  Screener screener(RecordLimits{});
  screener.use(std::move(snapshot).value());
  return screener;
}

RecordContext context() {
  RecordContext context;
  context.source.file = "orders.ndjson";
  context.source.line = 1;
  context.today = Date::from_ymd(2026, 9, 1);
  return context;
}

/// Four training cards to Germany; `party` is put into its one party.
std::string order_with(const std::string& party, const std::string& more = "") {
  return R"({"order_id":"S-1","kind":"sale","ship_date":"2026-03-10","from_country":"US","destination_country":"DE",)"
         R"("parties":[{"role":"purchaser","name":"Hohentwiel Klimarechnung GmbH","country":"DE")" +
         party + R"(}],"items":[{"line":1,"description":"training card","quantity":4,"eccn":"4A090.a",)" +
         R"("origin_country":"US","ics_per_unit":1,"tpp":9000,"performance_density":9.5,"data_center":true}])" +
         more + "}";
}

/// A row of kHeader; `changes` are columns with other values.
std::string row_of(const std::string& id, const std::map<std::string, std::string>& changes = {}) {
  std::map<std::string, std::string> row = {{"name", "Hohentwiel Klimarechnung GmbH"},
                                            {"headquarters_country", "DE"},
                                            {"parent_name", "self"},
                                            {"owners", "none"},
                                            {"established_on", "2014-05-02"},
                                            {"business", "climate research computing center"},
                                            {"government_controlled", "no"},
                                            {"date", "2026-01-10"},
                                            {"source", "CRM"}};
  row["id"] = id;
  for (const auto& [column, value] : changes) row[column] = value;
  std::string text;
  for (std::string_view rest = kHeader.substr(0, kHeader.size() - 1); !rest.empty();) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    text += (text.empty() ? "" : ",") + row[std::string(rest.substr(0, end))];
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return text + "\n";
}

/// The customers of these tests but the drawn ones.
Screener& known_screener() {
  static Screener screener = screener_with(
      row_of("K-1") + row_of("macau", {{"headquarters_country", "MO"}}) +
      row_of("owned", {{"owners", "Ostrava Denied Trading s.r.o.|60|CZ"}}) +
      row_of("renamed", {{"aliases", "Liesertal Frachtenkontor"}}) +
      row_of("also", {{"aliases", "Ostrava Denied Trading s.r.o."}}) +
      row_of("one day", {{"valid_from", "2026-03-10"}, {"valid_until", "2026-03-10"}}) +
      row_of("later", {{"valid_from", "2026-03-11"}}) + row_of("ended", {{"valid_until", "2026-03-09"}}) +
      row_of("two") + row_of("two", {{"headquarters_country", "FR"}, {"date", "2025-01-10"}}) +
      row_of("to the day", {{"documents", "end_user_certificate|2026-01-10|2026-03-10|E7"}}) +
      row_of("run out", {{"documents", "end_user_certificate|2026-01-10|2026-03-09|E7"}}) +
      row_of("to come", {{"documents", "end_user_certificate|2026-03-11"}}) +
      row_of("certified", {{"documents", "end_user_certificate|2026-01-10"}}));
  return screener;
}
Screener& plain_screener() {
  static Screener screener = screener_with("");
  return screener;
}

std::string known_as(const std::string& id) { return R"(,"id":")" + id + '"'; }

std::set<std::string> rules_of(const Verdict& verdict) {
  std::set<std::string> rules;
  for (const Finding& finding : verdict.findings) rules.emplace(finding.rule);
  return rules;
}

TEST(KnownParties, AnAdvancedOrderOfAKnownCustomerIsNotHeldForWhatItLeavesOut) {
  const std::string order = order_with(known_as("K-1"));
  EXPECT_TRUE(rules_of(plain_screener().screen(order, context())).contains("rf-05-hq-unknown"));
  const Verdict& verdict = known_screener().screen(order, context());
  EXPECT_EQ(verdict.decision, Decision::allow) << verdict.summary;
  EXPECT_TRUE(verdict.missing.empty());
}

TEST(KnownParties, TheVerdictNamesWhatItTookFromWhere) {
  const Verdict& verdict =
      known_screener().screen(order_with(known_as("K-1") + R"(,"business":"computing")"), context());
  ASSERT_EQ(verdict.facts.size(), 5U);
  EXPECT_EQ(verdict.facts[0].at, "parties[0].headquarters_country");
  EXPECT_EQ(verdict.facts[0].value, "DE");
  EXPECT_EQ(verdict.facts[0].source, "customers.csv:2 (CRM)");
  EXPECT_EQ(verdict.facts[0].date, Date::from_ymd(2026, 1, 10));
  std::string line;
  encode_verdict(verdict, "", 0, line);
  const std::string first = R"x("facts":[{"at":"parties[0].headquarters_country","value":"DE",)x"
                            R"x("source":"customers.csv:2 (CRM)","date":"2026-01-10"})x";
  EXPECT_NE(line.find(first), std::string::npos) << line;
}

TEST(KnownParties, AnOrderOfAnotherCustomerOrWithoutAnIdTakesNothing) {
  EXPECT_TRUE(known_screener().screen(order_with(known_as("K-2")), context()).facts.empty());
  const Verdict& verdict = known_screener().screen(order_with(""), context());
  EXPECT_TRUE(verdict.facts.empty());
  EXPECT_EQ(verdict.decision, Decision::hold);
}

TEST(KnownParties, WhatTheOrderSaysStaysAndADifferenceHolds) {
  const struct {
    std::string told, difference;
  } cases[] = {
      {R"("headquarters_country":"SG")",
       "headquarters_country is 'SG' here and 'DE' in customers.csv:2 (CRM) of 2026-01-10"},
      {R"("ultimate_parent":{"name":"Rhein Holding AG","headquarters_country":"DE"})",
       "ultimate_parent.name is 'Rhein Holding AG'"},
      {R"("owners":[{"name":"Someone","percent":10}])", "owners is 'Someone 10%' here and 'none'"},
      {R"("established_on":"2025-01-01")", "established_on is '2025-01-01' here and '2014-05-02'"},
      {R"("government_controlled":true)", "government_controlled is 'yes' here and 'no'"},
  };
  for (const auto& each : cases) {
    const Verdict& verdict =
        known_screener().screen(order_with(known_as("K-1") + "," + each.told), context());
    const auto found =
        std::find_if(verdict.findings.begin(), verdict.findings.end(),
                     [](const Finding& finding) { return finding.rule == "party-known-difference"; });
    ASSERT_NE(found, verdict.findings.end()) << each.told;
    EXPECT_EQ(found->outcome, Outcome::hold);
    EXPECT_NE(found->message.find(each.difference), std::string_view::npos) << found->message;
  }
}

TEST(KnownParties, AHeadquartersInMacauThatOnlyTheFileKnowsDenies) {
  EXPECT_EQ(known_screener().screen(order_with(known_as("macau")), context()).decision, Decision::deny);
}

TEST(KnownParties, AListedOwnerThatOnlyTheFileKnowsIsCompared) {
  EXPECT_NE(known_screener().screen(order_with(known_as("owned")), context()).decision, Decision::allow);
}

std::string as_liesertal(std::string order) {
  constexpr std::string_view kName = "Hohentwiel Klimarechnung GmbH";
  return order.replace(order.find(kName), kName.size(), "LIESERTAL Frachtenkontor");
}

TEST(KnownParties, TheIdOfAnotherCustomerGivesNothingAndHolds) {
  const Verdict& verdict = known_screener().screen(as_liesertal(order_with(known_as("K-1"))), context());
  const std::set<std::string> rules = rules_of(verdict);
  EXPECT_TRUE(rules.contains("party-known-difference"));
  EXPECT_TRUE(rules.contains("rf-05-hq-unknown"));
  for (const TakenFact& fact : verdict.facts) EXPECT_EQ(fact.at, "parties[0].aliases");
}

TEST(KnownParties, AKnownAliasIsAnotherNameOfTheParty) {
  const Verdict& verdict = known_screener().screen(as_liesertal(order_with(known_as("renamed"))), context());
  EXPECT_FALSE(rules_of(verdict).contains("party-known-difference"));
  EXPECT_FALSE(rules_of(verdict).contains("rf-05-hq-unknown"));
}

TEST(KnownParties, AKnownNameThatIsListedHoldsAnOrderThatHidesIt) {
  EXPECT_NE(known_screener().screen(order_with(known_as("also")), context()).decision, Decision::allow);
}

TEST(KnownParties, OnlyRowsThatHoldOnTheDayOfTheOrderCount) {
  const auto taken = [](const std::string& id) {
    return !known_screener().screen(order_with(known_as(id)), context()).facts.empty();
  };
  EXPECT_TRUE(taken("one day"));
  EXPECT_FALSE(taken("later"));
  EXPECT_FALSE(taken("ended"));
}

TEST(KnownParties, TwoRowsThatHoldAndDifferHold) {
  const Verdict& verdict = known_screener().screen(order_with(known_as("two")), context());
  EXPECT_TRUE(rules_of(verdict).contains("party-known-difference"));
  EXPECT_EQ(verdict.decision, Decision::hold);
  EXPECT_EQ(verdict.facts[0].value, "DE");  // what was found out last
}

TEST(KnownParties, ADocumentCountsOnItsDaysForItsPartyAndBesideNoneOfTheOrder) {
  const auto documents_taken = [](const std::string& id, const std::string& more) {
    const Verdict& verdict = known_screener().screen(order_with(known_as(id), more), context());
    return std::count_if(verdict.facts.begin(), verdict.facts.end(),
                         [](const TakenFact& fact) { return fact.at == "parties[0].documents"; });
  };
  const auto of_order = [](const std::string& covers) {
    return R"(,"documents":[{"type":"end_user_certificate","date":"2026-02-02")" + covers + "}]";
  };
  EXPECT_EQ(documents_taken("to the day", ""), 1);
  EXPECT_EQ(documents_taken("run out", ""), 0);
  EXPECT_EQ(documents_taken("to come", ""), 0);
  EXPECT_EQ(documents_taken("certified", of_order("")), 0);
  EXPECT_EQ(documents_taken("certified", of_order(R"(,"covers_parties":["Someone Else"])")), 1);
}

TEST(KnownParties, TheSnapshotIsNamedByTheirHash) {
  const auto known =
      parties::KnownParties::read("customers.csv", std::string(kHeader) + row_of("K-1")).value();
  const auto with =
      assemble_snapshot(read_snapshot_lists({}).value(), rule_book_options({}).value(), {}, known).value();
  const auto without = load_snapshot({}).value();
  EXPECT_NE(snapshot_id(*with), snapshot_id(*without));
  EXPECT_EQ(snapshot_json(*without).find("known_parties"), std::string_view::npos);
  EXPECT_NE(snapshot_json(*with).find(R"("known_parties":[{"file":"customers.csv","rows":1,"hash":")"),
            std::string_view::npos);
}

TEST(KnownParties, AWarmScreenerAllocatesNothing) {
  const std::string order = order_with(known_as("certified") + R"(,"headquarters_country":"SG")");
  Screener& screener = known_screener();
  for (int i = 0; i < 3; ++i) static_cast<void>(screener.screen(order, context()));
  EXPECT_EQ(test::count_allocations([&] { static_cast<void>(screener.screen(order, context())); }), 0U);
}

/// Facts in the words of the file and of the order.
struct Draw {
  std::string row, told;
};
Draw draw_facts(std::mt19937& random, const std::string& id) {
  const auto one_of = [&](std::vector<std::string> choices) { return choices[random() % choices.size()]; };
  const std::string country = one_of({"", "DE", "CN", "MO", "SG", "US", "RU"});
  const std::string parent = one_of({"", "self", "Rhein Holding AG", "Northern Lantern Microsystem Co Ltd"});
  const std::string parent_country = parent.empty() || parent == "self" ? "" : one_of({"", "DE", "CN"});
  const std::string owner = one_of({"", "none", "Rhein Stiftung", "Ostrava Denied Trading s.r.o."});
  const std::string percent = one_of({"30", "50", "60"});
  const std::string founded = one_of({"", "2014-05-02", "2024-05-02"});
  const std::string business =
      one_of({"", "climate research computing center", "freight forwarding", "army supplies"});
  const std::string government = one_of({"", "yes", "no"});
  const std::string document = one_of({"", "end_user_certificate", "ownership_chart"});
  Draw draw;
  draw.row = row_of(id, {{"headquarters_country", country},
                         {"parent_name", parent},
                         {"parent_headquarters_country", parent_country},
                         {"owners", owner.empty() || owner == "none" ? owner : owner + "|" + percent + "|CZ"},
                         {"established_on", founded},
                         {"business", business},
                         {"government_controlled", government},
                         {"documents", document.empty() ? "" : document + "|2026-01-10"}});
  const auto tell = [&](const std::string& member) { draw.told += "," + member; };
  if (!country.empty()) tell(R"("headquarters_country":")" + country + "\"");
  if (!parent.empty())
    tell(R"("ultimate_parent":{"name":")" + parent + "\"" +
         (parent_country.empty() ? "" : R"(,"headquarters_country":")" + parent_country + "\"") + "}");
  if (owner == "none") tell(R"("owners":[])");
  if (!owner.empty() && owner != "none")
    tell(R"("owners":[{"name":")" + owner + R"(","percent":)" + percent + R"(,"country":"CZ"}])");
  if (!founded.empty()) tell(R"("established_on":")" + founded + "\"");
  if (!business.empty()) tell(R"("business":")" + business + "\"");
  if (!government.empty())
    tell(std::string(R"("government_controlled":)") + (government == "yes" ? "true" : "false"));
  draw.told += document.empty() ? "|" : "|" + document;
  return draw;
}

std::string findings_of(const Verdict& verdict) {
  std::string out;
  Verdict plain = verdict;
  plain.facts = {};
  plain.id = {};
  plain.order_hash = {};  // the orders are written otherwise
  encode_verdict(plain, "", 0, out);
  return out;
}

/// Facts taken from a file judge exactly as the same facts told by the order do, so they can settle or hold
/// only what a rule asks of them.
TEST(KnownParties, FactsFromTheFileJudgeAsTheSameFactsInTheOrder) {
  constexpr int kTurns = 300;
  std::mt19937 random(test::seed());
  std::vector<Draw> draws;
  std::string rows;
  for (int turn = 0; turn < kTurns; ++turn) {
    draws.push_back(draw_facts(random, "K-" + std::to_string(turn)));
    rows += draws.back().row;
  }
  Screener with = screener_with(rows);
  for (int turn = 0; turn < kTurns; ++turn) {
    const Draw& draw = draws[static_cast<std::size_t>(turn)];
    const std::string id = known_as("K-" + std::to_string(turn));
    const std::string told = draw.told.substr(0, draw.told.find('|'));
    const std::string document = draw.told.substr(draw.told.find('|') + 1);
    const std::string documents =
        document.empty()
            ? ""
            : R"(,"documents":[{"type":")" + document +
                  R"(","date":"2026-01-10","covers_parties":["Hohentwiel Klimarechnung GmbH"]}])";
    const std::string from_file = findings_of(with.screen(order_with(id), context()));
    const std::string from_order =
        findings_of(plain_screener().screen(order_with(id + told, documents), context()));
    EXPECT_EQ(from_file, from_order) << "seed " << test::seed() << ", turn " << turn << ": " << draw.row;
  }
}

/// Whatever is known of a party, under its own name or another, its listed name is met as without.
TEST(KnownParties, NothingKnownHidesAListedName) {
  constexpr int kTurns = 100;
  constexpr std::string_view kListed = "Ostrava Denied Trading s.r.o.";
  const auto as_listed = [&](std::string text) {
    constexpr std::string_view kName = "Hohentwiel Klimarechnung GmbH";
    return text.replace(text.find(kName), kName.size(), kListed);
  };
  std::mt19937 random(test::seed() + 1);
  std::string rows;
  for (int turn = 0; turn < kTurns; ++turn) {
    const std::string row = draw_facts(random, "K-" + std::to_string(turn)).row;
    rows += turn % 2 == 0 ? as_listed(row) : row;
  }
  Screener with = screener_with(rows);
  for (int turn = 0; turn < kTurns; ++turn) {
    std::string order = as_listed(order_with(known_as("K-" + std::to_string(turn))));
    order.replace(order.find(R"("country":"DE")", order.find("parties")), 14, R"("country":"CZ")");
    EXPECT_EQ(with.screen(order, context()).decision, Decision::deny) << "turn " << turn;
  }
}

}  // namespace
}  // namespace ordergate
