#include "decisions/decision.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ordergate::decisions {
namespace {

const std::string kParty(64, 'a');

std::string clearance(const std::string& more = "", const std::string& scope_more = "") {
  return R"({"decision_id":"d-1","kind":"not_the_party","by":"ada","at":"2026-02-10T09:12:00Z","reason":"born 1990",)" +
         more + R"("scope":{)" + scope_more +
         R"("list":"EL","entry":"us_csl:1","entry_hash":"0123456789abcdef","party":")" + kParty + R"("}})";
}

std::string problem_of(const std::string& json, const Demands& demands = {}) {
  Decision decision;
  const auto failure = read_decision(json, demands, decision);
  return failure ? std::string(to_string(failure->refusal)) + " " + to_text(*failure) : "";
}

SigningKey key_of(char letter) { return std::move(SigningKey::of(std::string(32, letter), "key")).value(); }

TEST(Decision, IsReadAndWrittenBackAsItWas) {
  Decision decision;
  ASSERT_FALSE(read_decision(
      clearance(R"("evidence":["https://example.com/1"],"valid_until":"2027-02-09",)",
                R"("party_id":"C-1","party_name":"Acme","destination":"SG","item_class":"5A992",)"),
      {}, decision));
  EXPECT_EQ(decision.scope.entry_hash, "0123456789abcdef");
  EXPECT_EQ(decision.scope.destination.text(), "SG");
  EXPECT_EQ(decision.valid_until, Date::from_ymd(2027, 2, 9));
  Decision again;
  ASSERT_FALSE(read_decision(write_decision(decision, nullptr), {}, again));
  EXPECT_EQ(write_decision(again, nullptr), write_decision(decision, nullptr));
  EXPECT_EQ(again.hash, decision.hash);
}

TEST(Decision, WhatIsNotUnderstoodIsRefusedWithItsField) {
  struct Case {
    std::string json, problem;
  };
  const std::string release =
      R"({"decision_id":"d","kind":"release","by":"a","at":"2026-02-10T09:12:00Z","reason":"r","scope":{"order_id":"S"}})";
  const std::vector<Case> cases = {
      {"", "malformed no JSON object"},
      {"[]", "malformed no JSON object"},
      {clearance() + "x", "malformed no JSON object"},
      {clearance(R"("by":"eve",)"), "malformed no JSON object"},
      {clearance("", R"("list":"SDN",)"), "malformed no JSON object"},
      {clearance(R"("urgent":true,)"), "malformed urgent: unknown key"},
      {clearance("", R"("lists":"EL",)"), "malformed scope.lists: unknown key"},
      {clearance("", R"("order_id":"S-1",)"), "malformed scope.order_id: unknown key"},
      {clearance(R"("approved_by":"- —",)"), "malformed approved_by: names nobody"},
      {clearance(R"("approved_by":"gr\nace",)"), "malformed approved_by: has control characters"},
      {clearance(R"("approved_by":"gr\tace",)"), "malformed approved_by: has control characters"},
      {clearance("", R"("destination":"",)"), "malformed scope.destination: empty"},
      {clearance(R"("approved_by":7,)"), "malformed approved_by: not a text"},
      {clearance(R"("valid_until":"soon",)"), "malformed valid_until: not a date"},
      {clearance(R"("valid_until":"2026-02-30",)"), "malformed valid_until: not a date"},
      {clearance(R"("evidence":"x",)"), "malformed evidence: not a list"},
      {clearance(R"("evidence":[1],)"), "malformed evidence: not a text"},
      {clearance(R"("evidence":[["x"]],)"), "malformed evidence: not a text"},
      {clearance("", R"("destination":"Singapore",)"), "malformed scope.destination: not a country code"},
      {clearance(R"("signature":7,)"), "malformed signature: not a text"},
      {release, "malformed scope.verdict_id: missing"},
      {R"({"kind":"release"})", "malformed decision_id: missing"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(problem_of(each.json).rfind(each.problem, 0), 0U) << problem_of(each.json);
  std::string bad_party = clearance();
  bad_party[bad_party.find("aaaa")] = 'G';
  EXPECT_EQ(problem_of(bad_party), "malformed scope.party: not 64 hex digits");
  EXPECT_NE(problem_of(clearance(R"("evidence":[")" + std::string(kDecisionBytesMax, 'x') + R"("],)")), "");
}

TEST(Decision, ASignatureProvesTheRecordHoweverItsKeysStand) {
  const SigningKey key = key_of('k'), other = key_of('o');
  Decision decision;
  ASSERT_FALSE(read_decision(clearance(), {}, decision));
  const std::string line = write_decision(decision, &key);
  EXPECT_EQ(problem_of(line, {&key, false}), "");
  EXPECT_EQ(problem_of(line), "");
  EXPECT_EQ(problem_of(line, {&other, false}), "forged signature: not of the signing key");
  EXPECT_EQ(problem_of(clearance(), {&key, false}), "unsigned signature: missing");
  std::string spaced = line;
  for (std::size_t at = spaced.find("\",\""); at != std::string::npos; at = spaced.find("\",\"", at + 4))
    spaced.insert(at + 2, " ");
  EXPECT_EQ(problem_of(spaced, {&key, false}), "");
  // Each letter of what was signed counts.
  std::string changed = line;
  changed[changed.find("born 1990") + 8] = '1';
  EXPECT_EQ(problem_of(changed, {&key, false}), "forged signature: not of the signing key");
}

TEST(Decision, TheSignatureIsThatOfHmacSha256) {
  // By Python: hmac.new(b"k" * 32, b"{}", "sha256").hexdigest()
  EXPECT_EQ(key_of('k').sign("{}"),
            "hmac-sha256:3ee8b232b00d38a65125697b8ca96902d432dd558eb14939ffda0723647e7f81");
}

TEST(Decision, AShortKeyIsNone) {
  EXPECT_FALSE(SigningKey::of(std::string(31, 'k'), "key"));
  EXPECT_FALSE(SigningKey::of(std::string(31, 'k') + "\n", "key"));
  EXPECT_TRUE(SigningKey::of(std::string(32, 'k') + "\n", "key"));
  EXPECT_FALSE(SigningKey::load("/no/such/file"));
}

TEST(Decision, FourEyesAreTwoPeople) {
  const Demands demands{nullptr, true};
  EXPECT_EQ(problem_of(clearance(), demands).substr(0, 12), "not_approved");
  EXPECT_EQ(problem_of(clearance(R"("approved_by":"ada",)"), demands).substr(0, 12), "not_approved");
  EXPECT_EQ(problem_of(clearance(R"("approved_by":" ADA ",)"), demands).substr(0, 12), "not_approved");
  EXPECT_EQ(problem_of(clearance(R"("approved_by":"",)"), demands).substr(0, 12), "not_approved");
  for (const char* const same :
       {"ada\u200b", "ada\u00a0", "\u0430da", "\u00c4da", "\u00e4d\u00e0", "a.d.a", "\uff21da"})
    EXPECT_EQ(
        problem_of(clearance(R"("approved_by":")" + std::string(same) + R"(",)"), demands).substr(0, 12),
        "not_approved")
        << same;
  EXPECT_EQ(problem_of(clearance(R"("approved_by":"grace",)"), demands), "");
  // What lets nothing go needs nobody else.
  EXPECT_EQ(problem_of(
                R"({"decision_id":"w","kind":"withdraw","by":"ada","at":"2026-02-10T09:12:00Z","reason":"r",)"
                R"("scope":{"decision_id":"d-1"}})",
                demands),
            "");
}

}  // namespace
}  // namespace ordergate::decisions
