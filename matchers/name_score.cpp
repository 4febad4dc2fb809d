#include "matchers/name_score.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "matchers/name_figures.h"
#include "matchers/name_token_kinds.h"

namespace ordergate::matchers {

namespace {

using E = NameEvidence;

constexpr float kOddsAt80 = 1.3863F;  // log of 80 to 20
constexpr float kCommonScoreMax = 60.0F;
constexpr float kEqualScoreMin = 82.0F;
constexpr float kCommonBitsMost = 4.0F;    // of a word that is not a meaningful one
constexpr float kRareBits = 11.0F;         // one word that makes a name distinctive
constexpr float kDistinctiveBits = 12.0F;  // ... or all its words together
constexpr float kUncommonBits = 8.0F;      // ... or one word beside another: "Huawei Technologies"
// ... or so many common ones: "Semiconductor Manufacturing International".
constexpr int kCommonWordsTogether = 3;

}  // namespace

namespace {

float log_odds(const ScoreFigures& row, const float* part) noexcept {
  const float agreed = part[E::agreed] + part[E::agreed_common];
  float sum = row.base + row.agreed_20 * std::min(agreed, kAgreedBitsFirst) +
              row.agreed_40 * std::min(agreed, kAgreedBitsMost);
  for (std::size_t i = E::agreed_common + 1; i < E::part_count; ++i) sum += row.part[i] * part[i];
  return sum;
}

/// The least that a token without a counterpart costs: it may still stand against an initial.
float absent_cost(const ScoreFigures& row, const SideToken& token, NameEvidence& evidence) noexcept {
  if (token.role == WordRole::number) return 0;
  if (token.appendix || token.role == WordRole::legal) return 0;
  if (minor_role(token.role)) return row.part[E::query_minor] * token.bits;
  const bool common =
      token.role == WordRole::common || token.role == WordRole::place || token.role == WordRole::initial;
  if (token.role == WordRole::initial) return 0;
  float cost = row.part[E::query_count] + row.part[E::query] * token.bits;
  if (common) cost = row.part[E::query_common] * token.bits;
  if (token.patronymic) cost = row.part[E::query_patronymic] * token.bits;
  const float by_initial = row.part[E::initial] * token.bits;
  const float gain = (row.agreed_20 + row.agreed_40) * kInitialBits;
  if (may_be_shortened(token)) {
    const float shortened = token.bits * kShortenedShare;
    evidence.part[E::agreed_common] += shortened;
    return std::max(cost, std::max(by_initial, row.part[E::shortened]));
  }
  if (token.role == WordRole::place || by_initial + gain <= cost) return cost;
  evidence.part[E::agreed_common] += kInitialBits;
  return by_initial;
}

/// 80 at the threshold, 100 far above it.
float score_of(float odds) noexcept {
  return 100.0F / (1.0F + std::exp(-(odds - kLogOddsAtThreshold) * kScoreSlope - kOddsAt80));
}

}  // namespace

float score_evidence(const NameEvidence& evidence, NameRelation words) noexcept {
  const ScoreFigures& row = kScoreFigures[std::min<std::size_t>(evidence.meaningful, kFigureRows - 1)];
  if (evidence.part[E::agreed] + evidence.part[E::agreed_common] <= 0) return 0;
  float odds = log_odds(row, evidence.part);
  if (words == NameRelation::equal) odds += row.equal;
  if (words == NameRelation::reordered) odds += row.reordered;
  float score = score_of(odds);
  // Common words never carry a name that has others.
  const bool others = evidence.part[E::listed_count] + evidence.part[E::query_count] > 0;
  if (evidence.meaningful == 0 && others) score = std::min(score, kCommonScoreMax);
  // Equal names are reported whatever they weigh, unless they name another kind of thing.
  return words == NameRelation::equal && evidence.part[E::kinds] == 0 ? std::max(score, kEqualScoreMin)
                                                                      : score;
}

float odds_at(float score) noexcept {
  const float share = std::clamp(score / 100.0F, 1e-6F, 1 - 1e-6F);
  // A little less, so that rounding never costs a hit.
  return (std::log(share / (1 - share)) - kOddsAt80) / kScoreSlope + kLogOddsAtThreshold - 1e-3F;
}

float odds_bound(const SideName& left, std::uint64_t absent) noexcept {
  float best = -std::numeric_limits<float>::max();
  for (std::size_t r = 0; r < kFigureRows; ++r) {
    const ScoreFigures& row = kScoreFigures[r];
    NameEvidence evidence;
    float lacking = absent == 0 ? std::max(row.equal, row.reordered) : 0;
    for (std::size_t i = 0; i < left.tokens.size(); ++i) {
      const SideToken& token = left.tokens[i];
      if ((absent >> i & 1) == 0) {
        evidence.part[E::agreed] += r == 0 ? std::min(token.bits, kCommonBitsMost) : token.bits;
      } else {
        lacking += absent_cost(row, token, evidence);
      }
    }
    best = std::max(best, log_odds(row, evidence.part) + lacking);
  }
  // Equal names are reported whatever they weigh.
  return absent == 0 ? std::max(best, odds_at(kEqualScoreMin)) : best;
}

float lack_bound(const SideToken& token) noexcept {
  if (token.appendix || token.role == WordRole::legal || token.role == WordRole::number) return 0;
  float least = -std::numeric_limits<float>::max();
  for (const ScoreFigures& row : kScoreFigures) {
    float cost = row.part[E::listed_count] + row.part[E::listed] * token.bits;
    if (minor_role(token.role)) {
      cost = row.part[E::listed_minor] * token.bits;
    } else if (token.role != WordRole::ordinary) {
      cost = row.part[E::listed_common] * token.bits;
    } else if (token.patronymic) {
      cost = row.part[E::listed_patronymic] * token.bits;
    }
    least = std::max(least, cost);
  }
  return least;
}

NameKind inferred_kind(std::span<const SideToken> tokens, NameKind declared) noexcept {
  if (declared != NameKind::unknown) return declared;
  const bool legal = std::any_of(tokens.begin(), tokens.end(),
                                 [](const SideToken& token) { return token.role == WordRole::legal; });
  return legal ? NameKind::company : NameKind::unknown;
}

bool distinctive(std::span<const SideToken> tokens) noexcept {
  int meaningful = 0;
  int words = 0;
  float bits = 0;
  float rarest = 0;
  for (const SideToken& token : tokens) {
    if (minor_role(token.role) || token.appendix) continue;
    ++words;
    bits += token.bits;
    if (token.role != WordRole::ordinary) continue;
    ++meaningful;
    rarest = std::max(rarest, token.bits);
  }
  // Common words make up for a second meaningful one only together.
  if (meaningful >= 2 || rarest >= kRareBits || bits >= kDistinctiveBits) return true;
  return words >= kCommonWordsTogether || (words >= 2 && rarest >= kUncommonBits);
}

}  // namespace ordergate::matchers
