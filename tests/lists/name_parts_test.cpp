#include "lists/name_parts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lists/families.h"

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

std::vector<std::string> aliases(const std::vector<const char*>& names) {
  std::vector<ListEntry> entries;
  for (const char* name : names) {
    ListEntry& entry = entries.emplace_back();
    entry.list = ListCode::el;
    entry.names.push_back({name, Role::primary});
  }
  name_members(entries);
  std::vector<std::string> found;
  for (const ListEntry& entry : entries) {
    for (std::size_t i = 1; i < entry.names.size(); ++i)
      found.push_back((entry.names[i].role == Role::strong_alias ? "+" : "-") + entry.names[i].text);
  }
  return found;
}

TEST(NameParts, AConcernIsWhatSeveralRowsBeginWith) {
  EXPECT_EQ(
      aliases({"Zarquon Rocket Corporation, NPO Vremov", "Zarquon Rocket Corporation, Sosnov Optical Plant",
               "Zarquon Rocket Corporation, Institute of Lamps"}),
      (std::vector<std::string>{"+NPO Vremov", "+Sosnov Optical Plant", "-Institute of Lamps"}));
  EXPECT_EQ(aliases({"Zarquon Shipbuilding Corporation JSC \u201CSosnov Yard\u201D",
                     "Zarquon Shipbuilding Corporation \u201CVremov Shipyard\u201D",
                     "Zarquon Shipbuilding Corporation, 12 Repair Plant"}),
            (std::vector<std::string>{"+Sosnov Yard", "+Vremov Shipyard", "-12 Repair Plant"}));
  EXPECT_TRUE(aliases({"Zarquon Rocket Corporation, NPO Vremov"}).empty()) << "one row is no concern";
  EXPECT_TRUE(
      aliases({"Zarquon Trading Co., Ltd.", "Zarquon Trading Co., Limited", "Zarquon Trading Co., Ltd. (ZT)"})
          .empty());
  EXPECT_TRUE(aliases({"Zarquon Research Institute, Tula", "Zarquon Research Institute, Nizhny Tagil",
                       "Zarquon Research Institute, Sosnovy Bor"})
                  .empty())
      << "towns";
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
