#include "matchers/names/tokens.h"

#include <gtest/gtest.h>

namespace ordergate::matchers {
namespace {

/// "word/role" pairs, for reading.
std::string shown(std::string_view name) {
  static constexpr const char* kRoles[] = {"",       "/common", "/legal",  "/stop",   "/title",
                                           "/noise", "/place",  "/number", "/initial"};
  NameText text;
  text.read(name);
  std::string out;
  for (const NameToken& token : text.tokens()) {
    if (!out.empty()) out += ' ';
    out += std::string(text.text(token)) + kRoles[static_cast<int>(token.role)];
    if (token.appendix) out += '+';
  }
  return out;
}

TEST(Tokens, EmptyAndOversizedNames) {
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown(" -- ,, ()"), "");
  NameText text;
  text.read(std::string(65536, 'x'));
  EXPECT_TRUE(text.over_bound());
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "ab ";
  text.read(many);
  EXPECT_TRUE(text.over_bound());
  EXPECT_EQ(text.tokens().size(), kNameTokensMax);
}

/// The names that a field holds, each as its words without what is no part of it.
std::string names_in(std::string_view field) {
  NameText name;
  name.read(field);
  std::string out;
  std::uint8_t segment = 0;
  for (const NameToken& token : name.tokens()) {
    if (token.role == WordRole::noise || token.appendix) continue;
    if (!out.empty()) out += token.segment == segment ? " " : " | ";
    segment = token.segment;
    out += name.text(token);
  }
  return out;
}

TEST(Tokens, AFieldMayHoldTwoCompanies) {
  EXPECT_EQ(names_in("Florawise Ltd and Aero Systems Inc"), "florawise ltd | aero systems inc");
  EXPECT_EQ(names_in("Mexpar Inc, Anadolu Otomotiv A.S."), "mexpar inc | anadolu otomotiv as");
  EXPECT_EQ(names_in("Harbin Trading Co., Ltd."), "harbin trading co ltd") << "one form in two words";
  EXPECT_EQ(names_in("Bonyan Sahar Co. (Private Joint Stock)"), "bonyan sahar co private joint stock");
  EXPECT_EQ(names_in("Smith and Partners Ltd"), "smith and partners ltd") << "no form before the and";
  EXPECT_EQ(names_in("Petrov Trading Co and Partners Ltd"), "petrov trading co and partners ltd");
  EXPECT_EQ(names_in("Petrov GmbH & Co. KG"), "petrov gmbh and co kg");
  EXPECT_EQ(names_in("Aero Systems, Inc and Florawise"), "aero systems inc | florawise")
      << "a form before the and";
  EXPECT_EQ(names_in("Gamco Investors, Inc. et al"), "gamco investors inc et al");
  EXPECT_EQ(names_in("Mexpar LLC, Public Joint-Stock Company Oktava"),
            "mexpar llc | public joint stock company oktava");
  EXPECT_EQ(names_in("OOO Oktava and Florawise GmbH"), "ooo oktava and florawise gmbh") << "may be one";
  EXPECT_EQ(names_in("Oktava; El Sol Trading"), "oktava | el sol trading") << "a short word behind the sign";
  EXPECT_EQ(names_in("Hudson Technologies Inc /NY"), "hudson technologies inc ny")
      << "where it is registered";
}

TEST(Tokens, WhatIsOrderedIsNoPartOfTheName) {
  EXPECT_EQ(names_in("Collin Xu ref INV 20391"), "collin xu");
  EXPECT_EQ(names_in("Lightstar Technology Ltd receiving dock 4"), "lightstar technology ltd");
  EXPECT_EQ(names_in("Oktava Management, PO 44812, Dept 9"), "oktava management");
  EXPECT_EQ(names_in("Schweisstechnik GmbH obo Oktava Ltd"), "schweisstechnik gmbh | oktava ltd");
}

TEST(Tokens, ABranchBehindTheLegalFormIsNoPartOfTheName) {
  EXPECT_EQ(names_in("China Paper Company Ltd Sucursal Panama"), "china paper company ltd");
  EXPECT_EQ(names_in("Lightstar Technology Ltd Purchasing Division"), "lightstar technology ltd");
  EXPECT_EQ(names_in("Panama Sucursal Trading"), "panama sucursal trading") << "no form before it";
}

TEST(Tokens, AHanCharacterIsNoLetterThatAnotherIsPutTo) {
  for (const char* name : {"机技+u", "机技 & u", "机技&ab"}) {
    NameText text;
    text.read(name);
    ASSERT_GE(text.tokens().size(), 2U) << name;
    EXPECT_EQ(text.text(text.tokens()[1]), "ji") << name;
    EXPECT_FALSE(text.tokens()[1].letters) << name;
  }
}

TEST(Tokens, LegalFormsOfManyLanguages) {
  EXPECT_EQ(shown("VALETUDO LIMITED"), "valetudo limited/legal");
  EXPECT_EQ(shown("JJESA S.A. DE C.V."), "jjesa sa/legal de/legal cv/legal");
  EXPECT_EQ(shown("ООО Газпром"), "ooo/legal gazprom");
  EXPECT_EQ(shown("BIESTRA L L C"), "biestra llc/legal");
  EXPECT_EQ(shown("JOINT STOCK COMPANY DAGDIZEL PLANT"),
            "joint/legal stock/legal company/legal dagdizel plant/common");
  EXPECT_EQ(shown("华为技术有限公司"), "hua wei jishu/common you/legal xian/legal gong/legal si/legal");
  EXPECT_EQ(shown("Impresa S.n.c."), "impresa snc/legal");
}

TEST(Tokens, LettersAndSignsJoin) {
  EXPECT_EQ(shown("AT&T"), "att");
  EXPECT_EQ(shown("D.I.T. Co"), "dit co/legal");
  EXPECT_EQ(shown("Jum'ah Xi’an"), "jumah xian/place");
  EXPECT_EQ(shown("Smith & Sons"), "smith and/stop sons");
}

TEST(Tokens, LabelsAndAppendices) {
  EXPECT_EQ(shown("c/o Zain"), "c/noise o/noise zain");
  EXPECT_EQ(shown("Notify Party: Zain"), "notify/noise party/noise zain");
  EXPECT_EQ(shown("Zain / Moscow"), "zain moscow/place+");
  EXPECT_EQ(shown("Zain, Shenzhen Branch"), "zain shenzhen/place+ branch/noise");
  EXPECT_EQ(shown("Zain, Warehouse 3"), "zain warehouse/noise 3/noise");
  EXPECT_EQ(shown("Zain Attn: Purchasing Dept"), "zain attn/noise purchasing/noise dept/noise");
  EXPECT_EQ(shown("Zain - Dubai Office"), "zain dubai/place+ office/noise");
  EXPECT_EQ(shown("c/o Zain, Singapore"), "c/noise o/noise zain singapore/place+");
  EXPECT_EQ(shown("Zain Head Office"), "zain head/noise office/noise");
}

TEST(Tokens, AShortFormBeforeAtMostOneCommonWordIsTheName) {
  EXPECT_EQ(shown("EK Inc."), "ek inc/legal");
  EXPECT_EQ(shown("AG-E GmbH"), "ag e/stop gmbh/legal");
  EXPECT_EQ(shown("SAIC"), "saic");
  EXPECT_EQ(shown("MMC Technology, Inc."), "mmc technology/common inc/legal");
  EXPECT_EQ(shown("A&B Technology"), "ab technology/common");
  EXPECT_EQ(shown("OOO Technology"), "ooo/legal technology/common");
  EXPECT_EQ(shown("Technology MMC"), "technology/common mmc/legal");
  EXPECT_EQ(shown("ASA Zain"), "asa/legal zain");
  EXPECT_EQ(shown("MMC Space Technologies"), "mmc/legal space/common technologies/common");
  EXPECT_EQ(shown("Co., Ltd."), "co/legal ltd/legal");
  EXPECT_EQ(shown("Pte Ltd"), "pte/legal ltd/legal");
}

TEST(Tokens, NothingBehindALegalFormAloneIsAnAppendix) {
  EXPECT_EQ(shown("Limited Liability Company Port Elga"),
            "limited/legal liability/legal company/legal port/common elga");
  EXPECT_EQ(shown("LLC Phoenix"), "llc/legal phoenix/place");
  EXPECT_EQ(shown("Zain LLC Phoenix"), "zain llc/legal phoenix/place+");
  EXPECT_EQ(shown("SAIC, Shenzhen Branch"), "saic shenzhen/place+ branch/noise");
}

TEST(Tokens, TwoNamesInOneText) {
  NameText text;
  text.read("JIE LUO -AKA- IVY LUO");
  EXPECT_EQ(text.segments(), 2);
  EXPECT_EQ(shown("JIE LUO -AKA- IVY LUO"), "jie luo aka/noise ivy luo");
  EXPECT_EQ(names_in("Zain (ex-Vremov)"), "zain | vremov");
  EXPECT_EQ(names_in("Zain-Ex Limited"), "zain ex limited");
}

TEST(Tokens, LettersOfAScriptThatNothingReadsAreSaidToBeLeftOut) {
  NameText text;
  text.read("ᚠᚢᚦ Trading");  // runes
  EXPECT_TRUE(text.unread());
  EXPECT_EQ(text.tokens().size(), 1U);
  text.read("Trading");
  EXPECT_FALSE(text.unread());
  for (const char* read : {"ب", "Владимирь", "Oʻzbekiston", "㐂商事", "𠮷野家", "김", "ញញឹម", "ቤተ እስራኤል"}) {
    text.read(read);
    EXPECT_FALSE(text.unread()) << read;
    EXPECT_FALSE(text.tokens().empty()) << read;
  }
}

}  // namespace
}  // namespace ordergate::matchers
