// What a rule pack must look like, and how mistakes in it are told.
#include "rules/pack/pack_loader.h"

#include <gtest/gtest.h>

#include "tests/rules/language/toy_world.h"

namespace ordergate::rules::test {
namespace {

std::string error_of(const std::string& text, const PolicyOverrides& overrides = {}) {
  const PackFile file{"pack.toml", text};
  const auto pack = load_pack({&file, 1}, toy_schema(), overrides);
  return pack.ok() ? "loads" : pack.error().text;
}

std::unique_ptr<const RulePack> load(const std::string& text, const PolicyOverrides& overrides = {}) {
  const PackFile file{"pack.toml", text};
  auto pack = load_pack({&file, 1}, toy_schema(), overrides);
  EXPECT_TRUE(pack.ok()) << (pack.ok() ? "" : pack.error().text);
  return pack.ok() ? std::move(pack).value() : nullptr;
}

const std::string kSample = R"toml(
[[sample]]
name = "plain"
order = { kind = "sale", ship_date = 2026-02-20, parties = [{ name = "A", country = "SG" }, { name = "B" }], items = [{ quantity = 8, tpp = 4800.5 }] }
)toml";
const std::string kExamples = R"toml(
[[rule.examples]]
sample = "plain"
[[rule.counterexamples]]
sample = "plain"
)toml";

std::string rule(const std::string& keys, const std::string& examples = kExamples) {
  return "[[rule]]\nid = \"r1\"\ntitle = \"T\"\ncitation = \"C\"\ncertainty = \"confirmed\"\nmessage = "
         "\"m\"\n" +
         keys + examples;
}

TEST(PackLoader, AnEmptyPackIsAPackWithoutRules) { EXPECT_EQ(load("")->rules.size(), 0U); }

TEST(PackLoader, ToldAreFileAndLineOfBrokenToml) {
  EXPECT_EQ(error_of("\n\nx = = 1").substr(0, 13), "pack.toml:3: ");
}

TEST(PackLoader, ReadsEveryKeyOfARule) {
  const auto pack = load(kSample + R"toml(
[[rule]]
id = "hq"
title = "Title"
citation = "15 CFR 744.23"
source = "s001"
certainty = "recalled"
from = 2023-11-17
until = 2025-12-31
profiles = ["enforced", "codified"]
downgrade = ["enforced"]
for = "item"
guard = "urgent"
when = "item.tpp >= 4800 && destination in D5"
unknown = "missing"
requires = { license = true, license_days_max = 365, policy = "presumption_of_denial", cures = ["NAC"], policy_when = [{ when = "value < 10", policy = "case_by_case" }] }
facts = ["item.tpp", "double = item.tpp * 2", "same = item.eccn == 'x'"]
missing = [".tpp", "documents.site_visit"]
subject = ".tpp"
message = "{item.tpp} TPP to {destination} {{sic}}"
resolve = "ask"
[[rule.examples]]
sample = "plain"
expect = "deny"
profile = "codified"
[[rule.counterexamples]]
order_json = '{"order_id":"x"}'

[[exception]]
id = "exc-nac"
code = "NAC"
title = "T"
citation = "740.8"
certainty = "confirmed"
claim = "required"
when = "item.tpp < 4800"
conditions = [{ when = "known(note)", missing = "a notice for {destination}" }]
unmet = "hold"
message = "NAC"
[[exception.examples]]
sample = "plain"
[[exception.counterexamples]]
sample = "plain"
)toml");
  ASSERT_NE(pack, nullptr);
  const Rule& rule = pack->rules.at(0);
  EXPECT_EQ(rule.header.id, "hq");
  EXPECT_EQ(rule.header.certainty, Certainty::recalled);
  EXPECT_EQ(rule.header.place.line, 6U);
  EXPECT_EQ(rule.scope, kItem);
  EXPECT_TRUE(rule.guard.has_value());
  EXPECT_EQ(rule.guard_text, "urgent");
  EXPECT_EQ(rule.unknown, OnUnknown::missing);
  EXPECT_EQ(rule.requirement->policy, ReviewPolicy::presumption_of_denial);
  EXPECT_EQ(rule.requirement->policy_when.at(0).policy, ReviewPolicy::case_by_case);
  EXPECT_EQ(rule.requirement->license_days_max, 365);
  EXPECT_EQ(rule.facts.at(0).name, "tpp");
  EXPECT_EQ(rule.facts.at(1).name, "double");
  EXPECT_EQ(rule.facts.at(2).name, "same");
  EXPECT_EQ(rule.missing.size(), 2U);
  EXPECT_EQ(rule.examples.at(0).expect, Outcome::deny);
  EXPECT_EQ(rule.examples.at(0).profile, Profile::codified);
  EXPECT_EQ(rule.counterexamples.at(0).order_json, R"({"order_id":"x"})");
  EXPECT_TRUE(pack->exceptions.at(0).unmet_holds);
  EXPECT_TRUE(pack->exceptions.at(0).claimed);
  EXPECT_EQ(pack->exceptions.at(0).header.position, 1U);
}

