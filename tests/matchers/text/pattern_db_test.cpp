// Phrases in free text: what is found, what cannot hide, and the slow reference that agrees.
#include "matchers/text/pattern_db.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "matchers/text/fold.h"
#include "tests/support/seed.h"

namespace ordergate::matchers {
namespace {

using Hit = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;

std::vector<Phrase> phrases(const std::vector<std::string>& texts, bool whole_words = true) {
  std::vector<Phrase> made;
  for (const std::string& text : texts)
    made.push_back({static_cast<std::uint32_t>(made.size()), text, whole_words});
  return made;
}

std::vector<Hit> scan(const PatternDb& db, std::string_view text) {
  PatternScratch scratch = db.make_scratch();
  std::vector<PhraseHit> hits;
  EXPECT_EQ(db.scan(TextFolder().fold(text), scratch, hits), Completeness::complete);
  std::vector<Hit> found;
  for (const PhraseHit& hit : hits) found.emplace_back(hit.id, hit.begin, hit.end);
  std::sort(found.begin(), found.end());
  return found;
}

bool finds(const PatternDb& db, std::string_view text) { return !scan(db, text).empty(); }

/// The same by looking for each phrase at each place of the folded text.
std::vector<Hit> reference(const std::vector<Phrase>& list, std::string_view text) {
  FoldedText folded;
  fold_text(text, folded, FoldMode::keep_cjk);
  const auto word = [&](std::size_t at) {
    return std::isalnum(static_cast<unsigned char>(folded.text[at])) != 0;
  };
  std::vector<Hit> found;
  for (const Phrase& phrase : list) {
    const std::string wanted = fold(phrase.text, FoldMode::keep_cjk);
    for (std::size_t at = folded.text.find(wanted); at != std::string::npos;
         at = folded.text.find(wanted, at + 1)) {
      const std::size_t end = at + wanted.size();
      const bool inside =
          (at > 0 && word(at) && word(at - 1)) || (end < folded.text.size() && word(end - 1) && word(end));
      if (!(phrase.whole_words && inside))
        found.emplace_back(phrase.id, folded.source[at], folded.source[end]);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST(PatternDb, RefusesPhrasesThatFoldToNothing) {
  EXPECT_FALSE(PatternDb::compile(phrases({"military", ""})).ok());
  EXPECT_FALSE(PatternDb::compile(phrases({"\xE2\x80\x8B"})).ok());
}

TEST(PatternDb, NoPhrasesFindNothing) {
  const PatternDb db = PatternDb::compile({}).value();
  EXPECT_FALSE(finds(db, "anything at all"));
}

TEST(PatternDb, HoldsBackFromTextsOverItsBound) {
  const PatternDb db = PatternDb::compile(phrases({"missile"})).value();
  PatternScratch scratch = db.make_scratch();
  std::vector<PhraseHit> hits;
  EXPECT_EQ(db.scan(TextFolder().fold(std::string(TextForms::kTextBytesMax + 1, 'a')), scratch, hits),
            Completeness::over_bound);
  EXPECT_EQ(db.scan(TextFolder().fold(std::string(TextForms::kTextBytesMax, 'a')), scratch, hits),
            Completeness::complete);
  EXPECT_EQ(db.scan(TextFolder().fold(""), scratch, hits), Completeness::complete);
}

TEST(PatternDb, SaysSoWhenHitsAreTooManyToKeep) {
  const PatternDb db = PatternDb::compile(phrases({"a"}, false)).value();
  PatternScratch scratch = db.make_scratch();
  std::vector<PhraseHit> hits;
  EXPECT_EQ(db.scan(TextFolder().fold(std::string(100'000, 'a')), scratch, hits), Completeness::over_bound);
}

TEST(PatternDb, FindsWholeWordsOnly) {
  const PatternDb db = PatternDb::compile(phrases({"arms", "货代"})).value();
  EXPECT_TRUE(finds(db, "sells ARMS."));
  EXPECT_FALSE(finds(db, "farms and armsman"));
  EXPECT_TRUE(finds(db, "深圳货代公司"));
}

TEST(PatternDb, ReportsBytesOfTheTextAsGiven) {
  const PatternDb db = PatternDb::compile(phrases({"missile"})).value();
  const std::string text = "é — ＭＩＳＳＩＬＥ parts";
  const std::vector<Hit> found = scan(db, text);
  ASSERT_EQ(found.size(), 1U);
  const auto [id, begin, end] = found[0];
  EXPECT_EQ(text.substr(begin, end - begin), "ＭＩＳＳＩＬＥ");
}

TEST(PatternDb, CannotBeHiddenFrom) {
  const PatternDb db = PatternDb::compile(phrases({"missile guidance"})).value();
  for (const char* text :
       {"MISSILE  GUIDANCE", "mis\xE2\x80\x8Bsile guidance", "m\xC3\xADssil\xC3\xA9 guidance",
        "\xD0\xBCissile guidance", "mis<b>sile</b> guidance", "miss&#105;le guidance",
        "missile&nbsp;guidance", "miss<!-- x -->ile guidance", "missile<br>guidance", "<missile guidance>",
        "&#x6D;issile guidance", "mis&shy;sile guidance", "missile\nguidance"})
    EXPECT_TRUE(finds(db, text)) << text;
}

TEST(PatternDb, BrokenMarkupCostsNothing) {
  const PatternDb db = PatternDb::compile(phrases({"missile"})).value();
  for (const char* text :
       {"<", "&", "<b", "&#", "&#x;", "&#xFFFFFFFFF;", "&#xD800;", "<!--", "</", "a < b & missile"})
    (void)scan(db, text);
  EXPECT_TRUE(finds(db, "a < b & missile"));
  std::string hostile;
  for (int i = 0; i < 100'000; ++i) hostile += "<!--";
  EXPECT_FALSE(finds(db, hostile));
}

TEST(PatternDb, AgreesWithTheSlowReference) {
  std::mt19937 random(ordergate::test::seed());
  const std::string alphabet = "ab1 -";
  const auto any = [&](std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += alphabet[random() % alphabet.size()];
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<Phrase> list;
    for (std::uint32_t i = 0; i < 8; ++i) {
      std::string text = "a" + any(random() % 4) + "b";
      list.push_back({i, text, random() % 2 == 0});
    }
    const PatternDb db = PatternDb::compile(list).value();
    const std::string text = any(60);
    ASSERT_EQ(scan(db, text), reference(list, text)) << text;
  }
}

}  // namespace
}  // namespace ordergate::matchers
