// The figures of the score: log-odds that two names are one party, by what their alignment came to.
// Fitted by logistic regression with signs held (agreement never counts against, a lack never for), on
// changed names of the Consolidated Screening List against ordinary companies and people; see
// docs/decisions/name-score.md; equal names count at least what the same words in another order do. Three
// rows, by how many meaningful words agree: none, one, more.
#pragma once

#include "matchers/names/name_score.h"

namespace ordergate::matchers {

struct ScoreFigures {
  float base, agreed_20, agreed_40;      // a bit of agreement, of the first 20 and of the first 40
  float part[NameEvidence::part_count];  // a unit of each part; 0 for the two agreements
  float equal, reordered;                // all words agree
};

constexpr std::size_t kFigureRows = 3;
constexpr ScoreFigures kScoreFigures[kFigureRows] = {
    {1.35F,
     0.18F,
     0.07F,
     {0,      0,      0.00F,  0.00F,  0.00F,  0.00F,  0.00F,  -3.28F, 0.00F,  0.00F,  0.00F,  0.00F,  -3.00F,
      -0.80F, -2.50F, 0.00F,  0.00F,  -4.50F, -1.41F, -1.50F, -0.10F, -6.00F, -3.70F, -2.75F, -0.17F, -1.00F,
      -0.08F, -0.10F, -0.03F, -0.26F, -4.00F, -6.09F, -0.23F, -4.00F, -0.80F, -1.41F, -4.00F},
     2.63F,
     5.38F},
    {-0.20F,
     0.26F,
     0.13F,
     {0,      0,      0.00F,  0.00F,  -0.00F, 0.00F,   -1.33F, 0.00F,  -1.96F, -0.38F, -0.55F, -0.05F, -2.50F,
      -0.75F, -1.20F, -0.05F, -0.10F, -3.00F, -2.89F,  -1.84F, -0.08F, -9.76F, -3.41F, 0.00F,  -0.29F, -7.89F,
      -0.08F, -0.10F, -0.47F, -0.12F, -4.92F, -14.93F, -2.12F, -4.00F, -0.75F, -2.89F, -4.00F},
     3.23F,
     3.23F},
    {-1.50F,
     0.13F,
     0.11F,
     {0,      0,      0.00F,  0.00F,  0.00F,  0.00F,   -0.21F, 0.00F,  0.00F,  0.00F,  -1.26F, -0.07F, -0.83F,
      -0.34F, -2.07F, -0.08F, -0.14F, -1.20F, -0.60F,  -0.60F, -0.08F, -4.00F, -1.50F, -0.83F, -0.04F, -0.50F,
      -0.08F, -0.80F, 0.00F,  0.00F,  -3.43F, -11.24F, -1.03F, -4.00F, -0.34F, -0.60F, -4.00F},
     3.17F,
     1.23F},
};

/// Log-odds at the shipped threshold, and how steeply the score follows them.
constexpr float kLogOddsAtThreshold = 1.4F;
constexpr float kScoreSlope = 0.6F;
/// What every bit of agreement is worth stops counting here.
constexpr float kAgreedBitsFirst = 20.0F, kAgreedBitsMost = 40.0F;

}  // namespace ordergate::matchers
