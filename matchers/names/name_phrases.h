// A name's words as the lexicon's phrases: where one begins, what it is. Base of what gives words their
// roles.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "matchers/names/tokens.h"

namespace ordergate::matchers {

struct PhraseMatch {
  const WordInfo* info = nullptr;
  std::size_t tokens = 0;
};

inline bool has_use(const WordInfo* info, WordUse use) noexcept {
  return info != nullptr && (info->uses & static_cast<std::uint16_t>(use)) != 0;
}

/// Reads and marks one name's tokens; its positions are theirs. Lives no longer than the name.
class NamePhrases {
 public:
  explicit NamePhrases(NameText& name) noexcept
      : name_(name), tokens_(name.tokens()), lexicon_(Lexicon::builtin()) {}

  [[nodiscard]] std::uint64_t key_of(std::size_t i) const noexcept {
    return tokens_[i].han != 0 ? han_hash(tokens_[i].han) : tokens_[i].hash;
  }

  /// The longest phrase at `first` that `accept` takes.
  template <typename Accept>
  [[nodiscard]] PhraseMatch longest(std::size_t first, Accept&& accept) const noexcept {
    PhraseMatch best;
    std::uint64_t key = key_of(first);
    for (std::size_t count = 1; count <= Lexicon::kPhraseTokensMax; ++count) {
      const WordInfo* info = lexicon_.find(key);
      if (info == nullptr) break;
      if (info->word && accept(*info, count)) best = {info, count};
      if (!info->prefix || first + count >= tokens_.size()) break;
      key = Lexicon::phrase_key(key, key_of(first + count));
    }
    return best;
  }
  [[nodiscard]] PhraseMatch longest_use(std::size_t first, WordUse use) const noexcept {
    return longest(first, [use](const WordInfo& info, std::size_t) { return has_use(&info, use); });
  }

  [[nodiscard]] bool legal_at(std::size_t i) const noexcept {
    const WordInfo* const info = lexicon_.find(key_of(i));
    return info != nullptr && info->word && info->role == WordRole::legal;
  }
  [[nodiscard]] PhraseMatch legal_phrase(std::size_t i) const noexcept {
    return longest(i, [](const WordInfo& info, std::size_t) { return info.role == WordRole::legal; });
  }

  void drop(std::size_t first, std::size_t count) noexcept {
    for (std::size_t i = first; i < first + count && i < tokens_.size(); ++i)
      tokens_[i].role = WordRole::noise;
  }

 protected:
  NameText& name_;
  std::vector<NameToken>& tokens_;
  const Lexicon& lexicon_;
};

}  // namespace ordergate::matchers
