// The score of two names does not depend on which one is asked for, but for what docs/matching.md names.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>
#include <utility>

#include "matchers/names/name_index.h"
#include "matchers/names/name_reference.h"
#include "matchers/names/score_weights.h"
#include "tests/matchers/names/random_names.h"
#include "tests/support/seed.h"

namespace ordergate::matchers {
namespace {

using E = NameEvidence;

NameScore score(const std::string& query, const std::string& listed) {
  NameText left;
  NameText right;
  left.read(query);
  right.read(listed);
  return reference_score(left, 0xFF, PartyKind::unknown, right, 0xFF, PartyKind::unknown).score;
}

/// What the other way of asking makes of an evidence: what only the listed name has, only the query has.
NameEvidence mirrored(NameEvidence evidence) {
  for (int i = 0; i <= E::listed_patronymic - E::listed; ++i)
    std::swap(evidence.feature[E::listed + i], evidence.feature[E::query + i]);
  std::swap(evidence.feature[E::listed_place], evidence.feature[E::query_place]);
  return evidence;
}

bool the_same(const NameEvidence& left, const NameEvidence& right) {
  if (left.meaningful != right.meaningful) return false;
  for (std::size_t i = 0; i < E::feature_count; ++i) {
    if (std::fabs(left.feature[i] - right.feature[i]) > 1e-2F) return false;
  }
  return true;
}

/// Log-odds by which the two ways may differ: by the words that only one name has.
float weights_apart(const NameEvidence& evidence) {
  const ScoreWeights& row = kScoreWeights[std::min<std::size_t>(evidence.meaningful, kWeightRows - 1)];
  float apart = 0;
  const auto add = [&](E::Feature listed, E::Feature query) {
    apart += std::fabs(row.feature[listed] - row.feature[query]) *
             std::fabs(evidence.feature[listed] - evidence.feature[query]);
  };
  for (int i = 0; i <= E::listed_patronymic - E::listed; ++i)
    add(static_cast<E::Feature>(E::listed + i), static_cast<E::Feature>(E::query + i));
  add(E::listed_place, E::query_place);
  return apart;
}

/// What is read of the query only: its beginnings of words, its pieces put together, its misread letters.
bool read_of_one_side(const NameEvidence& evidence) {
  return evidence.feature[E::shortened] + evidence.feature[E::joined] > 0;
}

struct Ways {
  int pairs = 0, one_sided = 0, words = 0;
};

void expect_both_ways(const std::string& a, const std::string& b, Ways& ways) {
  const NameScore there = score(a, b);
  const NameScore back = score(b, a);
  ++ways.pairs;
  const std::string pair = a + " ~ " + b;
  if (read_of_one_side(there.evidence) || read_of_one_side(back.evidence)) {
    ++ways.one_sided;
    return;
  }
  EXPECT_EQ(there.relation, back.relation) << pair;
  EXPECT_TRUE(the_same(there.evidence, mirrored(back.evidence))) << pair;
  // A unit of log-odds is at most a quarter of the slope, of 100 points.
  const float most = 25.0F * kScoreSlope * weights_apart(there.evidence);
  EXPECT_LE(std::fabs(there.score - back.score), most + 0.1F) << pair;
  const bool hit = there.score >= kNameThreshold;
  if (hit == (back.score >= kNameThreshold)) return;
  ++ways.words;
  EXPECT_GT(weights_apart(there.evidence), 0) << pair << " is reported one way only, and no word is lacking";
}

TEST(NameSymmetry, ANameIsAtLeastAsLikeItselfAsAnyOther) {
  std::mt19937 random(ordergate::test::seed());
  for (int round = 0; round < 500; ++round) {
    const std::string name = test::words(random);
    const int same = compare_names(name, name, PartyKind::unknown).score;
    EXPECT_GE(same, compare_names(name, test::words(random), PartyKind::unknown).score) << name;
  }
}

TEST(NameSymmetry, BothWaysAreReportedOrNeitherWhereWordsAgreeOneByOne) {
  std::mt19937 random(ordergate::test::seed());
  for (int round = 0; round < 500; ++round) {
    const std::string left = test::words(random);
    const std::string right = left + (round % 2 == 0 ? " Limited" : "");
    EXPECT_EQ(compare_names(left, right, PartyKind::unknown).relation,
              compare_names(right, left, PartyKind::unknown).relation)
        << left << " ~ " << right;
  }
}

TEST(NameSymmetry, OnlyWordsThatOneNameLacksSetTheWaysApartOnRandomNames) {
  std::mt19937 random(ordergate::test::seed());
  Ways ways;
  for (int round = 0; round < 4000; ++round) {
    const std::string name = test::words(random);
    expect_both_ways(name, test::reworded(test::reworded(name, random), random), ways);
  }
  RecordProperty("read_of_one_side", ways.one_sided);
  RecordProperty("reported_one_way", ways.words);
}

TEST(NameSymmetry, OnlyWordsThatOneNameLacksSetTheWaysApartOnRealNames) {
  std::ifstream in(OG_SOURCE_DIR "/../shared/data/lists/csl/names_2024-03-29.csv");
  if (!in) GTEST_SKIP() << "no ../shared data";
  std::mt19937 random(ordergate::test::seed());
  Ways ways;
  std::size_t row = 0;
  for (std::string line; std::getline(in, line);) {
    const std::size_t end = line.find("\",\"");
    if (++row % 10 != 0 || line.size() < 3 || line.front() != '"' || end == std::string::npos) continue;
    const std::string name = line.substr(1, end - 1);
    expect_both_ways(name, test::reworded(name, random), ways);
  }
  EXPECT_GT(ways.pairs, 1000);
  RecordProperty("read_of_one_side", ways.one_sided);
  RecordProperty("reported_one_way", ways.words);
  std::printf("%d pairs, %d one-sided, %d reported one way\n", ways.pairs, ways.one_sided, ways.words);
}

}  // namespace
}  // namespace ordergate::matchers
