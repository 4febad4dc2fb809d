// The compiled name index: what name_index_compile.cpp writes and name_index_find.cpp reads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "matchers/name_index.h"
#include "matchers/name_score.h"
#include "matchers/similarity.h"

namespace ordergate::matchers {

inline constexpr std::uint32_t kNoWord = 0xFFFFFFFF;

/// From a key to the words filed under it: a filter of single bits, then buckets.
struct KeyTable {
  struct Item {
    std::uint32_t tag = 0;  // upper half of the key
    std::uint32_t word = 0;
  };
  std::vector<std::uint64_t> filter;   // power of two of bits
  std::vector<std::uint32_t> buckets;  // power of two + 1: first item of each
  std::vector<Item> items;

  [[nodiscard]] bool maybe(std::uint64_t key) const noexcept {
    const std::uint64_t bit = (key >> 20U) & (filter.size() * 64 - 1);
    return (filter[bit >> 6U] >> (bit & 63U) & 1U) != 0;
  }
  template <typename Take>
  void each(std::uint64_t key, Take&& take) const noexcept {
    const std::uint64_t bucket = key & (buckets.size() - 2);
    const auto tag = static_cast<std::uint32_t>(key >> 32U);
    for (std::uint32_t i = buckets[bucket]; i < buckets[bucket + 1]; ++i) {
      if (items[i].tag == tag) take(items[i].word);
    }
  }
};

/// A distinct word of the list, or two neighboring words of a name put together.
struct ListedWord {
  std::uint64_t hash = 0, canonical = 0;
  std::uint32_t text = 0;           // offset in Layout::texts
  std::uint32_t postings = 0;       // offset in Layout::postings
  std::uint32_t posting_count = 0;  // names with this word
  char32_t han = 0;
  std::uint8_t length = 0;
  WordRole role = WordRole::ordinary;
  FoldScript script = FoldScript::latin;
  bool known = false;
  bool single = false;  // occurs as a word of its own
};

/// One name (or one of several in a text with "a/k/a").
struct ListedName {
  std::uint32_t id = 0;     // the caller's
  std::uint32_t first = 0;  // in Layout::tokens and Layout::joins
  std::uint8_t count = 0;
  NameKind kind = NameKind::unknown;
  bool distinctive = false;
};

struct NameIndex::Layout {
  std::string texts;
  std::vector<ListedWord> words;
  KeyTable keys;
  std::vector<std::uint32_t> postings;
  std::vector<ListedName> names;
  std::vector<SideToken> tokens;
  std::vector<std::uint32_t> joins;  // beside tokens: the word of a token put together with the next
  std::size_t names_added = 0;
  std::uint64_t serial = 0;  // tells indexes apart

  [[nodiscard]] Word word(std::uint32_t number) const noexcept {
    const ListedWord& w = words[number];
    return {{texts.data() + w.text, w.length}, w.hash, w.canonical, w.script, w.role, w.han, w.known};
  }
  [[nodiscard]] SideName side(const ListedName& name) const noexcept {
    return {tokens.data() + name.first, name.count};
  }
};

}  // namespace ordergate::matchers
