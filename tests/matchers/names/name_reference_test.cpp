// The index finds exactly what the slow reference finds, on random and on real names.
#include "matchers/names/name_reference.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>

#include "matchers/names/name_index.h"
#include "tests/matchers/names/random_names.h"
#include "tests/support/seed.h"

namespace ordergate::matchers {
namespace {

std::uint8_t rounded(float score) { return static_cast<std::uint8_t>(score + 0.5F); }

/// Every name at or above the score, by the reference.
std::map<std::uint32_t, std::uint8_t> by_reference(const std::string& query,
                                                   const std::vector<NameText>& names, int score_min,
                                                   const NameIndex& index) {
  std::map<std::uint32_t, std::uint8_t> found;
  NameText text;
  text.read(query);
  index.weigh(text);
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const ReferenceScore best = best_reference_score(text, PartyKind::unknown, names[i], PartyKind::unknown);
    if (best.score.score >= static_cast<float>(score_min)) found[i] = rounded(best.score.score);
  }
  return found;
}

void expect_the_same(const std::vector<std::string>& listed, const std::vector<std::string>& queries) {
  NameIndexBuilder builder;
  std::vector<NameText> texts(listed.size());
  for (std::uint32_t i = 0; i < listed.size(); ++i) {
    builder.add(NameId{i}, listed[i], PartyKind::unknown);
    texts[i].read(listed[i]);
  }
  const NameIndex index = builder.build();
  for (NameText& text : texts) index.weigh(text);
  NameScratch scratch;
  for (const std::string& query : queries) {
    for (const int score_min : {60, kNameThreshold, 95}) {
      const auto expected = by_reference(query, texts, score_min, index);
      std::vector<NameHit> hits;
      ASSERT_EQ(index.find(query, PartyKind::unknown, score_min, scratch, hits), FindStatus::complete)
          << query;
      std::map<std::uint32_t, std::uint8_t> found;
      for (const NameHit& hit : hits) found[index_of(hit.name)] = hit.score;
      if (expected.size() >= NameIndex::kHitsMax) continue;
      for (const auto& [name, score] : expected) {
        EXPECT_TRUE(found.contains(name)) << query << " misses " << listed[name] << " at " << int{score};
        if (found.contains(name)) {
          EXPECT_EQ(found[name], score) << query << " ~ " << listed[name];
        }
      }
      for (const auto& [name, score] : found)
        EXPECT_TRUE(expected.contains(name)) << query << " invents " << listed[name] << " at " << int{score};
    }
  }
}

TEST(NameReference, IndexAgreesOnRandomNames) {
  const unsigned seed = ordergate::test::seed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<std::string> listed;
  for (int i = 0; i < 400; ++i) listed.push_back(test::syllables(random));
  std::vector<std::string> queries;
  for (int i = 0; i < 60; ++i)
    queries.push_back(test::mistyped(test::mistyped(listed[random() % listed.size()], random), random));
  for (int i = 0; i < 20; ++i) queries.push_back(test::syllables(random));
  expect_the_same(listed, queries);
}

TEST(NameReference, IndexAgreesOnWordsThatAreCutOff) {
  expect_the_same({"Petrov Ali Vladimir Vremov", "Tradnig Osman 7 Kimberly", "8 Zarkuon Zarquom Lmiited",
                   "Иван Ibrahimovich Vremov Zarkuon", "Haqqani Vremov 华为 Northern"},
                  {"Petrov Ali Vladimir Vrem", "Tradnig Osman 7 Kimb", "8. Zarkuon Zarquom Lmii",
                   "Иван Ibrahimovich and Vremov Zark", "Haqqani Vremov 华为 Zark Nort"});
}

TEST(NameReference, IndexAgreesOnInitialsBeginningsAndWordsOfEveryRole) {
  const unsigned seed = ordergate::test::seed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 20; ++round) {
    std::vector<std::string> listed;
    for (int i = 0; i < 40; ++i) listed.push_back(test::words(random));
    for (int i = 0; i < 40; ++i) listed.push_back(test::reworded(listed[random() % listed.size()], random));
    std::vector<std::string> queries;
    for (int i = 0; i < 40; ++i)
      queries.push_back(test::reworded(test::reworded(listed[random() % listed.size()], random), random));
    expect_the_same(listed, queries);
  }
}

TEST(NameReference, IndexAgreesOnRealNames) {
  std::ifstream in(OG_SOURCE_DIR "/../shared/data/lists/csl/names_2024-03-29.csv");
  if (!in) GTEST_SKIP() << "no ../shared data";
  std::vector<std::string> listed;
  std::size_t row = 0;
  for (std::string line; std::getline(in, line);) {
    if (++row % 60 != 0) continue;
    const std::size_t end = line.find("\",\"");
    if (line.size() > 2 && line.front() == '"' && end != std::string::npos)
      listed.push_back(line.substr(1, end - 1));
  }
  const unsigned seed = ordergate::test::seed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<std::string> queries;
  for (int i = 0; i < 40; ++i)
    queries.push_back(test::mistyped(test::mistyped(listed[random() % listed.size()], random), random));
  expect_the_same(listed, queries);
}

}  // namespace
}  // namespace ordergate::matchers
