// What is known about words beforehand: the part a word plays in a name (legal form, title, common
// word, place ...), what it is short for, and how rare it is. Read once from the data files compiled
// into the binary (matchers/data), then immutable and free to use from any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash_map.h"

namespace ordergate::matchers {

/// The part a word plays in a name.
enum class WordRole : std::uint8_t {
  ordinary,  // says who it is
  common,    // trade words: "trading", "international"; never carry a hit
  legal,     // "limited", "OOO": no weight
  stop,      // "of", "al"
  title,     // "Dr", "Shaykh"
  noise,     // a label or an appendix: "attn", "head office", "warehouse 3"
  place,     // towns and countries
  number,
  initial,  // a single letter
};

/// Where a phrase is not part of the name.
enum class WordUse : std::uint16_t {
  none = 0,
  label = 1,          // "consignee": before a colon
  prefix = 2,         // "c/o": before the name, no colon needed
  suffix = 4,         // "head office": at the end
  unit = 8,           // "warehouse": with a number behind it, at the end
  rest = 16,          // "attn": with whatever follows
  split = 32,         // "a/k/a": between two names
  registration = 64,  // "reg no": before a long number
  port = 128,         // "port of": with a town behind it, at the end
  branch = 256,       // "Niederlassung": a part of the party, wherever it stands
};

/// What a word or phrase says in texts that are no names, where it is looked for as plain letters: the
/// sections [legal form in text], [alias] and [addressee] of name_words.txt, line by line.
enum class PlainUse : std::uint8_t {
  legal_at_end,       // of a listed name that is looked for in running text
  legal_after_comma,  // "X, Ltd."
  legal_anywhere,     // of an organization's name
  legal_last,         // of an organization's name, as its last word only
  legal_written_on,   // onto the name, without a space
  legal_in_front,     // of a name, and nothing else
  other_name,
  former_name,
  other_name_marked,   // behind a comma or bracket only
  former_name_marked,  // behind a comma or bracket only
  alias_note,          // a bracket that holds it holds no name
  addressee,           // before somebody's name in an address
};
inline constexpr std::size_t kPlainUses = 12;

/// Bits of a word that nothing is known about, before its length limits it.
inline constexpr float kUnknownBits = 13.0F;

struct WordInfo {
  std::uint64_t canonical = 0;  // hash of the word it stands for; 0: itself
  float bits = kUnknownBits;    // -log2 of how often a name has this word
  WordRole role = WordRole::ordinary;
  bool word = false;              // this key is a word or phrase (not only the beginning of one)
  bool known = false;             // an existing word or name, so less likely a typo of another
  bool prefix = false;            // longer phrases begin like this
  std::uint16_t uses = 0;         // WordUse bits
  std::uint8_t form = 0;          // kind of legal form, 0: none in particular
  std::uint8_t number = 0;        // the value of a number word + 1
  std::uint8_t jurisdiction = 0;  // whose law knows this legal form, 0: anyone's
  bool patronym = false;          // often stands behind a name as the father's or grandfather's
  bool brand = false;             // any number of companies are called so: "Magistral"
  bool institution = false;       // what kind of works it is: "NPO"
  bool form_only = false;  // a short legal form that is nothing else before common words: "OOO Trading"
};

class Lexicon {
 public:
  /// The built-in one.
  [[nodiscard]] static const Lexicon& builtin();

  /// `key` is a token's hash, or phrase_key over several. Null when there is nothing to say.
  [[nodiscard]] const WordInfo* find(std::uint64_t key) const noexcept { return words_.find(key); }

  [[nodiscard]] static constexpr std::uint64_t phrase_key(std::uint64_t so_far, std::uint64_t next) noexcept {
    return (so_far ^ (next + 0x9E3779B97F4A7C15ULL + (so_far << 6U) + (so_far >> 2U))) *
           0xFF51AFD7ED558CCDULL;
  }
  static constexpr std::size_t kPhraseTokensMax = 10;

  /// In the order of the file, as written there: lower case.
  [[nodiscard]] const std::vector<std::string>& plain(PlainUse use) const noexcept {
    return plain_[static_cast<std::size_t>(use)];
  }
  /// Is `word`, in lower case, one of them?
  [[nodiscard]] bool is_plain(std::string_view word, PlainUse use) const noexcept {
    return std::find(plain(use).begin(), plain(use).end(), word) != plain(use).end();
  }

  /// Put together from pieces that many names of companies have: "Energoprom". Linear in the word.
  [[nodiscard]] bool composed(std::string_view word) const noexcept;

 private:
  friend class LexiconReader;
  void sort_parts();
  static constexpr std::size_t kSlotsMin = std::size_t{1} << 12;
  HashMap<WordInfo> words_{kSlotsMin};
  std::array<std::vector<std::string>, kPlainUses> plain_;
  std::vector<std::string> parts_;              // sorted
  std::array<std::uint16_t, 27> parts_from_{};  // by first letter
};

}  // namespace ordergate::matchers
