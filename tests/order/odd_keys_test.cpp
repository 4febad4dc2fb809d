// Keys that look like those that are read.
#include "order/odd_keys.h"

#include <gtest/gtest.h>

#include <string>

#include "order/fields.h"

namespace ordergate {
namespace {

TEST(OddKeys, KeysThatLookLikeKnownOnes) {
  EXPECT_EQ(meant_key("Parties", kOrderFields), "parties");
  EXPECT_EQ(meant_key("p\xD0\xB0rties", kOrderFields), "parties") << "a Cyrillic letter";
  EXPECT_EQ(meant_key(std::string("parties\0", 8), kOrderFields), "parties");
  EXPECT_EQ(meant_key("destinationCountry", kOrderFields), "destination_country");
  EXPECT_EQ(meant_key("destination_contry", kOrderFields), "destination_country");
  EXPECT_EQ(meant_key("headquaters_country", kPartyFields), "headquarters_country");
  EXPECT_EQ(meant_key("itmes", kOrderFields), "items");
}

TEST(OddKeys, KeysOfSomebodysOwnLookLikeNone) {
  for (const char* key :
       {"warehouse", "customer_number", "x", "", "kinds_of_goods_in_the_order_of_the_customer_herself"})
    EXPECT_EQ(meant_key(key, kOrderFields), "") << key;
}

TEST(OddKeys, KnowsWhatOtherOrderSystemsCallAField) {
  EXPECT_EQ(called_key("shipTo", OddValue::somebody, kOrderFields), "parties");
  EXPECT_EQ(called_key("end_customer", OddValue::words, kOrderFields), "parties");
  EXPECT_EQ(called_key("lineItems", OddValue::holder, kOrderFields), "items");
  EXPECT_EQ(called_key("final_destination", OddValue::code, kOrderFields), "destination_country");
  EXPECT_EQ(called_key("address", OddValue::words, kPartyFields), "addresses");
  EXPECT_EQ(called_key("title", OddValue::model, kItemFields), "description");
}

TEST(OddKeys, AnIdentifierUnderSuchAKeyTellsNothing) {
  EXPECT_EQ(called_key("customer", OddValue::model, kOrderFields), "") << "\"C-1042\"";
  EXPECT_EQ(called_key("shipping", OddValue::holder, kOrderFields), "") << "{\"method\": \"air\"}";
  EXPECT_EQ(called_key("shipTo", OddValue::nothing, kOrderFields), "");
  EXPECT_EQ(called_key("shipTo", OddValue::somebody, kItemFields), "") << "a field of another object";
}

TEST(OddKeys, SaysWhichDecide) {
  EXPECT_TRUE(decides("parties"));
  EXPECT_FALSE(decides("currency"));
  EXPECT_TRUE(names_somebody("company_name"));
  EXPECT_FALSE(names_somebody("color"));
}

}  // namespace
}  // namespace ordergate
