#include "order/encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace ordergate {
namespace {

std::string json(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

std::string json(double number) {
  std::string out;
  append_json_number(number, out);
  return out;
}

std::string encoded(const Verdict& verdict, std::int64_t at_ms = 0) {
  std::string out;
  encode_verdict(verdict, R"({"id":"s1"})", at_ms, out);
  return out;
}

TEST(JsonText, EscapesWhatJsonCannotHold) {
  EXPECT_EQ(json(""), R"("")");
  EXPECT_EQ(json("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(json(std::string_view("\0\b\f\n\r\t\x1f", 7)), R"("\u0000\b\f\n\r\t\u001f")");
  EXPECT_EQ(json("华为 é 😀"), "\"华为 é 😀\"");
}

TEST(JsonText, ReplacesEachBrokenPartOfUtf8Once) {
  EXPECT_EQ(json("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
  EXPECT_EQ(json("\xE4\xB8"), "\"\xEF\xBF\xBD\"");                              // cut off
  EXPECT_EQ(json("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // a surrogate
  EXPECT_EQ(json("\xC0\xAF"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                  // overlong
  EXPECT_EQ(json("\xF4\x90\x80\x80").size(), 2U + 4 * 3);                       // past U+10FFFF
}

TEST(JsonText, WritesWholeNumbersWithoutPointOrExponent) {
  EXPECT_EQ(json(1013760.0), "1013760");
  EXPECT_EQ(json(0.0), "0");
  EXPECT_EQ(json(-0.0), "0");
  EXPECT_EQ(json(-3.0), "-3");
  EXPECT_EQ(json(9007199254740991.0), "9007199254740991");
}

TEST(JsonText, WritesTheShortestNumberThatReadsBack) {
  EXPECT_EQ(json(0.1), "0.1");
  EXPECT_EQ(json(5.92), "5.92");
  EXPECT_EQ(json(1e26), "1e+26");
  EXPECT_EQ(json(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(json(-std::numeric_limits<double>::infinity()), "null");
}

TEST(Encoder, AnEmptyVerdictIsAHoldWithEveryKey) {
  EXPECT_EQ(
      encoded(Verdict{}),
      R"({"verdict_id":"00000000000000000000000000000000","order_id":null,"verdict":"hold","summary":"",)"
      R"("findings":[],"missing":[],"regime":{"date":"1970-01-01","profile":""},"snapshot":{"id":"s1"},)"
      R"("source":null,"order_hash":")" +
          std::string(64, '0') + R"(","program":")" + std::string(program_version()) +
          R"(","screened_at":"1970-01-01T00:00:00.000Z","error":null})");
}

TEST(Encoder, WritesAFullVerdictInTheOrderOfTheContract) {
  Arena arena;
  Verdict verdict;
  verdict.id = VerdictId{{0x5f0c000000000001ULL, 0xabcdef0123456789ULL}};
  verdict.order_id = "SO-1042";
  verdict.decision = Decision::deny;
  verdict.summary = "8 boards";
  Finding hq;
  hq.rule = "hq-3a090a-world";
  hq.outcome = Outcome::deny;
  hq.subject = "items[0]";
  hq.with = "parties[0]";
  hq.message = "m";
  hq.citation = "15 CFR 744.23(a)(3)";
  hq.certainty = "recalled";
  hq.resolve = "r";
  hq.license = {true, ReviewPolicy::presumption_of_denial, {}, {}};
  hq.license.cures.push_back(arena, "GOV");
  hq.license.cures.push_back(arena, "TMP");
  hq.facts.push_back(arena, {"tpp", FindingFact::Type::number, 1013760, {}, false, {}});
  hq.facts.push_back(arena, {"eccn", FindingFact::Type::text, 0, "4A090.a", false, {}});
  hq.facts.push_back(arena, {"hbm", FindingFact::Type::boolean, 0, {}, true, {}});
  hq.facts.push_back(arena, {"from", FindingFact::Type::date, 0, {}, false, Date::from_ymd(2023, 11, 17)});
  verdict.findings.push_back(arena, hq);
  Finding name;
  name.rule = "party-name-fuzzy";
  name.outcome = Outcome::hold;
  name.subject = "parties[0].name";
  name.source_path = "shipping_address.company";
  name.match = {true, "EL", "7",           "0123456789abcdef", "Entry", "Matched",
                91,   {},   "89 FR 96830", "2026-07-31",       {}};
  name.match.evidence.push_back(arena, "name");
  verdict.findings.push_back(arena, name);
  verdict.missing.push_back(arena, "parties[0].ultimate_parent");
  verdict.destinations.present = true;
  verdict.destinations.deny.push_back(arena, CountryCode::parse("CN"));
  verdict.regime_date = Date::from_ymd(2026, 2, 20);
  verdict.profile = "enforced";
  verdict.source.topic = "orders";
  verdict.source.partition = 3;
  verdict.source.offset = 8812;
  verdict.order_hash = sha256("order");
  verdict.chain = {true, 8810, sha256("before")};
  verdict.error = {"wrong_type", "not a number", "items[0].tpp"};
  EXPECT_EQ(
      encoded(verdict, 1795342272345),
      R"({"verdict_id":"5f0c000000000001abcdef0123456789","order_id":"SO-1042","verdict":"deny",)"
      R"("summary":"8 boards","findings":[{"rule":"hq-3a090a-world","outcome":"deny","subject":"items[0]",)"
      R"-("with":"parties[0]","message":"m","citation":"15 CFR 744.23(a)(3)","certainty":"recalled",)-"
      R"("license":{"required":true,"policy":"presumption_of_denial","cures":["GOV","TMP"]},)"
      R"("facts":{"tpp":1013760,"eccn":"4A090.a","hbm":true,"from":"2023-11-17"},"resolve":"r"},)"
      R"({"rule":"party-name-fuzzy","outcome":"hold","subject":"parties[0].name",)"
      R"("source_path":"shipping_address.company","message":"","citation":"",)"
      R"("match":{"list":"EL","entry":"7","entry_hash":"0123456789abcdef","entry_name":"Entry","matched":"Matched",)"
      R"("score":91,)"
      R"("evidence":["name"],"citation":"89 FR 96830","list_date":"2026-07-31"}}],)"
      R"("missing":["parties[0].ultimate_parent"],)"
      R"("destinations":{"deny":["CN"],"hold":[],"allow_otherwise":true},)"
      R"("regime":{"date":"2026-02-20","profile":"enforced"},"snapshot":{"id":"s1"},)"
      R"("source":{"topic":"orders","partition":3,"offset":8812},"order_hash":")" +
          sha256_hex("order") + R"(","program":")" + std::string(program_version()) +
          R"(","screened_at":"2026-11-22T10:11:12.345Z",)"
          R"("chain":{"previous":")" +
          sha256_hex("before") +
          R"(","at":8810},)"
          R"("error":{"code":"wrong_type","message":"not a number","at":"items[0].tpp"}})");
}

TEST(Encoder, NamesAFileSourceByLine) {
  Verdict verdict;
  verdict.source.file = "orders.ndjson";
  verdict.source.line = 12;
  EXPECT_NE(encoded(verdict).find(R"("source":{"file":"orders.ndjson","line":12})"), std::string::npos);
}

TEST(VerdictIdTest, IsAFunctionOfSourceAndBytes) {
  SourcePosition topic;
  topic.topic = "orders";
  topic.partition = 1;
  topic.offset = 7;
  SourcePosition file;
  file.file = "orders";
  file.line = 7;
  const auto words = [](const SourcePosition& source, std::string_view record) {
    return verdict_id(source, record).words;
  };
  EXPECT_EQ(words(topic, "{}"), words(topic, "{}"));
  EXPECT_NE(words(topic, "{}"), words(topic, "{ }"));
  EXPECT_NE(words(topic, "{}"), words(file, "{}"));
  SourcePosition other = topic;
  other.offset = 8;
  EXPECT_NE(words(topic, "{}"), words(other, "{}"));
  other = topic;
  other.partition = 2;
  EXPECT_NE(words(topic, "{}"), words(other, "{}"));
}

}  // namespace
}  // namespace ordergate
