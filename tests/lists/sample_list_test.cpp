#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "lists/reader.h"

namespace ordergate::lists {
namespace {

const ListEntry* find(const ListFile& file, std::string_view name) {
  for (const ListEntry& entry : file.entries) {
    for (const ListedName& listed : entry.names) {
      if (listed.text == name) return &entry;
    }
  }
  return nullptr;
}

TEST(SampleList, HasEveryListOfTheConsolidatedListAndSaysItIsASample) {
  const ListFile file = sample_list();
  std::set<ListCode> codes;
  for (const ListEntry& entry : file.entries) codes.insert(entry.list);
  EXPECT_EQ(codes.size(), 12U);
  EXPECT_EQ(file.source, "sample");
  EXPECT_TRUE(file.date.has_value());
}

TEST(SampleList, HasThePartiesThatTheDocumentsSpeakOf) {
  const ListFile file = sample_list();
  const ListEntry* entry = find(file, "Northern Lantern Microsystems Co., Ltd.");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->list, ListCode::el);
  EXPECT_EQ(entry->license_policy, "Presumption of denial");
  EXPECT_EQ(entry->countries, (std::vector<CountryCode>{CountryCode::parse("CN")}));
  EXPECT_EQ(find(file, "北灯微系统有限公司"), entry);
  entry = find(file, "Baltic Meridian Shipping LLC");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->list, ListCode::sdn);
  entry = find(file, "Ostrava Denied Trading s.r.o.");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->list, ListCode::dpl);
  EXPECT_EQ(entry->countries[0].text(), "CZ");
  EXPECT_TRUE(std::any_of(file.entries.begin(), file.entries.end(), [](const ListEntry& e) {
    return e.kind == PartyKind::address_only && e.addresses[0].country.text() == "HK";
  }));
  entry = find(file, "MERIDIAN LANTERN");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->kind, PartyKind::vessel);
  EXPECT_EQ(entry->identifiers[0].type, "IMO");
}

}  // namespace
}  // namespace ordergate::lists
