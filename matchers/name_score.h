// The one score of two names, shared by the index, by compare_names and by the reference: the best
// alignment of their tokens, weighed by rarity.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "matchers/lexicon.h"
#include "matchers/name_index.h"

namespace ordergate::matchers {

/// A token as the score sees it.
struct SideToken {
  std::uint32_t word = 0;  // the caller's number for the word
  float bits = 0;
  WordRole role = WordRole::ordinary;
  char letter = 0;  // the first one
  bool appendix = false;
  bool after_comma = false;
};

using SideName = std::span<const SideToken>;

/// Neighboring tokens of the left name that could be neighboring tokens of the right one.
struct TokenPair {
  std::uint8_t left = 0, left_count = 1;
  std::uint8_t right = 0, right_count = 1;
  float similarity = 0;
};

struct NameScore {
  float score = 0;  // 0..100
  NameRelation relation = NameRelation::fuzzy;
};

/// Figures of the score, in bits of evidence; docs/matching.md says where they come from.
struct ScoreFigures {
  float listed_ordinary = 0.45F;  // what an unmatched listed token costs, as a share of its bits
  float listed_common = 0.4F;
  float query_ordinary = 0.9F;  // an unmatched query token
  float query_common = 0.6F;
  float query_place = 0.5F;
  float appendix = 0.1F;
  float minor = 0.3F;     // titles, articles, legal forms
  float conflict = 0.6F;  // both sides have a word the other lacks
  float number_conflict = 12.0F;
  float initial_share = 0.4F;   // of the bits of the word an initial stands for
  float order = 0.3F;           // bits lost to another word order
  float evidence_min = 13.0F;   // bits below which something lacking costs more
  float evidence_slope = 2.0F;  // points a bit
  float joined = 0.97F;         // similarity of words put together
};
extern ScoreFigures score_figures;

/// Chooses among `pairs` (in: all candidates with similarity > 0; out: the chosen ones) and scores.
/// Symmetric up to the cost of words that only one side has: left is the query.
[[nodiscard]] NameScore score_names(SideName left, SideName right, std::vector<TokenPair>& pairs) noexcept;

/// Most that `left` can score with a name that none of the tokens marked in `absent` resembles.
[[nodiscard]] float score_bound(SideName left, std::uint64_t absent) noexcept;

/// At least two meaningful words, or one rare one.
[[nodiscard]] bool distinctive(SideName name) noexcept;

}  // namespace ordergate::matchers
