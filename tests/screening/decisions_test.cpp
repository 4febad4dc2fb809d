// Decisions, from the record to the verdict.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "decisions/overlay.h"
#include "order/encoder.h"
#include "screening/snapshot.h"
#include "tests/support/count_allocations.h"
#include "tests/support/seed.h"

namespace ordergate {
namespace {

using decisions::OverlayBuilder;

std::shared_ptr<const Snapshot> sample() {
  static const std::shared_ptr<const Snapshot> snapshot = load_snapshot({}).value();
  return snapshot;
}

RecordContext context() {
  RecordContext context;
  context.source.file = "orders.ndjson";
  context.source.line = 1;
  context.today = Date::from_ymd(2026, 9, 1);
  return context;
}

/// A name like a listed one: a likeness, held.
constexpr const char* kLike = "Nothern Lantern Microsistems";
constexpr const char* kSure = "Northern Lantern Microsystems Co., Ltd.";

std::string party(const std::string& name, const std::string& more = R"(,"country":"DE")") {
  return R"({"role":"purchaser","name":")" + name + '"' + more + "}";
}

std::string order(const std::string& parties, const std::string& day = "2026-03-10") {
  return R"({"order_id":"S-1","kind":"sale","ship_date":")" + day +
         R"(","from_country":"US","destination_country":"DE","parties":[)" + parties +
         R"(],"items":[{"description":"office chair","quantity":1,"eccn":"EAR99"}]})";
}

struct Line {
  std::string rule, outcome, subject, entry, party, decision, ended;
  friend auto operator<=>(const Line&, const Line&) = default;
};

/// Finding by finding, with what a decision says.
std::vector<Line> lines_of(const Verdict& verdict) {
  std::vector<Line> lines;
  for (const Finding& each : verdict.findings)
    lines.push_back({std::string(each.rule), std::string(to_string(each.outcome)), std::string(each.subject),
                     std::string(each.match.entry), std::string(each.match.party),
                     std::string(each.decision.id), std::string(each.decision.ended)});
  return lines;
}

Screener screener_with(std::shared_ptr<const decisions::Overlay> overlay) {
  Screener screener(RecordLimits{});
  screener.use(sample());
  screener.use_decisions(std::move(overlay));
  return screener;
}

std::shared_ptr<const decisions::Overlay> overlay_of(const std::vector<decisions::Decision>& made,
                                                     OverlayBuilder::Options options = {}) {
  OverlayBuilder builder(std::move(options));
  for (const decisions::Decision& each : made)
    builder.add_record(each.id, decisions::write_decision(each, nullptr), 0, 0);
  EXPECT_TRUE(builder.rejections().empty());
  return builder.build();
}

decisions::Decision clearance_of(const Finding& finding, const std::string& id = "d-1") {
  decisions::Decision decision;
  decision.id = id;
  decision.by = "ada";
  decision.at = "2026-03-01T00:00:00Z";
  decision.reason = "another company";
  decision.scope.list = finding.match.list;
  decision.scope.entry = finding.match.entry;
  decision.scope.entry_hash = finding.match.entry_hash;
  decision.scope.party = finding.match.party;
  return decision;
}

/// The clearance of the first match of an order.
decisions::Decision clearance_in(const std::string& record) {
  Screener screener = screener_with(overlay_of({}));
  const Verdict& verdict = screener.screen(record, context());
  for (const Finding& finding : verdict.findings)
    if (!finding.match.party.empty() && finding.outcome != Outcome::annotate) return clearance_of(finding);
  ADD_FAILURE() << "nobody is met";
  return {};
}

std::string encoded(const Verdict& verdict) {
  std::string out;
  encode_verdict(verdict, "{}", 0, out);
  return out;
}

