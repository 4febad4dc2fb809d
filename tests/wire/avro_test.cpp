// Avro records, written here by hand after the specification, as JSON.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "tests/support/allocation_counter.h"
#include "tests/support/seed.h"
#include "tests/wire/encoding.h"
#include "wire/schema.h"

namespace ordergate::wire {
namespace {

using test::avro_long;
using test::avro_text;

AvroSchema schema_of(const std::string& text) {
  Result<AvroSchema> schema = AvroSchema::parse(text);
  if (!schema) ADD_FAILURE() << schema.error().text;
  return std::move(schema).value();
}

std::string error_of(const std::string& text) {
  const Result<AvroSchema> schema = AvroSchema::parse(text);
  return schema ? "" : schema.error().text;
}

/// The JSON of a record, or the word of what is wrong and its place: "wire_truncated at a.b".
std::string decoded(const std::string& schema, std::string_view record, WireLimits limits = {}) {
  AvroDecoder decoder(limits);
  std::string json;
  const WireError error = decoder.decode(schema_of(schema), record, json);
  if (error == WireError::none) return json;
  return std::string(to_string(error)) + " at " + std::string(decoder.path());
}

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) out += static_cast<char>(value);
  return out;
}

TEST(Avro, ReadsEveryPrimitive) {
  EXPECT_EQ(decoded(R"("null")", ""), "null");
  EXPECT_EQ(decoded(R"("boolean")", bytes({1})), "true");
  EXPECT_EQ(decoded(R"("int")", avro_long(-64)), "-64");
  EXPECT_EQ(decoded(R"("long")", avro_long(INT64_MIN)), "-9223372036854775808");
  EXPECT_EQ(decoded(R"("long")", avro_long(INT64_MAX)), "9223372036854775807");
  EXPECT_EQ(decoded(R"("float")", bytes({0, 0, 0xC0, 0x3F})), "1.5");
  EXPECT_EQ(decoded(R"("double")", bytes({0, 0, 0, 0, 0, 0, 0xF8, 0xBF})), "-1.5");
  EXPECT_EQ(decoded(R"("double")", bytes({0, 0, 0, 0, 0, 0, 0xF8, 0x7F})), "\"NaN\"");
  EXPECT_EQ(decoded(R"("string")", avro_text("a\"\\\n苏")), R"("a\"\\\u000a苏")");
  EXPECT_EQ(decoded(R"("bytes")", avro_text("any")), "\"YW55\"");
  EXPECT_EQ(decoded(R"({"type":"fixed","name":"F","size":2})", "ab"), "\"YWI=\"");
  EXPECT_EQ(decoded(R"({"type":"enum","name":"E","symbols":["A","B"]})", avro_long(1)), "\"B\"");
}

