// Maps as they are loaded: what is refused, with file, line and key.
#include <algorithm>

#include "tests/mapping/map_support.h"

namespace ordergate::mapping {
namespace {

TEST(RecordMapTest, says_file_line_and_key_of_what_is_wrong) {
  const std::string good = kHead + kParty + kItem;
  EXPECT_EQ(load_error(good), "");
  const auto with = [&](const std::string& line) { return load_error(kHead + line + "\n" + kParty + kItem); };
  EXPECT_EQ(with("value = 'nubmer(src.x)'"),
            "test.toml:5: order.value: column 1: unknown function 'nubmer' (did you mean 'number'?) of "
            "\"nubmer(src.x)\"");
  EXPECT_NE(with("value = '\"ten\"'")
                .find("test.toml:5: order.value: is a number, found a text; number() reads one"),
            std::string::npos);
  EXPECT_NE(with("valu = 'src.x'").find("order.valu: no such field (did you mean 'value'?)"),
            std::string::npos);
  EXPECT_NE(with("value = 'scr.x'").find("unknown name 'scr'"), std::string::npos);
  EXPECT_NE(with("value = 'src.'").find("test.toml:5: order.value: column 5"), std::string::npos);
  EXPECT_NE(with("ship_date = 'date(src.x, \"unix\")'").find("'unix' is no form of a date"),
            std::string::npos);
  EXPECT_NE(with("from_country = '\"Germany\"'").find("is no alpha-2 code"), std::string::npos);
  EXPECT_NE(with("action = '\"exprot\"'").find("did you mean 'export'?"), std::string::npos);
  EXPECT_NE(with("value = 'setting.x'").find("no setting 'x'"), std::string::npos);
  EXPECT_NE(with("notes = 'role(src.x, \"iso\")'").find("no scheme of roles"), std::string::npos);
  EXPECT_NE(with("notes = 'lookup(src.x, \"no-such.csv\", \"a\")'").find("no-such.csv"), std::string::npos);
  EXPECT_NE(load_error("x = ").find("test.toml:1: "), std::string::npos);
  EXPECT_NE(load_error("").find("needs the table [order]"), std::string::npos);
}

TEST(RecordMapTest, refuses_a_map_without_what_an_order_needs) {
  EXPECT_NE(load_error("[order]\nkind = '\"sale\"'\n").find("order.order_id: is required"),
            std::string::npos);
  EXPECT_NE(load_error(kHead + kItem).find("order.parties: a sale needs it"), std::string::npos);
  EXPECT_NE(load_error(kHead + kItem + "[[order.parties]]\ncountry = 'country(src.to)'\n")
                .find("order.parties.name: is required"),
            std::string::npos);
  EXPECT_NE(load_error(kHead + kParty + "[[order.items]]\ndescription = 'src.x'\n")
                .find("order.items.quantity: is required"),
            std::string::npos);
}

TEST(RecordMapTest, refuses_each_over_no_list_and_a_where_that_is_no_question) {
  const std::string each =
      kHead + kItem + "[[order.parties]]\neach = 'EACH'\nwhere = 'WHERE'\nname = 'it.name'\n";
  const auto with = [&](const std::string& of, const std::string& where) {
    std::string text = each;
    text.replace(text.find("EACH"), 4, of);
    text.replace(text.find("WHERE"), 5, where);
    return load_error(text);
  };
  EXPECT_EQ(with("src.list", "known(it.name)"), "");
  EXPECT_NE(with("text(src.list)", "true").find("parties.each: needs a list, found a text"),
            std::string::npos);
  EXPECT_NE(with("src.list", "text(it.name)").find("parties.where: needs true or false"), std::string::npos);
}

TEST(RecordMapTest, a_name_of_one_block_is_none_of_the_next) {
  EXPECT_NE(load_error(kHead + kItem +
                       "[[order.parties]]\neach = 'src.a'\nas = 'p'\nname = "
                       "'p.name'\n[[order.parties]]\nname = 'p.name'\n")
                .find("unknown name 'p'"),
            std::string::npos);
}

TEST(RecordMapTest, every_map_that_ships_makes_the_orders_of_its_examples) {
  ASSERT_GE(shipped_maps().size(), 8U);
  for (const ShippedMap& shipped : shipped_maps()) {
    const auto map = RecordMap::load(std::string(shipped.name));
    ASSERT_TRUE(map) << map.error().text;
    EXPECT_FALSE(map.value()->examples().empty()) << shipped.name;
    for (const std::string& problem : check_examples(*map.value())) ADD_FAILURE() << problem;
  }
}

TEST(RecordMapTest, every_role_of_the_table_is_one_that_an_order_knows) {
  const std::vector<std::string>& words =
      order_target().find("parties")->target->element->find("role")->target->words;
  for (const auto& [scheme, code] :
       {std::pair{"sap", "RG"}, {"sap", "AP"}, {"x12", "BT"}, {"x12", "FW"}, {"edifact", "NI"}})
    EXPECT_NE(std::find(words.begin(), words.end(), read_role(scheme, code)), words.end()) << scheme << code;
  EXPECT_NE(std::find(words.begin(), words.end(), read_role("x12", "??")), words.end());
}

TEST(RecordMapTest, settings_are_given_or_refused) {
  const std::string text = "[settings]\nfrom_country = \"\"\n" + kHead +
                           "from_country = 'setting.from_country'\n" + kParty + kItem;
  EXPECT_TRUE(RecordMap::parse(text, "t", {{"from_country", "DE"}}));
  EXPECT_NE(
      RecordMap::parse(text, "t", {{"form_country", "DE"}}).error().text.find("did you mean 'from_country'?"),
      std::string::npos);
  EXPECT_NE(RecordMap::parse(text, "t", {{"from_country", "Germany"}}).error().text.find("no alpha-2"),
            std::string::npos);
  const auto one = RecordMap::parse(text, "t", {{"from_country", "DE"}}), other = RecordMap::parse(text, "t");
  EXPECT_NE(one.value()->hash(), other.value()->hash()) << "which map an order was made by";
}

}  // namespace
}  // namespace ordergate::mapping
