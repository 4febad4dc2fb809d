#include "matchers/name_score.h"

#include <algorithm>

namespace ordergate::matchers {

ScoreFigures score_figures;

namespace {

constexpr std::size_t kPairsMax = 512;
constexpr float kSame = 1.0F;
constexpr float kCarryBits = 3.5F;  // a matched word of fewer bits carries nothing
constexpr float kRareBits = 11.0F;  // one word that makes a name distinctive
constexpr float kMeaningfulBits = 4.0F;

std::uint64_t span_mask(std::uint8_t first, std::uint8_t count) noexcept {
  return ((count >= 64 ? 0 : std::uint64_t{1} << count) - 1) << first;
}

bool content(const SideToken& token) noexcept {
  return token.role != WordRole::legal && token.role != WordRole::noise;
}

bool minor(WordRole role) noexcept {
  return role == WordRole::legal || role == WordRole::stop || role == WordRole::title;
}

float span_bits(SideName name, std::uint8_t first, std::uint8_t count) noexcept {
  float bits = 0;
  for (std::size_t i = first; i < static_cast<std::size_t>(first) + count; ++i) bits += name[i].bits;
  return bits;
}

class Alignment {
 public:
  Alignment(SideName left, SideName right, std::vector<TokenPair>& pairs) noexcept
      : left_(left), right_(right), pairs_(pairs) {}

  NameScore score() noexcept {
    choose();
    match_initials();
    lack_left();
    lack_right();
    const float conflict = std::min(lacking_left_, lacking_right_);
    damage_ += conflict * score_figures.conflict;
    if (number_left_ && number_right_) damage_ += score_figures.number_conflict;
    NameScore result;
    result.relation = relation();
    if (result.relation == NameRelation::reordered) damage_ += score_figures.order;
    if (evidence_ <= 0) return result;
    result.score = 100.0F * evidence_ / (evidence_ + damage_);
    if (result.relation != NameRelation::equal) {
      const bool whole = result.relation == NameRelation::reordered;
      if (!carried_ && !whole) result.score = std::min(result.score, 60.0F);
      if (!whole && evidence_ < score_figures.evidence_min)
        result.score -= (score_figures.evidence_min - evidence_) * score_figures.evidence_slope;
    }
    result.score = std::max(result.score, 0.0F);
    return result;
  }

 private:
  [[nodiscard]] float gain(const TokenPair& pair) const noexcept {
    return std::min(span_bits(left_, pair.left, pair.left_count),
                    span_bits(right_, pair.right, pair.right_count)) *
           pair.similarity;
  }

  /// The most telling pairs first; among equals those that keep the order.
  void choose() noexcept {
    if (pairs_.size() > kPairsMax) pairs_.resize(kPairsMax);
    std::size_t kept = 0;
    for (;;) {
      float best = 0;
      std::size_t at = pairs_.size();
      int best_shift = 0;
      for (std::size_t i = kept; i < pairs_.size(); ++i) {
        const TokenPair& pair = pairs_[i];
        if ((span_mask(pair.left, pair.left_count) & used_left_) != 0 ||
            (span_mask(pair.right, pair.right_count) & used_right_) != 0)
          continue;
        const float value = gain(pair);
        const int shift = pair.left > pair.right ? pair.left - pair.right : pair.right - pair.left;
        if (value > best + 1e-4F || (at < pairs_.size() && value > best - 1e-4F && shift < best_shift)) {
          best = value;
          best_shift = shift;
          at = i;
        }
      }
      if (at == pairs_.size()) break;
      take(pairs_[at], best);
      std::swap(pairs_[kept++], pairs_[at]);
    }
    pairs_.resize(kept);
  }

  void take(const TokenPair& pair, float value) noexcept {
    used_left_ |= span_mask(pair.left, pair.left_count);
    used_right_ |= span_mask(pair.right, pair.right_count);
    evidence_ += value;
    const float bits = std::min(span_bits(left_, pair.left, pair.left_count),
                                span_bits(right_, pair.right, pair.right_count));
    damage_ += bits - value;
    const bool common =
        left_[pair.left].role != WordRole::ordinary && right_[pair.right].role != WordRole::ordinary;
    if (!common && value >= kCarryBits) carried_ = true;
  }

  /// "J." for "Jamaro", on either side.
  void match_initials() noexcept {
    for (std::size_t i = 0; i < left_.size(); ++i) {
      if ((used_left_ >> i & 1) != 0) continue;
      for (std::size_t j = 0; j < right_.size(); ++j) {
        if ((used_right_ >> j & 1) != 0 || left_[i].letter != right_[j].letter) continue;
        const bool one = left_[i].role == WordRole::initial;
        const bool other = right_[j].role == WordRole::initial;
        if (one == other) continue;
        const SideToken& full = one ? right_[j] : left_[i];
        if (full.role != WordRole::ordinary && full.role != WordRole::common) continue;
        used_left_ |= std::uint64_t{1} << i;
        used_right_ |= std::uint64_t{1} << j;
        evidence_ += std::min(left_[i].bits, right_[j].bits);
        damage_ += full.bits * score_figures.initial_share *
                   (one ? score_figures.listed_ordinary : score_figures.query_ordinary);
        initials_ = true;
        break;
      }
    }
  }

