// The one score of two names, shared by the index, by compare_names and by the reference: the best
// alignment of their tokens, what it comes to as evidence, and a score from that.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "matchers/names/lexicon.h"
#include "matchers/names/name_index.h"
#include "matchers/names/similarity.h"

namespace ordergate::matchers {

/// A token as the score sees it.
struct SideToken {
  std::uint32_t word = 0;  // the caller's number for the word
  float bits = 0;
  WordRole role = WordRole::ordinary;
  char letter = 0;  // the first one
  std::uint8_t length = 0;
  std::uint8_t form = 0;          // kind of legal form
  std::uint8_t jurisdiction = 0;  // ... whose law knows it
  std::uint64_t prefix = 0;       // the first eight letters, the first in the lowest byte
  bool cut = false;               // may be the beginning of a longer word
  bool appendix = false;
  bool after_comma = false;
  bool known = false;
  bool patronymic = false;
  bool son = false;       // stands between a name and the father's: "bin"
  bool numeral = false;   // a Han number
  bool descent = false;   // has the form of a name of descent: "Ansari"
  bool patronym = false;  // may be a forefather's name: "Muhammad"
  bool pinyin = false;    // nothing but syllables of Chinese
  bool brand = false;     // any number of companies are called so
  bool institution = false;
  bool surname = false;  // a Chinese one, in pinyin
  bool one_syllable = false;
  bool foreign = false;  // written in another script than the Latin one
};

struct SideName {
  std::span<const SideToken> tokens;  // at most 64
  PartyKind kind = PartyKind::unknown;
};

/// Most pairs that are chosen from; more are over a bound.
inline constexpr std::size_t kPairsMax = 512;

/// Neighboring tokens of the left name that could be neighboring tokens of the right one.
struct TokenPair {
  std::uint8_t left = 0, left_count = 1;
  std::uint8_t right = 0, right_count = 1;
  WordLikeness alike;
};

/// What the best alignment came to: all that the score is made of. Agreement and what is lacking are
/// in bits (how much a word tells), the rest are counts.
struct NameEvidence {
  enum Feature : std::uint8_t {
    agreed,         // bits of meaningful words that agree
    agreed_common,  // bits of other words that agree
    variant,        // ... of which by known spellings
    vowels,         // ... of which by consonants alone
    edited,         // ... of which but for typing errors
    unwritten,      // ... of which between scripts with and without vowels
    loss,           // bits lost to imperfect likeness of meaningful words
    loss_common,    // ... of other words
    vowel_words,    // words alike by consonants alone
    short_words,    // short words that are not quite the same
    edits_known,    // existing words taken for other existing words
    listed,         // bits of meaningful words that only the listed name has
    listed_count,   // ... their number
    listed_common,
    listed_minor,  // articles and titles
    listed_patronymic,
    query,  // the same for the query
    query_count,
    query_common,
    query_minor,
    query_patronymic,
    numbers,         // both have numbers that differ
    number,          // only one has a number
    order,           // another order of words
    initial,         // bits of words that only an initial stands for
    shortened,       // words of which only the beginning stands
    swapped,         // bits of meaningful words that stand against other ones
    swapped_common,  // bits of other words that do
    joined,          // words put together or apart
    excess,          // bits of an existing word beyond those of the word it was taken for
    kinds,           // a company against a ship or a person
    forms,           // legal forms of different kinds
    form,            // only one has a legal form
    fathers,         // both name a father, and not the same one
    listed_place,    // bits of places that only the listed name has, inside it
    query_place,
    abroad,  // only one names a place, and their legal forms are of different jurisdictions
    feature_count
  };
  float feature[feature_count] = {};
  std::uint8_t meaningful = 0;  // meaningful words that agree
};

struct NameScore {
  float score = 0;  // 0..100
  NameRelation relation = NameRelation::fuzzy;
  bool same_form = false;  // legal forms of the same kinds, or none on either side
  // What the score is made of:
  NameEvidence evidence;
  NameRelation words = NameRelation::fuzzy;  // how they relate, places behind the name and spellings aside
  bool coincidence = false;                  // kept below every threshold
};

/// Chooses among `pairs` (in: all candidates with similarity > 0; out: the chosen ones) and scores.
/// Left is the query.
[[nodiscard]] NameScore score_names(const SideName& left, const SideName& right,
                                    std::vector<TokenPair>& pairs) noexcept;

/// The score of an evidence: docs/matching.md. `words` is how the words relate, places behind the name,
/// spaces and known spellings aside.
[[nodiscard]] float score_evidence(const NameEvidence& evidence, NameRelation words) noexcept;

/// The log-odds that make a score.
[[nodiscard]] float odds_at(float score) noexcept;
/// The least that the token at `at` of a listed name costs (not more than 0) that nothing of the query
/// resembles, when no initial and no beginning of a word in the query stands for it.
[[nodiscard]] float lack_bound(std::span<const SideToken> tokens, std::size_t at) noexcept;

/// The most log-odds that a query can come to with a name that none of some tokens resembles.
class OddsBound {
 public:
  /// `initials`: the name has some. `beginnings`: some words of it may begin as tokens of the query do.
  /// `shifted` marks tokens that together are the letters of several of the name, cut elsewhere.
  void assign(const SideName& query, bool initials, bool beginnings, std::uint64_t shifted) noexcept;
  /// `absent` marks those tokens.
  [[nodiscard]] float operator()(std::uint64_t absent) noexcept;

 private:
  static constexpr std::size_t kTokensMax = 64, kRows = 3, kKept = 256;
  static constexpr float kUnknown = 1e9F;
  [[nodiscard]] float compute(std::uint64_t absent) const noexcept;
  struct Token {
    float present;    // bits that agree when something resembles it
    float by_letter;  // ... when only an initial or its beginning may stand for it
    float lacking;    // and what that costs
  };
  std::array<std::array<Token, kTokensMax>, kRows> tokens_{};
  std::size_t count_ = 0;
  std::uint64_t unsaid_ = 0;         // tokens whose absence changes nothing
  std::array<float, kKept> kept_{};  // by the tokens absent, of the first eight
  std::array<std::uint64_t, kKept> kept_for_{};
};

/// The declared kind; where none is declared, a company when a legal form says so.
[[nodiscard]] PartyKind inferred_kind(std::span<const SideToken> tokens, PartyKind declared) noexcept;

/// At least two meaningful words, or one rare one.
[[nodiscard]] bool distinctive(std::span<const SideToken> tokens) noexcept;
/// How telling the name is, whatever the list: "Mohammed Ali", "Wang Wei" and "Pulsar" are common.
[[nodiscard]] NameRarity rarity(std::span<const SideToken> tokens) noexcept;

}  // namespace ordergate::matchers
