// Records in Confluent's wire format.
#include "wire/schema.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/wire/encoding.h"

namespace ordergate::wire {
namespace {

using test::avro_text;
using test::proto_text;
using test::varint;
using test::wire_header;

Schema schema_of(SchemaFormat format, const std::string& text) {
  Result<Schema> schema = Schema::parse(format, text);
  if (!schema) ADD_FAILURE() << schema.error().text;
  return std::move(schema).value();
}

TEST(WireFormat, BeginsWithAZeroByteAndTheIdOfTheSchema) {
  WireRecord record;
  const std::string bytes = wire_header(100'042) + "body";
  ASSERT_TRUE(split_record(bytes, record));
  EXPECT_EQ(record.schema_id, 100'042U);
  EXPECT_EQ(record.body, "body");
  EXPECT_FALSE(split_record("", record));
  EXPECT_FALSE(split_record(bytes.substr(0, 4), record));
  EXPECT_FALSE(split_record("{\"order_id\":1}", record));
}

TEST(WireFormat, ARecordOfEachFormatBecomesJson) {
  RecordDecoder decoder({});
  EXPECT_EQ(decoder.decode(schema_of(SchemaFormat::avro, R"({"type":"map","values":"string"})"),
                           test::avro_long(1) + avro_text("a") + avro_text("b") + test::avro_long(0)),
            WireError::none);
  EXPECT_EQ(decoder.json(), R"({"a":"b"})");
  EXPECT_EQ(decoder.decode(schema_of(SchemaFormat::json, R"({"type":"object"})"), R"({"a":1})"),
            WireError::none);
  EXPECT_EQ(decoder.json(), R"({"a":1})");
  const Schema proto = schema_of(SchemaFormat::protobuf,
                                 "syntax = \"proto3\"; message A { string a = 1; message B { string b = 1; } "
                                 "} message C { string c = 1; }");
  const auto of = [&](const std::string& indexes, const std::string& body) {
    const WireError error = decoder.decode(proto, indexes + body);
    return error == WireError::none ? std::string(decoder.json()) : std::string(to_string(error));
  };
  const std::string x = proto_text(1, "x");
  EXPECT_EQ(of(varint(0), x), R"({"a":"x"})");
  EXPECT_EQ(of(varint(2) + varint(2), x), R"({"c":"x"})");
  EXPECT_EQ(of(varint(4) + varint(0) + varint(0), x), R"({"b":"x"})");
  EXPECT_EQ(of(varint(2) + varint(4), x), "wire_header");  // no third message
  EXPECT_EQ(of(varint(1), x), "wire_header");              // a count below zero
  EXPECT_EQ(of(varint(200), x), "wire_header");
  EXPECT_EQ(of("", ""), "wire_header");
}

std::string bytes_of_hex(std::istream& in) {
  std::string out;
  char high = 0, low = 0;
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
  while (in >> high >> low) out += static_cast<char>(digit(high) << 4 | digit(low));
  return out;
}

/// A record that somebody else's library wrote, where its files are at hand.
TEST(WireFormat, ReadsARecordOfAnotherLibrary) {
  const std::string folder = std::string(OG_SOURCE_DIR) + "/../shared/data/cases/world/foreign_orders/";
  std::ifstream schema_file(folder + "avro_order.avsc"), record_file(folder + "avro_confluent_wire.hex"),
      decoded_file(folder + "avro_decoded.json");
  if (!schema_file || !record_file || !decoded_file) GTEST_SKIP() << folder << " is not there";
  std::stringstream schema, decoded;
  schema << schema_file.rdbuf();
  decoded << decoded_file.rdbuf();
  WireRecord record;
  const std::string bytes = bytes_of_hex(record_file);
  ASSERT_TRUE(split_record(bytes, record));
  EXPECT_EQ(record.schema_id, 100'042U);
  RecordDecoder decoder({});
  ASSERT_EQ(decoder.decode(schema_of(SchemaFormat::avro, schema.str()), record.body), WireError::none)
      << decoder.path();
  // The same but for spaces between the parts, and the spelling of one instant.
  std::string expected;
  bool inside = false;
  for (const char c : decoded.str()) {
    if (c == '"') inside = !inside;
    if (inside || (c != ' ' && c != '\n')) expected += c;
  }
  const std::string theirs = "2026-02-03 09:31:44.120000+00:00";
  ASSERT_NE(expected.find(theirs), std::string::npos);
  expected.replace(expected.find(theirs), theirs.size(), "2026-02-03T09:31:44.120Z");
  EXPECT_EQ(decoder.json(), expected);
}

}  // namespace
}  // namespace ordergate::wire