  void lack_left() noexcept {
    for (std::size_t i = 0; i < left_.size(); ++i) {
      if ((used_left_ >> i & 1) != 0) continue;
      const SideToken& token = left_[i];
      damage_ += token.bits * query_share(token);
      if (token.appendix || token.role == WordRole::noise) continue;
      if (content(token)) open_content_ = true;
      if (token.role == WordRole::number) number_left_ = true;
      if (!minor(token.role) && token.role != WordRole::number) lacking_left_ += token.bits;
    }
  }

  void lack_right() noexcept {
    for (std::size_t j = 0; j < right_.size(); ++j) {
      if ((used_right_ >> j & 1) != 0) continue;
      const SideToken& token = right_[j];
      float share = score_figures.listed_ordinary;
      if (minor(token.role)) share = score_figures.minor;
      if (token.role == WordRole::common || token.role == WordRole::place)
        share = score_figures.listed_common;
      if (token.appendix) share = score_figures.appendix;
      damage_ += token.bits * share;
      if (token.role == WordRole::noise) continue;
      if (content(token)) open_content_ = true;
      if (token.appendix) continue;
      if (token.role == WordRole::number) number_right_ = true;
      if (!minor(token.role) && token.role != WordRole::number) lacking_right_ += token.bits;
    }
  }

 public:
  static float query_share(const SideToken& token) noexcept {
    if (token.appendix) return score_figures.appendix;
    if (minor(token.role)) return score_figures.minor;
    if (token.role == WordRole::common) return score_figures.query_common;
    if (token.role == WordRole::place) return score_figures.query_place;
    return score_figures.query_ordinary;
  }

 private:
  [[nodiscard]] NameRelation relation() noexcept {
    if (open_content_ || initials_) return NameRelation::fuzzy;
    for (const TokenPair& pair : pairs_) {
      const bool minor_pair =
          left_[pair.left].role == WordRole::legal || right_[pair.right].role == WordRole::legal;
      if (!minor_pair && (pair.similarity < kSame || pair.left_count != 1 || pair.right_count != 1))
        return NameRelation::fuzzy;
    }
    return same_order() ? NameRelation::equal : NameRelation::reordered;
  }

  /// Content tokens of the right name follow those of the left, or do when one side is turned at its
  /// comma: "SURNAME, Given" and "Given Surname".
  [[nodiscard]] bool same_order() noexcept {
    std::uint8_t partner[64] = {};
    for (const TokenPair& pair : pairs_) partner[pair.left] = pair.right;
    const auto follows = [&](std::size_t turn_left, std::size_t turn_right) {
      int last = -1;
      for (std::size_t k = 0; k < left_.size(); ++k) {
        const std::size_t i = (k + turn_left) % left_.size();
        if (!content(left_[i]) || (used_left_ >> i & 1) == 0) continue;
        const std::size_t j = (partner[i] + right_.size() - turn_right) % right_.size();
        if (static_cast<int>(j) < last) return false;
        last = static_cast<int>(j);
      }
      return true;
    };
    if (follows(0, 0)) return true;
    const std::size_t left_turn = turn(left_);
    const std::size_t right_turn = turn(right_);
    return (left_turn != 0 && follows(left_turn, 0)) || (right_turn != 0 && follows(0, right_turn));
  }

  /// Where the only comma of a name stands; 0 when there is none or several.
  static std::size_t turn(SideName name) noexcept {
    std::size_t at = 0;
    for (std::size_t i = 1; i < name.size(); ++i) {
      if (!name[i].after_comma || !content(name[i])) continue;
      if (at != 0) return 0;
      at = i;
    }
    return at;
  }

  SideName left_, right_;
  std::vector<TokenPair>& pairs_;
  std::uint64_t used_left_ = 0, used_right_ = 0;
  float evidence_ = 0, damage_ = 0;
  float lacking_left_ = 0, lacking_right_ = 0;
  bool open_content_ = false, initials_ = false, carried_ = false;
  bool number_left_ = false, number_right_ = false;
};

}  // namespace

NameScore score_names(SideName left, SideName right, std::vector<TokenPair>& pairs) noexcept {
  return Alignment(left, right, pairs).score();
}

float score_bound(SideName left, std::uint64_t absent) noexcept {
  float evidence = 0;
  float damage = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const bool gone = (absent >> i & 1) != 0;
    if (!gone) {
      evidence += left[i].bits;
      continue;
    }
    // It may still stand against an initial of the other name.
    const float by_initial = left[i].bits * score_figures.initial_share * score_figures.query_ordinary;
    damage += std::min(left[i].bits * Alignment::query_share(left[i]), by_initial);
    evidence += 2.0F;
  }
  return evidence <= 0 ? 0 : 100.0F * evidence / (evidence + damage);
}

bool distinctive(SideName name) noexcept {
  int meaningful = 0;
  float rarest = 0;
  for (const SideToken& token : name) {
    if (token.role == WordRole::ordinary) {
      ++meaningful;
      rarest = std::max(rarest, token.bits);
    } else if (token.role == WordRole::common || token.role == WordRole::place ||
               token.role == WordRole::number) {
      // A common word helps a meaningful one, two common words make no name.
      meaningful += meaningful > 0 && token.bits >= kMeaningfulBits ? 1 : 0;
    }
  }
  return meaningful >= 2 || rarest >= kRareBits;
}

}  // namespace ordergate::matchers
