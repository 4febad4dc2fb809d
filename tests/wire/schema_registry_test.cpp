#include "wire/schema_registry.h"

#include <gtest/gtest.h>

#include "tests/wire/encoding.h"
#include "tests/wire/http_server.h"

namespace ordergate::wire {
namespace {

using namespace std::chrono_literals;
using test::HttpServer;

RegistrySettings settings_of(const std::string& url) {
  RegistrySettings settings;
  settings.url = url;
  settings.unknown_after = 0ms;
  settings.retry_first = 1ms;
  settings.retry_max = 2ms;
  return settings;
}

/// Asks until the answer is another than that it is waited for.
FoundSchema settled(SchemaRegistry& registry, std::uint32_t id) {
  for (;;) {
    FoundSchema found = registry.find(id);
    if (found.state != SchemaState::waiting) return found;
    std::this_thread::yield();
  }
}

constexpr const char* kText = R"({"schema":"\"string\""})";

TEST(SchemaRegistry, AskingNeverWaitsAndGivesTheSchemaOnceItIsThere) {
  HttpServer server;
  server.answer("/schemas/ids/7", 200, kText);
  SchemaRegistry registry(settings_of(server.url()));
  EXPECT_EQ(registry.find(7).state, SchemaState::waiting);
  const FoundSchema found = settled(registry, 7);
  ASSERT_EQ(found.state, SchemaState::ready);
  RecordDecoder decoder({});
  EXPECT_EQ(decoder.decode(*found.schema, test::avro_text("x")), WireError::none);
  EXPECT_EQ(decoder.json(), "\"x\"");
  EXPECT_EQ(registry.problem(), "");
  EXPECT_EQ(registry.waiting(), 0U);
}

TEST(SchemaRegistry, ASchemaIsAskedForOnce) {
  HttpServer server;
  server.answer("/schemas/ids/7", 200, kText);
  SchemaRegistry registry(settings_of(server.url()));
  const auto first = settled(registry, 7).schema;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(registry.find(7).schema, first);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(SchemaRegistry, ReferencesAreAskedForEachBehindWhatItUses) {
  HttpServer server;
  server.answer(
      "/schemas/ids/1", 200,
      R"({"schema":"{\"type\":\"record\",\"name\":\"O\",\"fields\":[{\"name\":\"p\",\"type\":\"Party\"}]}",)"
      R"("references":[{"name":"Party","subject":"shop/party","version":2}]})");
  server.answer(
      "/subjects/shop%2Fparty/versions/2", 200,
      R"({"schema":"{\"type\":\"record\",\"name\":\"Party\",\"fields\":[{\"name\":\"r\",\"type\":\"Role\"}]}",)"
      R"("references":[{"name":"Role","subject":"role","version":1}]})");
  server.answer("/subjects/role/versions/1", 200,
                R"({"schema":"{\"type\":\"enum\",\"name\":\"Role\",\"symbols\":[\"BUYER\"]}"})");
  SchemaRegistry registry(settings_of(server.url()));
  const FoundSchema found = settled(registry, 1);
  ASSERT_EQ(found.state, SchemaState::ready) << found.problem;
  RecordDecoder decoder({});
  EXPECT_EQ(decoder.decode(*found.schema, test::avro_long(0)), WireError::none);
  EXPECT_EQ(decoder.json(), R"({"p":{"r":"BUYER"}})");
}

TEST(SchemaRegistry, ProtobufAndJsonSchemaAreToldByTheirType) {
  HttpServer server;
  server.answer(
      "/schemas/ids/1", 200,
      R"({"schemaType":"PROTOBUF","schema":"syntax = \"proto3\"; import \"role.proto\"; message M { Role r = 1; }",)"
      R"("references":[{"name":"role.proto","subject":"role","version":1}]})");
  server.answer(
      "/subjects/role/versions/1", 200,
      R"({"schemaType":"PROTOBUF","schema":"syntax = \"proto3\"; enum Role { NONE = 0; BUYER = 1; }"})");
  server.answer("/schemas/ids/2", 200, R"({"schemaType":"JSON","schema":"{\"type\":\"object\"}"})");
  server.answer("/schemas/ids/3", 200, R"({"schemaType":"XML","schema":"<a/>"})");
  SchemaRegistry registry(settings_of(server.url()));
  EXPECT_EQ(settled(registry, 1).schema->format(), SchemaFormat::protobuf);
  EXPECT_EQ(settled(registry, 2).schema->format(), SchemaFormat::json);
  EXPECT_EQ(settled(registry, 3).problem, "schema 3 is of type 'XML'");
}

TEST(SchemaRegistry, AnUnknownIdIsUnknownOnlyAfterItsTime) {
  HttpServer server;
  RegistrySettings settings = settings_of(server.url());
  settings.unknown_after = 1h;
  SchemaRegistry patient(settings);
  EXPECT_EQ(patient.find(9).state, SchemaState::waiting);
  while (server.requests().size() < 3) std::this_thread::yield();
  EXPECT_EQ(patient.find(9).state, SchemaState::waiting);
  EXPECT_EQ(patient.problem(), "");  // the registry answers
  server.answer("/schemas/ids/9", 200, kText);
  EXPECT_EQ(settled(patient, 9).state, SchemaState::ready);

  SchemaRegistry hasty(settings_of(server.url()));
  const FoundSchema found = settled(hasty, 10);
  EXPECT_EQ(found.state, SchemaState::unknown);
  EXPECT_EQ(found.problem, "the registry has no /schemas/ids/10");
}

