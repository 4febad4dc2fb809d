// Every rule of the shipped pack carries examples; all of them hold.
#include "screening/check_examples.h"

#include <gtest/gtest.h>

namespace ordergate {
namespace {

TEST(RuleCheck, EveryExampleAndCounterexampleOfThePackHolds) {
  const Result<RuleCheckReport> report = check_rules("");
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_GT(report.value().rules, 0U);
  EXPECT_GE(report.value().examples, 2 * report.value().rules);
  for (const std::string& failure : report.value().failures) ADD_FAILURE() << failure;
}

TEST(RuleCheck, NamesADirectoryThatIsNotThere) {
  const Result<RuleCheckReport> report = check_rules("/nonexistent/rules");
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().text.find("/nonexistent/rules"), std::string::npos);
}

}  // namespace
}  // namespace ordergate
