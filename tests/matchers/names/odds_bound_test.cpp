// No pair of names scores more than the index's bound for it.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <vector>

#include "matchers/names/name_index.h"
#include "matchers/names/name_reference.h"
#include "matchers/names/name_token_kinds.h"
#include "tests/matchers/names/random_names.h"
#include "tests/support/seed.h"

namespace ordergate::matchers {
namespace {

std::uint64_t tokens_of(std::uint8_t first, std::uint8_t count) {
  return ((count >= 64 ? 0 : std::uint64_t{1} << count) - 1) << first;
}

bool has_initial(const std::vector<SideToken>& tokens) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [](const SideToken& token) { return token.role == WordRole::initial; });
}

bool may_be_begun(const SideToken& listed, const std::vector<SideToken>& query) {
  return std::any_of(query.begin(), query.end(), [&](const SideToken& token) {
    return may_be_shortened(token) && begins(token, listed);
  });
}

/// The most log-odds that the index holds for possible, by which tokens have a counterpart at all.
float bound(const ReferenceScore& pair) {
  std::uint64_t left = 0;
  std::uint64_t right = 0;
  std::uint64_t shifted = 0;
  for (const TokenPair& candidate : pair.candidates) {
    left |= tokens_of(candidate.left, candidate.left_count);
    right |= tokens_of(candidate.right, candidate.right_count);
    if (candidate.left_count > 1 && candidate.right_count > 1)
      shifted |= tokens_of(candidate.left, candidate.left_count);
  }
  const bool beginnings = std::any_of(pair.right.begin(), pair.right.end(), [&](const SideToken& listed) {
    return may_be_begun(listed, pair.left);
  });
  OddsBound most;
  most.assign({pair.left, PartyKind::unknown}, has_initial(pair.right), beginnings, shifted);
  const std::uint64_t all = tokens_of(0, static_cast<std::uint8_t>(pair.left.size()));
  float odds = most(all & ~left);
  for (std::size_t j = 0; j < pair.right.size(); ++j) {
    const bool stood_for = has_initial(pair.left) || may_be_begun(pair.right[j], pair.left);
    if ((right >> j & 1) == 0 && !stood_for) odds += lack_bound(pair.right, j);
  }
  return odds;
}

/// Every pair of the names and what the index finds of it. `texts` are weighed by it.
void expect_no_pair_over_its_bound(const std::vector<std::string>& listed,
                                   const std::vector<std::string>& queries) {
  NameIndexBuilder builder;
  for (std::uint32_t i = 0; i < listed.size(); ++i) builder.add(NameId{i}, listed[i], PartyKind::unknown);
  const NameIndex index = builder.build();
  std::vector<NameText> texts(listed.size());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    texts[i].read(listed[i]);
    index.weigh(texts[i]);
  }
  NameScratch scratch;
  NameText query;
  for (const std::string& name : queries) {
    query.read(name);
    index.weigh(query);
    for (std::uint32_t i = 0; i < listed.size(); ++i) {
      const ReferenceScore pair =
          best_reference_score(query, PartyKind::unknown, texts[i], PartyKind::unknown);
      if (pair.score.score < 1) continue;
      EXPECT_GE(bound(pair), odds_at(pair.score.score)) << name << " ~ " << listed[i];
      const int score = static_cast<int>(pair.score.score);  // asked for no more than that, it is found
      std::vector<NameHit> hits;
      if (index.find(name, PartyKind::unknown, score, scratch, hits) != FindStatus::complete) continue;
      EXPECT_TRUE(
          std::any_of(hits.begin(), hits.end(), [&](const NameHit& hit) { return hit.name == NameId{i}; }))
          << name << " misses " << listed[i] << " at " << score;
    }
  }
}

TEST(OddsBound, NoPairScoresMoreThanItsBoundOnRandomNames) {
  const unsigned seed = ordergate::test::seed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> listed;
    for (int i = 0; i < 10; ++i) listed.push_back(test::words(random));
    for (int i = 0; i < 20; ++i)
      listed.push_back(test::with_more(test::reworded(listed[random() % listed.size()], random), random));
    std::vector<std::string> queries;
    for (int i = 0; i < 20; ++i)
      queries.push_back(test::with_more(test::reworded(listed[random() % listed.size()], random), random));
    expect_no_pair_over_its_bound(listed, queries);
  }
}

// What the search above has found before.
TEST(OddsBound, NoPairScoresMoreThanItsBoundThatOnceDid) {
  expect_no_pair_over_its_bound(
      {"AL-QATIRJI COMPANY", "KUWAIT GENERAL COMMITTEE FOR AID"},
      {"A L-QATIRJI Technology COMPANY", "KUWAIT GENERAL Holdings COMMITTEE F OR AID"});
  // A word that is a legal form in another name of the list, and letters that are Chinese in another.
  expect_no_pair_over_its_bound({"Zarquon Joint Stock Company", "JINSONG JOINT BANK", "MOSKVA AND BANK"},
                                {"JINSONG JINSONG JIONT BANK", "JINSONG JIONT BANK"});
  expect_no_pair_over_its_bound({"DANDONG CO. (丹東会社)"}, {"DlNDONG DANDONG C. (丹東会社)"});
}

TEST(OddsBound, AnInitialOrABeginningMayStandForAWordBehindTheName) {
  expect_no_pair_over_its_bound(
      {"Ali Petrov Trading O.", "Ali Vremova Trading O.", "Ali Petrov Osman Trading",
       "Osman Petrov Trading K. Institute"},
      {"Ali Petrov Trading Logistics, Osman Branch", "Ali Vremova Trading Logistics, Osman Branch",
       "Ali Petrov Trading Logistics, Osm. Branch", "Osman Petrov Trading Technology, Kimberly Branch",
       "Ali Petrov Trading Logistics, Vrem. Branch", "Osman Petrov Trading Logistics, Inst. Branch"});
}

TEST(OddsBound, AWordSaidTwiceMayCostAsLittleAsAnInitial) {
  // Nothing resembles the word itself: its like is part of another one.
  expect_no_pair_over_its_bound({"Zarquon Vremova", "Vremova Zar Zar quon"},
                                {"Zar Zar quon Vremova", "Zar Zar quon Vremova Trading", "Vremova Zarquon"});
}

TEST(OddsBound, NoPairScoresMoreThanItsBoundOnRealNames) {
  std::ifstream in(OG_SOURCE_DIR "/../shared/data/lists/csl/names_2024-03-29.csv");
  if (!in) GTEST_SKIP() << "no ../shared data";
  std::vector<std::string> names;
  for (std::string line; std::getline(in, line);) {
    const std::size_t end = line.find("\",\"");
    if (line.size() > 2 && line.front() == '"' && end != std::string::npos)
      names.push_back(line.substr(1, end - 1));
  }
  ASSERT_GT(names.size(), 1000U);
  std::mt19937 random(ordergate::test::seed());
  for (int round = 0; round < 20; ++round) {
    std::vector<std::string> listed;
    for (int i = 0; i < 40; ++i) listed.push_back(names[random() % names.size()]);
    std::vector<std::string> queries;
    for (int i = 0; i < 40; ++i)
      queries.push_back(test::mistyped(
          test::with_more(test::reworded(listed[random() % listed.size()], random), random), random));
    expect_no_pair_over_its_bound(listed, queries);
  }
}

}  // namespace
}  // namespace ordergate::matchers
