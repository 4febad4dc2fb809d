// What free text speaks of: phrases by category and listed names.
#include "rules/facts/text_flags.h"

#include <gtest/gtest.h>

#include "rules/pack/files.h"

namespace ordergate::rules {
namespace {

lists::ListEntry entry(lists::ListCode list, PartyKind kind, const std::string& name) {
  lists::ListEntry made;
  made.list = list;
  made.kind = kind;
  made.names.push_back({name, lists::ListedName::Role::primary});
  return made;
}

const TextFlags& flags() {
  static const TextFlags built = [] {
    const std::vector<lists::ListEntry> entries = {
        entry(lists::ListCode::el, PartyKind::company, "Huawei Technologies Co., Ltd."),
        entry(lists::ListCode::cmic, PartyKind::company, "Quietwater Harbor Holdings"),
        entry(lists::ListCode::sdn, PartyKind::person, "Ivan Petrovich Zlatoust"),
        entry(lists::ListCode::sdn, PartyKind::person, "Ivan Zlatoust"),
        entry(lists::ListCode::el, PartyKind::company, "中芯国际集成电路制造有限公司"),
    };
    return std::move(TextFlags::build(pack_files(), entries)).value();
  }();
  return built;
}

TextScan scan(std::string_view text) {
  TextScratch scratch = flags().make_scratch();
  TextScan result;
  flags().scan(matchers::TextFolder().fold(text), scratch, result);
  return result;
}

TEST(TextFlags, NothingComesOfNothing) {
  const TextScan result = scan("");
  EXPECT_EQ(result.mask, 0U);
  EXPECT_EQ(result.completeness, Completeness::complete);
}

TEST(TextFlags, SaysSoWhenATextIsOverTheBound) {
  EXPECT_EQ(scan(std::string((std::size_t{1} << 20) + 1, 'a')).completeness, Completeness::over_bound);
}

TEST(TextFlags, KnowsThePhrasesOfEachCategory) {
  EXPECT_TRUE(scan("for the Ministry of Defence").has(TextFlag::military));
  EXPECT_TRUE(scan("军事情报部门使用").has(TextFlag::military_intelligence));
  EXPECT_TRUE(scan("uranium enrichment cascade").has(TextFlag::nuclear));
  EXPECT_TRUE(scan("ballistic missile guidance").has(TextFlag::missile));
  EXPECT_TRUE(scan("nerve agent").has(TextFlag::chemical_biological));
  EXPECT_TRUE(scan("深圳国际物流货代").has(TextFlag::forwarder));
  EXPECT_TRUE(scan("параллельный импорт").has(TextFlag::resale));
  EXPECT_TRUE(scan("no export license needed, ship via third country").has(TextFlag::evasion));
  EXPECT_TRUE(scan("EUV lithography system").has(TextFlag::semiconductor));
  EXPECT_TRUE(scan("8 GPU server").has(TextFlag::accelerator));
  EXPECT_TRUE(scan("für Raketenlenkung").has(TextFlag::missile));
  EXPECT_TRUE(scan("для обогащения урана").has(TextFlag::nuclear));
  EXPECT_TRUE(scan("armas químicas").has(TextFlag::chemical_biological));
  EXPECT_TRUE(scan("برنامج الصواريخ").has(TextFlag::missile));
  EXPECT_TRUE(scan("we get around sanctions").has(TextFlag::circumvention));
  EXPECT_TRUE(scan("Rechtsanwälte").has(TextFlag::office));
}

TEST(TextFlags, CannotBeHiddenFrom) {
  EXPECT_TRUE(scan("mis<b>sile</b> guidance").has(TextFlag::missile));
  EXPECT_TRUE(scan("nu\xE2\x80\x8B"
                   "clear weapon")
                  .has(TextFlag::nuclear));
  EXPECT_TRUE(scan("ＭＩＬＩＴＡＲＹ end use").has(TextFlag::military));
}

TEST(TextFlags, LeavesHarmlessPhrasesAlone) {
  EXPECT_EQ(scan("Swiss army knife in navy blue, mil-spec case").mask, 0U);
  EXPECT_EQ(scan("We confirm: no military end use, not for resale. 不用于军事").mask, 0U);
  EXPECT_TRUE(scan("no military end use. For the army").has(TextFlag::military));
  EXPECT_EQ(scan("Wafer biscuits, vanilla").mask, 0U);
  EXPECT_EQ(scan("Accelerator pedal assembly for delivery van").mask, 0U);
  EXPECT_EQ(scan("Stone lithography art prints, framed").mask, 0U);
}

TEST(TextFlags, MeetsNamesWhoseWordsManyListedNamesShare) {
  std::vector<lists::ListEntry> entries;
  for (int i = 0; i < 40; ++i) {
    const std::string place = "Place" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i);
    for (const char* name : {"Huawei Technologies ", "Islamic Revolutionary Guard Corps ", "Third Floor "})
      entries.push_back(entry(lists::ListCode::el, PartyKind::company, name + place));
  }
  for (const char* name : {"Huawei Technologies", "Islamic Revolutionary Guard Corps", "Third Floor"})
    entries.push_back(entry(lists::ListCode::el, PartyKind::company, name));
  const TextFlags built = std::move(TextFlags::build(pack_files(), entries)).value();
  TextScratch scratch = built.make_scratch();
  TextScan result;
  built.scan_names(matchers::TextFolder().fold("Huawei Technologies, 5 Paper Street"), NamesIn::address,
                   scratch, result);
  EXPECT_EQ(result.names.size(), 1U);
  built.scan_names(matchers::TextFolder().fold("for the Islamic Revolutionary Guard Corps"), NamesIn::address,
                   scratch, result);
  EXPECT_EQ(result.names.size(), 2U);
  built.scan_names(matchers::TextFolder().fold("Third Floor, 5 Military Road"), NamesIn::address, scratch,
                   result);
  EXPECT_EQ(result.names.size(), 2U);
  EXPECT_EQ(result.mask, 0U);
}

TEST(TextFlags, TakesABuildingCalledAsAShipForNobodyUnlessTheAddressNamesSomebody) {
  const std::vector<lists::ListEntry> entries = {
      entry(lists::ListCode::sdn, PartyKind::company, "Golden Eagle"),
      entry(lists::ListCode::el, PartyKind::company, "Zhongqiao Semibrand"),
      entry(lists::ListCode::sdn, PartyKind::vessel, "Toa Payohstar")};
  const TextFlags built = std::move(TextFlags::build(pack_files(), entries)).value();
  TextScratch scratch = built.make_scratch();
  const auto found = [&](std::string_view text, NamesIn in) {
    TextScan result;
    built.scan_names(matchers::TextFolder().fold(text), in, scratch, result);
    return result.names.size();
  };
  EXPECT_EQ(found("Golden Eagle Plaza, Pudong Avenue 1200", NamesIn::address), 0U);
  EXPECT_EQ(found("C/O Golden Eagle, Pudong Avenue 1200", NamesIn::address), 1U);
  EXPECT_EQ(found("deliver to Golden Eagle", NamesIn::text), 1U);
  EXPECT_EQ(found("Zhongqiao Semibrand Plaza, Pudong Avenue 1200", NamesIn::address), 1U);
  EXPECT_EQ(found("801 Lorong 7, Toa Payohstar, Singapore", NamesIn::address), 0U)
      << "a ship called after a town";
  EXPECT_EQ(found("on board M/V Toa Payohstar, Singapore", NamesIn::address), 1U);
  EXPECT_EQ(found("for the Toa Payohstar", NamesIn::text), 1U);
}

TEST(TextFlags, MeetsListedNamesOfBarringListsOnly) {
  const TextScan result = scan("end customer is HUAWEI Technologies, Bantian");
  ASSERT_EQ(result.names.size(), 1U);
  EXPECT_EQ(result.names[0].entry, lists::EntryId{0});
  EXPECT_TRUE(scan("Quietwater Harbor Holdings").names.empty());
  EXPECT_EQ(scan("signed by Ivan Petrovich Zlatoust").names.size(), 1U);
  EXPECT_TRUE(scan("signed by Ivan Zlatoust").names.empty());
  EXPECT_EQ(scan("采购方 中芯国际集成电路制造有限公司").names.size(), 1U);
  EXPECT_EQ(scan("for Huawei <i>Technologies</i>").names.size(), 1U);
}

}  // namespace
}  // namespace ordergate::rules
