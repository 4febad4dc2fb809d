// The best alignment of two names' tokens, and what it comes to as evidence.
#include <algorithm>
#include <utility>

#include "matchers/names/coincidence.h"
#include "matchers/names/name_score.h"
#include "matchers/names/name_token_kinds.h"
#include "matchers/names/unmatched_token.h"

namespace ordergate::matchers {

namespace {

constexpr std::uint8_t kShortLength = 5;
constexpr float kCoincidenceScore = 60.0F;  // below any threshold that is of use

std::uint64_t span_mask(std::uint8_t first, std::uint8_t count) noexcept {
  return ((count >= 64 ? 0 : std::uint64_t{1} << count) - 1) << first;
}

float span_bits(std::span<const SideToken> tokens, std::uint8_t first, std::uint8_t count) noexcept {
  float bits = 0;
  for (std::size_t i = first; i < static_cast<std::size_t>(first) + count; ++i) bits += tokens[i].bits;
  return bits;
}

bool kinds_conflict(PartyKind left, PartyKind right) noexcept {
  if (left == PartyKind::unknown || right == PartyKind::unknown || left == right) return false;
  const auto body = [](PartyKind kind) {
    return kind == PartyKind::company || kind == PartyKind::government;
  };
  return !(body(left) && body(right));
}

class Alignment {
 public:
  Alignment(const SideName& left, const SideName& right, std::vector<TokenPair>& pairs) noexcept
      : left_(left.tokens),
        right_(right.tokens),
        pairs_(pairs),
        kinds_(kinds_conflict(left.kind, right.kind)) {}

  NameScore score() noexcept {
    choose();
    match_initials();
    match_shortened();
    for (std::size_t i = 0; i < left_.size(); ++i) {
      if ((used_left_ >> i & 1) == 0) lack(Side::query, i);
    }
    for (std::size_t j = 0; j < right_.size(); ++j) {
      if ((used_right_ >> j & 1) == 0) lack(Side::listed, j);
    }
    const bool read_as_one = numeral_ && numerals(left_) && numerals(right_);  // 8 and 18
    feature(E::numbers) = (lacks_left_.number && lacks_right_.number) || read_as_one ? 1 : 0;
    add_deferred();
    feature(E::fathers) = (lacks_left_.patronym && lacks_right_.patronym) || exchanged() ? 1 : 0;
    feature(E::number) = lacks_left_.number != lacks_right_.number ? 1 : 0;
    feature(E::swapped) = std::min(feature(E::query), feature(E::listed));
    feature(E::swapped_common) = std::min(feature(E::query_common) + feature(E::query_place),
                                          feature(E::listed_common) + feature(E::listed_place));
    const bool ordered = same_order();
    feature(E::order) = ordered ? 0 : 1;
    const NameRelation words = ordered ? NameRelation::equal : NameRelation::reordered;
    // The very words of a listed name are for a person to see though it names another kind of thing; one
    // word alone is not ("Victoria").
    const bool very_words = ordered && agreement_.content_pairs > 1 && same_words(true);
    feature(E::kinds) = kinds_ && !very_words ? 1 : 0;
    compare_forms();
    feature(E::abroad) = abroad() ? 1 : 0;
    out_.relation = !appendix_ && same_words(true) ? words : NameRelation::fuzzy;
    out_.words = same_words(false) ? words : NameRelation::fuzzy;
    out_.score = score_evidence(out_.evidence, out_.words);
    agreement_.content = open_content_;
    agreement_.deferred = lacks_left_.deferred() + lacks_right_.deferred();
    out_.coincidence = coincidence(left_, right_, out_.evidence, agreement_);
    if (out_.coincidence) out_.score = std::min(out_.score, kCoincidenceScore);
    return out_;
  }

 private:
  using E = NameEvidence;

  /// What a name has no counterpart for, beside what the evidence says already.
  struct Lacks {
    bool number = false;
    bool patronym = false;
    // Words whose cost depends on what else has none:
    float repeated_bits = 0, forefather_bits = 0;
    int repeated = 0, forefathers = 0;
    [[nodiscard]] int deferred() const noexcept { return repeated + forefathers; }
  };

  float& feature(E::Feature which) noexcept { return out_.evidence.feature[which]; }

