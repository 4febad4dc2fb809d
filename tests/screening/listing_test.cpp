// Listings: what is decided for all destinations at once is what each of them would be told alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "rules/countries/country_table.h"
#include "rules/pack/files.h"
#include "screening/screener.h"

namespace ordergate {
namespace {

constexpr Date kToday = Date::from_ymd(2026, 9, 1);

Screener& screener() {
  static Screener made = [] {
    Screener fresh{RecordLimits{}};
    fresh.use(std::move(load_snapshot({})).value());
    return fresh;
  }();
  return made;
}

const Verdict& screen(const std::string& listing, const std::string& more = {}) {
  RecordContext context;
  context.source.file = "listings.ndjson";
  context.source.line = 1;
  context.today = kToday;
  static std::string record;  // views of the verdict point into it
  record = R"({"order_id":"L-1","kind":"listing","created_at":"2026-08-01T00:00:00Z","from_country":"US",)" +
           more + R"("listing":)" + listing + "}";
  return screener().screen(record, context);
}

Decision destination_in(const Verdict& verdict, CountryCode code) {
  const auto holds = [&](const ArenaList<CountryCode>& list) {
    return std::find(list.begin(), list.end(), code) != list.end();
  };
  if (holds(verdict.destinations.deny)) return Decision::deny;
  return holds(verdict.destinations.hold) ? Decision::hold : Decision::allow;
}

struct Answers {
  std::vector<CountryCode> countries;
  std::vector<Decision> decisions;
};

/// What one worldwide verdict says of every country of the table.
Answers worldwide(const std::string& title, const std::string& more) {
  static const rules::CountryTable table = std::move(rules::CountryTable::load(rules::pack_files())).value();
  Answers answers;
  const Verdict& verdict = screen(R"({"title":")" + title + R"("})", more);
  EXPECT_TRUE(verdict.destinations.present);
  for (const rules::CountryRow& row : table.rows()) {
    answers.countries.push_back(row.code);
    answers.decisions.push_back(destination_in(verdict, row.code));
  }
  return answers;
}

void expect_each_alone(const std::string& title, const std::string& more = {}) {
  const Answers all = worldwide(title, more);
  ASSERT_GT(all.countries.size(), 200U);
  for (std::size_t i = 0; i < all.countries.size(); ++i) {
    const std::string code(all.countries[i].text());
    const Verdict& alone = screen(R"({"title":")" + title + R"(","ships_to":[")" + code + R"("]})", more);
    EXPECT_EQ(alone.decision, all.decisions[i]) << title << " to " << code;
    EXPECT_EQ(destination_in(alone, all.countries[i]), all.decisions[i]) << title << " to " << code;
  }
}

TEST(Listing, EveryDestinationIsToldWhatItWouldBeToldAlone) {
  for (const char* title :
       {"NVIDIA H100 80GB PCIe", "GeForce RTX 4090 24GB", "NVIDIA L40 48GB", "NVIDIA H20 96GB",
        "HBM3E stack 36GB", "DGX H100", "mechanical keyboard", "AI GPU server 8x accelerators",
        "TWINSCAN NXE:3600D EUV scanner", "GeForce RTX 4060 8GB"})
    expect_each_alone(title);
}

TEST(Listing, TheSellersAndDeclaredLinesAreJudgedInEveryDestination) {
  expect_each_alone("GPU", R"("items":[{"eccn":"4A090.a","tpp":4992,"quantity":1,"description":"A100"}],)");
  expect_each_alone(
      "keyboard", R"("parties":[{"role":"seller","name":"Ostrava Denied Trading s.r.o.","country":"CZ"}],)");
}

/// Listings made of parts that rules look at: dates of each regime, sellers and buyers, lines, claims.
TEST(Listing, AnyListingIsToldWhatEachDestinationWouldBeToldAlone) {
  const std::vector<std::string> days = {"2022-12-01", "2023-12-01", "2025-06-01", "2026-02-10",
                                         "2026-08-15"};
  const std::vector<std::string> parties = {
      R"({"role":"seller","name":"Ostrava Denied Trading s.r.o.","country":"CZ"})",
      R"({"role":"seller","name":"Northern Lantern Microsystems Co., Ltd.","country":"CN"})",
      R"({"role":"purchaser","name":"Quiet Harbor","country":"SG","headquarters_country":"CN"})",
      R"({"role":"end_user","name":"Quiet Harbor","country":"DE","headquarters_country":"DE","ultimate_parent":{"name":"self"}})"};
  const std::vector<std::string> items = {
      R"({"model":"H100 SXM","quantity":8})",
      R"({"model":"RTX 4090","quantity":2,"origin_country":"TW"})",
      R"({"eccn":"3B001.a.4","quantity":1})",
      R"({"eccn":"3B001.c.1.a","quantity":1,"origin_country":"JP"})",
      R"({"eccn":"EAR99","quantity":5,"description":"wool socks"})",
      R"({"eccn":"4A090.b","tpp":2500,"performance_density":3.0,"data_center":true,"quantity":1})"};
  const std::vector<std::string> claims = {
      R"({"type":"license","id":"D1","destination_country":"VN"})",
      R"({"type":"exception","exception":"NAC"})",
      R"({"type":"exception","exception":"ACA","destination_country":"KZ"})",
      R"({"type":"license","id":"D2"})"};
  std::uint32_t state = 20261125;
  const auto any = [&](const std::vector<std::string>& of) {
    state = state * 1664525U + 1013904223U;
    return of[(state >> 16U) % of.size()];
  };
  for (int turn = 0; turn < 24; ++turn)
    expect_each_alone("offer", R"("ship_date":")" + any(days) +
                                   R"(","transit_countries":["AE"],"parties":[)" + any(parties) +
                                   R"(],"items":[)" + any(items) + "," + any(items) + R"(],"licenses":[)" +
                                   any(claims) + "],");
}

TEST(Listing, ASellerOnAListInSeveralRowsIsDeniedWorldwide) {
  const char* twice = R"("parties":[
    {"role":"seller","name":"Ostrava Denied Trading s.r.o.","country":"CZ"},
    {"role":"seller","name":"Ostrava Denied Trading s.r.o.","country":"CZ"}],)";
  EXPECT_EQ(screen(R"({"title":"mechanical keyboard"})", twice).decision, Decision::deny);
}

