// The forms that finders read, made once a text: equal to folding each by itself, and shared by equal texts.
#include "matchers/text/text_forms.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "matchers/text/folded_texts.h"
#include "tests/support/seed.h"

namespace ordergate::matchers {
namespace {

void expect_forms(const TextForms& forms, const std::string& text) {
  FoldedText folded;
  fold_text(text, folded, FoldMode::keep_cjk);
  EXPECT_EQ(forms.given, text);
  EXPECT_EQ(forms.folded.text, folded.text);
  EXPECT_TRUE(std::equal(forms.folded.source.begin(), forms.folded.source.end(), folded.source.begin(),
                         folded.source.end()));
  PlainText plain;
  plain_text(text, plain);
  EXPECT_EQ(forms.markup, plain.text != text) << text;
  if (!forms.markup) return;
  fold_text(plain.text, folded, FoldMode::keep_cjk);
  EXPECT_EQ(forms.plain.text, plain.text);
  EXPECT_EQ(forms.plain_folded.text, folded.text);
  EXPECT_EQ(forms.plain.source.size(), forms.plain.text.size() + 1);
  EXPECT_EQ(forms.plain_folded.source.size(), forms.plain_folded.text.size() + 1);
}

TEST(TextForms, AreWhatFoldingEachByItselfGives) {
  const std::vector<std::string> pieces = {"R&D ", "<b>", "</b>", "&nbsp;", "&#72;", "Huawei", " H100",
                                           "中芯", "Н1",  "<",    "&",      "é",     "\xFF",   ", "};
  std::minstd_rand random(test::seed());
  TextFolder folder;
  Arena arena;
  for (int i = 0; i < 2'000; ++i) {
    std::string text;
    for (std::uint32_t n = random() % 8; n > 0; --n) text += pieces[random() % pieces.size()];
    expect_forms(folder.fold(text), text);
    arena.reset();
    const TextForms kept = keep(folder.fold(text), arena);
    (void)folder.fold("another text, longer than the one before: <i>it</i> takes its memory");
    expect_forms(kept, text);
  }
}

TEST(TextForms, AnAmpersandAloneIsNoMarkup) {
  TextFolder folder;
  EXPECT_FALSE(folder.fold("AT&T").markup);
  EXPECT_FALSE(folder.fold("5 < 6").markup);
  EXPECT_TRUE(folder.fold("AT&amp;T").markup);
}

TEST(TextForms, ATextOverTheBoundIsNotFolded) {
  EXPECT_EQ(TextFolder().fold(std::string(TextForms::kTextBytesMax, 'a')).completeness,
            Completeness::complete);
  EXPECT_EQ(TextFolder().fold(std::string(TextForms::kTextBytesMax + 1, 'a')).completeness,
            Completeness::over_bound);
}

TEST(FoldedTexts, EqualTextsAreFoldedOnceWhereverTheyLie) {
  Arena arena;
  FoldedTexts texts;
  EXPECT_EQ(texts.find("Harbor Works"), nullptr);
  texts.begin(arena);
  const std::string one = "Harbor Works";
  const std::string two = one;
  EXPECT_EQ(&texts.of(one), &texts.of(two));
  EXPECT_EQ(texts.find("Harbor Works"), &texts.of(one));
  EXPECT_EQ(texts.find("Harbor Work"), nullptr);
  EXPECT_EQ(texts.count(), 1U);
  arena.reset();
  texts.begin(arena);
  EXPECT_EQ(texts.find(one), nullptr) << "another record";
}

TEST(FoldedTexts, ManyTextsAreNeverTakenForOneAnother) {
  Arena arena;
  FoldedTexts texts;
  for (int round = 0; round < 2; ++round) {
    arena.reset();
    texts.begin(arena);
    std::vector<std::string> all;
    for (int i = 0; i < 5'000; ++i) all.push_back("Text " + std::to_string(i));
    for (const std::string& text : all) (void)texts.of(text);
    for (const std::string& text : all) expect_forms(texts.of(text), text);
    EXPECT_EQ(texts.count(), all.size());
  }
}

}  // namespace
}  // namespace ordergate::matchers
