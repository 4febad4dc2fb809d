// Names of places, and the words around them, inside a text: word for word, in any script. A word of Chinese,
// Japanese or Korean is one character. Immutable once built; any number of threads find, each with its own
// scratch.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/completeness.h"
#include "matchers/text/text_forms.h"

namespace ordergate::rules {

/// One word of a text.
struct PlaceWord {
  std::uint64_t hash = 0;
  std::uint32_t begin = 0, end = 0;  // of the folded text
  std::uint16_t part = 0;            // which part between commas, lines and brackets, from 0
  bool sentence = false;             // a full stop stands before it
  bool number = false;               // holds a digit
  bool cjk = false;
};

struct PlaceScratch {
  matchers::TextView folded;  // of the text being read, as it stands
  std::vector<PlaceWord> words;
};

class PlaceIndex {
 public:
  struct Match {
    std::uint32_t value = 0;  // the caller's
    std::uint32_t words = 0;  // how many it takes
  };

  /// Adds a name that folds to at least one word; call build() after the last one.
  void add(std::uint32_t value, std::string_view name);
  void build();

  /// Cuts `text` into words. Over bound: too long.
  [[nodiscard]] static Completeness cut(const matchers::TextForms& text, PlaceScratch& scratch) noexcept;
  /// Calls `found(Match)` for every name that begins at word `at`.
  template <typename Found>
  void each(const std::vector<PlaceWord>& words, std::size_t at, Found&& found) const noexcept {
    const std::uint64_t first = words[at].hash;
    if (!may_begin(first)) return;
    for (std::uint32_t e = buckets_[first >> shift_]; e < buckets_[(first >> shift_) + 1]; ++e) {
      const Entry& entry = entries_[e];
      if (entry.first_hash != first || entry.count > words.size() - at) continue;
      bool same = true;
      for (std::uint32_t w = 1; same && w < entry.count; ++w)
        same = hashes_[entry.first + w] == words[at + w].hash && words[at + w].part == words[at].part;
      if (same) found(Match{entry.value, entry.count});
    }
  }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

 private:
  // Most words begin no name: a few bits an entry, that stay in the cache, say so before the buckets do.
  static constexpr std::size_t kBeginBits = std::size_t{1} << 19;
  [[nodiscard]] static std::size_t begin_bit(std::uint64_t hash) noexcept { return hash & (kBeginBits - 1); }
  [[nodiscard]] bool may_begin(std::uint64_t hash) const noexcept {
    return !begins_.empty() && (begins_[begin_bit(hash) / 64] >> (begin_bit(hash) % 64) & 1U) != 0;
  }

  struct Entry {
    std::uint64_t first_hash = 0;
    std::uint32_t value = 0, first = 0, count = 0;
  };
  std::vector<Entry> entries_;  // by hash once built
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint64_t> begins_;
  std::vector<std::uint32_t> buckets_;
  std::uint32_t shift_ = 63;
};

}  // namespace ordergate::rules