  /// Whether `a`, of value `a_value`, comes before `b`: more telling, else nearer in place.
  static bool better(const TokenPair& a, float a_value, const TokenPair& b, float b_value) noexcept {
    if (a_value > b_value + 1e-4F || b_value > a_value + 1e-4F) return a_value > b_value;
    const auto shift = [](const TokenPair& p) {
      return p.left > p.right ? p.left - p.right : p.right - p.left;
    };
    if (shift(a) != shift(b)) return shift(a) < shift(b);
    if (a.left != b.left) return a.left < b.left;
    if (a.right != b.right) return a.right < b.right;
    return a.left_count + a.right_count < b.left_count + b.right_count;
  }

  void choose() noexcept {
    if (pairs_.size() > kPairsMax) pairs_.resize(kPairsMax);
    std::size_t kept = 0;
    for (;;) {
      float best = 0;
      std::size_t at = pairs_.size();
      for (std::size_t i = kept; i < pairs_.size(); ++i) {
        const TokenPair& pair = pairs_[i];
        if ((span_mask(pair.left, pair.left_count) & used_left_) != 0 ||
            (span_mask(pair.right, pair.right_count) & used_right_) != 0)
          continue;
        const float value = std::min(span_bits(left_, pair.left, pair.left_count),
                                     span_bits(right_, pair.right, pair.right_count)) *
                            pair.alike.similarity;
        if (at == pairs_.size() || better(pair, value, pairs_[at], best)) {
          best = value;
          at = i;
        }
      }
      if (at == pairs_.size()) break;
      take(pairs_[at]);
      std::swap(pairs_[kept++], pairs_[at]);
    }
    pairs_.resize(kept);
  }

  void take(const TokenPair& pair) noexcept {
    used_left_ |= span_mask(pair.left, pair.left_count);
    used_right_ |= span_mask(pair.right, pair.right_count);
    const SideToken& left = left_[pair.left];
    const SideToken& right = right_[pair.right];
    const float bits_left = span_bits(left_, pair.left, pair.left_count);
    const float bits_right = span_bits(right_, pair.right, pair.right_count);
    const float bits = std::min(bits_left, bits_right);
    const bool single = pair.left_count + pair.right_count == 2;
    const bool meaningful = single ? left.role == WordRole::ordinary && right.role == WordRole::ordinary
                            : pair.left_count == 1 ? left.role == WordRole::ordinary
                                                   : right.role == WordRole::ordinary;
    feature(meaningful ? E::agreed : E::agreed_common) += bits;
    if (meaningful) ++out_.evidence.meaningful;
    if (!single) feature(E::joined) += 1;
    const float loss = bits * (1 - pair.alike.similarity);
    agreement_.add(left, right, pair, bits, meaningful);
    switch (pair.alike.match) {
      case WordMatch::variant:
        feature(E::variant) += meaningful ? bits : 0;
        break;
      case WordMatch::vowels:
        feature(E::vowels) += meaningful ? bits : 0;
        break;
      case WordMatch::edited:
        feature(E::edited) += meaningful ? bits : 0;
        break;
      case WordMatch::unwritten:
        feature(E::unwritten) += meaningful ? bits : 0;
        break;
      default:
        break;
    }
    const bool typed = pair.alike.match == WordMatch::edited || pair.alike.match == WordMatch::vowels ||
                       pair.alike.match == WordMatch::unwritten;
    if (!typed) return;
    feature(meaningful ? E::loss : E::loss_common) += loss;
    if (meaningful && pair.alike.match == WordMatch::vowels) feature(E::vowel_words) += 1;
    if (meaningful && std::max(left.length, right.length) <= kShortLength) feature(E::short_words) += 1;
    if (!single) return;
    if (left.known && right.known) feature(E::edits_known) += 1;
    // What an existing word says beyond the word it was taken for is not explained by it.
    if (left.known && bits_left > bits) feature(E::excess) += bits_left - bits;
    if (right.known && bits_right > bits) feature(E::excess) += bits_right - bits;
  }

