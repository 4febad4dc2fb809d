#include "matchers/names/name_score.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "matchers/names/name_token_kinds.h"
#include "matchers/names/score_weights.h"
#include "matchers/names/unmatched_token.h"

namespace ordergate::matchers {

namespace {

using E = NameEvidence;

constexpr float kOddsAt80 = 1.3863F;  // log of 80 to 20
constexpr float kCommonScoreMax = 60.0F;
constexpr float kEqualScoreMin = kEqualNameScore;
constexpr float kCommonBitsMost = 4.0F;             // of a word that is not a meaningful one
constexpr float kRareBits = 11.0F;                  // one word that makes a name distinctive
constexpr float kDistinctiveBits = 12.0F;           // ... or all its words together
constexpr float kUncommonBits = 8.0F;               // ... or one word beside another: "Huawei Technologies"
constexpr float kRareChineseBits = 20.0F;           // of a Chinese name that hardly two people bear
constexpr std::uint8_t kLoneWordLength = 7;         // letters of one word that is a party's name
constexpr std::uint8_t kLoneCompanyWordLength = 6;  // ... of a company's, when its legal form is the same
constexpr int kInitialsTogether = 3;                // letters that are a company's name
// ... or so many common ones: "Semiconductor Manufacturing International".
constexpr int kCommonWordsTogether = 3;

}  // namespace

namespace {

float log_odds(const ScoreWeights& row, const float* feature) noexcept {
  const float agreed = feature[E::agreed] + feature[E::agreed_common];
  float sum = row.base + row.agreed_20 * std::min(agreed, kAgreedBitsFirst) +
              row.agreed_40 * std::min(agreed, kAgreedBitsMost);
  for (std::size_t i = E::agreed_common + 1; i < E::feature_count; ++i) sum += row.feature[i] * feature[i];
  return sum;
}

/// What a token comes to at best that nothing resembles: it may still stand for a word, or an initial for it.
struct Absence {
  float cost = 0;
  float agreed = 0;  // bits

  /// It may as well cost `other_cost` and agree in `bits`; left out when that never comes to more, with at
  /// most `gain` for each bit.
  void or_else(float other_cost, float bits, float gain) noexcept {
    if (other_cost + gain * std::max(bits - agreed, 0.0F) <= cost) return;
    cost = std::max(cost, other_cost);
    agreed = std::max(agreed, bits);
  }
};

Absence absence(std::size_t row_number, std::span<const SideToken> tokens, std::size_t at, bool initials,
                bool beginnings) noexcept {
  const ScoreWeights& row = kScoreWeights[row_number];
  const SideToken& token = tokens[at];
  Absence none{least_unmatched_cost(row, classify(tokens, at), Side::query, token.bits), 0};
  // Initials and beginnings stand for nothing where no word agrees.
  if (row_number == 0) return none;
  if (token.role == WordRole::initial) return {0, kInitialBits};
  if (token.role != WordRole::ordinary && token.role != WordRole::common) return none;
  const float gain = row.agreed_20 + row.agreed_40;
  if (initials) none.or_else(row.feature[E::initial] * token.bits, std::min(token.bits, kInitialBits), gain);
  if (beginnings && may_be_shortened(token))
    none.or_else(row.feature[E::shortened], token.bits * kShortenedShare, gain);
  return none;
}

/// 80 at the threshold, 100 far above it.
float score_of(float odds) noexcept {
  return 100.0F / (1.0F + std::exp(-(odds - kLogOddsAtThreshold) * kScoreSlope - kOddsAt80));
}

}  // namespace

float score_evidence(const NameEvidence& evidence, NameRelation words) noexcept {
  const ScoreWeights& row = kScoreWeights[std::min<std::size_t>(evidence.meaningful, kWeightRows - 1)];
  if (evidence.feature[E::agreed] + evidence.feature[E::agreed_common] <= 0) return 0;
  float odds = log_odds(row, evidence.feature);
  if (words == NameRelation::equal) odds += row.equal;
  if (words == NameRelation::reordered) odds += row.reordered;
  float score = score_of(odds);
  // Common words never carry a name that has others.
  const bool others = evidence.feature[E::listed_count] + evidence.feature[E::query_count] > 0;
  if (evidence.meaningful == 0 && others) score = std::min(score, kCommonScoreMax);
  // Equal names are reported whatever they weigh, unless they name another kind of thing.
  return words == NameRelation::equal && evidence.feature[E::kinds] == 0 ? std::max(score, kEqualScoreMin)
                                                                         : score;
}

float odds_at(float score) noexcept {
  const float share = std::clamp(score / 100.0F, 1e-6F, 1 - 1e-6F);
  // A little less, so that rounding never costs a hit.
  return (std::log(share / (1 - share)) - kOddsAt80) / kScoreSlope + kLogOddsAtThreshold - 1e-3F;
}

void OddsBound::assign(const SideName& query, bool initials, bool beginnings,
                       std::uint64_t shifted) noexcept {
  count_ = query.tokens.size();
  unsaid_ = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    if (classify(query.tokens, i).what == UnmatchedClass::silent) unsaid_ |= std::uint64_t{1} << i;
  }
  for (std::size_t r = 0; r < kRows; ++r) {
    for (std::size_t i = 0; i < count_; ++i) {
      const SideToken& token = query.tokens[i];
      const Absence none = absence(r, query.tokens, i, initials, beginnings);
      // Without a word that says who it is, only common ones agree; and "A L-QATIRJI" with "AL QATIRJI".
      const bool common = r == 0 && (shifted >> i & 1) == 0;
      float present = common ? std::min(token.bits, kCommonBitsMost) : token.bits;
      if (token.role == WordRole::initial) present = std::max(present, kInitialBits);
      tokens_[r][i] = {present, none.agreed, none.cost};
    }
  }
  std::fill_n(kept_.begin(), std::size_t{1} << std::min<std::size_t>(count_, 8), kUnknown);
}