TEST(Decisions, AClearedLikenessIsAnAnnotationThatQuotesTheDecision) {
  const std::string record = order(party(kLike));
  Screener before = screener_with(overlay_of({}));
  ASSERT_EQ(before.screen(record, context()).decision, Decision::hold);
  const decisions::Decision cleared = clearance_in(record);
  Screener screener = screener_with(overlay_of({cleared}));
  const Verdict& verdict = screener.screen(record, context());
  EXPECT_EQ(verdict.decision, Decision::allow) << verdict.summary;
  const std::string line = encoded(verdict);
  EXPECT_NE(
      line.find(
          R"("decision":{"id":"d-1","by":"ada","at":"2026-03-01T00:00:00Z","reason":"another company"})"),
      std::string::npos)
      << line;
  EXPECT_NE(line.find(R"("decisions":{"count":1,"hash":")"), std::string::npos) << line;
}

TEST(Decisions, WithoutDecisionsAVerdictSaysNothingOfThem) {
  Screener screener(RecordLimits{});
  screener.use(sample());
  const std::string line = encoded(screener.screen(order(party(kLike)), context()));
  EXPECT_EQ(line.find("decision"), std::string::npos) << line;
  EXPECT_EQ(line.find(R"("party":)"), std::string::npos) << line;
}

TEST(Decisions, AClearanceThatEndedHoldsAndSaysWhy) {
  const std::string record = order(party(kLike));
  const auto why = [&](const std::string& text, const std::vector<decisions::Decision>& made) {
    Screener screener = screener_with(overlay_of(made));
    const Verdict& verdict = screener.screen(text, context());
    EXPECT_EQ(verdict.decision, Decision::hold);
    for (const Finding& finding : verdict.findings)
      if (!finding.decision.id.empty()) return std::string(finding.decision.ended);
    return std::string("nothing is said");
  };
  decisions::Decision cleared = clearance_in(record);
  cleared.scope.party_name = kLike;
  cleared.valid_until = Date::from_ymd(2026, 3, 10);
  EXPECT_EQ(why(order(party(kLike), "2026-03-11"), {cleared}), "expired");
  EXPECT_EQ(why(order(party(kLike, R"(,"country":"DE","addresses":["1 New Street, Berlin"])")), {cleared}),
            "party_changed");
  decisions::Decision changed = cleared;
  changed.scope.entry_hash = "0000000000000000";
  EXPECT_EQ(why(record, {changed}), "entry_changed");
  decisions::Decision withdrawn;
  withdrawn.id = "w-1";
  withdrawn.kind = decisions::Kind::withdraw;
  withdrawn.by = "grace";
  withdrawn.at = "2026-03-02T00:00:00Z";
  withdrawn.reason = "new facts";
  withdrawn.scope.decision_id = "d-1";
  EXPECT_EQ(why(record, {cleared, withdrawn}), "withdrawn");
  Screener screener = screener_with(overlay_of({cleared, withdrawn}));
  EXPECT_NE(
      encoded(screener.screen(record, context()))
          .find(R"("decision_ended":{"id":"d-1","by":"ada","at":"2026-03-01T00:00:00Z","why":"withdrawn"})"),
      std::string::npos);
}

TEST(Decisions, AConfirmedIdentityAndADenialStandUnlessTheOperatorSaysOtherwise) {
  const std::string record = order(party(kSure, R"(,"country":"CN")"));
  const decisions::Decision cleared = clearance_in(record);
  const auto outcome = [&](bool clear_sure, bool release_denied) {
    OverlayBuilder::Options options;
    options.powers = {clear_sure, release_denied};
    Screener screener = screener_with(overlay_of({cleared}, options));
    const Verdict& verdict = screener.screen(record, context());
    std::string said(to_string(verdict.decision));
    for (const Finding& finding : verdict.findings)
      if (!finding.decision.id.empty()) return said.append(" ").append(finding.decision.ended);
    return said;
  };
  EXPECT_EQ(outcome(false, false), "deny confirmed_identity");
  EXPECT_EQ(outcome(false, true), "deny confirmed_identity");
  EXPECT_EQ(outcome(true, false), "deny denied");
  EXPECT_EQ(outcome(true, true), "allow ");
}

TEST(Decisions, ForAnotherPartyOfTheOrderNothingChanges) {
  const std::string record =
      order(party(kLike) + "," +
            R"({"role":"end_user","name":"Copper Finch University of Technolgy","country":"CN"})");
  Screener screener = screener_with(overlay_of({clearance_in(record)}));
  const Verdict& verdict = screener.screen(record, context());
  EXPECT_EQ(verdict.decision, Decision::hold);
}

/// Where a clearance for one destination counts: "allow", or the order is held.
TEST(Decisions, AClearanceForADestinationCountsWhereNothingOfTheOrderIsElsewhere) {
  const auto order_with = [](const std::string& fields, const std::string& parties = "") {
    std::string record = order(party(kLike) + parties);
    return record.insert(1, fields);
  };
  decisions::Decision cleared = clearance_in(order(party(kLike)));
  cleared.scope.destination = CountryCode::parse("DE");
  Screener screener = screener_with(overlay_of({cleared}));
  const auto counts = [&](const std::string& record) {
    const Verdict& verdict = screener.screen(record, context());
    EXPECT_TRUE(verdict.error.code.empty()) << verdict.error.message;
    for (const Finding& finding : verdict.findings)
      if (finding.decision.id == "d-1") return finding.decision.ended.empty();
    return false;
  };
  EXPECT_TRUE(counts(order(party(kLike))));
  EXPECT_TRUE(counts(order_with(R"("notes":"deliver to Germany",)")));
  EXPECT_FALSE(counts(order_with(R"("notes":"deliver to our plant in Vietnam",)")));
  EXPECT_FALSE(counts(order_with(R"("transit_countries":["AE"],)")));
  EXPECT_FALSE(counts(
      order_with("", R"(,{"role":"intermediate_consignee","name":"Hafen Spedition","country":"AE"})")));
  EXPECT_FALSE(counts(order_with("", R"(,{"role":"intermediate_consignee","name":"Hafen Spedition"})")));
  EXPECT_TRUE(counts(
      order_with("", R"(,{"role":"intermediate_consignee","name":"Hafen Spedition","country":"DE"})")));
  EXPECT_FALSE(counts(order_with("", R"(,{"role":"end_user","name":"Werk Nord","country":"VN"})")));
  EXPECT_TRUE(counts(order_with("", R"(,{"role":"bank","name":"Bank Nord","country":"CH"})")));
  EXPECT_FALSE(counts(order_with(R"("action":"deemed_export",)",
                                 R"(,{"role":"employee","name":"Ada Nord","nationalities":["IN"]})")));
  const auto deemed = [&](const std::string& nationalities) {
    return counts(
        order_with(R"("action":"deemed_export",)",
                   R"(,{"role":"employee","name":"Ada Nord","nationalities":)" + nationalities + "}"));
  };
  EXPECT_FALSE(deemed(R"(["IN","DE"])"));
  EXPECT_TRUE(deemed(R"(["DE"])"));
  EXPECT_FALSE(counts(order_with(R"("notes":"the last shipment was seized in Vietnam",)")));
  EXPECT_FALSE(counts(order_with(R"("notes":"chairs as those of the Hanoi office, Vietnam",)")));
  EXPECT_FALSE(counts(order_with(
      "", R"(,{"role":"bank","name":"Bank Nord","country":"DE","address":"12 Hang Bai, Hanoi, Vietnam"})")));
  std::string listing = order(party(kLike));
  listing.replace(listing.find("sale"), 4, "listing").insert(1, R"("listing":{"title":"chair"},)");
  EXPECT_FALSE(counts(listing));
  EXPECT_FALSE(counts(order_with(R"("site":{"country":"SG"},)")));
  EXPECT_FALSE(counts(order_with(R"("model":{"stored_in":"SG"},)")));
  EXPECT_TRUE(counts(order_with(R"("model":{"stored_in":"DE"},)")));
  EXPECT_FALSE(counts(order_with(R"("fabrication":{"packaging_country":"SG"},)")));
  const std::string renter =
      R"(,{"role":"iaas_customer","name":"Werk Nord","country":"DE","headquarters_country":")";
  EXPECT_FALSE(counts(order_with(R"("iaas":{"user_headquarters_countries":["DE"]},)", renter + "SG\"}")));
  EXPECT_TRUE(counts(order_with(R"("iaas":{"user_headquarters_countries":["DE"]},)", renter + "DE\"}")));
  EXPECT_FALSE(counts(order_with(R"("iaas":{"user_headquarters_countries":["DE","SG"]},)")));
  EXPECT_FALSE(counts(order_with(R"("iaas":{"trains_model":false},)")));
  EXPECT_TRUE(counts(order_with(R"("iaas":{"user_headquarters_countries":["DE"]},)")));
}

