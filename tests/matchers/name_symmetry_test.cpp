// The score of two names does not depend on which one is asked for, where nothing is read of one side only.
#include <gtest/gtest.h>

#include <random>

#include "matchers/name_index.h"

namespace ordergate::matchers {
namespace {

constexpr const char* kWords[] = {
    "Zarquon", "Vremova", "Trading",  "International", "Shanghai",   "Mohammed", "Ali",      "Holdings",
    "Limited", "GmbH",    "Kimberly", "Zarkuon",       "Institut",   "bin",      "Vladimir", "Petrovich",
    "No",      "7",       "Petrov",   "Northern",      "Technology", "华为",     "Иван",     "Star"};

std::string random_name(std::mt19937& random) {
  std::string name = kWords[random() % std::size(kWords)];
  for (std::size_t more = random() % 4; more > 0; --more)
    name += " " + std::string(kWords[random() % std::size(kWords)]);
  return name;
}

TEST(NameSymmetry, ANameIsAtLeastAsLikeItselfAsAnyOther) {
  std::mt19937 random(::testing::UnitTest::GetInstance()->random_seed());
  for (int round = 0; round < 500; ++round) {
    const std::string name = random_name(random);
    const int same = compare_names(name, name, NameKind::unknown).score;
    EXPECT_GE(same, compare_names(name, random_name(random), NameKind::unknown).score) << name;
  }
}

TEST(NameSymmetry, BothWaysAreReportedOrNeitherWhereWordsAgreeOneByOne) {
  std::mt19937 random(::testing::UnitTest::GetInstance()->random_seed());
  for (int round = 0; round < 500; ++round) {
    const std::string left = random_name(random);
    const std::string right = left + (round % 2 == 0 ? " Limited" : "");
    EXPECT_EQ(compare_names(left, right, NameKind::unknown).relation,
              compare_names(right, left, NameKind::unknown).relation)
        << left << " ~ " << right;
  }
}

}  // namespace
}  // namespace ordergate::matchers
