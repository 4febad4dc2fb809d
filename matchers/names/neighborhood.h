// Keys under which a word and its misspellings meet: the word itself and what is left of it without
// one or two letters, on both sides (a deletion neighborhood), so that words within that many edits
// share a key; its phonetic keys; the word it stands for. Keys may collide: whatever they bring
// together is compared exactly afterwards.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "matchers/names/similarity.h"

namespace ordergate::matchers {

/// `written` and `spoken` file words of scripts without short vowels and all others; each looks in the
/// other's.
enum class KeySpace : std::uint64_t { text = 1, phonetic = 2, canonical = 3, written = 4, spoken = 5 };

enum class KeySide : std::uint8_t { listed, query };

namespace detail {

inline constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15ULL;

/// Polynomial hashes of a word's beginnings and ends, to hash it without some letter in constant time.
class DeletionHasher {
 public:
  explicit DeletionHasher(std::string_view word) noexcept : length_(word.size() > 63 ? 63 : word.size()) {
    power_[0] = 1;
    for (std::size_t i = 0; i < length_; ++i) {
      power_[i + 1] = power_[i] * kBase;
      head_[i + 1] = head_[i] * kBase + static_cast<unsigned char>(word[i]) + 1;
    }
    for (std::size_t i = length_; i-- > 0;)
      tail_[i] = tail_[i + 1] + (static_cast<unsigned char>(word[i]) + 1U) * power_[length_ - 1 - i];
  }
  [[nodiscard]] std::uint64_t whole() const noexcept { return head_[length_]; }
  [[nodiscard]] std::uint64_t without(std::size_t i) const noexcept {
    return head_[i] * power_[length_ - 1 - i] + tail_[i + 1];
  }
  [[nodiscard]] std::uint64_t without(std::size_t i, std::size_t j) const noexcept {
    const std::uint64_t middle = head_[j] - head_[i + 1] * power_[j - i - 1];
    return (head_[i] * power_[j - i - 1] + middle) * power_[length_ - 1 - j] + tail_[j + 1];
  }
  [[nodiscard]] std::size_t length() const noexcept { return length_; }

 private:
  std::size_t length_;
  std::array<std::uint64_t, 65> power_{}, head_{}, tail_{};
};

constexpr std::uint64_t spaced(std::uint64_t hash, KeySpace space) noexcept {
  return mix64(hash ^ (static_cast<std::uint64_t>(space) << 56U));
}

}  // namespace detail

/// Calls `take(key)` for the word without any `edits` letters or fewer.
template <typename Take>
void each_deletion(std::string_view word, int edits, Take&& take) noexcept {
  const detail::DeletionHasher hasher(word);
  take(detail::spaced(hasher.whole(), KeySpace::text));
  if (edits < 1) return;
  for (std::size_t i = 0; i < hasher.length(); ++i) {
    if (i > 0 && word[i] == word[i - 1]) continue;
    take(detail::spaced(hasher.without(i), KeySpace::text));
  }
  if (edits < 2) return;
  for (std::size_t i = 0; i < hasher.length(); ++i) {
    for (std::size_t j = i + 1; j < hasher.length(); ++j)
      take(detail::spaced(hasher.without(i, j), KeySpace::text));
  }
}

/// Consonants, to find words of scripts without short vowels among all others and the other way round.
template <typename Take>
void each_sound_key(const Word& word, KeySide side, Take&& take) noexcept {
  const bool written = word.script == FoldScript::arabic || word.script == FoldScript::hebrew;
  const KeySpace space = written == (side == KeySide::listed) ? KeySpace::written : KeySpace::spoken;
  const PhoneticKey coarse = abjad_key(word.text);
  if (coarse.length < 2) return;
  take(detail::spaced(coarse.hash(), space));
  if (written && word.text.find('q') != std::string_view::npos)
    take(detail::spaced(abjad_key(word.text, true).hash(), space));
}

/// Calls `take(key)` for everything under which `word` is filed, or looked for. `edits` bounds the
/// typing errors.
template <typename Take>
void each_key(const Word& word, int edits, KeySide side, Take&& take) noexcept {
  each_deletion(word.text, edits, take);
  take(detail::spaced(word.canonical, KeySpace::canonical));
  if (word.role == WordRole::number || word.text.size() < 2) return;
  if (word.consonants != 0 && word.text.size() >= 3)
    take(detail::spaced(word.consonants, KeySpace::phonetic));
  each_sound_key(word, side, take);
}

/// The same for neighbors put together.
template <typename Take>
void each_joined_key(const Word& word, KeySide side, Take&& take) noexcept {
  each_deletion(word.text, word.text.size() >= kJoinedEditBytesMin ? 1 : 0, take);
  each_sound_key(word, side, take);
}

}  // namespace ordergate::matchers