/// An owner, a parent, the operator of a site: cleared for one customer, they are not for another.
TEST(Decisions, AClearanceOfWhoStandsBehindACustomerIsThatCustomersAlone) {
  const auto owned = [](const std::string& id) {
    return order(party("Werk Nord", R"(,"id":")" + id + R"(","country":"DE","owners":[{"name":")" +
                                        std::string(kLike) + R"(","percent":10,"country":"DE"}])"));
  };
  const auto parent = [](const std::string& id) {
    return order(party("Werk Nord", R"(,"id":")" + id + R"(","country":"DE","ultimate_parent":{"name":")" +
                                        std::string(kLike) + R"(","headquarters_country":"DE"})"));
  };
  const auto site = [](const std::string& id) {
    std::string record = order(party("Werk Nord", R"(,"id":")" + id + R"(","country":"DE")"));
    return record.insert(1, R"("site":{"operator":")" + std::string(kLike) + R"(","country":"DE"},)");
  };
  const auto check = [](const std::string& of_one, const std::string& of_other) {
    decisions::Decision cleared = clearance_in(of_one);
    cleared.scope.party_id = "C-1";
    Screener screener = screener_with(overlay_of({cleared}));
    const auto quoted = [&](const std::string& record) {
      const Verdict& verdict = screener.screen(record, context());
      EXPECT_TRUE(verdict.error.code.empty()) << verdict.error.message;
      return std::any_of(verdict.findings.begin(), verdict.findings.end(), [](const Finding& finding) {
        return finding.decision.id == "d-1" && finding.decision.ended.empty();
      });
    };
    EXPECT_TRUE(quoted(of_one)) << of_one;
    EXPECT_FALSE(quoted(of_other)) << of_other;
    cleared.scope.party_id.clear();
    screener.use_decisions(overlay_of({cleared}));
    EXPECT_FALSE(quoted(of_one)) << "of no customer: " << of_one;
  };
  check(owned("C-1"), owned("C-2"));
  check(parent("C-1"), parent("C-2"));
  check(site("C-1"), site("C-2"));
}

