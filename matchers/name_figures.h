// The figures of the score: log-odds that two names are one party, by what their alignment came to.
// Fitted by logistic regression with signs held (agreement never counts against, a lack never for), on
// changed names of the Consolidated Screening List against ordinary companies and people; see
// docs/decisions/name-score.md. Three rows, by how many meaningful words agree: none, one, more.
#pragma once

#include "matchers/name_score.h"

namespace ordergate::matchers {

struct ScoreFigures {
  float base, agreed_20, agreed_40;      // a bit of agreement, of the first 20 and of the first 40
  float part[NameEvidence::part_count];  // a unit of each part; 0 for the two agreements
  float equal, reordered;                // all words agree
};

constexpr std::size_t kFigureRows = 3;
constexpr ScoreFigures kScoreFigures[kFigureRows] = {
    {4.63F,
     0.01F,
     0.03F,
     {0,      0,      0.00F,  0.00F,  0.00F,  0.00F, 0.00F,  -3.95F,  0.00F,  0.00F,
      0.00F,  0.00F,  -3.00F, -0.80F, -2.20F, 0.00F, 0.00F,  -4.50F,  -1.47F, -1.91F,
      -0.65F, -6.00F, -2.00F, -2.27F, -0.52F, 0.00F, -0.34F, -10.13F, -6.31F, -3.55F},
     1.34F,
     6.51F},
    {-1.18F,
     0.30F,
     0.13F,
     {0,      0,      -0.12F, -0.12F, 0.00F,  -0.12F, -1.13F, 0.00F,  0.00F,  0.00F,
      0.00F,  0.00F,  -3.00F, -0.79F, -1.84F, -0.07F, -0.00F, -4.20F, -1.76F, -1.63F,
      -0.30F, -6.32F, -2.00F, -2.23F, -0.30F, -0.93F, 0.00F,  -4.91F, -5.33F, -2.81F},
     3.34F,
     6.17F},
    {-2.07F,
     0.10F,
     0.19F,
     {0,      0,      -0.01F, 0.00F,  0.00F,  -0.11F, -0.08F, 0.00F,  0.00F,  0.00F,
      -1.85F, -0.04F, -1.29F, -0.05F, -0.60F, -0.09F, 0.00F,  -2.90F, -0.73F, -0.60F,
      -0.17F, -4.02F, -1.50F, -0.89F, -0.10F, 0.00F,  0.00F,  -1.20F, -2.23F, -0.57F},
     2.61F,
     2.57F},
};

/// Log-odds at the shipped threshold, and how steeply the score follows them.
constexpr float kLogOddsAtThreshold = 1.9F;
constexpr float kScoreSlope = 0.6F;
/// What every bit of agreement is worth stops counting here.
constexpr float kAgreedBitsFirst = 20.0F, kAgreedBitsMost = 40.0F;

}  // namespace ordergate::matchers
