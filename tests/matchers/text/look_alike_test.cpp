// Letters that stand for others that look like them.
#include "matchers/text/look_alike.h"

#include <gtest/gtest.h>

#include <string>

namespace ordergate::matchers {
namespace {

std::string meant(std::string_view text) {
  std::string out = "unchanged";
  return read_small_l(text, out) ? out : "unchanged";
}

TEST(LookAlike, ASmallLBetweenCapitalsIsAnI) {
  EXPECT_EQ(meant("JABBER lBN HAYAN"), "JABBER IBN HAYAN");
  EXPECT_EQ(meant("FRESH AlR FARM, ClTY"), "FRESH AIR FARM, CITY");
  for (const char* name :
       {"", "l", "Al NOOR", "AlDhabi", "McDONALD", "SMITH Ltd", "l l l", "JABBER IBN HAYAN"})
    EXPECT_EQ(meant(name), "unchanged") << name;
}

TEST(LookAlike, GreekAndCyrillicCapitalsThatAreLatinOnes) {
  std::string out;
  EXPECT_TRUE(read_imitation("МНК 7", out));
  EXPECT_EQ(out, "MHK 7");
  EXPECT_FALSE(read_imitation("ЖНК", out)) << "a letter that Latin has not";
}

}  // namespace
}  // namespace ordergate::matchers
