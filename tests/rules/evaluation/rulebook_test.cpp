#include "rules/evaluation/rulebook.h"

#include <gtest/gtest.h>

namespace ordergate::rules {
namespace {

TEST(RuleBook, LoadsThePackInsideTheBinaryInEveryProfile) {
  for (const Profile profile : {Profile::enforced, Profile::codified, Profile::historical}) {
    const Result<RuleBook> book = RuleBook::load({.directory = {}, .profile = profile, .policy = {}});
    ASSERT_TRUE(book.ok()) << book.error().text;
    EXPECT_FALSE(book.value().rules().empty());
    EXPECT_EQ(book.value().hash().size(), 64U);
  }
}

TEST(RuleBook, RefusesAPolicySettingThatDoesNotExist) {
  const Result<RuleBook> book =
      RuleBook::load({.directory = {}, .profile = Profile::enforced, .policy = {{"nac_notice_dayz", "20"}}});
  ASSERT_FALSE(book.ok());
  EXPECT_NE(book.error().text.find("nac_notice_dayz"), std::string::npos) << book.error().text;
}

TEST(RuleBook, EveryFactSaysWhatItMeansAndWhereItComesFrom) {
  for (const FactDescription& fact : RuleBook::facts()) {
    EXPECT_FALSE(fact.meaning.empty()) << fact.object << "." << fact.name;
    EXPECT_FALSE(fact.citation.empty()) << fact.object << "." << fact.name;
  }
}

}  // namespace
}  // namespace ordergate::rules
