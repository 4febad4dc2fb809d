// Examples that fail are told by file, line and rule.
#include "rules/pack/rule_check.h"

#include <gtest/gtest.h>

#include "rules/pack/pack_loader.h"
#include "tests/rules/language/toy_world.h"

namespace ordergate::rules::test {
namespace {

class RuleCheck : public ::testing::Test {
 protected:
  std::vector<std::string> failures(const std::string& example_keys, const std::string& counterexample_keys) {
    const PackFile file{
        "pack.toml",
        "[[rule]]\nid='r'\ntitle='t'\ncitation='c'\ncertainty='unsure'\nwhen='true'\noutcome='hold'\n"
        "message='m'\n[[rule.examples]]\norder_json='yes'\n" +
            example_keys + "[[rule.counterexamples]]\norder_json='no'\n" + counterexample_keys};
    auto pack = load_pack({&file, 1}, toy_schema());
    EXPECT_TRUE(pack.ok()) << (pack.ok() ? "" : pack.error().text);
    return check_examples(*pack.value(),
                          [&](std::string_view order, Profile) -> const Verdict& {
                            return order == "yes" ? example_ : counterexample_;
                          })
        .at(0)
        .failures;
  }
  void add(Verdict& verdict, std::string_view rule, Outcome outcome) {
    Finding finding;
    finding.rule = rule;
    finding.outcome = outcome;
    verdict.findings.push_back(arena_, finding);
  }
  Arena arena_;
  Verdict example_, counterexample_;
};

TEST_F(RuleCheck, PassesWhenOnlyTheExampleFires) {
  add(example_, "r", Outcome::hold);
  add(counterexample_, "other", Outcome::deny);
  EXPECT_TRUE(failures("", "").empty());
}

TEST_F(RuleCheck, TellsAnExampleThatDoesNotFire) {
  add(example_, "other", Outcome::deny);
  EXPECT_EQ(failures("", ""),
            std::vector<std::string>{"pack.toml:9: rule r: example does not fire; it fired other deny"});
}

TEST_F(RuleCheck, ComparesTheExpectedOutcomeWithTheWorst) {
  add(example_, "r", Outcome::annotate);
  add(example_, "r", Outcome::hold);
  EXPECT_TRUE(failures("expect='hold'\n", "").empty());
  EXPECT_EQ(failures("expect='deny'\n", ""),
            std::vector<std::string>{"pack.toml:9: rule r: example is hold, not deny"});
}

TEST_F(RuleCheck, ComparesTheExpectedPolicy) {
  Finding finding;
  finding.rule = "r";
  finding.license.required = true;
  finding.license.policy = ReviewPolicy::case_by_case;
  example_.findings.push_back(arena_, finding);
  EXPECT_TRUE(failures("policy='case_by_case'\n", "").empty());
  EXPECT_EQ(
      failures("policy='policy_of_denial'\n", ""),
      std::vector<std::string>{"pack.toml:9: rule r: the license requirement is not of policy_of_denial"});
}

TEST_F(RuleCheck, TellsACounterexampleThatFires) {
  add(example_, "r", Outcome::hold);
  add(counterexample_, "r", Outcome::annotate);
  EXPECT_EQ(failures("", ""),
            std::vector<std::string>{"pack.toml:11: rule r: counterexample fires as annotate"});
  EXPECT_TRUE(failures("", "expect='annotate'\n").empty());
  add(counterexample_, "r", Outcome::hold);
  EXPECT_EQ(failures("", "expect='annotate'\n"),
            std::vector<std::string>{"pack.toml:11: rule r: counterexample fires as hold"});
}

TEST_F(RuleCheck, AnOrderThatCannotBeReadFailsEvenAsCounterexample) {
  add(example_, "r", Outcome::hold);
  counterexample_.error.code = "malformed_json";
  counterexample_.error.message = "no object";
  counterexample_.error.at = "byte 0";
  EXPECT_EQ(failures("", ""),
            std::vector<std::string>{"pack.toml:11: rule r: the order could not be screened: "
                                     "malformed_json: no object byte 0"});
}

}  // namespace
}  // namespace ordergate::rules::test
