// One thing more beside a name: a number, the name again, brackets.
#include "matchers/names/set_apart.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ordergate::matchers {
namespace {

std::vector<std::string> pieces(std::string_view field) {
  SetApart apart;
  apart.read(field);
  std::vector<std::string> found;
  for (std::size_t i = 0; i < apart.size(); ++i) found.emplace_back(apart[i]);
  return found;
}

using Texts = std::vector<std::string>;

Texts companies(std::string_view field) {
  SetApart apart;
  apart.read(field);
  return {apart.companies().begin(), apart.companies().end()};
}

TEST(SetApart, AnOrdinaryNameIsInOnePiece) {
  for (const char* name :
       {"", " ", "7", "Zarquon", "Zarquon Vremova", "Zarquon 7", "Zarquon (Vremova)", "()", ")("})
    EXPECT_TRUE(pieces(name).empty()) << name;
}

TEST(SetApart, ANumberBehindIt) { EXPECT_EQ(pieces("Zarquon Vremova 90 "), Texts{"Zarquon Vremova"}); }

TEST(SetApart, SaidTwice) { EXPECT_EQ(pieces("Hai II Hai II"), Texts{"Hai II"}); }

TEST(SetApart, BeforeItsAcronym) {
  EXPECT_EQ(pieces("Zarquon Vremova and Shipping (ZVS)"), Texts{"Zarquon Vremova and Shipping"});
  EXPECT_EQ(pieces("Zarquon Vremova (USA)"), Texts{}) << "another name's letters";
}

TEST(SetApart, AroundAnAndWhereEachSideHasALegalForm) {
  EXPECT_EQ(companies("OOO Zarquon and Vremova GmbH"), (Texts{"OOO Zarquon", "Vremova GmbH"}));
  EXPECT_EQ(companies("OOO Zarquon AND Vremova GmbH"), (Texts{"OOO Zarquon", "Vremova GmbH"}));
  EXPECT_EQ(companies("ООО Zarquon и Vremova GmbH"), (Texts{"ООО Zarquon", "Vremova GmbH"}));
  EXPECT_EQ(companies("Joint Stock Company Zarquon & Vremova FZE"),
            (Texts{"Joint Stock Company Zarquon", "Vremova FZE"}));
  EXPECT_EQ(companies("OOO Harbor and Zarquon and Vremova GmbH"),
            (Texts{"OOO Harbor", "Zarquon and Vremova GmbH", "OOO Harbor and Zarquon", "Vremova GmbH"}));
  for (const char* one :
       {"OOO Zarquon and Vremova", "Zarquon and Vremova GmbH", "OOO and GmbH", " and ", "and"})
    EXPECT_TRUE(companies(one).empty()) << one;
}

TEST(SetApart, InBrackets) { EXPECT_EQ(pieces("Acme Ltd (Zarquon Vremova)"), Texts{"Zarquon Vremova"}); }

}  // namespace
}  // namespace ordergate::matchers
