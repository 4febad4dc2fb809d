#include "matchers/text/fold.h"

#include <gtest/gtest.h>

namespace ordergate::matchers {
namespace {

TEST(Fold, EmptyInvalidAndFloodedTextStaysInBounds) {
  EXPECT_EQ(fold(""), "");
  EXPECT_EQ(fold("\xff\xfe\x80"), "");
  EXPECT_EQ(fold("a\xc3"), "a");
  std::string flood = "a";
  for (int i = 0; i < 20000; ++i) flood += "\xcc\x81";
  EXPECT_EQ(fold(flood + "b"), "ab");
}

TEST(Fold, CaseAccentsAndCompatibilityForms) {
  EXPECT_EQ(fold("ULCÍNJ Straße Łódź Ağaoğlu İstanbul"), "ulcinj strasse lodz agaoglu istanbul");
  EXPECT_EQ(fold("Ｔｏｋｙｏ　①ﬁ"), "tokyo 1fi");
  EXPECT_EQ(fold("e\xcc\x81t\xc3\xa9"), "ete");
}

TEST(Fold, InvisibleCharactersVanish) {
  EXPECT_EQ(fold("Hua\xe2\x80\x8bwei\xc2\xad Tech\xef\xbb\xbf"), "huawei tech");
}

TEST(Fold, ScriptsAreWrittenInLatin) {
  EXPECT_EQ(fold("Газпром"), "gazprom");
  EXPECT_EQ(fold("Щукин Юрий"), "shchukin yuriy");
  EXPECT_EQ(fold("محمد"), "mhmd");
  EXPECT_EQ(fold("华为"), "huawei");
  EXPECT_EQ(fold("김정은"), "gimjeongeun");
  EXPECT_EQ(fold("कुमार"), "kumar");
  EXPECT_EQ(fold("Αθήνα"), "athina");
  EXPECT_EQ(fold("きょうと"), "kyouto");
  EXPECT_EQ(fold("しゃ"), "sha");
  EXPECT_EQ(fold("ពត"), "pot");
  EXPECT_EQ(fold("ڕۆژ"), "rozh");
  EXPECT_EQ(fold("Җәмилә"), "jamila");
}

TEST(Fold, DecomposedKanaAndHangulReadAsComposedOnes) {
  EXPECT_EQ(fold("か\u3099っこう"), fold("がっこう"));
  EXPECT_EQ(fold("ハ\u309Aナソニック"), fold("パナソニック"));
  EXPECT_EQ(fold("\u1112\u1161\u11AB"), fold("한"));
  EXPECT_EQ(fold("ま\u3099"), fold("ま"));  // no such kana: the mark is ignored
}

TEST(Fold, HomoglyphsReadAsWhatTheyImitate) {
  EXPECT_EQ(fold("RАСНEDI"), "rachedi");          // Cyrillic А, С, Н
  EXPECT_EQ(fold("COOPЕRATION"), "cooperation");  // Cyrillic Е
  EXPECT_EQ(fold("VTB СО"), "vtb co");            // a whole word of look-alikes in a Latin name
  EXPECT_EQ(fold("АО ОКБ"), "ao okb");            // but Cyrillic among Cyrillic
  EXPECT_EQ(fold("Гaзпpoм"), "gazprom");          // Latin a, p, o inside a Cyrillic word
  EXPECT_EQ(fold("SHlPPING"), "shipping");
}

TEST(Fold, PunctuationStaysAndOffsetsLeadBack) {
  FoldedText folded;
  fold_text("  Zażółć —  “X’an” 5", folded);
  EXPECT_EQ(folded.text, "zazolc - \"x'an\" 5");
  ASSERT_EQ(folded.source.size(), folded.text.size() + 1);
  EXPECT_EQ(folded.source[0], 2U);
  EXPECT_EQ(folded.source[folded.text.size() - 1], std::string("  Zażółć —  “X’an” ").size());
}

TEST(Fold, CjkIsKeptOnDemandInSimplifiedForm) {
  EXPECT_EQ(fold("華為 Ltd", FoldMode::keep_cjk), "华为 ltd");
  EXPECT_EQ(fold("ｶﾅ", FoldMode::latin), "kana");
}

}  // namespace
}  // namespace ordergate::matchers
