#include "matchers/names/coincidence.h"

#include <algorithm>

#include "matchers/names/name_token_kinds.h"

namespace ordergate::matchers {

namespace {

using E = NameEvidence;

constexpr std::uint8_t kBrandLength = 5;   // letters of a coined name that one letter changes
constexpr float kCommonBitsBeside = 2.0F;  // of common words beside it that make up for the letter
constexpr float kCommonBitsAlone = 8.0F;   // of common words that agree without any other
constexpr float kCommonNamesBits = 18.5F;  // of given and family names that many bear
constexpr float kTypedNamesBits = 15.0F;   // ... one of them written otherwise
constexpr float kLoneNameBits = 10.0F;     // of one name that many bear
constexpr float kEditCostNear = 1.2F;      // of one typing error behind the first letter
constexpr float kUnwrittenNear = 0.86F;    // likeness of a word without vowels that is hardly another
constexpr float kKnownBits = 13.0F;        // of a word that the table does not have
constexpr float kLoneWordBits = 11.5F;     // of one word of a longer name that stands for it

class Judgment {
 public:
  Judgment(std::span<const SideToken> left, std::span<const SideToken> right, const NameEvidence& evidence,
           const Agreement& agreement) noexcept
      : left_(left),
        right_(right),
        feature_(evidence.feature),
        meaningful_(evidence.meaningful),
        agree_(agreement),
        lacks_word_(feature_[E::query_count] + feature_[E::listed_count] > 0) {}

  [[nodiscard]] bool coincidence() const noexcept {
    if (meaningful_ == 0) return of_common_words();
    if (meaningful_ == 1 && feature_[E::agreed_common] < kCommonBitsBeside && of_one_word()) return true;
    if (agree_.brands >= 2 && agree_.brands == meaningful_ && beside_brands()) return true;
    return of_east_asian() || of_person();
  }

 private:
  /// Common words and legal forms need equality; so does a town and its trade ("Shiraz Electronics", "Shiraz
  /// Electronics Industries").
  [[nodiscard]] bool of_common_words() const noexcept {
    const bool of_town = agree_.towns > 0 && agree_.content_pairs <= 2 && agree_.content;
    const bool one = agree_.content_pairs <= 1 && (agree_.content || agree_.inexact) &&
                     feature_[E::agreed_common] < kCommonBitsAlone;
    // "Sol Industry", "Industrial Solutions"
    const bool turned =
        feature_[E::order] > 0 && agree_.content_pairs <= 2 && agree_.inexact && agree_.towns == 0;
    return agree_.initial || of_town || one || turned;
  }

  /// One letter in a short coined name is another brand, and so is a number or an initial more.
  [[nodiscard]] bool of_one_word() const noexcept {
    const bool one_of_listed =
        feature_[E::listed_count] > 0 && feature_[E::query_count] + feature_[E::query_common] == 0;
    const bool one_of_query =
        feature_[E::query_count] > 0 && feature_[E::listed_count] + feature_[E::listed_common] == 0;
    if ((one_of_listed || one_of_query) && feature_[E::agreed] < kLoneWordBits) return true;
    if (agree_.short_typed || feature_[E::number] > 0 || agree_.initial) return true;
    const bool minor = feature_[E::query_minor] + feature_[E::listed_minor] > 0;
    if (minor && feature_[E::agreed] < kLoneNameBits) return true;
    const bool titles =
        feature_[E::query_minor] > 0 && feature_[E::listed_minor] > 0;  // "Faisal Sayed", "RABBI, Faisal"
    if (titles && feature_[E::agreed] < kKnownBits) return true;
    if (agree_.typed > 0 && (agree_.hardly_mistyped || feature_[E::initial] > 0 || other_law(left_, right_)))
      return true;
    return agree_.brands == 1 && beside_brands();
  }

  /// "NPO Kristall", "Kristall 2", "Kristall Logistics" and "Kristall": anything beside names that many
  /// companies take makes them another one.
  [[nodiscard]] bool beside_brands() const noexcept {
    const auto institution = [](std::span<const SideToken> tokens) {
      return std::any_of(tokens.begin(), tokens.end(),
                         [](const SideToken& token) { return token.institution; });
    };
    const float words = feature_[E::query_common] + feature_[E::listed_common] + feature_[E::query_count] +
                        feature_[E::listed_count] + feature_[E::query_place] + feature_[E::listed_place] +
                        feature_[E::query_patronymic] + feature_[E::listed_patronymic];
    return words > 0 || feature_[E::edited] > 0 || feature_[E::number] > 0 || agree_.initial ||
           agree_.letter || institution(left_) != institution(right_);
  }