TEST(PackLoader, BothDatesOfARuleAreInForce) {
  const auto pack =
      load(kSample +
           rule("when='true'\noutcome='hold'\nfrom=2023-11-17\nuntil=2025-12-31\nprofiles=['codified']\n"));
  const RuleHeader& header = pack->rules.at(0).header;
  EXPECT_FALSE(header.in_force(Date::from_ymd(2023, 11, 16), Profile::codified));
  EXPECT_TRUE(header.in_force(Date::from_ymd(2023, 11, 17), Profile::codified));
  EXPECT_TRUE(header.in_force(Date::from_ymd(2025, 12, 31), Profile::codified));
  EXPECT_FALSE(header.in_force(Date::from_ymd(2026, 1, 1), Profile::codified));
  EXPECT_FALSE(header.in_force(Date::from_ymd(2024, 1, 1), Profile::enforced));
}

TEST(PackLoader, ExamplesBecomeJsonOrders) {
  const auto pack = load(kSample + rule("when='true'\noutcome='hold'\n", R"toml(
[[rule.examples]]
sample = "plain"
change = { parties = [{ country = "CN" }], items = [{ quantity = 1 }, { quantity = 2 }], notes = "a \"b\"" }
without = ["parties.1"]
[[rule.counterexamples]]
order = { order_id = "mine", created_at = 2026-02-10T09:12:00Z, site = { power_mw = 12 } }
)toml"));
  EXPECT_EQ(pack->rules.at(0).examples.at(0).order_json,
            R"({"items":[{"quantity":1,"tpp":4800.5},{"quantity":2}],"kind":"sale","notes":"a \"b\"",)"
            R"("order_id":"example","parties":[{"country":"CN","name":"A"}],"ship_date":"2026-02-20"})");
  EXPECT_EQ(pack->rules.at(0).counterexamples.at(0).order_json,
            R"({"created_at":"2026-02-10T09:12:00Z","order_id":"mine","site":{"power_mw":12}})");
}

TEST(PackLoader, RefusesARuleWithoutExamples) {
  EXPECT_EQ(error_of(kSample + rule("when='true'\noutcome='hold'\n", "")),
            "pack.toml:5: rule r1: examples: at least one is required\n"
            "pack.toml:5: rule r1: counterexamples: at least one is required");
}

TEST(PackLoader, TellsFileLineRuleKeyAndColumn) {
  EXPECT_EQ(error_of(kSample + rule("for = 'item'\nwhen='item.tppp > 1'\noutcome='hold'\n")),
            "pack.toml:12: rule r1: when: column 6: unknown fact 'item.tppp' (did you mean 'tpp'?)");
  EXPECT_EQ(error_of(kSample + rule("when='value'\noutcome='hold'\n")),
            "pack.toml:11: rule r1: when: must be true or false, not a number");
  EXPECT_EQ(error_of(kSample + rule("when='true'\noutcome='block'\n")),
            "pack.toml:12: rule r1: outcome: unknown word 'block'");
  EXPECT_EQ(error_of(kSample + rule("when='true'\noutcome='hold'\nunkown='hold'\n")),
            "pack.toml:13: rule r1: unkown: unknown key (did you mean 'unknown'?)");
  EXPECT_EQ(error_of(kSample + rule("when='true'\noutcome='hold'\nresolve='{valu}'\n")),
            "pack.toml:13: rule r1: resolve: {...} at byte 1: column 1: unknown name 'valu' (did you mean "
            "'value'?)");
  EXPECT_EQ(error_of(kSample + rule("when='true'\n")).substr(0, 44),
            "pack.toml:5: rule r1: outcome: is required: ");
  EXPECT_EQ(error_of(kSample + rule("when='true'\noutcome='hold'\nfor='itm'\n")),
            "pack.toml:13: rule r1: for: unknown kind of object 'itm' (did you mean 'item'?)");
  EXPECT_EQ(error_of(kSample + rule("when='true'\noutcome='hold'\nfrom=2026-01-02\nuntil=2026-01-01\n")),
            "pack.toml:14: rule r1: until: is before from");
  EXPECT_EQ(error_of(kSample + rule("when='true'\noutcome='hold'\nfrom='soon'\n")),
            "pack.toml:13: rule r1: from: must be a date like 2026-01-15");
  EXPECT_EQ(error_of("[[rules]]\nid='x'\n"), "pack.toml:1: pack: rules: unknown key (did you mean 'rule'?)");
}

