// The compiled name index: what name_index_compile.cpp writes and name_index_find.cpp reads.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "matchers/names/listed_words.h"
#include "matchers/names/name_index.h"
#include "matchers/names/name_score.h"
#include "matchers/names/similarity.h"

namespace ordergate::matchers {

inline constexpr std::uint32_t kNoWord = 0xFFFFFFFF;

/// From a key to the words filed under it: a filter of single bits, then buckets.
struct KeyTable {
  struct Item {
    std::uint32_t tag = 0;  // upper part of the key
    std::uint32_t word = 0;
  };

  std::vector<std::uint64_t> filter;   // power of two of bits
  std::vector<std::uint32_t> buckets;  // power of two + 1: first item of each
  std::vector<Item> items;

  static constexpr std::uint32_t tag(std::uint64_t key) noexcept {
    return static_cast<std::uint32_t>(key >> 32U);
  }
  [[nodiscard]] std::uint64_t bit(std::uint64_t key) const noexcept {
    return (key >> 20U) & (filter.size() * 64 - 1);
  }
  [[nodiscard]] bool maybe(std::uint64_t key) const noexcept {
    return (filter[bit(key) >> 6U] >> (bit(key) & 63U) & 1U) != 0;
  }
  [[nodiscard]] std::size_t bucket(std::uint64_t key) const noexcept { return key & (buckets.size() - 2); }
};

/// A distinct word of the list, or two neighboring words of a name put together. One cache line.
struct alignas(64) ListedWord {
  static constexpr std::size_t kInline = 20;

  std::uint64_t hash = 0, canonical = 0;
  std::uint32_t postings = 0;        // offset in Layout::postings, which lead to heads in Layout::probes
  std::uint32_t posting_count = 0;   // names with this word
  std::uint32_t initials_count = 0;  // ... of which with initials: the first ones
  std::uint32_t consonants = 0;
  char32_t han = 0;
  char letters[kInline] = {};  // the text, when it is short enough
  std::uint32_t text = 0;      // offset in Layout::texts
  std::uint8_t length = 0;
  WordRole role = WordRole::ordinary;
  FoldScript script = FoldScript::latin;
  bool known : 1 = false;
  bool digits : 1 = false;
  bool single : 1 = false;  // occurs as a word of its own
  bool join : 1 = false;    // occurs as two words put together
};
static_assert(sizeof(ListedWord) == 64);

/// What decides whether a name is worth a closer look: beside each other, for speed. A name has a head
/// and then one probe a token; postings lead to the head.
struct Probe {
  std::uint32_t word = 0;  // of a token
  std::uint32_t join = 0;  // the token put together with the next, or kNoWord
  float lacking = 0;       // log-odds lost when nothing resembles the token

  static constexpr std::uint32_t kInitials = 1U << 31U;
  struct Head {
    std::uint32_t name = 0;      // in Layout::names
    std::uint32_t count = 0;     // of tokens; and kInitials when one is an initial
    std::uint32_t prefixes = 0;  // bits of how its longer words begin: prefix_bit
  };
  [[nodiscard]] Head head() const noexcept { return std::bit_cast<Head>(*this); }
  static Probe of(const Head& head) noexcept { return std::bit_cast<Probe>(head); }
};

/// One of 32 bits, by the first three letters of a word.
[[nodiscard]] constexpr std::uint32_t prefix_bit(const SideToken& token) noexcept {
  return std::uint32_t{1} << (((token.prefix & 0xFFFFFFU) * 0x9E3779B1U >> 16U) & 31U);
}

/// One name (or one of several in a text with "a/k/a").
struct ListedName {
  NameId id{};              // the caller's
  std::uint32_t first = 0;  // in Layout::tokens
  std::uint8_t count = 0;
  PartyKind kind = PartyKind::unknown;
  bool distinctive = false;
  NameRarity rarity = NameRarity::common;
};

struct NameIndex::Layout {
  std::string texts;
  std::vector<ListedWord> words;
  KeyTable keys;
  std::vector<std::uint32_t> postings;
  std::vector<ListedName> names;
  std::vector<SideToken> tokens;
  std::vector<Probe> probes;  // name by name
  ListedWords listed_words;
  std::size_t names_added = 0;
  std::uint64_t serial = 0;  // tells indexes apart

  [[nodiscard]] Word word(std::uint32_t number) const noexcept {
    const ListedWord& w = words[number];
    const char* letters = w.length <= ListedWord::kInline ? w.letters : texts.data() + w.text;
    return {{letters, w.length}, w.hash, w.canonical, w.script, w.role, w.han, w.known, w.digits,
            w.consonants};
  }
  [[nodiscard]] SideName side(const ListedName& name) const noexcept {
    return {{tokens.data() + name.first, name.count}, name.kind};
  }
};

}  // namespace ordergate::matchers
