#include <gtest/gtest.h>

#include <string>

#include "base/hash.h"
#include "base/utf8.h"

namespace ordergate {
namespace {

TEST(Hash, TakesEmptyInputAndSeparatesSeeds) {
  EXPECT_EQ(hash64({}), hash64(""));
  EXPECT_NE(hash64("a"), hash64("a", 1));
  EXPECT_NE(hash64("ab"), hash64("ba"));
  EXPECT_NE(hash128("a"), hash128("b"));
}

TEST(Hash, GivesTheReferenceValuesOfXxh3) {
  EXPECT_EQ(hash64(""), 0x2d06800538d394c2ULL);
  EXPECT_EQ(hash128("").high, 0x99aa06d3014798d8ULL);
  EXPECT_EQ(hash128("").low, 0x6001c324468d497fULL);
}

TEST(Utf8, FindsTheFirstBrokenByte) {
  EXPECT_EQ(find_invalid_utf8(""), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80"), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("abc\x80"), 3U);
  EXPECT_EQ(find_invalid_utf8("ab\xE4\xB8"), 2U);
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0U);
  EXPECT_EQ(find_invalid_utf8("a\xF5\x80\x80\x80"), 1U);
}

TEST(Utf8, WritesWhatItReads) {
  for (const char32_t code_point : {U'\x24', U'\x7FF', U'\x800', U'\xFFFD', U'\x10000', U'\x10FFFF'}) {
    char text[4];
    const std::size_t size = write_utf8(code_point, text);
    const Utf8Step step = utf8_step({text, size}, 0);
    EXPECT_TRUE(step.valid);
    EXPECT_EQ(step.bytes, size);
  }
}

}  // namespace
}  // namespace ordergate
