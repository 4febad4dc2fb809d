// Many names inside running text: whole names, word for word, in any script.
//
// The folded text is cut into words (a character of Chinese, Japanese or Korean is a word); the hash of
// each two words running looks up the names that begin with them, which are then compared word for word.
// Linear in the text. Immutable; any number of threads find, each with its own scratch.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/completeness.h"
#include "base/id.h"
#include "matchers/text/text_forms.h"

namespace ordergate::matchers {

/// What the caller calls a name that is looked for in texts.
enum class TextNameId : std::uint32_t {};

struct TextNameHit {
  TextNameId name{};                 // the caller's
  std::uint32_t begin = 0, end = 0;  // bytes of the text
};

/// Reused working memory. One thread.
struct TextNameScratch {
  struct Word {
    std::uint64_t hash = 0;
    std::uint32_t begin = 0, end = 0;  // of the folded text
  };
  std::vector<Word> words;
};

class TextNames {
 public:
  static constexpr std::size_t kHitsMax = 256;

  /// Adds a name of at least two words; false when it has fewer. Call build() after the last one.
  bool add(TextNameId name, std::string_view text);
  void build();

  /// Appends the names found, in the text as it stands and read through: one that
  /// shows in both comes twice. Over bound: not read to its end.
  [[nodiscard]] Completeness find(const TextForms& text, TextNameScratch& scratch,
                                  std::vector<TextNameHit>& hits) const noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  struct Entry {
    std::uint64_t anchor = 0;  // hash of its first two words
    TextNameId name{};
    std::uint32_t first = 0;  // of its words' hashes
    std::uint32_t count = 0;
  };
  static void cut(std::string_view folded, TextNameScratch& scratch) noexcept;
  [[nodiscard]] Completeness find(const TextView& folded, TextNameScratch& scratch,
                                  std::vector<TextNameHit>& hits) const noexcept;
  [[nodiscard]] static std::uint64_t anchor(std::uint64_t first, std::uint64_t second) noexcept;

  std::vector<Entry> entries_;          // sorted by anchor once built
  std::vector<std::uint64_t> words_;    // hashes
  std::vector<std::uint32_t> buckets_;  // by the top bits of the anchor: the first entry
  std::uint32_t shift_ = 64;
};

}  // namespace ordergate::matchers
