// Agreement that is no evidence: what names of other parties share every day ("Oricom" and "Orion", "NPO
// Kristall" and "Kristall 2", two given names that many bear).
#pragma once

#include <span>

#include "matchers/names/name_score.h"

namespace ordergate::matchers {

/// What an alignment's evidence does not tell of how the words agree.
struct Agreement {
  float telling = 0;  // bits of meaningful words, less those of names that many bear
  float exact = 0;    // ... of those that agree to the letter
  int typed = 0;      // meaningful words alike but for typing errors or vowels
  int patronyms = 0;  // fathers' names
  int towns = 0;
  int brands = 0;                // names that many companies take
  int content_pairs = 0;         // words, but for legal forms, articles and titles
  bool short_typed = false;      // a short word, or two put together, alike but for a typing error
  bool hardly_mistyped = false;  // too many typing errors for what kind of word it is
  bool no_syllable = false;      // pinyin and an existing word that is none, alike but for a typing error
  bool loose = false;            // a word without vowels that may well be another
  bool inexact = false;          // some words are not the same letters
  // What has no counterpart:
  bool content = false;  // any word but a legal form
  bool initial = false;
  bool letter = false;  // an article of one letter
  int deferred = 0;     // forefathers' names and words written twice

  /// Takes a pair of words that agree in so many bits.
  void add(const SideToken& left, const SideToken& right, const TokenPair& pair, float bits,
           bool meaningful) noexcept;
};

/// True when the agreement of `left` (the query) and `right` is a coincidence.
[[nodiscard]] bool coincidence(std::span<const SideToken> left, std::span<const SideToken> right,
                               const NameEvidence& evidence, const Agreement& agreement) noexcept;

/// The legal forms of both are known to the law of different countries.
[[nodiscard]] bool other_law(std::span<const SideToken> left, std::span<const SideToken> right) noexcept;

}  // namespace ordergate::matchers
