#include "matchers/text/repair.h"

#include <gtest/gtest.h>

namespace ordergate::matchers {
namespace {

/// What was meant, or "" when there was nothing to undo.
std::string repaired(std::string_view text) {
  RepairedText out;
  return repair_text(text, out) ? out.text : "";
}

TEST(RepairText, Utf8ReadAsWindows1252IsReadAgain) {
  EXPECT_EQ(repaired("Y\u00C4\u00B1ld\u00C4\u00B1z Company"), "Y\u0131ld\u0131z Company");
  EXPECT_EQ(repaired("Xi\u00E2\u20AC\u2122an"), "Xi\u2019an");
  EXPECT_EQ(repaired("D\u00C3\u00BCsseldorf"), "D\u00FCsseldorf");
}

TEST(RepairText, Windows1251ReadAsWindows1252IsReadAgain) {
  EXPECT_EQ(repaired("\u00CC\u00E0\u00EB\u00FB\u00F8\u00E5\u00E2"),
            "\u041C\u0430\u043B\u044B\u0448\u0435\u0432");
}

TEST(RepairText, EscapesAreUndone) {
  EXPECT_EQ(repaired("Novyye%20Zavody%2C%20LLC"), "Novyye Zavody, LLC");
  EXPECT_EQ(repaired("Zhong&#111; Works"), "Zhongo Works");
}

TEST(RepairText, TextThatIsWholeStaysAsItIs) {
  for (const char* text : {"M\u00FCller S\u00F6hne", "100% Cotton Ltd.", "A & B", "\u00D6\u00E4\u00FC",
                           "Malm\u00F6 \u00C5ngstr\u00F6m", "\u041C\u0430\u043B\u044B\u0448\u0435\u0432", ""})
    EXPECT_EQ(repaired(text), "") << text;
}

}  // namespace
}  // namespace ordergate::matchers
