// Small questions about tokens that alignment and score both ask.
#pragma once

#include <cstddef>
#include <span>

#include "matchers/names/lexicon.h"
#include "matchers/names/name_score.h"

namespace ordergate::matchers {

inline constexpr float kInitialBits = 2.0F;     // of a word known by its initial
inline constexpr float kShortenedShare = 0.7F;  // of the bits of a word known by its beginning

inline constexpr float kForefatherBits = 5.0F;  // of a name that fathers and grandfathers bear

inline constexpr std::uint8_t kShortenedMin = 3;  // letters of a word that may be a beginning

inline constexpr float kInitialLackBits = 0.5F;  // of an initial without a counterpart

/// Whether a token of the query can be the beginning of a longer word.
[[nodiscard]] constexpr bool may_be_shortened(const SideToken& token) noexcept {
  const bool word = token.role == WordRole::ordinary || token.role == WordRole::common;
  return token.cut && word && !token.known && token.length >= kShortenedMin && token.length <= 8;
}

/// Whether the letters of `cut`, at most eight, begin the longer `token`.
[[nodiscard]] constexpr bool begins(const SideToken& cut, const SideToken& token) noexcept {
  const std::uint64_t mask =
      cut.length >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8U * cut.length)) - 1;
  return token.length > cut.length && (token.prefix & mask) == cut.prefix;
}

/// Short enough that `prefix` holds all its letters: "Sergey Sergey" need not agree twice.
[[nodiscard]] constexpr bool may_stand_twice(const SideToken& token) noexcept {
  return token.role == WordRole::ordinary && token.length <= 8;
}
[[nodiscard]] constexpr bool same_letters(const SideToken& left, const SideToken& right) noexcept {
  return left.length == right.length && left.prefix == right.prefix;
}

/// Whether the word at `at` stands beside its like.
[[nodiscard]] inline bool beside_its_like(std::span<const SideToken> tokens, std::size_t at) noexcept {
  if (!may_stand_twice(tokens[at])) return false;
  return (at > 0 && same_letters(tokens[at - 1], tokens[at])) ||
         (at + 1 < tokens.size() && same_letters(tokens[at + 1], tokens[at]));
}

/// Words whose absence says little.
[[nodiscard]] constexpr bool minor_role(WordRole role) noexcept {
  return role == WordRole::legal || role == WordRole::stop || role == WordRole::title ||
         role == WordRole::noise;
}

}  // namespace ordergate::matchers