TEST(Listing, AListOfDestinationsIsAsBadAsItsWorst) {
  EXPECT_EQ(screen(R"({"title":"NVIDIA H100 80GB","ships_to":["DE","KP"]})").decision, Decision::deny);
  const Verdict& mixed = screen(R"({"title":"mechanical keyboard","ships_to":["DE","FR"]})");
  EXPECT_EQ(mixed.decision, Decision::allow);
  EXPECT_TRUE(mixed.destinations.deny.empty());
}

TEST(Listing, WorldwideHasTheVerdictOfItsGoodsAndSaysWhereNot) {
  EXPECT_EQ(screen(R"({"title":"NVIDIA H100 80GB"})").decision, Decision::hold);
  const Verdict& verdict = screen(R"({"title":"mechanical keyboard"})");
  EXPECT_EQ(verdict.decision, Decision::allow);
  EXPECT_EQ(destination_in(verdict, CountryCode::parse("KP")), Decision::deny);
  EXPECT_EQ(destination_in(verdict, CountryCode::parse("DE")), Decision::allow);
}

std::string rules_fired(const Verdict& verdict) {
  std::string text;
  for (const Finding& finding : verdict.findings) text += std::string(finding.rule) + ' ';
  return text;
}

TEST(Listing, ATitleThatNamesMoreThanItsDeclaredLineIsHeldAndSaysSo) {
  const Verdict& verdict = screen(R"({"title":"NVIDIA H100 SXM 80GB","ships_to":["DE"]})",
                                  R"("items":[{"model":"RTX 3060","quantity":1}],)");
  EXPECT_NE(verdict.decision, Decision::allow);
  EXPECT_NE(rules_fired(verdict).find("item-declared-mismatch"), std::string::npos) << rules_fired(verdict);
  const Verdict& quiet = screen(R"({"title":"GeForce RTX 3060","ships_to":["DE"]})",
                                R"("items":[{"model":"RTX 3060","quantity":1}],)");
  EXPECT_EQ(rules_fired(quiet).find("item-declared-mismatch"), std::string::npos);
}

TEST(Listing, ListedNamesInTheDescriptionAreFoundInAnyScript) {
  for (const char* name : {"Northern Lantern Microsystems Co., Ltd.", "NORTHERN LANTERN MICROSYSTEMS CO LTD",
                           "Ｎｏｒｔｈｅｒｎ Ｌａｎｔｅｒｎ Ｍｉｃｒｏｓｙｓｔｅｍｓ Co., Ltd."}) {
    const Verdict& verdict = screen(R"({"title":"keyboard","description":"Shipped by )" + std::string(name) +
                                    R"( from stock","ships_to":["DE"]})");
    EXPECT_NE(verdict.decision, Decision::allow) << name;
  }
}

TEST(Listing, RedFlagPhrasesOfTitleAndDescriptionAreFoundInAnyScript) {
  const auto fired = [](const std::string& title, const std::string& description) {
    const Verdict& verdict =
        screen(R"({"title":")" + title + R"(","description":")" + description + R"(","ships_to":["DE"]})");
    return verdict.decision != Decision::allow && rules_fired(verdict).find("gp10-act") != std::string::npos;
  };
  EXPECT_TRUE(fired("NVIDIA H100 80GB", "we bypass export controls"));
  EXPECT_TRUE(fired("NVIDIA H100 80GB, no export license", ""));
  EXPECT_TRUE(fired("NVIDIA H100 80GB", "规避出口管制 现货"));
  EXPECT_TRUE(fired("NVIDIA H100 80GB", "поставка в обход санкций"));
  EXPECT_TRUE(fired("NVIDIA H100 80GB", "<p>we by<b>pass</b> export con&#116;rols</p>"));
  EXPECT_FALSE(fired("NVIDIA H100 80GB", "export license required"));
  EXPECT_FALSE(fired("mechanical keyboard", "ships from stock"));
}

}  // namespace
}  // namespace ordergate
