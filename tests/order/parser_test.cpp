// Records that pass, and what is read out of them.
#include "order/parser.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>

#include "order/encoder.h"
#include "order/json_syntax.h"
#include "tests/order/parse_support.h"
#include "tests/support/allocation_counter.h"

namespace ordergate {
namespace {

using test::good_order_with;
using test::kGoodOrder;
using test::Parsing;
using test::with_item_field;
using test::with_party_field;

/// Parses or says why not.
const Order& read(Parsing& parsing, std::string_view record) {
  const ParseFailure failure = parsing.parse(record);
  EXPECT_EQ(to_string(failure.code), "none") << failure.at << ": " << failure.message << "\n" << record;
  return parsing.order;
}

constexpr std::string_view kExample =
    R"({"order_id":"SO-1042","kind":"sale","action":"export","created_at":"2026-02-10T09:12:00Z",)"
    R"("ship_date":"2026-02-20","from_country":"US","destination_country":"SG","value":1e3,"currency":"USD",)"
    R"("parties":[{"role":"purchaser","name":"Lion Rock Compute Pte. Ltd.","country":"SG",)"
    R"("headquarters_country":"SG","established_on":"2024-05-02","ultimate_parent":{"name":"Shenzhen Lanhai",)"
    R"("headquarters_country":"CN"},"owners":[],"addresses":["10 Anson Road #12-03, Singapore 079903",)"
    R"({"street":"Fengqiao Lane","city":"Suzhou","country":"CN","type":"data_center"}],)"
    R"("identifiers":[{"type":"lei","value":"X1"}],"website":{"present":false}}],)"
    R"("items":[{"manufacturer":"NVIDIA","description":"HGX H200 8-GPU baseboard","quantity":8,"tpp":15824.5,)"
    R"("hbm":true},{"line":7,"quantity":0.5}],"end_use":{"categories":["ai_training","other"]},)"
    R"("licenses":[{"exception":"NAC","items":[7],"valid_until":"2026-12-31"},{"type":"veu"}],)"
    R"("documents":[{"type":"bis_notice","date":"2026-01-01","covers_parties":[]}],"extra":{"a":[1,{"b":null}]}})";

TEST(OrderParser, ReadsContactsInTheShapesOfOthers) {
  Parsing parsing;
  const Order& order = read(
      parsing,
      R"({"order_id":"a","kind":"sale","destination_country":"SG","items":[{"quantity":1}],"parties":[{"name":"x",)"
      R"("email":["a@x.sg","b@x.sg"],"phone":4930123456,"fax":null,"mobile":{"type":"work","value":"+65 1"},)"
      R"("web":true,"bank_account":{"iban":"IR82"},"website":"www.x.sg"}]})");
  const Party& party = order.parties[0];
  ASSERT_EQ(party.contacts.size(), 4U);
  EXPECT_EQ(party.contacts[0].key, "email");
  EXPECT_EQ(party.contacts[1].text, "b@x.sg");
  EXPECT_EQ(party.contacts[2].text, "+65 1");
  EXPECT_EQ(party.contacts[3].key, "bank_account");
  EXPECT_EQ(party.website.url, "www.x.sg");
  EXPECT_EQ(party.website.present, Tri::yes);
}

TEST(OrderParser, KeepsTextsUnderKeysThatNothingReads) {
  Parsing parsing;
  const Order& order =
      read(parsing, R"({"order_id":"a","kind":"sale","destination_country":"SG","parties":[{"name":"x"}],)"
                    R"("deliverTo_plant":"Tehr\u0061n","n":7,"id":"42","items":[{"quantity":1,)"
                    R"("attributes":{"gpu":["8x H100",{"slot":"A1"}]}}]})");
  ASSERT_EQ(order.stray_texts.size(), 2U);
  EXPECT_EQ(order.stray_texts[0].place, "deliverTo_plant");
  EXPECT_EQ(order.stray_texts[0].text, "deliver To plant: Tehran");
  EXPECT_EQ(order.stray_texts[1].place, "items[0].attributes.gpu[0]");
  EXPECT_EQ(order.stray_texts[1].text, "gpu: 8x H100");
  EXPECT_FALSE(order.stray_texts_left);
}

TEST(OrderParser, MoreStrayTextsThanAreReadAreToldOf) {
  std::string record = R"({"order_id":"a","kind":"sale","destination_country":"SG","items":[{"quantity":1}],)"
                       R"("parties":[{"name":"x"}],"tags":[)";
  for (int i = 0; i < 1025; ++i) record += R"("red",)";
  record.back() = ']';
  record += '}';
  Parsing parsing;
  const Order& order = read(parsing, record);
  EXPECT_EQ(order.stray_texts.size(), 1024U);
  EXPECT_TRUE(order.stray_texts_left);
}

TEST(OrderParser, ReadsTheExampleField) {
  Parsing parsing;
  const Order& order = read(parsing, kExample);
  EXPECT_EQ(order.order_id, "SO-1042");
  EXPECT_EQ(order.kind, OrderKind::sale);
  EXPECT_EQ(order.created_on, parse_date("2026-02-10"));
  EXPECT_EQ(order.regime_date(Date{}), *parse_date("2026-02-20"));
  EXPECT_EQ(order.destination_country.text(), "SG");
  EXPECT_EQ(order.value, 1000.0);
  EXPECT_EQ(order.unknown_keys, 1U);
  ASSERT_EQ(order.items.size(), 2U);
  EXPECT_EQ(order.items[0].line, 1U);
  EXPECT_EQ(order.items[0].tpp, 15824.5);
  EXPECT_EQ(order.items[0].hbm, Tri::yes);
  EXPECT_EQ(order.items[1].line, 7U);
  EXPECT_EQ(order.items[1].quantity, 0.5);
  ASSERT_EQ(order.end_use.categories.size(), 2U);
  EXPECT_EQ(order.end_use.categories[1], "other");
  EXPECT_EQ(order.documents[0].type, "bis_notice");
  EXPECT_TRUE(order.documents[0].has_covers_parties);
}

TEST(OrderParser, ReadsTheExampleParty) {
  Parsing parsing;
  const Order& order = read(parsing, kExample);
  ASSERT_EQ(order.parties.size(), 1U);
  const Party& party = order.parties[0];
  EXPECT_EQ(party.role, PartyRole::purchaser);
  EXPECT_EQ(party.name, "Lion Rock Compute Pte. Ltd.");
  EXPECT_EQ(party.ultimate_parent_name, "Shenzhen Lanhai");
  EXPECT_EQ(party.ultimate_parent_headquarters.text(), "CN");
  EXPECT_TRUE(party.has_owners);
  EXPECT_TRUE(party.owners.empty());
  ASSERT_EQ(party.addresses.size(), 2U);
  EXPECT_EQ(party.addresses[0].text, "10 Anson Road #12-03, Singapore 079903");
  EXPECT_EQ(party.addresses[1].city, "Suzhou");
  EXPECT_EQ(party.addresses[1].type, AddressType::data_center);
  EXPECT_EQ(party.identifiers[0].type, IdentifierType::lei);
  EXPECT_EQ(party.website.present, Tri::no);
}

TEST(OrderParser, TakesNoKeyInsideAnArray) {
  Parsing parsing;
  EXPECT_EQ(parsing.parse(good_order_with(R"("x":["a":1])")).code, OrderError::malformed_json);
  EXPECT_EQ(parsing.parse(with_party_field(R"("aliases":["a":"b"])")).code, OrderError::malformed_json);
}

TEST(OrderParser, LeavesWhatIsAbsentOrNullUnknown) {
  Parsing parsing;
  const Order& order =
      read(parsing, with_party_field(R"("role":null,"country":null,"owners":null,"us_person":null)"));
  const Party& party = order.parties[0];
  EXPECT_EQ(party.role, PartyRole::unknown);
  EXPECT_FALSE(party.country.known());
  EXPECT_FALSE(party.has_owners);
  EXPECT_EQ(party.us_person, Tri::unknown);
  EXPECT_EQ(order.items[0].tpp, std::nullopt);
  EXPECT_FALSE(order.site.present);
  EXPECT_FALSE(order.iaas.present);
  EXPECT_TRUE(order.listing.worldwide);
  EXPECT_EQ(order.action, OrderAction::export_);
  EXPECT_EQ(order.created_on, std::nullopt);
}

TEST(OrderParser, TakesTheExceptionForTheTypeOfAnUntypedLicense) {
  Parsing parsing;
  const Order& order = read(parsing, kExample);
  EXPECT_EQ(order.licenses[0].type, LicenseType::exception);
  EXPECT_EQ(order.licenses[1].type, LicenseType::veu);
  ASSERT_EQ(order.licenses[0].items.size(), 1U);
  EXPECT_EQ(order.licenses[0].items[0], 7U);
}

TEST(OrderParser, UnescapesKeysAndText) {
  Parsing parsing;
  const Order& order = read(parsing, good_order_with(R"("n\u006ftes":"\"\u534e\u4e3a\" \ud83d\ude00\/\n")"));
  EXPECT_EQ(order.notes, "\"华为\" 😀/\n");
}

TEST(OrderParser, TakesABareDateAndABlankLineAround) {
  Parsing parsing;
  const Order& order = read(parsing, " \t" + good_order_with(R"("created_at":"2026-02-10")") + "\r\n");
  EXPECT_EQ(order.created_on, parse_date("2026-02-10"));
}

TEST(OrderParser, ReadsWhereAListingShips) {
  Parsing parsing;
  const auto listing = [&](std::string_view ships_to) {
    std::string record = R"({"order_id":"a","kind":"listing","listing":{"title":"GPU","ships_to":)";
    return read(parsing, record.append(ships_to).append("}}")).listing;
  };
  EXPECT_FALSE(listing(R"(["DE","FR"])").worldwide);
  EXPECT_EQ(listing(R"(["DE","FR"])").ships_to.size(), 2U);
  EXPECT_TRUE(listing(R"(["*"])").worldwide);
  EXPECT_TRUE(listing("[]").worldwide);
  EXPECT_TRUE(listing("null").worldwide);
}

TEST(OrderParser, ReadsNumbersExactly) {
  Parsing parsing;
  const auto quantity_of = [&](std::string_view number) {
    std::string record(kGoodOrder);
    record.replace(record.find("8}"), 1, number);
    return read(parsing, record).items[0].quantity;
  };
  EXPECT_EQ(quantity_of("0"), 0);
  EXPECT_EQ(quantity_of("-0"), 0);
  EXPECT_EQ(quantity_of("0.1"), 0.1);
  EXPECT_EQ(quantity_of("1013760"), 1013760);
  EXPECT_EQ(quantity_of("1E+2"), 100);
  EXPECT_EQ(quantity_of("9007199254740993"), 9007199254740992.0);
  EXPECT_EQ(quantity_of("123456789012345678901234567890"), 123456789012345678901234567890.0);
}

/// What a strict byte-by-byte reading says about a record must be what the parser says.
void expect_agreement(Parsing& parsing, const std::string& record) {
  const JsonSyntax syntax = check_json(record, RecordLimits{}.depth_max);
  const ParseFailure failure = parsing.parse(record);
  if (syntax.code != OrderError::none) {
    ASSERT_EQ(to_string(failure.code), to_string(syntax.code)) << record;
    return;
  }
  ASSERT_NE(to_string(failure.code), "malformed_json") << record;
  ASSERT_NE(to_string(failure.code), "truncated_json") << record;
}

TEST(OrderParser, AgreesWithTheReferenceOnDamagedRecords) {
  constexpr std::string_view kDamage = "{}[]\",:\\0e.-+tnu \n/x\xE4\xFF\x01";
  Parsing parsing;
  std::mt19937 random(20261122);  // NOLINT: the same damage on every run
  const auto below = [&](std::size_t bound) { return random() % bound; };
  for (int round = 0; round < 20'000; ++round) {
    std::string record(round % 2 == 0 ? kExample
                                      : std::string_view(R"({"a":[1,"b\u00e9",{"c":-2.5e3}],"d":"e"})"));
    for (std::size_t hits = 1 + below(2); hits > 0; --hits) {
      const std::size_t at = below(record.size());
      switch (below(4)) {
        case 0:
          record.erase(at, 1 + below(3));
          break;
        case 1:
          record.insert(at, 1, kDamage[below(kDamage.size())]);
          break;
        case 2:
          record[at] = kDamage[below(kDamage.size())];
          break;
        default:
          record.resize(at + 1);
          break;
      }
    }
    expect_agreement(parsing, record);
    if (testing::Test::HasFatalFailure()) return;
  }
}

/// The "order" values of a case file, one a line.
std::vector<std::string> orders_in(const std::string& path) {
  std::vector<std::string> orders;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find("\"order\": {");
    const std::size_t last = line.rfind(", \"expect\": ");
    if (first != std::string::npos && last != std::string::npos)
      orders.push_back(line.substr(first + 9, last - first - 9));
  }
  return orders;
}

TEST(OrderParser, ReadsEveryOrderOfTheCaseFiles) {
  Parsing parsing;
  for (const char* name : {"orders_a.jsonl", "orders_b.jsonl"}) {
    const std::vector<std::string> orders =
        orders_in(std::string(OG_SOURCE_DIR "/../shared/data/cases/") + name);
    if (orders.empty()) GTEST_SKIP() << "no case files beside the source tree";
    EXPECT_EQ(orders.size(), 80U) << name;
    for (const std::string& record : orders) EXPECT_FALSE(read(parsing, record).order_id.empty());
  }
}

TEST(OrderParser, AllocatesNothingOnceWarm) {
  Parsing parsing;
  std::string line;
  Verdict verdict;
  const auto screen = [&](std::string_view record) {
    const ParseFailure failure = parsing.parse(record);
    verdict.order_id = parsing.order.order_id;
    verdict.error = {to_string(failure.code), failure.message, failure.at};
    line.clear();
    encode_verdict(verdict, "{}", 1795342272345, line);
  };
  const std::string broken = good_order_with(R"("x":{"y":[{"z":1,"z":2}]})");
  const std::string escaped = good_order_with(R"("notes":"\u534e\n")");
  const auto all = [&] {
    for (const std::string_view record : {kExample, std::string_view(broken), std::string_view(escaped)})
      screen(record);
  };
  all();
  EXPECT_EQ(test::count_allocations(all), 0U);
}

}  // namespace
}  // namespace ordergate
