#include "matchers/names/lexicon.h"

#include <gtest/gtest.h>

#include <string>

#include "matchers/names/tokens.h"

namespace ordergate::matchers {
namespace {

NameText read(const std::string& text) {
  NameText name;
  name.read(text);
  return name;
}

TEST(Lexicon, EveryLegalFormOfOtherTextsIsOneInANameToo) {
  for (const PlainUse use : {PlainUse::legal_at_end, PlainUse::legal_after_comma, PlainUse::legal_anywhere,
                             PlainUse::legal_last, PlainUse::legal_written_on}) {
    ASSERT_FALSE(Lexicon::builtin().plain(use).empty());
    for (const std::string& form : Lexicon::builtin().plain(use)) {
      const NameText name = read("Zarquon Vremova " + form);
      for (std::size_t i = 2; i < name.tokens().size(); ++i)
        EXPECT_EQ(name.tokens()[i].role, WordRole::legal) << form;
    }
  }
}

TEST(Lexicon, EveryAliasWordOfTheListsPartsTheNamesOfAnOrder) {
  for (const PlainUse use : {PlainUse::other_name, PlainUse::former_name, PlainUse::other_name_marked,
                             PlainUse::former_name_marked}) {
    ASSERT_FALSE(Lexicon::builtin().plain(use).empty());
    for (const std::string& words : Lexicon::builtin().plain(use))
      EXPECT_EQ(read("Zarquon Vremova, " + words + " Quillon Bravest").segments(), 2) << words;
  }
}

TEST(Lexicon, AShortMarkOfAnAddresseeEndsWithItsSpace) {
  EXPECT_TRUE(Lexicon::builtin().is_plain("mv ", PlainUse::addressee));
  EXPECT_FALSE(Lexicon::builtin().is_plain("mv", PlainUse::addressee));
  EXPECT_TRUE(Lexicon::builtin().is_plain("c/o", PlainUse::addressee));
}

}  // namespace
}  // namespace ordergate::matchers
