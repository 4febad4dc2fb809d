// The shape of the generated table behind fold.h: one entry a code point, in pages.
#pragma once

#include <cstdint>

namespace ordergate::matchers {

enum class FoldScript : std::uint8_t {
  common,
  latin,
  cyrillic,
  greek,
  arabic,
  hebrew,
  han,
  kana,
  hangul,
  other,
};

enum class FoldKind : std::uint8_t {
  unassigned,  // no character: read as a separator
  ignored,     // combining marks and invisible characters: removed
  letter,
  consonant,   // of an Indic script: carries an inherent vowel
  vowel_sign,  // of an Indic script: replaces the inherent vowel
  digit,
  space,
  punctuation,
  unread,  // a letter of a script that no table writes in Latin letters: a separator, and a gap in what was
           // read
};

/// What one code point folds to.
struct FoldEntry {
  std::uint32_t offset = 0;     // of the Latin text in kFoldPool
  std::uint8_t length = 0;      // bytes, 0..15
  std::uint8_t script = 0;      // FoldScript
  std::uint8_t kind = 0;        // FoldKind
  std::uint8_t look_alike = 0;  // the ASCII letter it looks like, or 0
};

/// A Han character and the simplified form of the same word.
struct SimplifiedPair {
  std::uint32_t from = 0, to = 0;
};

inline constexpr std::uint32_t kFoldPageSize = 256;
/// Planes 0 and 1; whatever lies above folds to a separator, except Han, kept as it is.
inline constexpr std::uint32_t kCodePoints = 0x20000;

extern const FoldEntry kFoldPages[][kFoldPageSize];
extern const std::uint16_t kFoldPageIndex[];
extern const char kFoldPool[];
extern const SimplifiedPair kSimplified[];  // sorted by `from`
extern const std::uint32_t kSimplifiedCount;

}  // namespace ordergate::matchers
