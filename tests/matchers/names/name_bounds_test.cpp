// Names made to cost much: every look-up ends within its steps, and says so when that was not enough.
#include <gtest/gtest.h>

#include "matchers/names/name_index.h"
#include "matchers/names/tokens.h"
#include "tests/support/allocation_counter.h"

namespace ordergate::matchers {
namespace {

/// A word of its own for each number.
std::string word(std::uint32_t number) {
  std::string out = "q";
  for (int i = 0; i < 4; ++i, number /= 20) out += "bcdfghjklmnprstvwxz"[number % 19];
  return out;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

constexpr const char* kGivenNames[] = {
    "Mohammad", "Ali",    "Hassan", "Ahmad", "Hussein", "Ibrahim", "Yusuf", "Khalid", "Omar",  "Mustafa",
    "Karim",    "Rahman", "Salim",  "Said",  "Jamal",   "Tariq",   "Walid", "Bashir", "Habib", "Nasir"};

class NameBounds : public testing::Test {
 protected:
  /// 12,000 names of common words, and some that only the tests below ask for.
  static void SetUpTestSuite() {
    NameIndexBuilder builder;
    for (std::uint32_t i = 0; i < 12000; ++i) {
      std::string name;
      for (std::uint32_t k = 0; k < 4; ++k)
        name += std::string(kGivenNames[(i * 7 + k * k + i / 20) % std::size(kGivenNames)]) + ' ';
      builder.add(NameId{i}, name + word(i), PartyKind::person);
    }
    for (std::uint32_t i = 0; i < 300; ++i)
      builder.add(NameId{20000 + i},
                  "A. B. " + std::string(1, static_cast<char>('c' + i % 20)) + ". " + word(i), {});
    for (std::uint32_t i = 0; i < 600; ++i)
      builder.add(NameId{30000 + i}, repeated("Trading ", 60) + word(i), {});
    builder.add(NameId{40000}, "Huawei", PartyKind::company);
    index_ = new NameIndex(builder.build());
  }
  static void TearDownTestSuite() {
    delete index_;
    index_ = nullptr;
  }

  FindStatus find(const std::string& query) {
    hits_.clear();
    const FindStatus status = index_->find(query, PartyKind::unknown, kNameThreshold, scratch_, hits_);
    EXPECT_LE(scratch_.steps(), kFindStepsMax + 1);
    EXPECT_TRUE(scratch_.steps() <= kFindStepsMax || status == FindStatus::over_bound);
    return status;
  }

  static NameIndex* index_;
  NameScratch scratch_;
  std::vector<NameHit> hits_;
};
NameIndex* NameBounds::index_ = nullptr;

TEST_F(NameBounds, NothingCostsNothing) {
  for (const std::string query : {"", " ", "\xCC\x81", ",,,", "\xFF\xFE"}) {
    EXPECT_EQ(find(query), FindStatus::complete);
    EXPECT_TRUE(hits_.empty());
    EXPECT_EQ(scratch_.steps(), 0U);
  }
}

TEST_F(NameBounds, LettersThatNothingReadsAreHeld) {
  EXPECT_EQ(find("ᚠᚢᚦ Trading"), FindStatus::over_bound);
  EXPECT_TRUE(scratch_.read_words());
  EXPECT_EQ(find("---"), FindStatus::complete);
  EXPECT_FALSE(scratch_.read_words());
  EXPECT_EQ(find("Co., Ltd."), FindStatus::complete);
  EXPECT_FALSE(scratch_.read_words());
}

TEST_F(NameBounds, VeryCommonWordsAreLookedAtCompletelyOrHeld) {
  EXPECT_EQ(find("Mohammad Ali"), FindStatus::complete);
  EXPECT_TRUE(hits_.empty());
  std::string all;
  for (const char* name : kGivenNames) all += std::string(name) + ' ';
  EXPECT_EQ(find(all), FindStatus::complete);
  EXPECT_LT(scratch_.steps(), kFindStepsMax / 4);
}

TEST_F(NameBounds, WorkOverTheBoundIsHeld) {
  EXPECT_EQ(find(repeated("Trading ", 60) + word(7)), FindStatus::over_bound);
  EXPECT_EQ(scratch_.steps(), kFindStepsMax + 1);
}

TEST_F(NameBounds, ANameOf64KibibytesIsHeld) {
  EXPECT_EQ(find(repeated("Huawei ", 9362)), FindStatus::over_bound);
  EXPECT_EQ(find(repeated("x", 65536)), FindStatus::over_bound) << "one giant word";
  EXPECT_EQ(find(repeated("a ", 32768)), FindStatus::over_bound) << "all initials";
  EXPECT_EQ(find(repeated("\xE4\xB8\xAD", 21845)), FindStatus::over_bound) << "one character after the other";
}

TEST_F(NameBounds, AFloodOfCombiningMarksHidesNothing) {
  std::string name;
  for (const char letter : std::string("Huawei")) name += letter + repeated("\xCC\x81", 5000);
  EXPECT_EQ(find(name), FindStatus::complete);
  ASSERT_EQ(hits_.size(), 1U);
  EXPECT_EQ(hits_[0].name, NameId{40000});
}

TEST_F(NameBounds, AThousandAliasesAreHeldAndTheFirstOnesFound) {
  std::string few = "Zzyx Qwort";
  for (int i = 0; i < 6; ++i) few += " a/k/a Vrem " + word(static_cast<std::uint32_t>(15000 + i));
  EXPECT_EQ(find(few + " a/k/a Huawei"), FindStatus::complete) << "eight names are read";
  EXPECT_EQ(hits_.size(), 1U);
  EXPECT_EQ(find(few + " a/k/a Vrem a/k/a Huawei"), FindStatus::over_bound) << "nine are not";
  EXPECT_EQ(find("Huawei" + repeated(" a/k/a Vrem", 1000)), FindStatus::over_bound);
  EXPECT_EQ(hits_.size(), 1U);
}

TEST_F(NameBounds, InitialsAloneNameNobody) {
  EXPECT_EQ(find("A B"), FindStatus::complete);
  EXPECT_TRUE(hits_.empty());
  EXPECT_EQ(find("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"), FindStatus::complete);
  EXPECT_TRUE(hits_.empty());
}

TEST_F(NameBounds, AWarmLookUpAllocatesNothing) {
  const std::string queries[] = {"Mohammad Ali Hassan " + word(4711),
                                 "SURNAME, Given",
                                 "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF \xD8\xB9\xD9\x84\xD9\x8A",
                                 "\xE5\x8D\x8E\xE4\xB8\xBA\xE6\x8A\x80\xE6\x9C\xAF",
                                 "Zzyx a/k/a Huawei a/k/a A. B. C.",
                                 repeated("Trading ", 60) + word(7),
                                 repeated("x", 65536)};
  hits_.reserve(4 * NameIndex::kHitsMax);
  EXPECT_EQ(find("Huawei"), FindStatus::complete);
  for (const std::string& query : queries) {
    const std::uint64_t before = test::allocations;
    (void)find(query);
    EXPECT_EQ(test::allocations, before) << query.substr(0, 80);
  }
}

TEST_F(NameBounds, MoreHitsThanAreKeptAreHeld) {
  NameIndexBuilder builder;
  for (std::uint32_t i = 0; i <= NameIndex::kHitsMax; ++i)
    builder.add(NameId{i}, "Zarquon Vrem", PartyKind::company);
  const NameIndex index = builder.build();
  EXPECT_EQ(index.find("Zarquon Vrem", PartyKind::company, kNameThreshold, scratch_, hits_),
            FindStatus::over_bound);
  EXPECT_EQ(hits_.size(), NameIndex::kHitsMax);
}

}  // namespace
}  // namespace ordergate::matchers
