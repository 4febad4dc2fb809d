#include "daemon/schema_reader.h"

#include <gtest/gtest.h>

#include "tests/wire/encoding.h"
#include "tests/wire/http_server.h"

namespace ordergate::daemon {
namespace {

using test::wire_header;

class SchemaReaderTest : public ::testing::Test {
 protected:
  SchemaReaderTest() {
    server.answer(
        "/schemas/ids/1", 200,
        R"({"schema":"{\"type\":\"record\",\"name\":\"O\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}"})");
    server.answer("/schemas/ids/2", 200, R"({"schema":"\"no such type\""})");
    server.answer("/schemas/ids/3", 503, "busy");
    SourceSettings source;
    source.registry = server.url() + "/";
    wire::RegistrySettings settings = registry_settings(source);
    settings.unknown_after = std::chrono::milliseconds{0};
    settings.retry_first = settings.retry_max = std::chrono::milliseconds{1};
    registry = std::make_unique<wire::SchemaRegistry>(settings);
  }

  /// The JSON of the record, once it need not wait, or its error: "code at place: message".
  std::string read(const std::string& value) {
    Record record;
    record.value = value;
    while (reader.must_wait(*registry, record)) std::this_thread::yield();
    const SchemaReader::Reading reading = reader.read(record);
    if (reading.error.code.empty()) return std::string(reading.json);
    EXPECT_TRUE(is_schema_error(reading.error.code) || reading.error.code == "record_too_large");
    return std::string(reading.error.code) + " at " + std::string(reading.error.at) + ": " +
           std::string(reading.error.message);
  }

  test::HttpServer server;
  std::unique_ptr<wire::SchemaRegistry> registry;
  SchemaReader reader{RecordLimits{}};
};

TEST_F(SchemaReaderTest, reads_a_record_by_the_schema_that_it_names) {
  EXPECT_EQ(read(wire_header(1) + test::avro_text("A-1")), R"({"id":"A-1"})");
  EXPECT_EQ(read(wire_header(1) + test::avro_text("A-2")), R"({"id":"A-2"})");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(SchemaReaderTest, says_what_is_wrong_with_a_record_or_its_schema_and_where) {
  EXPECT_EQ(read("{}"), "wire_header at : no magic byte, schema id or message index where they must be");
  EXPECT_EQ(read(""), "wire_header at : no magic byte, schema id or message index where they must be");
  EXPECT_EQ(read(wire_header(1) + test::avro_text("\xFF")), "wire_invalid_utf8 at id: invalid UTF-8");
  EXPECT_EQ(read(wire_header(2)), "schema_unreadable at : schema 2: Avro schema: no type 'no such type'");
  EXPECT_EQ(read(wire_header(9)), "schema_unknown at : the registry has no /schemas/ids/9");
  EXPECT_EQ(read(wire_header(1) + test::avro_text("A-3")), R"({"id":"A-3"})");
  EXPECT_EQ(read(wire_header(1) + std::string(1 << 20, 'x')).substr(0, 16), "record_too_large");
}

TEST_F(SchemaReaderTest, a_record_waits_while_the_registry_gives_no_answer_and_says_so) {
  const std::string value = wire_header(3) + test::avro_text("x");
  Record record;
  record.value = value;
  EXPECT_TRUE(reader.must_wait(*registry, record));
  while (reader.must_wait(*registry, record).value_or("").empty()) std::this_thread::yield();
  EXPECT_EQ(reader.must_wait(*registry, record),
            "the schema registry gives no answer: HTTP 503 for /schemas/ids/3");
  server.answer("/schemas/ids/3", 200, R"({"schema":"\"string\""})");
  EXPECT_EQ(read(value), "\"x\"");
}

}  // namespace
}  // namespace ordergate::daemon