  /// They are compared by syllables: another syllable, or one more, is another name.
  [[nodiscard]] bool of_east_asian() const noexcept {
    const bool typed = agree_.typed > 0;
    if (pinyin(left_) && pinyin(right_)) return lacks_word_ || typed || agree_.deferred > 0;
    return (agree_.no_syllable && (chinese(left_) || chinese(right_))) ||
           (typed && syllables(left_) && syllables(right_));
  }

  /// Given and family names that many bear.
  [[nodiscard]] bool of_person() const noexcept {
    if (feature_[E::agreed_common] >= 1 || meaningful_ < 2 || agree_.patronyms > 0) return false;
    const bool lacks = lacks_word_ || agree_.deferred > 0;
    const bool fathered = feature_[E::query_patronymic] + feature_[E::listed_patronymic] > 0;
    const bool typed = agree_.typed > 0;
    if (lacks && agree_.telling < kCommonNamesBits) return true;
    if ((typed || fathered) && agree_.telling < kTypedNamesBits) return true;
    if (agree_.hardly_mistyped && agree_.exact < kLoneNameBits) return true;
    return meaningful_ <= 2 && ((typed && lacks) || agree_.loose);
  }

  /// All words that say who it is are pinyin; ships with numbers ("Fu Yuan Yu 7863") are no such names.
  static bool pinyin(std::span<const SideToken> tokens) noexcept {
    int words = 0;
    for (const SideToken& token : tokens) {
      if (token.role == WordRole::common || token.role == WordRole::place || token.role == WordRole::number)
        return false;
      if (token.role != WordRole::ordinary) continue;
      if (!token.pinyin) return false;
      ++words;
    }
    return words >= 2;
  }

  /// A Chinese surname beside pinyin.
  static bool chinese(std::span<const SideToken> tokens) noexcept {
    return pinyin(tokens) &&
           std::any_of(tokens.begin(), tokens.end(), [](const SideToken& token) { return token.surname; });
  }

  /// Three words of one syllable each: "Hoang Thanh Ngan".
  static bool syllables(std::span<const SideToken> tokens) noexcept {
    int words = 0;
    for (const SideToken& token : tokens) {
      if (token.role == WordRole::common || token.role == WordRole::place) return false;
      if (token.role != WordRole::ordinary) continue;
      if (!token.one_syllable) return false;
      ++words;
    }
    return words >= 3;
  }

  std::span<const SideToken> left_, right_;
  const float* feature_;
  int meaningful_;
  const Agreement& agree_;
  bool lacks_word_;  // one that says who it is
};

}  // namespace

void Agreement::add(const SideToken& left, const SideToken& right, const TokenPair& pair, float bits,
                    bool meaningful) noexcept {
  const WordMatch match = pair.alike.match;
  content_pairs += minor_role(left.role) && minor_role(right.role) ? 0 : 1;
  inexact = inexact || match != WordMatch::same;
  if (left.role == WordRole::place && right.role == WordRole::place) ++towns;
  if (!meaningful) return;
  telling += left.patronym && right.patronym ? std::min(bits, kForefatherBits) : bits;
  if (left.patronymic && right.patronymic) ++patronyms;
  if (left.brand && right.brand) ++brands;
  if (match == WordMatch::unwritten) {
    loose = loose || pair.alike.similarity < kUnwrittenNear;
  } else if (match == WordMatch::edited || match == WordMatch::vowels) {
    const bool single = pair.left_count + pair.right_count == 2;
    const std::uint8_t longer = std::max(left.length, right.length);
    ++typed;
    short_typed = short_typed || !single || longer <= kBrandLength;
    no_syllable = no_syllable || (left.pinyin && !right.pinyin && right.known) ||
                  (right.pinyin && !left.pinyin && left.known);
    // Nobody mistypes one existing word for another, nor in another script.
    const bool unlikely = (left.known && right.known) || left.foreign;
    const float cost = (1 - pair.alike.similarity) * static_cast<float>(longer);  // of the edits
    hardly_mistyped =
        hardly_mistyped || (single && unlikely && match == WordMatch::edited && cost > kEditCostNear);
  } else {
    exact += bits;
  }
}

bool coincidence(std::span<const SideToken> left, std::span<const SideToken> right,
                 const NameEvidence& evidence, const Agreement& agreement) noexcept {
  return Judgment(left, right, evidence, agreement).coincidence();
}

bool other_law(std::span<const SideToken> left, std::span<const SideToken> right) noexcept {
  const auto jurisdictions = [](std::span<const SideToken> tokens) {
    unsigned set = 0;
    for (const SideToken& token : tokens)
      set |= token.role == WordRole::legal ? 1U << token.jurisdiction : 0U;
    return set & ~1U;
  };
  const unsigned left_jurisdictions = jurisdictions(left);
  const unsigned right_jurisdictions = jurisdictions(right);
  return left_jurisdictions != 0 && right_jurisdictions != 0 &&
         (left_jurisdictions & right_jurisdictions) == 0;
}

}  // namespace ordergate::matchers
