// Listed names in running text.
#include "matchers/names/text_names.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <tuple>

#include "tests/support/seed.h"

namespace ordergate::matchers {
namespace {

TextNames names(const std::vector<std::string>& list) {
  TextNames made;
  for (std::uint32_t i = 0; i < list.size(); ++i) made.add(TextNameId{i}, list[i]);
  made.build();
  return made;
}

std::vector<std::string> found(const TextNames& list, const std::string& text) {
  TextNameScratch scratch;
  std::vector<TextNameHit> hits;
  EXPECT_EQ(list.find(TextFolder().fold(text), scratch, hits), Completeness::complete);
  std::vector<std::string> parts;
  for (const TextNameHit& hit : hits) parts.push_back(text.substr(hit.begin, hit.end - hit.begin));
  return parts;
}

TEST(TextNames, TakesNoNameOfOneWord) {
  TextNames list;
  EXPECT_FALSE(list.add(TextNameId{0}, ""));
  EXPECT_FALSE(list.add(TextNameId{0}, "Huawei"));
  EXPECT_TRUE(list.add(TextNameId{0}, "Huawei Technologies"));
}

TEST(TextNames, NoNamesAndNoTextFindNothing) {
  EXPECT_TRUE(found(names({}), "Huawei Technologies").empty());
  EXPECT_TRUE(found(names({"Huawei Technologies"}), "").empty());
  EXPECT_TRUE(found(names({"Huawei Technologies"}), "Huawei").empty());
}

TEST(TextNames, HoldsBackFromTextsOverItsBound) {
  const TextNames list = names({"Huawei Technologies"});
  TextNameScratch scratch;
  std::vector<TextNameHit> hits;
  EXPECT_EQ(list.find(TextFolder().fold(std::string(TextForms::kTextBytesMax + 1, 'a')), scratch, hits),
            Completeness::over_bound);
  std::string many;
  for (int i = 0; i < 400; ++i) many += "huawei technologies ";
  EXPECT_EQ(list.find(TextFolder().fold(many), scratch, hits), Completeness::over_bound);
}

TEST(TextNames, FindsWholeNamesWithBytesOfTheText) {
  const TextNames list = names({"Huawei Technologies", "Huawei Technologies Germany", "中芯国际集成电路"});
  EXPECT_EQ(found(list, "for HUAWEI  Technologies, Shenzhen"),
            (std::vector<std::string>{"HUAWEI  Technologies"}));
  EXPECT_EQ(found(list, "Huawei-Technologies (Germany)").size(), 2U);
  EXPECT_EQ(found(list, "客户：中芯國際集成電路。"), (std::vector<std::string>{"中芯國際集成電路"}));
  EXPECT_TRUE(found(list, "Huawei Technologiesx").empty());
  EXPECT_TRUE(found(list, "technologies huawei").empty());
}

TEST(TextNames, AgreesWithLookingEverywhere) {
  std::mt19937 random(ordergate::test::seed());
  const std::vector<std::string> vocabulary = {"alpha", "beta", "gamma", "delta"};
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> list;
    for (int i = 0; i < 12; ++i) {
      std::string name = vocabulary[random() % 4];
      for (std::size_t words = 1 + random() % 3; words > 0; --words) name += " " + vocabulary[random() % 4];
      list.push_back(name);
    }
    std::string text = "x";
    for (int i = 0; i < 30; ++i) text += " " + vocabulary[random() % 4];
    std::multiset<std::tuple<std::size_t, std::uint32_t>> expected;
    std::multiset<std::tuple<std::size_t, std::uint32_t>> seen;
    for (std::uint32_t i = 0; i < list.size(); ++i)
      for (std::size_t at = text.find(" " + list[i]); at != std::string::npos;
           at = text.find(" " + list[i], at + 1))
        if (at + 1 + list[i].size() == text.size() || text[at + 1 + list[i].size()] == ' ')
          expected.emplace(at + 1, i);
    const TextNames built = names(list);
    TextNameScratch scratch;
    std::vector<TextNameHit> hits;
    ASSERT_EQ(built.find(TextFolder().fold(text), scratch, hits), Completeness::complete);
    for (const TextNameHit& hit : hits) seen.emplace(hit.begin, index_of(hit.name));
    ASSERT_EQ(seen, expected) << text;
  }
}

}  // namespace
}  // namespace ordergate::matchers
