// Text folding, shared by names, addresses and phrases: whatever looks or sounds the same to a reader
// becomes the same ASCII text. Compatibility forms, case and accents are folded, invisible characters
// and combining marks removed, every script written in Latin letters, and letters of another script
// that only imitate Latin ones (homoglyphs) read as what they imitate. Linear in the text; the tables
// are made from ICU at build time (matchers/tools), ICU itself is not linked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/text/fold_table.h"

namespace ordergate::matchers {

/// One source character, folded.
struct FoldUnit {
  std::string_view latin;   // lower-case ASCII, 0..15 bytes; static storage
  char32_t point = 0;       // the source character; Han in its simplified form
  std::uint32_t begin = 0;  // source bytes [begin, end)
  std::uint32_t end = 0;
  FoldScript script = FoldScript::common;
  FoldKind kind = FoldKind::unassigned;
};

/// Letters behind it are shown in the other direction: invisible, and never part of a name.
[[nodiscard]] constexpr bool turns_direction(char32_t point) noexcept {
  return point == 0x202D || point == 0x202E;
}

/// Reads text character by character, in source order. Bytes that are no UTF-8 come as `unassigned`,
/// one at a time; ignored characters are skipped. Allocates nothing. The text must outlive the reader.
class FoldReader {
 public:
  explicit FoldReader(std::string_view text) noexcept : text_(text) {}
  /// False at the end of the text.
  [[nodiscard]] bool next(FoldUnit& unit) noexcept;

 private:
  enum class WordMode : std::uint8_t { plain, look_alike, reversed };
  void open_word(std::uint32_t at) noexcept;
  [[nodiscard]] bool mostly_latin() noexcept;
  void adjust(FoldUnit& unit, const FoldEntry& entry) noexcept;

  std::string_view text_;
  std::uint32_t at_ = 0;
  std::uint32_t word_end_ = 0;  // the word mode holds before this byte
  WordMode mode_ = WordMode::plain;
  bool lone_small_l_ = false;  // "SHlPPING": a small l standing for a capital I
  char previous_kana_ = 0;     // last letter of the kana before, 0 when there is none
  std::int8_t mostly_latin_ = -1;
};

enum class FoldMode : std::uint8_t {
  latin,     // everything in Latin letters
  keep_cjk,  // Han (simplified), kana and hangul stay as they are, in UTF-8
};

/// Folded text and the way back. Reuse it: a warm one allocates nothing.
struct FoldedText {
  std::string text;                   // printable ASCII (and CJK, when kept); single spaces, trimmed
  std::vector<std::uint32_t> source;  // source[i]: source byte offset of text[i]; text.size() + 1 long
};

/// Folds `text` into `out`. Punctuation stays, in its ASCII form; curly quotes become straight ones;
/// anything that is not printable becomes a space.
void fold_text(std::string_view text, FoldedText& out, FoldMode mode = FoldMode::latin) noexcept;

/// The same, as a new string. Cold.
[[nodiscard]] std::string fold(std::string_view text, FoldMode mode = FoldMode::latin);

}  // namespace ordergate::matchers
