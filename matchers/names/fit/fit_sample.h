// Corpora turned into evidence once: what any set of weights makes of them is then a matter of sums.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "matchers/names/name_index.h"
#include "matchers/names/score_weights.h"

namespace ordergate::matchers::fit {

/// The weights of a row in one line: base, agreed_20, agreed_40, the parts, equal, reordered.
inline constexpr std::size_t kFeatures = 3 + NameEvidence::feature_count + 2;
using WeightRow = std::array<float, kFeatures>;
using Weights = std::array<WeightRow, kWeightRows>;

[[nodiscard]] Weights shipped_weights();
[[nodiscard]] const char* feature_name(std::size_t feature);
/// Agreement counts for a pair, all else against it; the base may do either.
[[nodiscard]] bool counts_for(std::size_t feature);

struct CorpusName {
  std::string text;
  PartyKind kind = PartyKind::unknown;
};

/// Two names, and whether they are one party.
struct LabeledPair {
  std::string query, listed;
  bool same = false;
};

struct Corpora {
  std::vector<CorpusName> listed, companies, persons;
  std::vector<LabeledPair> pairs;
};

/// Names of which the fit sees nothing: every other block of 16 lines, from 0.
[[nodiscard]] constexpr bool unseen(std::size_t line) { return line / 16 % 2 == 1; }

/// What the query has in common with one listed name.
struct SamplePair {
  std::uint8_t row = 0;  // of the weights
  std::uint32_t first = 0, count = 0;
};
struct FeatureValue {
  std::uint8_t feature = 0;
  float value = 0;
};

enum class QueryOf : std::uint8_t { changed, companies, persons, same_pairs, other_pairs, of_count };
/// Such a query is to be reported.
[[nodiscard]] constexpr bool wanted(QueryOf of) {
  return of == QueryOf::changed || of == QueryOf::same_pairs;
}

struct SampleQuery {
  QueryOf of = QueryOf::changed;
  bool unseen = false;
  bool reported = false;               // whatever the weights: a listed name to the letter
  std::uint32_t first = 0, count = 0;  // pairs that weights decide
};

struct Sample {
  std::vector<SampleQuery> queries;
  std::vector<SamplePair> pairs;
  std::vector<FeatureValue> values;

  [[nodiscard]] float log_odds(const Weights& weights, const SamplePair& pair) const;
};

/// Asks an index of the listed names for about `changed` listed names, each changed in one way, and for the
/// other corpora. Candidates are the names that come to `kCandidateScore` with the shipped weights.
inline constexpr int kCandidateScore = 30;
[[nodiscard]] Sample take_sample(const Corpora& corpora, std::size_t changed);

/// Shares of the queries of a half that are reported.
struct Measure {
  std::array<std::size_t, static_cast<std::size_t>(QueryOf::of_count)> reported{}, all{};
  [[nodiscard]] double percent(QueryOf of) const;
};
[[nodiscard]] Measure measure(const Sample& sample, const Weights& weights, bool unseen);

}  // namespace ordergate::matchers::fit
