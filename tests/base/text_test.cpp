#include <gtest/gtest.h>

#include <string>

#include "base/hash.h"
#include "base/hash_map.h"
#include "base/hash_text.h"
#include "base/trim.h"
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

TEST(Utf8, DecodesWhatItWrites) {
  for (char32_t point = 1; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 0x101) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    char text[4];
    const std::size_t size = write_utf8(point, text);
    const Decoded decoded = decode_point({text, size}, 0);
    ASSERT_TRUE(decoded.point == point && decoded.bytes == size) << std::uint32_t{point};
    ASSERT_EQ(character_bytes(text[0]), size);
    ASSERT_EQ(count_characters({text, size}), 1U);
  }
}

TEST(Utf8, BrokenBytesAreNoCharacterOneByteLong) {
  for (const char* broken :
       {"\x80", "\xC1\x81", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE4\xB8"}) {
    const Decoded decoded = decode_point(broken, 0);
    EXPECT_TRUE(decoded.point == kInvalidPoint && decoded.bytes == 1) << broken;
    EXPECT_FALSE(utf8_step(broken, 0).valid);
  }
  EXPECT_EQ(decode_point("a", 1).bytes, 0U);
}

TEST(Trim, TakesOffWhatIsSaidAtEachEnd) {
  EXPECT_EQ(trim(" a b\t", kWhiteSpace), "a b");
  EXPECT_EQ(trim(" a. ", " ", " ."), "a");
  EXPECT_EQ(trim(".a.", " ", "."), ".a");
  EXPECT_EQ(trim("  ", " "), "");
  EXPECT_EQ(trim("", " "), "");
}

TEST(Hex, WritesNumbersInLowerCase) {
  EXPECT_EQ(to_hex(std::uint64_t{0xAB}), "00000000000000ab");
  EXPECT_EQ(to_hex(hash128("")), "99aa06d3014798d86001c324468d497f");
  std::string text;
  append_hex(0x1F, text);
  EXPECT_EQ(text, "1f");
}

TEST(HashMap, FindsWhatWasPutIntoItHoweverOftenItGrew) {
  HashMap<std::uint64_t> map(4);
  EXPECT_EQ(map.find(7), nullptr);
  for (std::uint64_t i = 1; i <= 1000; ++i) map.at(i << 32U) = i;  // all want the same place
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    const std::uint64_t* const value = map.find(i << 32U);
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(*value, i);
  }
  EXPECT_EQ(map.find(1), nullptr);
  std::uint64_t sum = 0;
  map.each([&sum](std::uint64_t key, std::uint64_t value) { sum += (key >> 32U) == value ? value : 0; });
  EXPECT_EQ(sum, 1000U * 1001U / 2);
}

}  // namespace
}  // namespace ordergate