  /// "J." for "Jamaro", on either side.
  void match_initials() noexcept {
    if (out_.evidence.meaningful == 0) return;  // an initial alone stands for nothing
    for (std::size_t i = 0; i < left_.size(); ++i) {
      if ((used_left_ >> i & 1) != 0) continue;
      for (std::size_t j = 0; j < right_.size(); ++j) {
        if ((used_right_ >> j & 1) != 0 || left_[i].letter != right_[j].letter) continue;
        const bool one = left_[i].role == WordRole::initial;
        if (one == (right_[j].role == WordRole::initial)) continue;
        const SideToken& full = one ? right_[j] : left_[i];
        if (full.role != WordRole::ordinary && full.role != WordRole::common) continue;
        if (full.institution) continue;
        used_left_ |= std::uint64_t{1} << i;
        used_right_ |= std::uint64_t{1} << j;
        feature(E::initial) += full.bits;
        feature(E::agreed_common) += std::min(full.bits, kInitialBits);
        initials_ = true;
        break;
      }
    }
  }

  /// "Inst." for "Institute", or a name cut off at its end; of the query only.
  void match_shortened() noexcept {
    if (out_.evidence.meaningful == 0) return;
    for (std::size_t i = 0; i < left_.size(); ++i) {
      const SideToken& token = left_[i];
      if ((used_left_ >> i & 1) != 0 || !may_be_shortened(token)) continue;
      for (std::size_t j = 0; j < right_.size(); ++j) {
        const bool word = right_[j].role == WordRole::ordinary || right_[j].role == WordRole::common;
        if ((used_right_ >> j & 1) != 0 || !word || !begins(token, right_[j])) continue;
        used_left_ |= std::uint64_t{1} << i;
        used_right_ |= std::uint64_t{1} << j;
        feature(E::shortened) += 1;
        feature(E::agreed_common) += std::min(token.bits, right_[j].bits) * kShortenedShare;
        initials_ = true;
        break;
      }
    }
  }

  /// Takes a token without a counterpart.
  void lack(Side side, std::size_t at) noexcept {
    using Class = UnmatchedClass;
    const std::span<const SideToken> tokens = side == Side::query ? left_ : right_;
    const SideToken& token = tokens[at];
    const Unmatched unmatched = classify(tokens, at);
    if (unmatched.what == Class::silent) {
      if (token.role != WordRole::legal) appendix_ = true;
      return;
    }
    open_content_ = true;
    if (token.numeral) numeral_ = true;
    Lacks& lacks = side == Side::query ? lacks_left_ : lacks_right_;
    if (unmatched.beside_its_like && repeats(tokens, at, side == Side::query ? used_left_ : used_right_)) {
      lacks.repeated_bits += token.bits;
      ++lacks.repeated;
      return;
    }
    const bool word = unmatched.what == Class::word || unmatched.what == Class::forefather ||
                      unmatched.what == Class::descent;
    if (unmatched.what == Class::patronymic || (word && at > 0 && tokens[at - 1].son)) lacks.patronym = true;
    if (unmatched.what == Class::forefather || (unmatched.what == Class::descent && lacks.forefathers > 0)) {
      lacks.forefather_bits += token.bits;
      ++lacks.forefathers;
      return;
    }
    if (unmatched.what == Class::number) lacks.number = true;
    if (unmatched.what == Class::initial) agreement_.initial = true;
    if (unmatched.what == Class::minor && token.length == 1) agreement_.letter = true;
    add_unmatched(out_.evidence, unmatched.what, side, token.bits);
  }

  /// Words that count for little only where no other word stands against them.
  void add_deferred() noexcept {
    const bool unopposed_left =
        feature(E::listed_count) + feature(E::listed_patronymic) == 0 && lacks_right_.deferred() == 0;
    const bool unopposed_right =
        feature(E::query_count) + feature(E::query_patronymic) == 0 && lacks_left_.deferred() == 0;
    add_deferred(lacks_left_, unopposed_left, Side::query);
    add_deferred(lacks_right_, unopposed_right, Side::listed);
  }

  void add_deferred(const Lacks& lacks, bool unopposed, Side side) noexcept {
    using Class = UnmatchedClass;
    add_unmatched(out_.evidence, unopposed ? Class::initial : Class::word, side, lacks.repeated_bits,
                  lacks.repeated);
    const bool patronymic = unopposed && out_.evidence.meaningful >= 2;
    add_unmatched(out_.evidence, patronymic ? Class::patronymic : Class::word, side, lacks.forefather_bits,
                  lacks.forefathers);
  }

  /// "Zarquon Inc." and "Zarquon de Mexico, S.A. de C.V."
  [[nodiscard]] bool abroad() noexcept {
    return (feature(E::query_place) > 0) != (feature(E::listed_place) > 0) && other_law(left_, right_);
  }

