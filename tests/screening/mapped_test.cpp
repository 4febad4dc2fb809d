// Records of other systems, screened: the verdict is that of the record.
#include "screening/mapped.h"

#include <gtest/gtest.h>

#include "order/parser.h"

namespace ordergate {
namespace {

constexpr std::string_view kMap =
    "[order]\norder_id = 'src.id'\nkind = '\"sale\"'\ndestination_country = 'country(src.to)'\nvalue = "
    "'src.sum'\n"
    "[[order.parties]]\nname = 'src.who'\n[[order.items]]\ndescription = 'src.what'\nquantity = "
    "'src.count'\n";
constexpr std::string_view kRecord =
    R"({"id":"A-1","to":"Germany","who":"Beispielmann Gartenbau","what":"office chair","count":2})";

class MappedTest : public testing::Test {
 protected:
  MappedTest() {
    auto snapshot = load_snapshot({});
    EXPECT_TRUE(snapshot);
    screener.use(snapshot.value());
    shape.map = mapping::RecordMap::parse(kMap, "test.toml").value();
    context.source.topic = "shop";
    context.source.offset = 7;
    context.today = Date::from_ymd(2026, 1, 1);
  }
  const Verdict* screen(std::string_view record) { return mapped.screen(screener, shape, record, context); }

  Screener screener{RecordLimits{}};
  MappedScreener mapped{RecordLimits{}};
  RecordShape shape;
  RecordContext context;
};

TEST_F(MappedTest, the_verdict_is_of_the_record_and_says_what_the_order_says) {
  const Verdict* const verdict = screen(kRecord);
  ASSERT_NE(verdict, nullptr);
  EXPECT_EQ(verdict->order_id, "A-1");
  EXPECT_EQ(verdict->error.code, "");
  EXPECT_EQ(verdict->id.words, verdict_id(context.source, kRecord).words);
}

TEST_F(MappedTest, a_record_that_cannot_be_mapped_is_held_with_its_id_and_the_place) {
  const Verdict* const verdict = screen(R"({"id":"A-2","to":"Nowhere"})");
  ASSERT_NE(verdict, nullptr);
  EXPECT_EQ(verdict->decision, Decision::hold);
  EXPECT_EQ(verdict->order_id, "A-2");
  EXPECT_EQ(verdict->error.code, "mapping_failed");
  EXPECT_EQ(verdict->error.at, "to");
}

TEST_F(MappedTest, what_the_orders_own_parser_refuses_has_a_place_in_the_record_too) {
  std::string record(kRecord);
  record.replace(record.find("\"count\""), 7, "\"sum\":-1,\"count\"");
  const Verdict* const verdict = screen(record);
  ASSERT_NE(verdict, nullptr);
  EXPECT_EQ(verdict->decision, Decision::hold);
  EXPECT_EQ(verdict->error.code, "mapping_failed");
  EXPECT_EQ(verdict->error.at, "sum");
}

TEST_F(MappedTest, a_delete_has_no_verdict) {
  EXPECT_EQ(screen(R"({"op":"d","before":{"id":"A-1"},"after":null})"), nullptr);
}

TEST_F(MappedTest, a_listed_name_in_a_value_that_nothing_reads_does_not_pass) {
  std::string record(kRecord);
  record.insert(1, R"("agent":{"company":"Northern Lantern Microsystems Co., Ltd."},)");
  const Verdict* const verdict = screen(record);
  ASSERT_NE(verdict, nullptr);
  EXPECT_NE(verdict->decision, Decision::allow);
  EXPECT_EQ(mapped.unread(), 1U);
}

TEST_F(MappedTest, findings_name_the_place_in_the_record) {
  std::string record(kRecord);
  const std::string_view name = "Beispielmann Gartenbau";
  record.replace(record.find(name), name.size(), "Northern Lantern Microsystems Co., Ltd.");
  const Verdict* verdict = screen(record);
  ASSERT_NE(verdict, nullptr);
  std::string_view place;
  for (const Finding& finding : verdict->findings)
    if (finding.subject == "parties[0].name") place = finding.source_path;
  EXPECT_EQ(place, "who");

  shape = {};
  verdict = screen(mapped.order());
  ASSERT_FALSE(verdict->findings.empty());
  for (const Finding& finding : verdict->findings) EXPECT_EQ(finding.source_path, "");
}

TEST_F(MappedTest, orders_of_our_own_are_screened_as_ever) {
  shape = {};
  shape.envelope = mapping::Envelope::none;
  const Verdict* const verdict = screen("{");
  ASSERT_NE(verdict, nullptr);
  EXPECT_EQ(verdict->error.code, "truncated_json");
}

}  // namespace
}  // namespace ordergate
