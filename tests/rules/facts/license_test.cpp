// A claimed license against what the order tells: people, lines and bounds.
#include <gtest/gtest.h>

#include <string>

#include "order/parser.h"
#include "rules/facts/license_assessment.h"
#include "tests/rules/facts/rule_tables.h"

namespace ordergate::rules {
namespace {

struct Answer {
  std::string gap, untold;
};

/// What is said of a complete license with `more` in it, claimed for the first line of an order of `parties`
/// and `items`.
Answer said_of(const std::string& more, const std::string& parties, const std::string& items,
               const std::string& order_more = "") {
  static const RuleTables tables;
  const std::string text =
      R"({"order_id":"1","kind":"sale","destination_country":"BR","ship_date":"2026-06-10",)" + order_more +
      R"("parties":[)" + parties + R"(],"items":[)" + items +
      R"(],"licenses":[{"type":"license","id":"D1","authority":"BIS","destination_country":"BR","valid_until":"2027-01-01")" +
      (more.empty() ? "" : "," + more) + "}]}";
  Arena arena;
  Order order;
  OrderParser parser(RecordLimits{});
  if (parser.parse(text, arena, order)) return {"not an order: " + text, ""};
  RuleInput input;
  input.order = &order;
  input.regime_date = order.regime_date(Date::from_ymd(2026, 11, 22));
  OrderAssessment assessed;
  const OrderTables order_tables = tables.order_tables();
  assessed.prepare(input, order_tables, false);
  const License& claim = order.licenses[0];
  return {std::string(license_gap(assessed, claim, 0)), std::string(license_untold(assessed, claim, false))};
}

std::string party(const std::string& role, const std::string& name) {
  return R"({"name":")" + name + R"(")" + (role.empty() ? "" : R"(,"role":")" + role + R"(")") + "}";
}
const std::string kLine = R"({"line":1,"description":"FPGA","quantity":4,"unit_price":100})";
const std::string kBuyer = party("purchaser", "Acme S.A.");

TEST(ClaimedLicense, that_names_nobody_and_no_bound_is_told_whole) {
  const Answer answer = said_of("", kBuyer, kLine);
  EXPECT_EQ(answer.gap, "");
  EXPECT_EQ(answer.untold, "");
}

TEST(ClaimedLicense, is_for_the_end_user_that_it_names) {
  const std::string names = R"("end_user":"ACME SA")";
  EXPECT_EQ(said_of(names, kBuyer, kLine).gap, "") << "nobody else is told: the purchaser";
  const std::string other = "it names another end user";
  EXPECT_EQ(said_of(names, kBuyer + "," + party("end_user", "Other Ltda"), kLine).gap, other);
  EXPECT_EQ(said_of(names, kBuyer + "," + party("ultimate_consignee", "Other Ltda"), kLine).gap, other);
  EXPECT_EQ(said_of(names, party("purchaser", "Trader") + "," + party("end_user", "Acme S.A."), kLine).gap,
            "");
  EXPECT_EQ(said_of(names, party("end_user", "Acme S.A.") + "," + party("", "Other Ltda"), kLine).gap, other)
      << "whose role is not told may be one";
}

TEST(ClaimedLicense, is_the_sellers) {
  const std::string names = R"("licensee":"North Chips, Inc.")";
  EXPECT_EQ(said_of(names, kBuyer + "," + party("seller", "NORTH CHIPS INC"), kLine).gap, "");
  EXPECT_EQ(said_of(names, kBuyer + "," + party("seller", "South Chips Inc"), kLine).gap,
            "its licensee is not the seller");
  const Answer without = said_of(names, kBuyer, kLine);
  EXPECT_EQ(without.gap, "");
  EXPECT_EQ(without.untold, "seller, who must be its licensee");
}

TEST(ClaimedLicense, ends_at_its_quantity_and_value) {
  EXPECT_EQ(said_of(R"("quantity_max":4)", kBuyer, kLine).gap, "");
  EXPECT_EQ(said_of(R"("quantity_max":3)", kBuyer, kLine).gap, "the order exceeds its quantity");
  EXPECT_EQ(said_of(R"("value_max":400)", kBuyer, kLine).gap, "");
  EXPECT_EQ(said_of(R"("value_max":399)", kBuyer, kLine).gap, "the order exceeds its value");
  const std::string two = kLine + R"(,{"line":2,"description":"FPGA","quantity":1,"unit_price":1})";
  EXPECT_EQ(said_of(R"("quantity_max":4)", kBuyer, two).gap, "the order exceeds its quantity")
      << "of all lines";
  EXPECT_EQ(said_of(R"("quantity_max":4,"items":[1])", kBuyer, two).gap, "") << "of its lines";
  const std::string unpriced = R"({"line":1,"description":"FPGA","quantity":4})";
  EXPECT_EQ(said_of(R"("value_max":400)", kBuyer, unpriced).untold,
            "prices of its lines, whose value it bounds");
  EXPECT_EQ(said_of(R"("value_max":400)", kBuyer, unpriced, R"("value":401,)").gap,
            "the order exceeds its value");
  EXPECT_EQ(said_of(R"("value_max":400)", kBuyer, kLine, R"("value":401,)").gap,
            "the order exceeds its value")
      << "the order may be dearer than its lines say";
}

TEST(SameLetters, whatever_stands_between_them) {
  EXPECT_TRUE(same_letters("U.S. BIS", "us bis"));
  EXPECT_FALSE(same_letters("US BIS", "US BISX"));
  EXPECT_TRUE(same_letters("华为", "华为"));
}

}  // namespace
}  // namespace ordergate::rules
