// The threshold moves what resembles a listed name; what equals one is met at every threshold.
#include <gtest/gtest.h>

#include <string>

#include "lists/reader.h"
#include "lists/watchlist.h"

namespace ordergate::lists {
namespace {

Watchlist at_threshold(const ListFile& file, int threshold) {
  WatchlistOptions options;
  options.name_threshold = threshold;
  return Watchlist::build({file}, options).value();
}

const PartyHit* hit_of(const std::vector<PartyHit>& hits, std::uint32_t entry) {
  for (const PartyHit& hit : hits)
    if (hit.entry == EntryId{entry} && !hit.colocated) return &hit;
  return nullptr;
}

TEST(NameThreshold, AnEqualNameIsMetAsSurelyAtEveryThreshold) {
  const ListFile file = sample_list();
  const Watchlist shipped = at_threshold(file, matchers::kNameThreshold);
  std::vector<PartyHit> hits;
  int sure = 0;
  for (int threshold = 50; threshold <= 100; ++threshold) {
    const Watchlist list = at_threshold(file, threshold);
    PartyScratch scratch;
    PartyScratch shipped_scratch;
    for (std::uint32_t i = 0; i < file.entries.size(); ++i) {
      for (const ListedName& name : file.entries[i].names) {
        PartyQuery query;
        query.name = name.text;
        hits.clear();
        ASSERT_EQ(shipped.screen(query, shipped_scratch, hits), Completeness::complete);
        const PartyHit* const expected = hit_of(hits, i);
        ASSERT_NE(expected, nullptr) << name.text;
        const bool was_sure = expected->sure;
        hits.clear();
        ASSERT_EQ(list.screen(query, scratch, hits), Completeness::complete);
        const PartyHit* const found = hit_of(hits, i);
        ASSERT_NE(found, nullptr) << name.text << " at " << threshold;
        EXPECT_EQ(found->sure, was_sure) << name.text << " at " << threshold;
        EXPECT_GE(found->score, threshold) << name.text;
        sure += was_sure ? 1 : 0;
      }
    }
  }
  EXPECT_GT(sure, 51 * 10);
}

TEST(NameThreshold, WhatOnlyResemblesAListedNameIsMovedByIt) {
  const ListFile file = sample_list();
  const Watchlist low = at_threshold(file, 80);
  const Watchlist high = at_threshold(file, 100);
  int moved = 0;
  PartyScratch low_scratch;
  PartyScratch high_scratch;
  std::vector<PartyHit> hits;
  for (std::uint32_t i = 0; i < file.entries.size(); ++i) {
    if (file.entries[i].names.empty()) continue;
    const std::string name = file.entries[i].names.front().text + " Zarquon";
    PartyQuery query;
    query.name = name;
    hits.clear();
    ASSERT_EQ(low.screen(query, low_scratch, hits), Completeness::complete);
    if (hit_of(hits, i) == nullptr) continue;
    hits.clear();
    ASSERT_EQ(high.screen(query, high_scratch, hits), Completeness::complete);
    moved += hit_of(hits, i) == nullptr ? 1 : 0;
  }
  EXPECT_GT(moved, 0);
}

}  // namespace
}  // namespace ordergate::lists
