// Drafts: every draft is a map, and makes an order of the record it was drafted from where it can.
#include "mapping/suggest.h"

#include "tests/mapping/map_support.h"

namespace ordergate::mapping {
namespace {

TEST(SuggestTest, drafts_a_map_of_every_example_and_of_shops_one_that_makes_an_order) {
  for (const ShippedMap& shipped : shipped_maps()) {
    const auto map = RecordMap::load(std::string(shipped.name)).value();
    const MapExample& example = map->examples().front();
    const Result<std::string> draft = suggest_map(example.source, "sample");
    ASSERT_TRUE(draft) << shipped.name << ": " << draft.error().text;
    const auto drafted = map_of(draft.value());
    ASSERT_NE(drafted, nullptr) << shipped.name;
    const Mapped made = map_record(*drafted, example.source);
    const bool shop = shipped.name == "shopify" || shipped.name == "woocommerce" || shipped.name == "magento";
    EXPECT_TRUE(made.order || !shop) << shipped.name << ": " << made.at << ": " << made.message
                                     << draft.value();
  }
}

TEST(SuggestTest, says_in_comments_what_it_guessed_and_what_nothing_reads) {
  const std::string draft =
      suggest_map(
          R"({"orderNo":"7","created":"2026-02-03 10:00:00","buyer":{"company":"Muster AG","country":"Schweiz","remark":"left door"},
          "lines":[{"title":"Lamp","qty":"2","price":"1.234,50","color of the shade":"dark red"}]})",
          "x")
          .value();
  for (const char* piece :
       {"order_id = 'src.orderNo'", "time(src.created, \"iso\", \"Z\")", "name = 'src.buyer.company'",
        "country = 'country(src.buyer.country)'", "each = 'src.lines'", "number(line.qty)",
        "number(line.price", "# guessed", "dark red"})
    EXPECT_NE(draft.find(piece), std::string::npos) << piece << "\n" << draft;
}

TEST(SuggestTest, goods_go_where_a_list_of_consignees_is_and_a_count_is_no_value) {
  const std::string draft =
      suggest_map(
          R"({"id":118,"items_total":3,"subtotal_inc_tax":"90.00","total_inc_tax":"99.00","currency_code":"USD",
          "billing_address":{"company":"Muster AG","street":"Gasse 1","country":"Switzerland"},
          "shipping_addresses":[{"company":"Ejemplo SAC","street":"Av. 2","country":"Peru"}],
          "products":[{"name":"lamp","quantity":2}]})",
          "x")
          .value();
  EXPECT_NE(draft.find("destination_country = 'src.shipping_addresses.map(p, country(p.country)).first()'"),
            std::string::npos)
      << draft;
  EXPECT_NE(draft.find("value = 'number(src.total_inc_tax)'"), std::string::npos) << draft;
}

TEST(SuggestTest, keys_of_any_letters_are_quoted) {
  EXPECT_TRUE(suggest_map(
      R"({"order id":"1","it's":{"company \"x\"":"A B","country":"DE"},"\n":"1","in":1,"1":2})", "x"));
}

TEST(SuggestTest, says_why_there_is_no_draft) {
  EXPECT_FALSE(suggest_map("{", "x"));
  EXPECT_FALSE(suggest_map(R"({"op":"d","before":{},"after":null})", "x"));
}

}  // namespace
}  // namespace ordergate::mapping
