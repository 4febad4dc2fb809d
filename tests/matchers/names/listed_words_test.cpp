#include "matchers/names/listed_words.h"

#include <gtest/gtest.h>

#include "matchers/names/name_index.h"

namespace ordergate::matchers {
namespace {

TEST(ListedWords, SayNothingBeforeAnyNameIsCounted) {
  ListedWords words;
  EXPECT_EQ(words.bits(WordRole::ordinary, 7, 9.0F), 9.0F);
  words.finish(0);
  EXPECT_EQ(words.bits(WordRole::ordinary, 7, 9.0F), 9.0F);
}

TEST(ListedWords, LowerAWordThatManyNamesShareAndNeverRaiseOne) {
  ListedWords words;
  for (int i = 0; i < 1024; ++i) words.count(7);
  words.count(9);
  words.finish(65536);
  EXPECT_EQ(words.bits(WordRole::ordinary, 7, 13.0F), 6.0F);  // one name in 64
  EXPECT_EQ(words.bits(WordRole::ordinary, 7, 5.0F), 5.0F);
  EXPECT_EQ(words.bits(WordRole::ordinary, 9, 13.0F), 13.0F);
  EXPECT_EQ(words.bits(WordRole::ordinary, 11, 13.0F), 13.0F);
  EXPECT_EQ(words.bits(WordRole::legal, 7, 0.2F), 0.2F);
}

TEST(ListedWords, AShortListChangesLittle) {
  ListedWords words;
  for (int i = 0; i < 2; ++i) words.count(7);
  words.finish(2);
  EXPECT_EQ(words.bits(WordRole::ordinary, 7, 12.0F), 12.0F);
}

TEST(ListedWords, AWordOfManyListedNamesIsNoLongerDistinctive) {
  NameIndexBuilder builder;
  for (std::uint32_t i = 0; i < 10000; ++i)
    builder.add(NameId{i}, "Zarquon " + std::to_string(i), PartyKind::company);
  const NameIndex index = builder.build();
  NameScratch scratch;
  std::vector<NameHit> hits;
  EXPECT_EQ(index.find("Zarquon 17", PartyKind::company, 20, scratch, hits), FindStatus::complete);
  ASSERT_FALSE(hits.empty());
  EXPECT_EQ(hits[0].name, NameId{17});
  EXPECT_FALSE(hits[0].distinctive);
}

}  // namespace
}  // namespace ordergate::matchers
