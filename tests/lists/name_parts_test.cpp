#include "lists/name_parts.h"

#include <gtest/gtest.h>

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;

std::string shown(const std::vector<NamePart>& parts) {
  std::string out;
  for (const NamePart& part : parts)
    out += (out.empty() ? "" : " | ") + std::string(part.role == Role::strong_alias ? "+" : "-") + part.text;
  return out;
}

TEST(NameParts, AMemberAndItsParentAreNamesOfTheirOwn) {
  EXPECT_EQ(shown(members("Zarquon Corp. (ZC). Affiliated Entity: Vremov Marine Networks Co., Ltd.")),
            "+Vremov Marine Networks Co., Ltd | -Zarquon Corp. (ZC)");
  EXPECT_EQ(shown(members("Zarquon Academy. Subordinate Institution - 204th Research Institute")),
            "-204th Research Institute | -Zarquon Academy");
  EXPECT_EQ(shown(members("Zarquon Academy. Subordinate Institution \xE2\x80\x93 Vremov Works")),
            "+Vremov Works | -Zarquon Academy");
  EXPECT_EQ(shown(members("Zarquon Energy Commission, and subordinate entity Vremov Complex")),
            "+Vremov Complex | -Zarquon Energy Commission");
  EXPECT_EQ(shown(members("Vremov Chemical Works (Parent Organization: Zarquon Group Corporation)")),
            "+Vremov Chemical Works | -Zarquon Group Corporation");
  EXPECT_EQ(shown(members("Zarquon Entity Trading Ltd.")), "");
}

TEST(NameParts, ANameStandsWithoutItsBracketsAndALongBracketByItself) {
  EXPECT_EQ(shown(bracketed("Zarquon Device (Shenzhen) Co., Ltd.")), "-Zarquon Device Co., Ltd");
  EXPECT_EQ(shown(bracketed("Pavel Zarquon (Russian individual)")), "-Pavel Zarquon");
  EXPECT_EQ(shown(bracketed("ZGI (Zarquon General Institute)")), "-Zarquon General Institute");
  EXPECT_EQ(shown(bracketed("Zarquon Ltd.")), "");
}

TEST(NameParts, WhatANoticeAddsIsNoName) {
  EXPECT_EQ(without_notice("Zarquon Ltd., and its sub-units and successors"), "Zarquon Ltd.,");
  EXPECT_EQ(without_notice("PMC Zarquon; and any successor, sub-unit, or subsidiary thereof"),
            "PMC Zarquon;");
  EXPECT_EQ(without_notice("Zarquon and Successors"), "Zarquon and Successors");
}

}  // namespace
}  // namespace ordergate::lists