TEST(PackLoader, AGuardSeesTheOrderAlone) {
  EXPECT_EQ(error_of(kSample + rule("for='item'\nguard='item.advanced'\nwhen='true'\noutcome='hold'\n"))
                .substr(0, 37),
            "pack.toml:12: rule r1: guard: column ");
}

TEST(PackLoader, RefusesOverlappingVersionsOfOneRule) {
  const auto version = [](const std::string& keys) { return rule("when='true'\noutcome='hold'\n" + keys); };
  EXPECT_EQ(error_of(kSample + version("until=2025-01-31\n") + version("from=2025-02-01\n")), "loads");
  EXPECT_EQ(error_of(kSample + version("profiles=['codified']\n") + version("profiles=['enforced']\n")),
            "loads");
  EXPECT_EQ(error_of(kSample + version("until=2025-01-31\n") + version("from=2025-01-31\n")),
            "pack.toml:19: rule r1: id: its dates overlap those of pack.toml:5");
}

TEST(PackLoader, CuresAndExceptionsMustMeet) {
  EXPECT_EQ(error_of(kSample + rule("when='true'\nrequires={license=true, cures=['NAC']}\n")),
            "pack.toml:5: rule r1: cures: no [[exception]] has the code 'NAC'");
  EXPECT_EQ(error_of(kSample + rule("when='true'\nrequires={license='maybe'}\n")),
            "pack.toml:12: rule r1: requires: license: must be true, \"holds\" or \"none\"");
}

TEST(PackLoader, PredicatesAreCheckedEvenWhenUnused) {
  EXPECT_EQ(error_of("[[predicate]]\nname='big'\nparameters=['i: item']\nis='i.tp > 3'\n"),
            "pack.toml:1: predicate big: is: column 3: unknown fact 'item.tp' (did you mean 'tpp'?)");
  EXPECT_EQ(error_of("[[predicate]]\nname='big'\nparameters=['i item']\nis='true'\n"),
            "pack.toml:3: predicate big: parameters: 'i item' must be like \"p: party\"");
  EXPECT_EQ(error_of(kSample + "[[predicate]]\nname='big'\nparameters=['i: item']\nis='i.tpp > 3'\n" +
                     rule("for='item'\nwhen='big(item)'\noutcome='hold'\n")),
            "loads");
}

TEST(PackLoader, SetsOfThePackStandBesideThoseOfTables) {
  const auto pack =
      load(kSample +
           "[[set]]\nname='COLORS'\nwords=['red','blue']\n[[set]]\nname='ISLES'\ncountries=['MT','CY']\n" +
           rule("when='note in COLORS && destination in ISLES && !(destination in D5)'\noutcome='hold'\n"));
  ASSERT_NE(pack, nullptr);
  WorldBuilder builder;
  builder.set(kOrder, 0, "note", text("blue")).set(kOrder, 0, "destination", country("CY"));
  Evaluation evaluation;
  EXPECT_EQ(evaluation.run(pack->rules[0].when, builder.world).as_tri(), Tri::yes);
  builder.set(kOrder, 0, "note", text("green"));
  EXPECT_EQ(evaluation.run(pack->rules[0].when, builder.world).as_tri(), Tri::no);
  EXPECT_EQ(error_of("[[set]]\nname='D5'\nwords=['x']\n"),
            "pack.toml:2: set D5: name: there is another set of this name");
}

TEST(PackLoader, PolicySettingsAreConstantsThatTheUserMayChange) {
  const std::string text =
      kSample +
      "[[policy]]\nname='limit'\nvalue=10\nmeaning='m'\n[[policy]]\nname='mode'\nvalue='soft'\n"
      "choices=['soft','hard']\nmeaning='m'\n" +
      rule("when='value >= policy.limit && policy.mode == \"hard\"'\noutcome='hold'\n");
  WorldBuilder builder;
  builder.set(kOrder, 0, "value", Value::of(20.0));
  Evaluation evaluation;
  EXPECT_EQ(evaluation.run(load(text)->rules[0].when, builder.world).as_tri(), Tri::no);
  const auto changed = load(text, {{"mode", "hard"}, {"limit", "20"}});
  EXPECT_EQ(evaluation.run(changed->rules[0].when, builder.world).as_tri(), Tri::yes);
  EXPECT_EQ(changed->policy[0]->preset, "10");
  EXPECT_EQ(error_of(text, {{"limt", "3"}}), "policy.limt: unknown setting (did you mean 'limit'?)");
  EXPECT_EQ(error_of(text, {{"limit", "many"}}), "policy.limit: 'many' must be a number");
  EXPECT_EQ(error_of(text, {{"mode", "other"}}), "policy.mode: 'other' must be a text: soft, hard");
}

