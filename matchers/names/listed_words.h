// How common words are among the names of a list. A word that many listed names share tells less than
// the built-in table says: "Gazprom", "Rosneft". Counted while the index is built, then immutable.
#pragma once

#include <cstdint>
#include <vector>

#include "base/hash_map.h"
#include "matchers/names/tokens.h"

namespace ordergate::matchers {

/// From what a word stands for (NameToken::canonical) to its rarity in the list.
class ListedWords {
 public:
  /// One more name with that word. Cold.
  void count(std::uint64_t canonical);
  /// Ends the counting of `names` names. Cold.
  void finish(std::size_t names);

  /// What the token's bits come to in this list: never more than they are.
  [[nodiscard]] float bits(WordRole role, std::uint64_t canonical, float bits) const noexcept;
  void weigh(std::vector<NameToken>& tokens) const noexcept {
    for (NameToken& token : tokens) {
      token.own_bits = token.bits;
      token.bits = bits(token.role, token.canonical, token.bits);
    }
  }
  [[nodiscard]] std::size_t memory_bytes() const noexcept { return words_.memory_bytes(); }

 private:
  struct Count {
    std::uint32_t names = 0;
    float rarity = 0;  // -log2 of the share of names, once finished
  };
  static constexpr std::size_t kSlotsMin = 1024;
  HashMap<Count> words_{kSlotsMin};
};

}  // namespace ordergate::matchers