  /// "Sergey Sergey Shoigu": a word that agrees, written twice.
  static bool repeats(std::span<const SideToken> tokens, std::size_t at, std::uint64_t used) noexcept {
    const auto twin = [&](std::size_t i) {
      return (used >> i & 1) != 0 && same_letters(tokens[i], tokens[at]);
    };
    return (at > 0 && twin(at - 1)) || (at + 1 < tokens.size() && twin(at + 1));
  }

  static bool numerals(std::span<const SideToken> tokens) noexcept {
    return std::any_of(tokens.begin(), tokens.end(), [](const SideToken& token) { return token.numeral; });
  }

  /// "Salman bin Muhammad" and "Muhammad bin Salman".
  [[nodiscard]] bool exchanged() const noexcept {
    const auto partner = [&](std::size_t left) {
      for (const TokenPair& pair : pairs_) {
        if (pair.left == left && pair.left_count == 1 && pair.right_count == 1)
          return std::size_t{pair.right};
      }
      return right_.size();
    };
    for (std::size_t i = 1; i + 1 < left_.size(); ++i) {
      if (!left_[i].son) continue;
      const std::size_t son = partner(i - 1);
      const std::size_t father = partner(i + 1);
      if (son == right_.size() || father == right_.size() || son != father + 2) continue;
      if (right_[father + 1].son) return true;
    }
    return false;
  }

  void compare_forms() noexcept {
    const auto kinds = [](std::span<const SideToken> tokens) {
      unsigned set = 0;
      for (const SideToken& token : tokens) set |= token.role == WordRole::legal ? 1U << token.form : 0U;
      return set;
    };
    const unsigned left = kinds(left_) & ~1U;  // forms of no kind fit any other
    const unsigned right = kinds(right_) & ~1U;
    out_.same_form = left == right;
    feature(E::forms) = left != 0 && right != 0 && (left & right) == 0 ? 1 : 0;
    feature(E::form) = (left == 0) != (right == 0) ? 1 : 0;
  }

  /// Every word but legal forms agrees: to the letter and word by word, or at least in what it says.
  [[nodiscard]] bool same_words(bool to_the_letter) const noexcept {
    if (open_content_ || initials_ || pairs_.empty()) return false;
    for (const TokenPair& pair : pairs_) {
      if (left_[pair.left].role == WordRole::legal || right_[pair.right].role == WordRole::legal) continue;
      const bool same = pair.alike.match == WordMatch::same;
      if (to_the_letter ? !same || pair.left_count + pair.right_count != 2
                        : !same && pair.alike.match != WordMatch::variant)
        return false;
    }
    return true;
  }

  /// The right name's words follow those of the left, or do when one side is turned at its comma:
  /// "SURNAME, Given" and "Given Surname".
  [[nodiscard]] bool same_order() const noexcept {
    std::uint8_t partner[64] = {};
    for (const TokenPair& pair : pairs_) partner[pair.left] = pair.right;
    const auto follows = [&](std::size_t turn_left, std::size_t turn_right) {
      int last = -1;
      for (std::size_t k = 0; k < left_.size(); ++k) {
        const std::size_t i = (k + turn_left) % left_.size();
        const bool paired =
            std::any_of(pairs_.begin(), pairs_.end(), [&](const TokenPair& p) { return p.left == i; });
        if (!paired || left_[i].role == WordRole::legal || right_[partner[i]].role == WordRole::legal)
          continue;
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
  static std::size_t turn(std::span<const SideToken> tokens) noexcept {
    std::size_t at = 0;
    for (std::size_t i = 1; i < tokens.size(); ++i) {
      if (!tokens[i].after_comma || tokens[i].role == WordRole::legal) continue;
      if (at != 0) return 0;
      at = i;
    }
    return at;
  }

  std::span<const SideToken> left_, right_;
  std::vector<TokenPair>& pairs_;
  NameScore out_;
  std::uint64_t used_left_ = 0, used_right_ = 0;
  bool kinds_;
  bool open_content_ = false, initials_ = false, appendix_ = false;
  bool numeral_ = false;  // a Han number has no counterpart
  Agreement agreement_;
  Lacks lacks_left_, lacks_right_;
};

}  // namespace

NameScore score_names(const SideName& left, const SideName& right, std::vector<TokenPair>& pairs) noexcept {
  return Alignment(left, right, pairs).score();
}

}  // namespace ordergate::matchers