TEST(SchemaRegistry, ARegistryThatGivesNoAnswerIsWaitedForAndTold) {
  HttpServer server;
  server.answer("/schemas/ids/7", 503, "busy");
  SchemaRegistry registry(settings_of(server.url()));
  while (registry.problem().empty()) static_cast<void>(registry.find(7));
  EXPECT_EQ(registry.find(7).state, SchemaState::waiting);
  EXPECT_EQ(registry.problem(), "HTTP 503 for /schemas/ids/7");
  EXPECT_EQ(registry.waiting(), 1U);
  server.answer("/schemas/ids/7", 401, "who are you");
  while (registry.problem() != "HTTP 401 for /schemas/ids/7") std::this_thread::yield();
  server.answer("/schemas/ids/7", 404, "<html>a proxy's</html>");
  while (registry.problem() != "HTTP 404 for /schemas/ids/7") std::this_thread::yield();
  server.answer("/schemas/ids/7", 200, "<html>a login page</html>");
  while (registry.problem() != "no schema in the answer for /schemas/ids/7") std::this_thread::yield();
  EXPECT_EQ(registry.find(7).state, SchemaState::waiting);
  server.answer("/schemas/ids/7", 200, kText);
  EXPECT_EQ(settled(registry, 7).state, SchemaState::ready);
  EXPECT_EQ(registry.problem(), "");
}

TEST(SchemaRegistry, ARegistryThatIsDownIsWaitedFor) {
  std::string url;
  { url = HttpServer().url(); }
  SchemaRegistry registry(settings_of(url));
  while (registry.problem().empty()) static_cast<void>(registry.find(7));
  EXPECT_EQ(registry.find(7).state, SchemaState::waiting);
}

TEST(SchemaRegistry, OneIdThatIsNotThereHoldsUpNoOther) {
  HttpServer server;
  server.answer("/schemas/ids/7", 200, kText);
  RegistrySettings settings = settings_of(server.url());
  settings.unknown_after = 1h;
  settings.retry_first = settings.retry_max = 1h;
  SchemaRegistry registry(settings);
  static_cast<void>(registry.find(6));
  while (server.requests().empty()) std::this_thread::yield();
  EXPECT_EQ(settled(registry, 7).state, SchemaState::ready);
  EXPECT_EQ(registry.find(6).state, SchemaState::waiting);
}

TEST(SchemaRegistry, ASchemaThatCannotBeReadIsTold) {
  HttpServer server;
  server.answer("/schemas/ids/1", 200, R"({"schema":"\"no such type\""})");
  server.answer("/schemas/ids/2", 200,
                R"({"schema":"\"int\"","references":[{"name":"A","subject":"gone","version":1}]})");
  std::string many = R"({"schema":"\"int\"","references":[)";
  for (int i = 0; i < 70; ++i) {
    many += std::string(i == 0 ? "" : ",") + R"({"name":"R)" + std::to_string(i) +
            R"(","subject":"s","version":1})";
  }
  server.answer("/subjects/s/versions/1", 200, kText);
  server.answer("/schemas/ids/3", 200, many + "]}");
  SchemaRegistry registry(settings_of(server.url()));
  EXPECT_EQ(settled(registry, 1).problem, "schema 1: Avro schema: no type 'no such type'");
  EXPECT_EQ(settled(registry, 2).problem, "the registry has no /subjects/gone/versions/1");
  EXPECT_EQ(settled(registry, 3).problem, "more than 64 references");
}

TEST(SchemaRegistry, TheCacheIsBounded) {
  HttpServer server;
  for (int id = 0; id < 4; ++id) server.answer("/schemas/ids/" + std::to_string(id), 200, kText);
  RegistrySettings settings = settings_of(server.url());
  settings.schemas_max = 2;
  SchemaRegistry registry(settings);
  for (std::uint32_t id = 0; id < 4; ++id) EXPECT_EQ(settled(registry, id).state, SchemaState::ready);
  EXPECT_EQ(registry.find(3).state, SchemaState::ready);
  EXPECT_EQ(registry.find(2).state, SchemaState::ready);
  EXPECT_EQ(registry.find(0).state, SchemaState::waiting);
}

TEST(SchemaRegistry, CredentialsAreSentAndNeverTold) {
  HttpServer server;
  server.answer("/schemas/ids/7", 403, "no");
  RegistrySettings settings = settings_of(server.url());
  settings.user = "Aladdin";
  settings.password = "open sesame";
  SchemaRegistry basic(settings);
  while (basic.problem().empty()) static_cast<void>(basic.find(7));
  EXPECT_NE(server.requests()[0].find("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            std::string::npos);
  EXPECT_EQ(basic.problem().find("sesame"), std::string::npos);
  HttpServer other;
  RegistrySettings bearer = settings_of(other.url());
  bearer.token = "t0ken";
  SchemaRegistry registry(bearer);
  static_cast<void>(settled(registry, 7));
  EXPECT_NE(other.requests()[0].find("Authorization: Bearer t0ken"), std::string::npos);
}

TEST(SchemaRegistry, AnAnswerThatIsTooLargeIsNone) {
  HttpServer server;
  server.answer("/schemas/ids/7", 200, std::string(SchemaRegistry::kAnswerBytesMax + 1, 'x'));
  SchemaRegistry registry(settings_of(server.url()));
  while (registry.problem().empty()) static_cast<void>(registry.find(7));
  EXPECT_EQ(registry.problem(), "the answer is larger than allowed");
}

}  // namespace
}  // namespace ordergate::wire
