#include "screening/text_memory.h"

#include <gtest/gtest.h>

#include <string>

namespace ordergate {
namespace {

TEST(TextMemory, EmptyAndOverlongTextsAreNotRemembered) {
  TextMemory<int> memory;
  memory.remember("", 1);
  EXPECT_EQ(memory.recall(""), nullptr);
  const std::string longest(TextMemory<int>::kTextBytesMax, 'x');
  memory.remember(longest + "x", 2);
  EXPECT_EQ(memory.recall(longest + "x"), nullptr);
  memory.remember(longest, 3);
  ASSERT_NE(memory.recall(longest), nullptr);
  EXPECT_EQ(*memory.recall(longest), 3);
}

TEST(TextMemory, OnlyTheVeryTextIsRecalled) {
  TextMemory<int> memory;
  memory.remember("rack server", 1);
  EXPECT_EQ(memory.recall("rack serve"), nullptr);
  EXPECT_EQ(memory.recall("rack server "), nullptr);
  EXPECT_EQ(memory.recall("Rack server"), nullptr);
}

TEST(TextMemory, ManyTextsNeverAnswerForOneAnother) {
  TextMemory<int> memory;
  for (int i = 0; i < 20'000; ++i) memory.remember("text " + std::to_string(i), i);
  int kept = 0;
  for (int i = 0; i < 20'000; ++i) {
    const int* const value = memory.recall("text " + std::to_string(i));
    if (value == nullptr) continue;
    EXPECT_EQ(*value, i);
    ++kept;
  }
  EXPECT_GT(kept, 1'000);
  memory.clear();
  EXPECT_EQ(memory.recall("text 19999"), nullptr);
}

TEST(TextMemory, ATextIsAnotherOneUnderAnotherTag) {
  TextMemory<int> memory;
  memory.remember("Georgia", 1, 7);
  EXPECT_EQ(memory.recall("Georgia"), nullptr);
  EXPECT_EQ(memory.recall("Georgia", 8), nullptr);
  ASSERT_NE(memory.recall("Georgia", 7), nullptr);
  EXPECT_EQ(*memory.recall("Georgia", 7), 1);
}

TEST(TextMemory, AClaimedTextKeepsWhatItHadAndANewOneStartsEmpty) {
  TextMemory<int> memory;
  memory.remember("rack server", 3);
  ASSERT_NE(memory.claim("rack server"), nullptr);
  EXPECT_EQ(*memory.claim("rack server"), 3);
  EXPECT_EQ(*memory.claim("rack servers"), 0);
  EXPECT_EQ(memory.claim(""), nullptr);
}

}  // namespace
}  // namespace ordergate