/// Orders of drawn parties, drawn clearances: a finding is another one only where list, entry and party are
/// those of a decision that counts, and then it is an annotation.
TEST(Decisions, NoClearanceChangesAFindingOfAnotherEntryOrParty) {
  const std::uint64_t seed = test::seed();
  std::mt19937_64 random(seed);
  const std::vector<std::string> names = {kLike,
                                          "Northern Lantern Micro",
                                          "Copper Finch University of Tecnology",
                                          "Tundra Instrumnt Plant JSC",
                                          "Verde Halcon Suministros",
                                          kSure,
                                          "Beispielmann Gartenbau"};
  const std::vector<std::string> countries = {"DE", "CN", "RU", "MX"};
  const auto draw = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  Screener before = screener_with(overlay_of({})), after = screener_with(nullptr);
  std::size_t cleared_count = 0;
  for (int round = 0; round < 150; ++round) {
    std::string parties;
    for (std::size_t i = 0, count = 1 + draw(3); i < count; ++i)
      parties += std::string(i == 0 ? "" : ",") + R"({"role":"purchaser","name":")" +
                 names[draw(names.size())] + R"(","country":")" + countries[draw(countries.size())] + R"("})";
    const std::string record = order(parties);
    const Verdict& held = before.screen(record, context());
    std::vector<decisions::Decision> made;
    std::set<std::pair<std::string, std::string>> about;  // entry and party
    for (const Finding& finding : held.findings)
      if (!finding.match.party.empty() && draw(2) == 0) {
        made.push_back(clearance_of(finding, "d-" + std::to_string(made.size())));
        about.emplace(finding.match.entry, finding.match.party);
      }
    const std::vector<Line> was = lines_of(held);
    OverlayBuilder::Options options;
    options.powers = {draw(2) == 0, draw(2) == 0};
    after.use_decisions(overlay_of(made, options));
    std::multiset<Line> left(was.begin(), was.end());
    for (const Line& line : lines_of(after.screen(record, context()))) {
      Line original = line;
      original.decision = original.ended = "";
      if (!line.decision.empty()) {
        EXPECT_TRUE(about.contains({line.entry, line.party})) << record << " seed " << seed;
        if (line.ended.empty()) {
          EXPECT_EQ(line.outcome, "annotate");
          ++cleared_count;
          original.outcome = "hold";
          if (!left.contains(original)) original.outcome = "deny";
        }
      }
      const auto found = left.find(original);
      ASSERT_NE(found, left.end()) << line.rule << " " << line.subject << " in " << record << " seed "
                                   << seed;
      left.erase(found);
    }
    EXPECT_TRUE(left.empty()) << left.begin()->rule << " is gone from " << record << " seed " << seed;
  }
  EXPECT_GT(cleared_count, 20U);
}

TEST(Decisions, WarmTheyAllocateNothing) {
  const std::string record = order(party(kLike));
  Screener screener = screener_with(overlay_of({clearance_in(record)}));
  for (int i = 0; i < 3; ++i) static_cast<void>(screener.screen(record, context()));
  const std::size_t allocations =
      test::count_allocations([&] { static_cast<void>(screener.screen(record, context())); });
  EXPECT_EQ(allocations, 0U);
}

}  // namespace
}  // namespace ordergate
