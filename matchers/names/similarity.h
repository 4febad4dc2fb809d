// How alike two words are: typing errors by bit-parallel edit distance, spelling habits of
// transliteration by phonetic keys, unwritten vowels of Arabic and Hebrew by sound classes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "matchers/names/lexicon.h"
#include "matchers/text/fold_table.h"

namespace ordergate::matchers {

/// What similarity needs to know of a word.
struct Word {
  std::string_view text;  // folded: a-z, 0-9; at most 63 bytes
  std::uint64_t hash = 0, canonical = 0;
  FoldScript script = FoldScript::latin;
  WordRole role = WordRole::ordinary;
  char32_t han = 0;
  bool known = false;
  bool digits = false;           // has a digit
  std::uint32_t consonants = 0;  // see consonants_of
};

/// A word prepared for comparison with many others.
class WordPattern {
 public:
  void assign(std::string_view text) noexcept;
  /// Optimal string alignment distance (insert, delete, substitute, swap neighbors); more than
  /// `limit` comes as limit + 1.
  [[nodiscard]] int distance(std::string_view other, int limit) const noexcept;

 private:
  std::array<std::uint64_t, 36> positions_{};
  int length_ = 0;
};

/// Consonants of a word in classes that spelling habits do not cross, e.g. "yousef" and "yusuf".
struct PhoneticKey {
  std::array<char, 40> text{};
  std::uint8_t length = 0;
  [[nodiscard]] std::string_view view() const noexcept { return {text.data(), length}; }
  [[nodiscard]] std::uint64_t hash() const noexcept;
};
[[nodiscard]] PhoneticKey phonetic_key(std::string_view word) noexcept;
/// The same, coarser, for scripts that write no short vowels. `q_as_g`: the letter qaf as in "Gaddafi".
[[nodiscard]] PhoneticKey abjad_key(std::string_view word, bool q_as_g = false) noexcept;

/// The phonetic key as one number, 0 when there is too little of it to go by.
[[nodiscard]] std::uint32_t consonants_of(std::string_view word) noexcept;
[[nodiscard]] bool has_digit(std::string_view word) noexcept;

/// Longest edit distance at which two words can be one, by the longer word's length.
[[nodiscard]] constexpr int edits_max(std::size_t length) noexcept {
  return length > 24 ? 1 : length >= 8 ? 2 : length >= 4 ? 1 : 0;
}

/// Whether words can be one when either was put together from neighbors: stricter, one edit at most.
[[nodiscard]] bool joined_alike(const Word& left, const WordPattern& pattern, const Word& right) noexcept;

inline constexpr std::size_t kJoinedEditBytesMin = 6;

/// The same for words that are alike to every other word in the same way: by all that likeness reads, and by
/// little else
/// ("joint" is a legal form in some names and a word in others, "dan" a Chinese character or not). Never 0.
[[nodiscard]] std::uint64_t likeness_key(const Word& word) noexcept;

/// In what way two words are alike.
enum class WordMatch : std::uint8_t {
  none,
  same,       // the same letters, or the same character
  variant,    // known spellings of one word, an abbreviation and its word
  vowels,     // the same consonants: transliterations of one name
  edited,     // one or two typing errors
  unwritten,  // a word in a script without short vowels, and a Latin spelling of it
};

struct WordLikeness {
  float similarity = 0;  // 1: the same; 0: unrelated
  WordMatch match = WordMatch::none;
};

/// `pattern` is that of `left.text`.
[[nodiscard]] WordLikeness word_likeness(const Word& left, const WordPattern& pattern,
                                         const Word& right) noexcept;

}  // namespace ordergate::matchers
