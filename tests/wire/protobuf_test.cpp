// Protobuf records, written here by hand after the specification, as JSON.
#include <gtest/gtest.h>

#include <random>

#include "tests/support/count_allocations.h"
#include "tests/support/seed.h"
#include "tests/wire/encoding.h"
#include "wire/protobuf_decoder.h"

namespace ordergate::wire {
namespace {

using test::proto_number;
using test::proto_text;
using test::varint;

ProtobufSchema schema_of(const std::string& text, const std::vector<ProtoReference>& references = {}) {
  Result<ProtobufSchema> schema = ProtobufSchema::parse(text, references);
  if (!schema) ADD_FAILURE() << schema.error().text;
  return std::move(schema).value();
}

std::string error_of(const std::string& text, const std::vector<ProtoReference>& references = {}) {
  const Result<ProtobufSchema> schema = ProtobufSchema::parse(text, references);
  return schema ? "" : schema.error().text;
}

/// The JSON of a record of the first message, or the word of what is wrong and its place.
std::string decoded(const ProtobufSchema& schema, std::string_view record, WireLimits limits = {}) {
  ProtobufDecoder decoder(limits);
  std::string json;
  const WireError error =
      decoder.decode(schema, schema.message_at(std::vector<std::uint32_t>{0}), record, json);
  if (error == WireError::none) return json;
  return std::string(to_string(error)) + " at " + std::string(decoder.path());
}
std::string decoded(const std::string& body, std::string_view record) {
  return decoded(schema_of("syntax = \"proto3\"; " + body), record);
}

TEST(Protobuf, ReadsEveryScalar) {
  EXPECT_EQ(decoded("message M { int32 a = 1; int64 b = 2; uint32 c = 3; uint64 d = 4; }",
                    proto_number(1, static_cast<std::uint64_t>(-5)) +
                        proto_number(2, static_cast<std::uint64_t>(INT64_MIN)) + proto_number(3, UINT32_MAX) +
                        proto_number(4, UINT64_MAX)),
            R"({"a":-5,"b":-9223372036854775808,"c":4294967295,"d":18446744073709551615})");
  EXPECT_EQ(decoded("message M { sint32 a = 1; sint64 b = 2; bool c = 3; bytes d = 4; string e = 5; }",
                    proto_number(1, 9) + proto_number(2, 3) + proto_number(3, 1) + proto_text(4, "any") +
                        proto_text(5, "苏")),
            R"({"a":-5,"b":-2,"c":true,"d":"YW55","e":"苏"})");
  EXPECT_EQ(decoded("message M { fixed32 a = 1; sfixed32 b = 2; float c = 3; }",
                    varint(1U << 3U | 5U) + std::string("\xFF\xFF\xFF\xFF", 4) + varint(2U << 3U | 5U) +
                        std::string("\xFF\xFF\xFF\xFF", 4) + varint(3U << 3U | 5U) +
                        std::string("\0\0\xC0\x3F", 4)),
            R"({"a":4294967295,"b":-1,"c":1.5})");
  EXPECT_EQ(decoded("message M { fixed64 a = 1; double b = 2; }",
                    varint(1U << 3U | 1U) + std::string(8, '\xFF') + varint(2U << 3U | 1U) +
                        std::string("\0\0\0\0\0\0\xF8\x3F", 8)),
            R"({"a":18446744073709551615,"b":1.5})");
}

TEST(Protobuf, LeavesOutWhatTheRecordLeavesOut) {
  EXPECT_EQ(decoded("message M { int32 a = 1; string b = 2; repeated int32 c = 3; }", ""), "{}");
  EXPECT_EQ(decoded("message M { optional int32 a = 1; }", proto_number(1, 0)), R"({"a":0})");
}

TEST(Protobuf, ReadsEnumsMessagesListsMapsAndOneofs) {
  const std::string body =
      "message Order { string order_number = 1; repeated Party parties = 2; map<string, int64> counts = 3;"
      " oneof to { string hub = 4; Party ship_to = 5; } repeated uint32 marks = 6; map<int32, Party> by_line "
      "= 7;"
      " message Party { string legal_name = 1; Role role = 2; enum Role { NONE = 0; BUYER = 1; } } }";
  EXPECT_EQ(decoded(body, proto_text(2, proto_text(1, "Acme") + proto_number(2, 1)) + proto_text(1, "A-1") +
                              proto_text(2, proto_number(2, 7)) +
                              proto_text(3, proto_text(1, "x") + proto_number(2, 5)) +
                              proto_text(3, proto_number(2, 6)) + proto_text(5, proto_text(1, "Beta")) +
                              proto_text(6, varint(1) + varint(300)) + proto_number(6, 2) +
                              proto_text(7, proto_number(1, 3) + proto_text(2, proto_text(1, "Gamma")))),
            R"({"order_number":"A-1","parties":[{"legal_name":"Acme","role":"BUYER"},{"role":7}],)"
            R"("counts":{"x":5,"":6},"ship_to":{"legal_name":"Beta"},"marks":[1,300,2],)"
            R"("by_line":{"3":{"legal_name":"Gamma"}}})");
}

TEST(Protobuf, ReadsMessagesThatStandForOneValue) {
  const std::string schema =
      "import \"google/protobuf/timestamp.proto\"; import \"google/protobuf/wrappers.proto\"; import "
      "\"google/protobuf/duration.proto\"; import \"google/type/date.proto\"; import "
      "\"google/type/money.proto\"; "
      "import \"confluent/type/decimal.proto\"; import \"confluent/meta.proto\"; message M { "
      "google.protobuf.Timestamp at = 1; google.protobuf.StringValue note = 2; google.protobuf.Duration wait "
      "= 3; "
      "google.type.Date day = 4; google.type.Money price = 5; confluent.type.Decimal total = 6; "
      "google.protobuf.BoolValue flag = 7 [(confluent.field_meta).doc = \"x\"]; }";
  EXPECT_EQ(
      decoded(schema,
              proto_text(1, proto_number(1, 1'770'111'104) + proto_number(2, 120'000'000)) +
                  proto_text(2, proto_text(1, "n")) +
                  proto_text(3, proto_number(1, 3) + proto_number(2, 500'000'000)) +
                  proto_text(4, proto_number(1, 2026) + proto_number(2, 2) + proto_number(3, 15)) +
                  proto_text(5, proto_text(1, "USD") + proto_number(2, 12) + proto_number(3, 500'000'000)) +
                  proto_text(6, proto_text(1, std::string("\x4E\x20\x00", 3)) + proto_number(3, 2)) +
                  proto_text(7, "")),
      R"({"at":"2026-02-03T09:31:44.120Z","note":"n","wait":"3.5s","day":"2026-02-15",)"
      R"("price":{"currency_code":"USD","units":12,"nanos":500000000},"total":"51200.00","flag":false})");
  EXPECT_EQ(decoded(schema, proto_text(4, proto_number(1, 2026) + proto_number(2, 2) + proto_number(3, 30))),
            "wire_invalid_value at day");
  EXPECT_EQ(decoded(schema, proto_text(1, proto_number(2, 1'000'000'000))), "wire_invalid_value at at");
}

TEST(Protobuf, ReadsWhatASchemaImports) {
  const std::vector<ProtoReference> references = {
      {"common/party.proto",
       "syntax = \"proto3\"; package common; import \"common/role.proto\"; message Party { string name = 1; "
       "Role role = 2; }"},
      {"common/role.proto", "syntax = \"proto3\"; package common; enum Role { NONE = 0; BUYER = 1; }"}};
  const ProtobufSchema schema =
      schema_of("syntax = \"proto3\"; import \"common/party.proto\"; message M { common.Party buyer = 1; }",
                references);
  EXPECT_EQ(decoded(schema, proto_text(1, proto_text(1, "Acme") + proto_number(2, 1))),
            R"({"buyer":{"name":"Acme","role":"BUYER"}})");
  EXPECT_EQ(error_of("syntax = \"proto3\"; import \"no/such.proto\"; message M { }"),
            "Protobuf schema: imports 'no/such.proto', which no reference gives");
  EXPECT_EQ(error_of("syntax = \"proto3\"; import \"a.proto\"; message M { }",
                     {{"a.proto", "syntax = \"proto3\"; import \"a.proto\";"}}),
            "Protobuf schema: a.proto: imports itself");
}

TEST(Protobuf, FindsTheMessageThatARecordNames) {
  const ProtobufSchema schema = schema_of(
      "syntax = \"proto3\"; message A { message B { int32 x = 1; } message C { message D { } } } message E { "
      "}");
  const auto name = [&](std::vector<std::uint32_t> indexes) {
    const std::uint32_t found = schema.message_at(indexes);
    return found == ProtobufSchema::kNoMessage ? "none" : schema.message(found).name;
  };
  EXPECT_EQ(name({0}), "A");
  EXPECT_EQ(name({1}), "E");
  EXPECT_EQ(name({0, 0}), "A.B");
  EXPECT_EQ(name({0, 1, 0}), "A.C.D");
  EXPECT_EQ(name({2}), "none");
  EXPECT_EQ(name({0, 0, 0}), "none");
  EXPECT_EQ(name({}), "none");
}

TEST(Protobuf, MessagesAreCountedWithAndWithoutThoseOfMapsWhereThatIsNoDoubt) {
  const auto name = [](const ProtobufSchema& schema, std::vector<std::uint32_t> indexes) {
    const std::uint32_t found = schema.message_at(indexes);
    return found == ProtobufSchema::kNoMessage ? "none" : schema.message(found).name;
  };
  const ProtobufSchema one =
      schema_of("syntax = \"proto3\"; message A { map<string, B> m = 1; message B { } }");
  EXPECT_EQ(name(one, {0, 0}), "A.B");
  EXPECT_EQ(name(one, {0, 1}), "A.B");
  const ProtobufSchema two =
      schema_of("syntax = \"proto3\"; message A { map<string, B> m = 1; message B { } message C { } }");
  EXPECT_EQ(name(two, {0, 0}), "A.B");
  EXPECT_EQ(name(two, {0, 1}), "none");  // B with the map's message, C without
  EXPECT_EQ(name(two, {0, 2}), "A.C");
}

TEST(Protobuf, RefusesASchemaThatSaysNothingReadable) {
  EXPECT_EQ(error_of("syntax = \"proto3\"; message {"),
            "Protobuf schema: the schema:1:28: Expected message name.");
  EXPECT_NE(error_of("syntax = \"proto3\"; message M { Unknown x = 1; }"), "");
  EXPECT_EQ(error_of("syntax = \"proto3\"; enum E { A = 0; }"), "Protobuf schema: no message");
  EXPECT_EQ(error_of("message M { optional group G = 1 { } }"), "Protobuf schema: M.g: groups are not read");
  EXPECT_NE(error_of(std::string(2'000'000, ' ')), "");
  std::string deep = "syntax = \"proto3\"; ";
  for (int i = 0; i < 20'000; ++i) deep += "message M { ";
  EXPECT_EQ(error_of(deep), "Protobuf schema: the schema: nested deeper than a schema may be");
  std::string hidden = "syntax = \"proto3\"; ";
  for (int i = 0; i < 20'000; ++i) hidden += "message M { /* } */ // }\n";
  EXPECT_EQ(error_of(hidden), "Protobuf schema: the schema: nested deeper than a schema may be");
}

TEST(Protobuf, SaysWhereARecordIsNoneOfItsSchema) {
  const std::string body =
      "message M { string a = 1; repeated N n = 2; oneof o { int32 x = 3; int32 y = 4; } map<string, int32> "
      "m = 5; int32 i = 6;"
      " bool b = 7; message N { string c = 1; N n = 2; } }";
  EXPECT_EQ(decoded(body, proto_number(9, 1)), "wire_unknown_field at ");
  EXPECT_EQ(decoded(body, proto_text(2, proto_number(3, 1))), "wire_unknown_field at n[0]");
  EXPECT_EQ(decoded(body, proto_text(1, "x") + proto_text(1, "y")), "wire_repeated_field at a");
  EXPECT_EQ(decoded(body, proto_number(3, 1) + proto_number(4, 1)), "wire_repeated_field at ");
  EXPECT_EQ(decoded(body, proto_text(5, proto_text(1, "k")) +
                              proto_text(5, proto_text(1, "k") + proto_number(2, 1))),
            "wire_repeated_field at m");
  EXPECT_EQ(decoded(body, proto_text(1, "\xFF")), "wire_invalid_utf8 at a");
  EXPECT_EQ(decoded(body, proto_number(1, 1)), "wire_invalid_value at a");
  EXPECT_EQ(decoded(body, proto_number(6, 1ULL << 40U)), "wire_invalid_value at i");
  EXPECT_EQ(decoded(body, proto_number(7, 2)), "wire_invalid_value at b");
  EXPECT_EQ(decoded(body, proto_text(2, proto_text(1, "abc")).substr(0, 4)), "wire_truncated at ");
  EXPECT_EQ(decoded(body, varint(1U << 3U | 2U) + varint(UINT64_MAX)), "wire_truncated at ");
  EXPECT_EQ(decoded(body, varint(1U << 3U | 3U)), "wire_invalid_value at ");  // a group
  EXPECT_EQ(decoded(body, std::string(11, '\xFF')), "wire_invalid_value at ");
  std::string deep;
  for (int i = 0; i < 40; ++i) deep = proto_text(2, deep);
  EXPECT_EQ(decoded(body, deep).substr(0, 17), "depth_exceeded at");
}

TEST(Protobuf, ASmallRecordNeverBecomesLarge) {
  WireLimits limits;
  limits.json_bytes_max = 1000;
  const ProtobufSchema schema = schema_of("syntax = \"proto3\"; message M { repeated double d = 1; }");
  EXPECT_EQ(decoded(schema, proto_text(1, std::string(8 * 600, '\x11')), limits).substr(0, 16),
            "record_too_large");
}

constexpr const char* kOrder =
    "message Order { string id = 1; repeated Line lines = 2; map<string, string> attributes = 3;"
    " message Line { string title = 1; uint32 quantity = 2; repeated int32 marks = 3; } }";

std::string order_bytes() {
  return proto_text(1, "A-1") +
         proto_text(2, proto_text(1, "L4") + proto_number(2, 8) + proto_text(3, varint(1) + varint(2))) +
         proto_text(2, proto_text(1, "cable")) +
         proto_text(3, proto_text(1, "eccn") + proto_text(2, "4A994.l"));
}

TEST(Protobuf, AWarmDecoderAllocatesNothing) {
  const ProtobufSchema schema = schema_of(std::string("syntax = \"proto3\"; ") + kOrder);
  ProtobufDecoder decoder({});
  std::string json;
  const std::string record = order_bytes();
  for (int i = 0; i < 2; ++i) ASSERT_EQ(decoder.decode(schema, 0, record, json), WireError::none);
  EXPECT_EQ(
      ordergate::test::count_allocations([&] { static_cast<void>(decoder.decode(schema, 0, record, json)); }),
      0U);
}

/// Whatever byte is changed or cut, the decoder ends, within its bounds.
TEST(Protobuf, SurvivesEveryBrokenByte) {
  const ProtobufSchema schema = schema_of(std::string("syntax = \"proto3\"; ") + kOrder);
  const std::string whole = order_bytes();
  ProtobufDecoder decoder({});
  std::string json;
  std::mt19937 random(ordergate::test::seed());
  for (int turn = 0; turn < 20'000; ++turn) {
    std::string record = whole.substr(0, random() % (whole.size() + 1));
    for (unsigned changes = random() % 3; changes > 0 && !record.empty(); --changes)
      record[random() % record.size()] = static_cast<char>(random());
    static_cast<void>(decoder.decode(schema, 0, record, json));
    EXPECT_LE(json.size(), WireLimits{}.json_bytes_max);
  }
}

}  // namespace
}  // namespace ordergate::wire