TEST(PackLoader, ASettingThatIsAListHoldsWordsThatTheUserMayChange) {
  const std::string text =
      kSample + "[[policy]]\nname='own'\nvalue=['red']\nchoices=['red','green','blue']\nmeaning='m'\n" +
      rule("when='note in policy.own'\noutcome='hold'\n");
  WorldBuilder builder;
  builder.set(kOrder, 0, "note", Value::of(std::string_view("green")));
  Evaluation evaluation;
  EXPECT_EQ(evaluation.run(load(text)->rules[0].when, builder.world).as_tri(), Tri::no);
  const auto changed = load(text, {{"own", "blue, green"}});
  EXPECT_EQ(evaluation.run(changed->rules[0].when, builder.world).as_tri(), Tri::yes);
  EXPECT_EQ(changed->policy[0]->preset, "red");
  EXPECT_EQ(evaluation.run(load(text, {{"own", ""}})->rules[0].when, builder.world).as_tri(), Tri::no);
  EXPECT_EQ(error_of(text, {{"own", "red, pink"}}), "policy.own: 'pink' is none of red, green, blue");
  const std::string misused = kSample + "[[policy]]\nname='own'\nvalue=['red']\nmeaning='m'\n" +
                              rule("when='policy.own == \"red\"'\noutcome='hold'\n");
  EXPECT_NE(error_of(misused).find("'policy.own' is a list; it may only stand after 'in'"),
            std::string::npos);
  const std::string numbers = kSample + "[[policy]]\nname='own'\nvalue=['red']\nmeaning='m'\n" +
                              rule("when='value in policy.own'\noutcome='hold'\n");
  EXPECT_NE(error_of(numbers).find("'policy.own' holds texts, not"), std::string::npos);
}

TEST(PackLoader, TellsSeveralMistakesAtOnce) {
  std::string text = kSample;
  for (int i = 0; i < 30; ++i) text += "[[set]]\nname='S" + std::to_string(i) + "'\n";
  const std::string error = error_of(text);
  EXPECT_EQ(std::count(error.begin(), error.end(), '\n'), 20);
  EXPECT_NE(error.find("and 10 more"), std::string::npos);
}

TEST(Message, PrintsValuesAsPeopleReadThem) {
  WorldBuilder builder;
  builder.set(kOrder, 0, "value", Value::of(1013760.0))
      .set(kOrder, 0, "ship_date", Value::of(Date::from_ymd(2026, 1, 5)));
  builder.set(kOrder, 0, "destination", country("CN")).set(kOrder, 0, "urgent", Value::of(true));
  decltype(EvalFrame::country_name) name = nullptr;
  const auto print = [&](std::string_view source) {
    Result<Message> message = Message::compile(source, toy_schema(), toy_variables());
    EXPECT_TRUE(message.ok()) << (message.ok() ? "" : message.error().text);
    Evaluation evaluation;
    evaluation.frame.context = &builder.world;
    evaluation.frame.country_name = name;
    evaluation.frame.variables = evaluation.variables;
    evaluation.frame.unknowns.push_back({});
    std::string out;
    message.value().render(evaluation.frame, out);
    EXPECT_EQ(evaluation.frame.unknowns.size(), 1U);
    return out;
  };
  EXPECT_EQ(print("{value} TPP on {ship_date} to {destination}: {urgent}"),
            "1,013,760 TPP on 2026-01-05 to CN: yes");
  EXPECT_EQ(print("{value / 7} {-999} {-1000} {0.1 + 0.2} {1e26} {item.tpp}"),
            "144,822.857143 -999 -1,000 0.3 1e+26 unknown");
  EXPECT_EQ(print("{{{urgent ? \"a}\" : 'b'}}}"), "{a}}");
  name = [](const void*, CountryCode) noexcept { return std::string_view("China"); };
  EXPECT_EQ(print("to {destination}, {value}"), "to China, 1,013,760");
  EXPECT_EQ(print("plain"), "plain");
}

TEST(Message, RefusesBrokenBraces) {
  const auto error = [](std::string_view source) {
    return Message::compile(source, toy_schema(), toy_variables()).error().text;
  };
  EXPECT_EQ(error("a } b"), "{...} at byte 3: '}' without '{' (write '}}' for a brace)");
  EXPECT_EQ(error("a {value"), "{...} at byte 3: no closing '}'");
  EXPECT_EQ(error("{parties}"), "{...} at byte 1: a list or object has no text");
}

}  // namespace
}  // namespace ordergate::rules::test
