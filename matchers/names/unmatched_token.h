// A token that has no counterpart in the other name: what it is, and what that costs. The alignment adds it
// to the evidence, the index's bound and the least cost of a listed word ask what it costs at least: all by
// `classify` and by the one table below, whose weights stand in data/score_weights.csv.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "matchers/names/name_score.h"
#include "matchers/names/name_token_kinds.h"
#include "matchers/names/score_weights.h"

namespace ordergate::matchers {

enum class Side : std::uint8_t { query, listed };

enum class UnmatchedClass : std::uint8_t {
  silent,      // a legal form, or what stands behind the name proper: costs nothing
  number,      // costs once a name, by what numbers the other one has: nothing at best
  initial,     // "J."
  minor,       // an article or a title
  place,       // a town or country inside the name
  common,      // "Trading"
  patronymic,  // "Petrovich"
  forefather,  // "Abdul Hamid": a patronymic where no other word stands against it, else a word
  descent,     // "Ansari" at the end, behind a forefather's name: when that is unmatched too, like it; else a
               // word
  word,        // any other
  class_count
};

struct Unmatched {
  UnmatchedClass what = UnmatchedClass::silent;
  /// The same word stands beside it: an initial when that one agrees and no other word stands against it.
  bool beside_its_like = false;
};

/// What the token at `at` of a name is when nothing of the other name is its counterpart.
[[nodiscard]] inline Unmatched classify(std::span<const SideToken> tokens, std::size_t at) noexcept {
  using Class = UnmatchedClass;
  const SideToken& token = tokens[at];
  if (token.role == WordRole::legal || token.appendix) return {};
  if (minor_role(token.role)) return {Class::minor};
  if (token.role == WordRole::number) return {Class::number};
  if (token.role == WordRole::initial) return {Class::initial};
  if (token.role == WordRole::place) return {Class::place};
  if (token.role == WordRole::common) return {Class::common};
  const bool twin = beside_its_like(tokens, at);
  if (token.patronymic) return {Class::patronymic, twin};
  if (token.patronym) return {Class::forefather, twin};
  const bool behind_patronym = at > 0 && at + 1 == tokens.size() && tokens[at - 1].patronym;
  return {token.descent && behind_patronym ? Class::descent : Class::word, twin};
}

/// The features that an unmatched token adds to, by class and side; what they cost is in the row of weights.
struct UnmatchedFeatures {
  NameEvidence::Feature bits = NameEvidence::feature_count;   // ... by its bits; feature_count: none
  NameEvidence::Feature count = NameEvidence::feature_count;  // ... by one
};
inline constexpr UnmatchedFeatures kUnmatchedFeatures[static_cast<std::size_t>(
    UnmatchedClass::class_count)][2] = {
    /* silent */ {},
    /* number */ {},
    /* initial */ {{NameEvidence::query_minor}, {NameEvidence::listed_minor}},
    /* minor */ {{NameEvidence::query_minor}, {NameEvidence::listed_minor}},
    /* place */ {{NameEvidence::query_place}, {NameEvidence::listed_place}},
    /* common */ {{NameEvidence::query_common}, {NameEvidence::listed_common}},
    /* patronymic */ {{NameEvidence::query_patronymic}, {NameEvidence::listed_patronymic}},
    /* forefather */
    {{NameEvidence::query, NameEvidence::query_count}, {NameEvidence::listed, NameEvidence::listed_count}},
    /* descent */
    {{NameEvidence::query, NameEvidence::query_count}, {NameEvidence::listed, NameEvidence::listed_count}},
    /* word */
    {{NameEvidence::query, NameEvidence::query_count}, {NameEvidence::listed, NameEvidence::listed_count}},
};

[[nodiscard]] constexpr const UnmatchedFeatures& unmatched_features(UnmatchedClass what, Side side) noexcept {
  return kUnmatchedFeatures[static_cast<std::size_t>(what)][static_cast<std::size_t>(side)];
}

/// Adds `count` tokens of a class, which have `bits` together, to the evidence.
inline void add_unmatched(NameEvidence& evidence, UnmatchedClass what, Side side, float bits,
                          int count = 1) noexcept {
  const UnmatchedFeatures& features = unmatched_features(what, side);
  if (what == UnmatchedClass::initial) bits = kInitialLackBits * static_cast<float>(count);
  if (features.bits != NameEvidence::feature_count) evidence.feature[features.bits] += bits;
  if (features.count != NameEvidence::feature_count)
    evidence.feature[features.count] += static_cast<float>(count);
}

/// Log-odds that one token of a class costs in a row of the weights: 0 or less.
[[nodiscard]] inline float unmatched_cost(const ScoreWeights& row, UnmatchedClass what, Side side,
                                          float bits) noexcept {
  const UnmatchedFeatures& features = unmatched_features(what, side);
  if (what == UnmatchedClass::initial) bits = kInitialLackBits;
  float cost = 0;
  if (features.count != NameEvidence::feature_count) cost += row.feature[features.count];
  if (features.bits != NameEvidence::feature_count) cost += row.feature[features.bits] * bits;
  return cost;
}

/// ... of what it may come to at best.
[[nodiscard]] inline float least_unmatched_cost(const ScoreWeights& row, Unmatched token, Side side,
                                                float bits) noexcept {
  using Class = UnmatchedClass;
  const auto cost = [&](Class what) { return unmatched_cost(row, what, side, bits); };
  float least = cost(token.what);
  if (token.what == Class::forefather || token.what == Class::descent)
    least = std::max(least, cost(Class::patronymic));
  if (token.beside_its_like) least = std::max({least, cost(Class::initial), cost(Class::word)});
  return least;
}

}  // namespace ordergate::matchers
