#include "matchers/names/name_index.h"

#include <gtest/gtest.h>

namespace ordergate::matchers {
namespace {

int score(std::string_view left, std::string_view right, PartyKind kind = PartyKind::unknown) {
  return compare_names(left, right, kind).score;
}

TEST(NameIndex, FindsAnExactNameAndNothingElse) {
  NameIndexBuilder builder;
  builder.add(NameId{7}, "Huawei Technologies Co., Ltd.", PartyKind::company);
  builder.add(NameId{8}, "ANTONOV, Vladimir Nikolaevich", PartyKind::person);
  const NameIndex index = builder.build();
  NameScratch scratch;
  std::vector<NameHit> hits;
  EXPECT_EQ(index.find("HUAWEI TECHNOLOGIES", PartyKind::company, 80, scratch, hits), FindStatus::complete);
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].name, NameId{7});
  EXPECT_EQ(hits[0].relation, NameRelation::equal);
  hits.clear();
  EXPECT_EQ(index.find("Vladimir Nikolaevich Antonov", PartyKind::person, 80, scratch, hits),
            FindStatus::complete);
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].relation, NameRelation::equal);
  EXPECT_TRUE(hits[0].distinctive);
  hits.clear();
  EXPECT_EQ(index.find("Acme Trading", PartyKind::company, 80, scratch, hits), FindStatus::complete);
  EXPECT_TRUE(hits.empty());
  EXPECT_EQ(index.find("", PartyKind::company, 80, scratch, hits), FindStatus::complete);
  EXPECT_TRUE(hits.empty());
}

TEST(NameIndex, AnInitialOfAListedNameStandsForAWord) {
  NameIndexBuilder builder;
  builder.add(NameId{7}, "H. 为技术", PartyKind::unknown);
  const NameIndex index = builder.build();
  NameScratch scratch;
  std::vector<NameHit> hits;
  EXPECT_EQ(index.find("华为技术有限公司", PartyKind::unknown, 80, scratch, hits), FindStatus::complete);
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].score, 83U);
}

TEST(NameScore, OrdinaryChangesStayAboveTheThreshold) {
  EXPECT_GE(score("KOCHAROV, VakhtangErnstovich", "KOCHAROV, Vakhtang Ernstovich"), kNameThreshold);
  EXPECT_GE(score("ELEVE NTH OCEAN GMBH", "ELEVENTH OCEAN GMBH & CO. KG"), kNameThreshold);
  EXPECT_GE(score("VALETUDOLIMITED", "VALETUDO LIMITED"), kNameThreshold);
  EXPECT_GE(score("MUTCO INTL", "MUTCO INTERNATIONAL"), kNameThreshold);
}

TEST(NameScore, OthersStayBelow) {
  EXPECT_LT(score("KUMAR Reza", "KUMAR, Akhilesh"), kNameThreshold);
  EXPECT_LT(score("Acme Trading International", "Zenith Trading International"), kNameThreshold);
  EXPECT_LT(score("Institute No. 3", "Institute No. 8"), kNameThreshold);
}

}  // namespace
}  // namespace ordergate::matchers
