#include "screening/text_cache.h"

#include <gtest/gtest.h>

#include <string>

namespace ordergate {
namespace {

TEST(TextCache, EmptyAndOverlongTextsAreNotRemembered) {
  TextCache<int> cache;
  cache.remember("", 1);
  EXPECT_EQ(cache.recall(""), nullptr);
  const std::string longest(TextCache<int>::kTextBytesMax, 'x');
  cache.remember(longest + "x", 2);
  EXPECT_EQ(cache.recall(longest + "x"), nullptr);
  cache.remember(longest, 3);
  ASSERT_NE(cache.recall(longest), nullptr);
  EXPECT_EQ(*cache.recall(longest), 3);
}

TEST(TextCache, OnlyTheVeryTextIsRecalled) {
  TextCache<int> cache;
  cache.remember("rack server", 1);
  EXPECT_EQ(cache.recall("rack serve"), nullptr);
  EXPECT_EQ(cache.recall("rack server "), nullptr);
  EXPECT_EQ(cache.recall("Rack server"), nullptr);
}

TEST(TextCache, ManyTextsNeverAnswerForOneAnother) {
  TextCache<int> cache;
  for (int i = 0; i < 20'000; ++i) cache.remember("text " + std::to_string(i), i);
  int kept = 0;
  for (int i = 0; i < 20'000; ++i) {
    const int* const value = cache.recall("text " + std::to_string(i));
    if (value == nullptr) continue;
    EXPECT_EQ(*value, i);
    ++kept;
  }
  EXPECT_GT(kept, 1'000);
  cache.clear();
  EXPECT_EQ(cache.recall("text 19999"), nullptr);
}

TEST(TextCache, ATextIsAnotherOneUnderAnotherTag) {
  TextCache<int> cache;
  cache.remember("Georgia", 1, 7);
  EXPECT_EQ(cache.recall("Georgia"), nullptr);
  EXPECT_EQ(cache.recall("Georgia", 8), nullptr);
  ASSERT_NE(cache.recall("Georgia", 7), nullptr);
  EXPECT_EQ(*cache.recall("Georgia", 7), 1);
}

TEST(TextCache, AClaimedTextKeepsWhatItHadAndANewOneStartsEmpty) {
  TextCache<int> cache;
  cache.remember("rack server", 3);
  ASSERT_NE(cache.claim("rack server"), nullptr);
  EXPECT_EQ(*cache.claim("rack server"), 3);
  EXPECT_EQ(*cache.claim("rack servers"), 0);
  EXPECT_EQ(cache.claim(""), nullptr);
}

}  // namespace
}  // namespace ordergate
