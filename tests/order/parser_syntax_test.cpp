// Records that are no JSON, or that break a limit of the record as a whole.
#include <gtest/gtest.h>

#include <string>

#include "order/json_syntax.h"
#include "tests/order/parse_support.h"

namespace ordergate {
namespace {

using test::good_order_with;
using test::kGoodOrder;
using test::Parsing;

struct SyntaxCase {
  std::string record;
  OrderError code;
  std::string_view at;
};

std::string bytes(std::string_view text) { return std::string(text); }

class BrokenRecord : public testing::TestWithParam<SyntaxCase> {};

TEST_P(BrokenRecord, FailsWithItsOwnCodeAndPlace) {
  Parsing parsing;
  const ParseFailure failure = parsing.parse(GetParam().record);
  EXPECT_EQ(to_string(failure.code), to_string(GetParam().code)) << GetParam().record;
  EXPECT_EQ(failure.at, GetParam().at) << GetParam().record;
  EXPECT_FALSE(failure.message.empty());
}

INSTANTIATE_TEST_SUITE_P(Empty, BrokenRecord,
                         testing::Values(SyntaxCase{"", OrderError::empty_record, "byte 0"},
                                         SyntaxCase{" \t\r\n ", OrderError::empty_record, "byte 5"}));

INSTANTIATE_TEST_SUITE_P(
    Malformed, BrokenRecord,
    testing::Values(SyntaxCase{"hello", OrderError::malformed_json, "byte 0"},
                    SyntaxCase{"{]", OrderError::malformed_json, "byte 1"},
                    SyntaxCase{"{'a':1}", OrderError::malformed_json, "byte 1"},
                    SyntaxCase{R"({"a" 1})", OrderError::malformed_json, "byte 5"},
                    SyntaxCase{R"({"a":1,})", OrderError::malformed_json, "byte 7"},
                    SyntaxCase{R"({"a":1 "b":2})", OrderError::malformed_json, "byte 7"},
                    SyntaxCase{R"({"a":[1 2]})", OrderError::malformed_json, "byte 8"},
                    SyntaxCase{R"({"a":[1,]})", OrderError::malformed_json, "byte 8"},
                    SyntaxCase{R"({"a":[1})", OrderError::malformed_json, "byte 7"},
                    SyntaxCase{R"({"a":True})", OrderError::malformed_json, "byte 5"},
                    SyntaxCase{R"({"a":truth})", OrderError::malformed_json, "byte 8"},
                    SyntaxCase{R"({"a":nullx})", OrderError::malformed_json, "byte 9"},
                    SyntaxCase{R"({"a":NaN})", OrderError::malformed_json, "byte 5"},
                    SyntaxCase{R"({"a":Infinity})", OrderError::malformed_json, "byte 5"},
                    SyntaxCase{R"({"a":01})", OrderError::malformed_json, "byte 6"},
                    SyntaxCase{R"({"a":+1})", OrderError::malformed_json, "byte 5"},
                    SyntaxCase{R"({"a":1.})", OrderError::malformed_json, "byte 5"},
                    SyntaxCase{R"({"a":.5})", OrderError::malformed_json, "byte 5"},
                    SyntaxCase{R"({"a":1e})", OrderError::malformed_json, "byte 5"},
                    SyntaxCase{R"({"a":0x10})", OrderError::malformed_json, "byte 6"},
                    SyntaxCase{R"({"a":-})", OrderError::malformed_json, "byte 5"},
                    SyntaxCase{R"({"a":"\x41"})", OrderError::malformed_json, "byte 6"},
                    SyntaxCase{R"({"a":"\u12g4"})", OrderError::malformed_json, "byte 6"},
                    SyntaxCase{R"({"\q":1})", OrderError::malformed_json, "byte 2"},
                    SyntaxCase{"{\"a\":\"line\nbreak\"}", OrderError::malformed_json, "byte 10"},
                    SyntaxCase{"{\"a\":\"tab\t\"}", OrderError::malformed_json, "byte 9"},
                    SyntaxCase{R"({"a":\"b\"})", OrderError::malformed_json, "byte 5"},
                    SyntaxCase{R"({"a":1/*c*/})", OrderError::malformed_json, "byte 6"},
                    SyntaxCase{bytes(std::string_view("{\"a\":1\0}", 8)), OrderError::malformed_json,
                               "byte 6"},
                    SyntaxCase{bytes(std::string_view("\0{}", 3)), OrderError::malformed_json, "byte 0"},
                    SyntaxCase{"\xEF\xBB\xBF{}", OrderError::malformed_json, "byte 0"}));

INSTANTIATE_TEST_SUITE_P(
    Truncated, BrokenRecord,
    testing::Values(SyntaxCase{"{", OrderError::truncated_json, "byte 1"},
                    SyntaxCase{R"({"a)", OrderError::truncated_json, "byte 3"},
                    SyntaxCase{R"({"a":"b\)", OrderError::truncated_json, "byte 8"},
                    SyntaxCase{R"({"a":"\u00)", OrderError::truncated_json, "byte 10"},
                    SyntaxCase{R"({"a":"\ud83d)", OrderError::truncated_json, "byte 12"},
                    SyntaxCase{"{\"a\":\"\xE4\xB8", OrderError::truncated_json, "byte 8"},
                    SyntaxCase{R"({"a":)", OrderError::truncated_json, "byte 5"},
                    SyntaxCase{R"({"a":tr)", OrderError::truncated_json, "byte 7"},
                    SyntaxCase{R"({"a":-)", OrderError::truncated_json, "byte 6"},
                    SyntaxCase{R"({"a":1)", OrderError::truncated_json, "byte 6"},
                    SyntaxCase{R"({"a":{"b":[1,2]})", OrderError::truncated_json, "byte 16"},
                    SyntaxCase{R"({"a":1,)", OrderError::truncated_json, "byte 7"},
                    SyntaxCase{"[", OrderError::truncated_json, "byte 1"}));

INSTANTIATE_TEST_SUITE_P(
    NoText, BrokenRecord,
    testing::Values(SyntaxCase{"{\"a\":\"\xFF\"}", OrderError::invalid_utf8, "byte 6"},
                    SyntaxCase{"{\"a\":\"\xC0\xAF\"}", OrderError::invalid_utf8, "byte 6"},
                    SyntaxCase{"{\"a\":\"\xED\xA0\x80\"}", OrderError::invalid_utf8, "byte 6"},
                    SyntaxCase{"{\"\xF5\":1}", OrderError::invalid_utf8, "byte 2"},
                    SyntaxCase{"{}\xFF", OrderError::invalid_utf8, "byte 2"},
                    SyntaxCase{R"({"a":"\ud83d"})", OrderError::invalid_utf8, "byte 6"},
                    SyntaxCase{R"({"a":"\ud83dx"})", OrderError::invalid_utf8, "byte 6"},
                    SyntaxCase{R"({"a":"\ud83d\u0041"})", OrderError::invalid_utf8, "byte 6"},
                    SyntaxCase{R"({"a":"\ud83d\ud83d"})", OrderError::invalid_utf8, "byte 6"},
                    SyntaxCase{R"({"a":"\ude00"})", OrderError::invalid_utf8, "byte 6"},
                    SyntaxCase{R"({"\udc00":1})", OrderError::invalid_utf8, "byte 2"}));

INSTANTIATE_TEST_SUITE_P(
    Trailing, BrokenRecord,
    testing::Values(SyntaxCase{bytes(kGoodOrder) + "x", OrderError::trailing_content, "byte 118"},
                    SyntaxCase{bytes(kGoodOrder) + " }", OrderError::trailing_content, "byte 119"},
                    SyntaxCase{bytes(kGoodOrder) + bytes(kGoodOrder), OrderError::trailing_content,
                               "byte 118"},
                    SyntaxCase{bytes(kGoodOrder) + ",", OrderError::trailing_content, "byte 118"},
                    SyntaxCase{"{}\n{}", OrderError::trailing_content, "byte 3"},
                    SyntaxCase{"{}\"", OrderError::trailing_content, "byte 2"},
                    SyntaxCase{bytes(std::string_view("{}\0", 3)), OrderError::trailing_content, "byte 2"}));

INSTANTIATE_TEST_SUITE_P(NoObject, BrokenRecord,
                         testing::Values(SyntaxCase{"[]", OrderError::wrong_type, ""},
                                         SyntaxCase{"[{}]", OrderError::wrong_type, ""},
                                         SyntaxCase{"12", OrderError::wrong_type, ""},
                                         SyntaxCase{"\"order\"", OrderError::wrong_type, ""},
                                         SyntaxCase{"null", OrderError::wrong_type, ""}));

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(RecordLimit, DepthIsCountedFromTheRecordItself) {
  Parsing parsing;
  const std::string deepest = good_order_with(R"("x":)" + repeated("[", 31) + repeated("]", 31));
  EXPECT_EQ(parsing.parse(deepest).code, OrderError::none);
  const std::string deeper = good_order_with(R"("x":)" + repeated("[", 32) + repeated("]", 32));
  EXPECT_EQ(parsing.parse(deeper).code, OrderError::depth_exceeded);
  EXPECT_EQ(parsing.parse(repeated("[", 100'000)).code, OrderError::depth_exceeded);
  EXPECT_EQ(parsing.parse(repeated(R"({"a":)", 100'000)).code, OrderError::depth_exceeded);
}

TEST(RecordLimit, ARecordOverItsSizeIsNotLookedAt) {
  RecordLimits limits;
  limits.record_bytes_max = kGoodOrder.size();
  Parsing parsing(limits);
  EXPECT_EQ(parsing.parse(kGoodOrder).code, OrderError::none);
  EXPECT_EQ(parsing.parse(std::string(kGoodOrder) + " ").code, OrderError::record_too_large);
  EXPECT_TRUE(parsing.order.order_id.empty());
}

TEST(RecordLimit, AWholeMebibyteIsRead) {
  Parsing parsing;
  std::string record = good_order_with(R"("x":[)" + repeated("10,", 340'000) + "1]");
  record.resize(RecordLimits{}.record_bytes_max, ' ');
  EXPECT_EQ(parsing.parse(record).code, OrderError::none);
}

TEST(RecordLimit, AHundredThousandKeysDoNotTakeLong) {
  Parsing parsing;
  std::string keys;
  for (int i = 0; i < 90'000; ++i) keys += "\"k" + std::to_string(i) + "\":1,";
  EXPECT_EQ(parsing.parse(good_order_with(keys + R"("last":1)")).code, OrderError::none);
  EXPECT_EQ(parsing.order.unknown_keys, 90'001U);
  const ParseFailure failure = parsing.parse(good_order_with(keys + R"("k0":1)"));
  EXPECT_EQ(failure.code, OrderError::duplicate_key);
  EXPECT_EQ(failure.at, "k0");
}

TEST(BrokenRecordId, IsSavedWhenItCanBeRead) {
  Parsing parsing;
  EXPECT_TRUE(parsing.parse(R"({"kind":7,"order_id":"SO-\u0039"})"));
  EXPECT_EQ(parsing.order.order_id, "SO-9");
  EXPECT_TRUE(parsing.parse(R"({"order_id":"SO-8","kind":"sale","parties":[)"));
  EXPECT_EQ(parsing.order.order_id, "SO-8");
  EXPECT_TRUE(parsing.parse(R"({"x":{"order_id":"inner"},"y":!})"));
  EXPECT_EQ(parsing.order.order_id, "");
  EXPECT_TRUE(parsing.parse(R"({"order_id":"first","order_id":"second"})"));
  EXPECT_EQ(parsing.order.order_id, "first");
  EXPECT_TRUE(parsing.parse(R"({"kind":7,"order_id":")" + std::string(129, 'x') + R"("})"));
  EXPECT_EQ(parsing.order.order_id, "");
}

}  // namespace
}  // namespace ordergate
