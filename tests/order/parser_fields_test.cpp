// Records that are JSON, but whose fields do not hold what an order holds.
#include <gtest/gtest.h>

#include <string>

#include "tests/order/parse_support.h"

namespace ordergate {
namespace {

using test::good_order_with;
using test::kGoodOrder;
using test::Parsing;
using test::with_item_field;
using test::with_party_field;

struct FieldCase {
  std::string record;
  OrderError code;
  std::string_view at;
};

class WrongField : public testing::TestWithParam<FieldCase> {};

TEST_P(WrongField, FailsWithItsOwnCodeAndPlace) {
  Parsing parsing;
  const ParseFailure failure = parsing.parse(GetParam().record);
  EXPECT_EQ(to_string(failure.code), to_string(GetParam().code)) << GetParam().record;
  EXPECT_EQ(failure.at, GetParam().at) << GetParam().record;
  EXPECT_FALSE(failure.message.empty());
}

/// The good order without, or with another, text.
std::string good_order_but(std::string_view from, std::string_view to) {
  std::string record(kGoodOrder);
  record.replace(record.find(from), from.size(), to);
  return record;
}

constexpr auto kMissing = OrderError::missing_field;
INSTANTIATE_TEST_SUITE_P(
    Missing, WrongField,
    testing::Values(
        FieldCase{"{}", kMissing, "order_id"},
        FieldCase{good_order_but(R"("order_id":"SO-1",)", ""), kMissing, "order_id"},
        FieldCase{good_order_but(R"("SO-1")", R"("")"), kMissing, "order_id"},
        FieldCase{good_order_but(R"("SO-1")", "null"), kMissing, "order_id"},
        FieldCase{good_order_but(R"("kind":"sale",)", ""), kMissing, "kind"},
        FieldCase{good_order_but(R"("sale")", R"("")"), kMissing, "kind"},
        FieldCase{good_order_but(R"("destination_country":"SG",)", ""), kMissing, "destination_country"},
        FieldCase{good_order_but(R"("SG")", "null"), kMissing, "destination_country"},
        FieldCase{good_order_but(R"([{"name":"Lion Rock"}])", "[]"), kMissing, "parties"},
        FieldCase{good_order_but(R"([{"name":"Lion Rock"}])", "null"), kMissing, "parties"},
        FieldCase{good_order_but(R"([{"quantity":8}])", "[]"), kMissing, "items"},
        FieldCase{good_order_but(R"("name":"Lion Rock")", ""), kMissing, "parties[0].name"},
        FieldCase{good_order_but(R"("Lion Rock")", R"("")"), kMissing, "parties[0].name"},
        FieldCase{good_order_but(R"("Lion Rock")", "null"), kMissing, "parties[0].name"},
        FieldCase{good_order_but(R"("quantity":8)", ""), kMissing, "items[0].quantity"},
        FieldCase{good_order_but(R"({"quantity":8})", R"({"quantity":8},{"line":2})"), kMissing,
                  "items[1].quantity"},
        FieldCase{R"({"order_id":"a","kind":"listing"})", kMissing, "listing.title"},
        FieldCase{R"({"order_id":"a","kind":"listing","listing":{"title":""}})", kMissing, "listing.title"},
        FieldCase{R"({"order_id":"a","kind":"iaas","iaas":{}})", kMissing, "parties"},
        FieldCase{R"({"order_id":"a","kind":"model_weights"})", kMissing, "parties"},
        FieldCase{R"({"order_id":"a","kind":"fabrication"})", kMissing, "parties"},
        FieldCase{R"({"order_id":"a","kind":"technology"})", kMissing, "parties"},
        FieldCase{R"({"order_id":"a","kind":"service"})", kMissing, "parties"}));

constexpr auto kType = OrderError::wrong_type;
INSTANTIATE_TEST_SUITE_P(
    Type, WrongField,
    testing::Values(
        FieldCase{good_order_but(R"("SO-1")", "7"), kType, "order_id"},
        FieldCase{good_order_but(R"([{"name":"Lion Rock"}])", "{}"), kType, "parties"},
        FieldCase{good_order_but(R"([{"name":"Lion Rock"}])", R"(["Lion Rock"])"), kType, "parties[0]"},
        FieldCase{good_order_but(R"([{"name":"Lion Rock"}])", "[null]"), kType, "parties[0]"},
        FieldCase{good_order_but(R"("Lion Rock")", R"(["Lion Rock"])"), kType, "parties[0].name"},
        FieldCase{good_order_but("8", R"("8")"), kType, "items[0].quantity"},
        FieldCase{good_order_but("8", "true"), kType, "items[0].quantity"},
        FieldCase{with_party_field(R"("aliases":"x")"), kType, "parties[0].aliases"},
        FieldCase{with_party_field(R"("aliases":["x",null])"), kType, "parties[0].aliases[1]"},
        FieldCase{with_party_field(R"("addresses":[7])"), kType, "parties[0].addresses[0]"},
        FieldCase{with_party_field(R"("addresses":["x",[]])"), kType, "parties[0].addresses[1]"},
        FieldCase{with_party_field(R"("us_person":"yes")"), kType, "parties[0].us_person"},
        FieldCase{with_party_field(R"("us_person":1)"), kType, "parties[0].us_person"},
        FieldCase{with_party_field(R"("ultimate_parent":"self")"), kType, "parties[0].ultimate_parent"},
        FieldCase{with_party_field(R"("website":{"present":"x"})"), kType, "parties[0].website.present"},
        FieldCase{good_order_with(R"("value":"100")"), kType, "value"},
        FieldCase{good_order_with(R"("end_use":"ai")"), kType, "end_use"},
        FieldCase{good_order_with(R"("licenses":[{"items":["1"]}])"), kType, "licenses[0].items[0]"}));

constexpr auto kValue = OrderError::invalid_value;
INSTANTIATE_TEST_SUITE_P(
    Value, WrongField,
    testing::Values(
        FieldCase{good_order_but(R"("sale")", R"("Sale")"), kValue, "kind"},
        FieldCase{good_order_but(R"("sale")", R"("barter")"), kValue, "kind"},
        FieldCase{good_order_with(R"("action":"import")"), kValue, "action"},
        FieldCase{good_order_but(R"("SG")", R"("sg")"), kValue, "destination_country"},
        FieldCase{good_order_but(R"("SG")", R"("SGP")"), kValue, "destination_country"},
        FieldCase{good_order_but(R"("SG")", R"("")"), kValue, "destination_country"},
        FieldCase{good_order_but("8", "-1"), kValue, "items[0].quantity"},
        FieldCase{good_order_but("8", "1e999"), kValue, "items[0].quantity"},
        FieldCase{good_order_but("8", "-1e999"), kValue, "items[0].quantity"},
        FieldCase{with_item_field(R"("us_content_percent":100.5)"), kValue, "items[0].us_content_percent"},
        FieldCase{with_item_field(R"("us_content_percent":-0.1)"), kValue, "items[0].us_content_percent"},
        FieldCase{with_item_field(R"("line":1.5)"), kValue, "items[0].line"},
        FieldCase{with_item_field(R"("line":-1)"), kValue, "items[0].line"},
        FieldCase{with_item_field(R"("line":4294967296)"), kValue, "items[0].line"},
        FieldCase{with_item_field(R"("tpp":-4)"), kValue, "items[0].tpp"},
        FieldCase{with_party_field(R"("role":"buyer")"), kValue, "parties[0].role"},
        FieldCase{with_party_field(R"("kind":"firm")"), kValue, "parties[0].kind"},
        FieldCase{with_party_field(R"("country":"s1")"), kValue, "parties[0].country"},
        FieldCase{with_party_field(R"("addresses":["x",{"type":"castle"}])"), kValue,
                  "parties[0].addresses[1].type"},
        FieldCase{with_party_field(R"("identifiers":[{"type":"vat"}])"), kValue,
                  "parties[0].identifiers[0].type"},
        FieldCase{with_party_field(R"("owners":[{"percent":101}])"), kValue, "parties[0].owners[0].percent"},
        FieldCase{with_party_field(R"("birth_date":"1970")"), kValue, "parties[0].birth_date"},
        FieldCase{with_party_field(R"("established_on":"2024-02-30")"), kValue, "parties[0].established_on"},
        FieldCase{good_order_with(R"("ship_date":"2026-02-10T09:12:00Z")"), kValue, "ship_date"},
        FieldCase{good_order_with(R"("created_at":"yesterday")"), kValue, "created_at"},
        FieldCase{good_order_with(R"("created_at":"2026-02-10T09:12:00")"), kValue, "created_at"},
        FieldCase{good_order_with(R"("currency":"usd")"), kValue, "currency"},
        FieldCase{good_order_with(R"("transit_countries":["SG","my"])"), kValue, "transit_countries[1]"},
        FieldCase{good_order_with(R"("end_use":{"categories":["fun"]})"), kValue, "end_use.categories[0]"},
        FieldCase{good_order_with(R"("site":{"veu":"VEU"})"), kValue, "site.veu"},
        FieldCase{good_order_with(R"("licenses":[{"type":"permit"}])"), kValue, "licenses[0].type"},
        FieldCase{good_order_with(R"("licenses":[{"exception":"XYZ"}])"), kValue, "licenses[0].exception"},
        FieldCase{good_order_with(R"("documents":[{"type":"letter"}])"), kValue, "documents[0].type"},
        FieldCase{good_order_with(R"("listing":{"ships_to":["*","sg"]})"), kValue, "listing.ships_to[1]"},
        FieldCase{good_order_with(R"("model":{"synthetic_share":50})"), kValue, "model.synthetic_share"},
        FieldCase{good_order_with(R"("fabrication":{"role":"foundry"})"), kValue, "fabrication.role"}));

constexpr auto kDuplicate = OrderError::duplicate_key;
INSTANTIATE_TEST_SUITE_P(
    Duplicate, WrongField,
    testing::Values(FieldCase{good_order_with(R"("kind":"sale")"), kDuplicate, "kind"},
                    FieldCase{good_order_with(R"("ki\u006ed":"sale")"), kDuplicate, "kind"},
                    FieldCase{good_order_with(R"("notes":null,"notes":"x")"), kDuplicate, "notes"},
                    FieldCase{with_party_field(R"("n\u0061me":"Other")"), kDuplicate, "parties[0].name"},
                    FieldCase{good_order_with(R"("x":1,"\u0078":2)"), kDuplicate, "x"},
                    FieldCase{good_order_with(R"("x":{"y":[{"z":1,"z":2}]})"), kDuplicate, "x.y[0].z"},
                    FieldCase{good_order_with(R"("":1,"":2)"), kDuplicate, ""}));

TEST(FieldLimit, BoundsPartiesItemsAndOtherEntries) {
  RecordLimits limits;
  limits.parties_max = 2;
  limits.items_max = 3;
  limits.array_entries_max = 2;
  Parsing parsing(limits);
  const auto failure = [&](std::string record, OrderError code, std::string_view at) {
    const ParseFailure found = parsing.parse(record);
    EXPECT_EQ(to_string(found.code), to_string(code)) << record;
    EXPECT_EQ(found.at, at);
  };
  const std::string party = R"({"name":"Lion Rock"})";
  failure(good_order_but(party, party + "," + party), OrderError::none, "");
  failure(good_order_but(party, party + "," + party + "," + party), OrderError::too_many_parties,
          "parties[2]");
  const std::string item = R"({"quantity":8})";
  failure(good_order_but(item, item + "," + item + "," + item), OrderError::none, "");
  failure(good_order_but(item, item + "," + item + "," + item + "," + item), OrderError::too_many_items,
          "items[3]");
  failure(with_party_field(R"("aliases":["a","b"])"), OrderError::none, "");
  failure(with_party_field(R"("aliases":["a","b","c"])"), OrderError::too_many_entries,
          "parties[0].aliases[2]");
  failure(good_order_with(R"("documents":[{},{},{}])"), OrderError::too_many_entries, "documents[2]");
  failure(good_order_with(R"("x":[1,2,3,4])"), OrderError::none, "");
}

TEST(FieldLimit, BoundsEveryStringAfterUnescaping) {
  RecordLimits limits;
  limits.string_bytes_max = 20;
  Parsing parsing(limits);
  const std::string longest(20, 'n');
  EXPECT_EQ(parsing.parse(good_order_with(R"("notes":")" + longest + "\"")).code, OrderError::none);
  EXPECT_EQ(parsing.parse(good_order_with(R"("notes":"\u006e)" + longest.substr(1) + "\"")).code,
            OrderError::none);
  const auto too_long = [&](const std::string& fields, std::string_view at) {
    const ParseFailure failure = parsing.parse(good_order_with(fields));
    EXPECT_EQ(to_string(failure.code), "string_too_long") << fields;
    EXPECT_EQ(failure.at, at);
  };
  too_long(R"("notes":"x)" + longest + "\"", "notes");
  too_long(R"("x":{"y":["x)" + longest + "\"]}", "x.y[0]");
  too_long("\"x" + longest + "\":1", "");
}

TEST(FieldLimit, BoundsTheOrderIdByItsOwn) {
  Parsing parsing;
  EXPECT_EQ(parsing.parse(good_order_but("SO-1", std::string(128, 'x'))).code, OrderError::none);
  const ParseFailure failure = parsing.parse(good_order_but("SO-1", std::string(129, 'x')));
  EXPECT_EQ(failure.code, OrderError::string_too_long);
  EXPECT_EQ(failure.at, "order_id");
}

}  // namespace
}  // namespace ordergate