float OddsBound::operator()(std::uint64_t absent) noexcept {
  const std::size_t slot = (absent ^ (absent >> 8U) * 31) & (kKept - 1);
  if (kept_[slot] != kUnknown && kept_for_[slot] == absent) return kept_[slot];
  kept_for_[slot] = absent;
  return kept_[slot] = compute(absent);
}

float OddsBound::compute(std::uint64_t absent) const noexcept {
  float best = -std::numeric_limits<float>::max();
  const bool whole = (absent & ~unsaid_) == 0;  // names can be equal all the same
  for (std::size_t r = 0; r < kRows; ++r) {
    const ScoreWeights& row = kScoreWeights[r];
    float agreed = 0;
    float lacking = whole ? std::max(row.equal, row.reordered) : 0;
    for (std::size_t i = 0; i < count_; ++i) {
      const Token& token = tokens_[r][i];
      const bool here = (absent >> i & 1) == 0;
      agreed += here ? token.present : token.by_letter;
      lacking += here ? 0 : token.lacking;
    }
    const float odds = row.base + row.agreed_20 * std::min(agreed, kAgreedBitsFirst) +
                       row.agreed_40 * std::min(agreed, kAgreedBitsMost);
    best = std::max(best, odds + lacking);
  }
  // Equal names are reported whatever they weigh.
  return whole ? std::max(best, odds_at(kEqualScoreMin)) : best;
}

float lack_bound(std::span<const SideToken> tokens, std::size_t at) noexcept {
  if (tokens[at].role == WordRole::initial) return 0;  // it may stand for a word of the query
  const Unmatched unmatched = classify(tokens, at);
  float least = -std::numeric_limits<float>::max();
  for (const ScoreWeights& row : kScoreWeights)
    least = std::max(least, least_unmatched_cost(row, unmatched, Side::listed, tokens[at].bits));
  return least;
}

PartyKind inferred_kind(std::span<const SideToken> tokens, PartyKind declared) noexcept {
  if (declared != PartyKind::unknown) return declared;
  const bool legal = std::any_of(tokens.begin(), tokens.end(),
                                 [](const SideToken& token) { return token.role == WordRole::legal; });
  return legal ? PartyKind::company : PartyKind::unknown;
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

NameRarity rarity(std::span<const SideToken> tokens) noexcept {
  int words = 0;
  int meaningful = 0;
  int initials = 0;
  float bits = 0;
  bool telling = false;
  bool chinese = true;
  bool surname = false;
  bool syllables = true;  // each word is one, as in names of Vietnam and Korea
  bool company = false;
  const SideToken* last = nullptr;
  for (const SideToken& token : tokens) {
    company = company || token.role == WordRole::legal || token.role == WordRole::common;
    const bool letter = token.length == 1 && token.role == WordRole::stop;  // "O N C U Trading"
    initials += token.length == 1 ? 1 : 0;
    if ((minor_role(token.role) && !letter) || token.appendix) continue;
    ++words;
    last = &token;
    bits += letter ? kInitialBits : token.patronym ? std::min(token.bits, kForefatherBits) : token.bits;
    syllables = syllables && token.one_syllable;
    chinese = chinese && token.pinyin;
    surname = surname || token.surname;
    if (token.role != WordRole::ordinary) continue;
    ++meaningful;
    telling = telling || token.bits >= kUncommonBits;
  }
  if (words == 0) return NameRarity::common;
  if (words == 1) {
    if (last->known || last->bits < kRareBits) return NameRarity::common;
    if (last->length >= kLoneWordLength) return NameRarity::rare;
    return company && last->length >= kLoneCompanyWordLength ? NameRarity::uncommon : NameRarity::common;
  }
  if (!company && (syllables || (chinese && surname)))
    return bits >= kRareChineseBits ? NameRarity::rare : NameRarity::common;
  if (bits >= kDistinctiveBits && (telling || meaningful >= 2 || words >= kCommonWordsTogether))
    return NameRarity::rare;
  const bool said = meaningful > 0 || initials >= kInitialsTogether;
  return company && said && bits >= kUncommonBits ? NameRarity::uncommon : NameRarity::common;
}

}  // namespace ordergate::matchers
