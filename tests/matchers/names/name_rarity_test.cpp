// How few parties bear a listed name, by the name alone: what makes an equal one an identity.
#include <gtest/gtest.h>

#include "matchers/names/name_index.h"

namespace ordergate::matchers {
namespace {

NameHit hit_of(std::string_view listed, std::string_view query) {
  NameIndexBuilder builder;
  builder.add(NameId{1}, listed, PartyKind::unknown);
  const NameIndex index = builder.build();
  NameScratch scratch;
  std::vector<NameHit> hits;
  EXPECT_EQ(index.find(query, PartyKind::unknown, 1, scratch, hits), FindStatus::complete);
  EXPECT_EQ(hits.size(), 1U) << query;
  return hits.empty() ? NameHit{} : hits[0];
}

TEST(NameRarity, CoinedNamesAndFullNamesAreRare) {
  for (const char* name :
       {"Zarquonix Ltd", "KHARRAZOV, Gleb Yakovlevich", "Zarquon Vremova Trading", "FERNANDO SERO"})
    EXPECT_EQ(hit_of(name, name).rarity, NameRarity::rare) << name;
}

TEST(NameRarity, ShortNamesOfCompaniesAreUncommon) {
  for (const char* name :
       {"DMI Trading Inc.", "KTK Engineering (Pvt) Ltd", "Bagdel Corporation", "O N C U Trading L.L.C."})
    EXPECT_EQ(hit_of(name, name).rarity, NameRarity::uncommon) << name;
}

TEST(NameRarity, NamesThatManyBearAreCommon) {
  for (const char* name : {"Mohammed Ali", "Wang Wei", "LI, Ying", "Do Phi Khanh", "Pulsar", "LLC Magistral",
                           "AO Energoprom", "Trust Group Ltd", "Ocean Shipping LLC"})
    EXPECT_EQ(hit_of(name, name).rarity, NameRarity::common) << name;
}

TEST(NameRarity, TheLegalFormIsTheSameOrAnother) {
  EXPECT_TRUE(hit_of("DMI Trading Inc.", "DMI Trading Corp.").same_form);
  EXPECT_TRUE(hit_of("DMI Trading", "DMI Trading").same_form);
  EXPECT_FALSE(hit_of("DMI Trading Inc.", "DMI Trading LLC").same_form);
  EXPECT_FALSE(hit_of("DMI Trading Inc.", "DMI Trading").same_form);
}

}  // namespace
}  // namespace ordergate::matchers
