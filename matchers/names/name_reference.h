// The slow, obviously right way to score two names: every token against every other. What
// compare_names is made of, and what tests hold the index to.
#pragma once

#include <cstdint>
#include <vector>

#include "matchers/names/name_score.h"
#include "matchers/names/tokens.h"

namespace ordergate::matchers {

struct ReferenceScore {
  NameScore score;
  std::vector<NameToken> left_tokens, right_tokens;
  std::vector<SideToken> left, right;
  std::vector<TokenPair> candidates;  // all that resemble each other
  std::vector<TokenPair> pairs;       // the chosen ones
};

/// One segment (or kWholeText) of each text.
[[nodiscard]] ReferenceScore reference_score(const NameText& left, std::uint8_t left_segment,
                                             PartyKind left_kind, const NameText& right,
                                             std::uint8_t right_segment, PartyKind right_kind);

/// The best over all segments, as the index searches.
[[nodiscard]] ReferenceScore best_reference_score(const NameText& left, PartyKind left_kind,
                                                  const NameText& right, PartyKind right_kind);

}  // namespace ordergate::matchers
