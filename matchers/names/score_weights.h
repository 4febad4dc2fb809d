// The weights of the score: log-odds that two names are one party, by what their alignment came to.
// Fitted with signs held (agreement never counts against, a lack never for), on changed names of the
// Consolidated Screening List against ordinary companies and people (fit/ measures them, and fits others);
// see docs/decisions/name-score.md; equal names count at least what the same words in another order do. Three
// rows, by how many meaningful words agree: none, one, more.
#pragma once

#include "matchers/names/name_score.h"

namespace ordergate::matchers {

struct ScoreWeights {
  float base, agreed_20, agreed_40;            // a bit of agreement, of the first 20 and of the first 40
  float feature[NameEvidence::feature_count];  // a unit of each; 0 for the two agreements
  float equal, reordered;                      // all words agree
};

constexpr std::size_t kWeightRows = 3;
/// Made from data/score_weights.csv while building (data/make_score_weights.py).
extern const ScoreWeights kScoreWeights[kWeightRows];
/// The names of NameEvidence::Feature.
extern const char* const kFeatureNames[NameEvidence::feature_count];

/// Log-odds at the shipped threshold, and how steeply the score follows them.
constexpr float kLogOddsAtThreshold = 1.4F;
constexpr float kScoreSlope = 0.6F;
/// What every bit of agreement is worth stops counting here.
constexpr float kAgreedBitsFirst = 20.0F, kAgreedBitsMost = 40.0F;

}  // namespace ordergate::matchers