TEST(Avro, ReadsLogicalTypesAsTextsThatAMapUnderstands) {
  const auto of = [](const char* type, const char* logical) {
    return std::string(R"({"type":")") + type + R"(","logicalType":")" + logical + "\"}";
  };
  EXPECT_EQ(decoded(of("int", "date"), avro_long(20'499)), "\"2026-02-15\"");
  EXPECT_EQ(decoded(of("int", "date"), avro_long(-719'162)), "\"0001-01-01\"");
  EXPECT_EQ(decoded(of("int", "time-millis"), avro_long(34'304'120)), "\"09:31:44.120\"");
  EXPECT_EQ(decoded(of("long", "time-micros"), avro_long(34'304'120'005)), "\"09:31:44.120005\"");
  EXPECT_EQ(decoded(of("long", "timestamp-millis"), avro_long(1'770'111'104'120)),
            "\"2026-02-03T09:31:44.120Z\"");
  EXPECT_EQ(decoded(of("long", "timestamp-micros"), avro_long(-1)), "\"1969-12-31T23:59:59.999999Z\"");
  EXPECT_EQ(decoded(of("long", "local-timestamp-millis"), avro_long(0)), "\"1970-01-01T00:00:00\"");
  EXPECT_EQ(decoded(of("long", "timestamp-millis"), avro_long(INT64_MAX)), "wire_invalid_value at ");
  EXPECT_EQ(decoded(of("int", "time-millis"), avro_long(86'400'000)), "wire_invalid_value at ");
  EXPECT_EQ(decoded(of("string", "uuid"), avro_text("a-b")), "\"a-b\"");
  EXPECT_EQ(decoded(R"({"type":"fixed","name":"U","size":16,"logicalType":"uuid"})", "0123456789abcdef"),
            "\"30313233-3435-3637-3839-616263646566\"");
  EXPECT_EQ(decoded(R"({"type":"fixed","name":"D","size":12,"logicalType":"duration"})",
                    bytes({1, 0, 0, 0, 2, 0, 0, 0, 0xBC, 0x0B, 0, 0})),
            "\"P1M2DT3.004S\"");
  EXPECT_EQ(decoded(R"({"type":"int","connect.name":"io.debezium.time.Date"})", avro_long(0)),
            "\"1970-01-01\"");
  EXPECT_EQ(decoded(R"({"type":"long","logicalType":"no such type"})", avro_long(5)), "5");
  EXPECT_EQ(decoded(of("string", "date"), avro_text("x")), "\"x\"");
}

TEST(Avro, ReadsDecimalsExactly) {
  const auto decimal = [](std::string_view value, int scale) {
    return decoded(
        R"({"type":"bytes","logicalType":"decimal","precision":60,"scale":)" + std::to_string(scale) + "}",
        avro_text(value));
  };
  EXPECT_EQ(decimal(bytes({0x4E, 0x20, 0x00}), 2), "\"51200.00\"");
  EXPECT_EQ(decimal(bytes({0xFF}), 2), "\"-0.01\"");
  EXPECT_EQ(decimal(bytes({0x80}), 0), "\"-128\"");
  EXPECT_EQ(decimal(bytes({0}), 3), "\"0.000\"");
  EXPECT_EQ(decimal(bytes({0, 0, 1}), 0), "\"1\"");
  EXPECT_EQ(decimal(bytes({0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}), 5),
            "\"23611832414348226.06847\"");
  EXPECT_EQ(decimal("", 2), "wire_invalid_value at ");
  EXPECT_EQ(decimal(std::string(65, '\x01'), 2), "wire_invalid_value at ");
}

constexpr const char* kOrder = R"({"type":"record","name":"Order","namespace":"shop","fields":[
  {"name":"id","type":"string"},
  {"name":"buyer","type":{"type":"record","name":"Party","fields":[
     {"name":"name","type":"string"},{"name":"local","type":["null","string"],"default":null}]}},
  {"name":"shipTo","type":["null","Party"],"default":null},
  {"name":"lines","type":{"type":"array","items":{"type":"record","name":"Line","fields":[{"name":"qty","type":"int"}]}}},
  {"name":"attributes","type":{"type":"map","values":"string"}}]})";

std::string order_bytes() {
  return avro_text("A-1") + avro_text("Acme") + avro_long(0) + avro_long(1) + avro_text("Beta") +
         avro_long(1) + avro_text("乙") + avro_long(2) + avro_long(8) + avro_long(9) + avro_long(0) +
         avro_long(-1) +
         avro_long(static_cast<std::int64_t>((avro_text("eccn") + avro_text("4A994.l")).size())) +
         avro_text("eccn") + avro_text("4A994.l") + avro_long(0);
}

TEST(Avro, ReadsRecordsUnionsArraysAndMaps) {
  EXPECT_EQ(decoded(kOrder, order_bytes()),
            R"({"id":"A-1","buyer":{"name":"Acme","local":null},"shipTo":{"name":"Beta","local":"乙"},)"
            R"("lines":[{"qty":8},{"qty":9}],"attributes":{"eccn":"4A994.l"}})");
}

TEST(Avro, EachRecordIsReadByTheSchemaItWasWrittenWith) {
  const std::string first =
      R"({"type":"record","name":"O","fields":[{"name":"id","type":"string"},{"name":"old","type":"int"}]})";
  const std::string reordered =
      R"({"type":"record","name":"O","fields":[{"name":"added","type":["null","string"],"default":null},)"
      R"({"name":"id","type":"string","aliases":["key"]}]})";
  EXPECT_EQ(decoded(first, avro_text("A") + avro_long(1)), R"({"id":"A","old":1})");
  EXPECT_EQ(decoded(reordered, avro_long(1) + avro_text("x") + avro_text("A")), R"({"added":"x","id":"A"})");
}

TEST(Avro, NamedTypesAreFoundByFullNameNamespaceAndAlias) {
  const std::string schema =
      R"({"type":"record","name":"a.b.O","fields":[{"name":"x","type":{"type":"fixed","name":"F","size":1,"aliases":["G"]}},)"
      R"({"name":"y","type":"F"},{"name":"z","type":"a.b.F"},{"name":"w","type":"G"}]})";
  EXPECT_EQ(decoded(schema, "abcd"), R"({"x":"YQ==","y":"Yg==","z":"Yw==","w":"ZA=="})");
  const std::vector<std::string> references = {
      R"({"type":"enum","name":"shop.Currency","symbols":["EUR","USD"]})"};
  const auto schema_with = AvroSchema::parse(
      R"({"type":"record","name":"O","namespace":"shop","fields":[{"name":"c","type":"Currency"}]})",
      references);
  ASSERT_TRUE(schema_with.ok()) << schema_with.error().text;
  AvroDecoder decoder({});
  std::string json;
  EXPECT_EQ(decoder.decode(schema_with.value(), avro_long(1), json), WireError::none);
  EXPECT_EQ(json, R"({"c":"USD"})");
}

TEST(Avro, RefusesASchemaThatSaysNothingReadable) {
  EXPECT_EQ(error_of("{"), "Avro schema: no JSON");
  EXPECT_EQ(error_of(R"({"type":"record","name":"O"})"), "Avro schema: record 'O' without \"fields\"");
  EXPECT_EQ(error_of(R"("Unknown")"), "Avro schema: no type 'Unknown'");
  EXPECT_EQ(error_of(R"([])"), "Avro schema: a union of nothing");
  EXPECT_EQ(error_of(R"(["null",["int"]])"), "Avro schema: a union in a union");
  EXPECT_EQ(error_of(R"({"type":"fixed","name":"F","size":-1})"),
            "Avro schema: \"size\" is no whole number up to 1000000");
  EXPECT_EQ(error_of(R"({"type":"record","name":"O","fields":[{"name":"a\"b","type":"int"}]})"),
            "Avro schema: 'a\"b' is no name");
  EXPECT_EQ(
      error_of(
          R"({"type":"record","name":"O","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]})"),
      "Avro schema: field 'a' of 'O' stands twice");
  std::string deep = "\"int\"";
  for (int i = 0; i < 70; ++i) deep = R"({"type":"array","items":)" + deep + "}";
  EXPECT_EQ(error_of(deep), "Avro schema: nested deeper than a schema may be");
  std::string deeper(100'000, '[');
  EXPECT_NE(error_of(deeper), "");
}

TEST(Avro, SaysWhereARecordIsNoneOfItsSchema) {
  const std::string whole = order_bytes();
  EXPECT_EQ(decoded(kOrder, whole + "x"), "wire_trailing at ");
  EXPECT_EQ(decoded(kOrder, whole.substr(0, 3)), "wire_truncated at id");
  EXPECT_EQ(decoded(kOrder, avro_text("A-1") + avro_text("\xFF")), "wire_invalid_utf8 at buyer.name");
  EXPECT_EQ(decoded(kOrder, avro_text("A-1") + avro_text("B") + avro_long(2)),
            "wire_invalid_value at buyer.local");
  EXPECT_EQ(decoded(kOrder, avro_text("A") + avro_text("B") + avro_long(0) + avro_long(0) + avro_long(3) +
                                avro_long(1) + avro_long(INT64_MAX)),
            "wire_invalid_value at lines[1].qty");
  EXPECT_EQ(decoded(R"({"type":"enum","name":"E","symbols":["A","B"]})", avro_long(-1)),
            "wire_invalid_value at ");
  EXPECT_EQ(decoded(R"("boolean")", bytes({2})), "wire_invalid_value at ");
  EXPECT_EQ(decoded(R"("string")", avro_long(-5)), "wire_truncated at ");
  EXPECT_EQ(decoded(R"("string")", avro_long(INT64_MAX)), "wire_truncated at ");
  EXPECT_EQ(decoded(R"("long")", std::string(11, '\xFF')), "wire_invalid_value at ");
  EXPECT_EQ(decoded(R"({"type":"array","items":"int"})",
                    avro_long(-1) + avro_long(5) + avro_long(1) + avro_long(0)),
            "wire_truncated at ");
  EXPECT_EQ(decoded(R"({"type":"array","items":"int"})",
                    avro_long(-1) + avro_long(2) + avro_long(1) + avro_long(0)),
            "wire_invalid_value at ");
}

TEST(Avro, ASmallRecordNeverBecomesLargeOrDeep) {
  WireLimits limits;
  limits.json_bytes_max = 1000;
  EXPECT_EQ(decoded(R"({"type":"array","items":"null"})", avro_long(INT64_MAX), limits),
            "record_too_large at [200]");
  EXPECT_EQ(decoded(R"({"type":"array","items":{"type":"record","name":"E","fields":[]}})",
                    avro_long(INT64_MAX), limits)
                .substr(0, 16),
            "record_too_large");
  const std::string list = R"({"type":"record","name":"L","fields":[{"name":"n","type":["null","L"]}]})";
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += avro_long(1);
  EXPECT_EQ(decoded(list, deep + avro_long(0)).substr(0, 17), "depth_exceeded at");
  EXPECT_EQ(decoded(R"({"type":"record","name":"L","fields":[{"name":"n","type":"L"}]})", "").substr(0, 14),
            "depth_exceeded");
  std::string wide = R"("null")";
  for (int i = 0; i < 20; ++i)
    wide = R"({"type":"record","name":"W)" + std::to_string(i) + R"(","fields":[{"name":"a","type":)" + wide +
           R"(},{"name":"b","type":)" + (i == 0 ? R"("null")" : "\"W" + std::to_string(i - 1) + "\"") + "}]}";
  EXPECT_EQ(decoded(wide, "").substr(0, 16), "record_too_large");
}

TEST(Avro, AWarmDecoderAllocatesNothing) {
  const AvroSchema schema = schema_of(kOrder);
  const std::string record = order_bytes();
  AvroDecoder decoder({});
  std::string json;
  ASSERT_EQ(decoder.decode(schema, record, json), WireError::none);
  EXPECT_EQ(
      ordergate::test::count_allocations([&] { static_cast<void>(decoder.decode(schema, record, json)); }),
      0U);
}

/// Whatever byte is changed or cut, the decoder ends, within its bounds.
TEST(Avro, SurvivesEveryBrokenByte) {
  const AvroSchema schema = schema_of(kOrder);
  const std::string whole = order_bytes();
  AvroDecoder decoder({});
  std::string json;
  std::mt19937 random(ordergate::test::seed());
  for (int turn = 0; turn < 20'000; ++turn) {
    std::string record = whole.substr(0, random() % (whole.size() + 1));
    for (unsigned changes = random() % 3; changes > 0 && !record.empty(); --changes)
      record[random() % record.size()] = static_cast<char>(random());
    static_cast<void>(decoder.decode(schema, record, json));
    EXPECT_LE(json.size(), WireLimits{}.json_bytes_max);
  }
}

}  // namespace
}  // namespace ordergate::wire
