#include "matchers/names/text_names.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"
#include "base/utf8.h"

namespace ordergate::matchers {
namespace {

constexpr bool ascii_word(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
constexpr bool beyond_ascii(char c) noexcept { return (static_cast<unsigned char>(c) & 0x80U) != 0; }

}  // namespace

void TextNames::cut(std::string_view folded, TextNameScratch& scratch) noexcept {
  scratch.words.clear();
  for (std::uint32_t at = 0; at < folded.size();) {
    std::uint32_t end = at;
    if (beyond_ascii(folded[at])) {
      end = std::min<std::uint32_t>(at + character_bytes(folded[at]),
                                    static_cast<std::uint32_t>(folded.size()));
    } else {
      while (end < folded.size() && ascii_word(folded[end])) ++end;
    }
    if (end > at) scratch.words.push_back({hash64(folded.substr(at, end - at)), at, end});
    at = std::max(end, at + 1);
  }
}

std::uint64_t TextNames::anchor(std::uint64_t first, std::uint64_t second) noexcept {
  return mix64(first ^ std::rotl(second, 17));
}

bool TextNames::add(TextNameId name, std::string_view text) {
  TextNameScratch scratch;
  cut(fold(text, FoldMode::keep_cjk), scratch);
  if (scratch.words.size() < 2) return false;
  Entry entry;
  entry.anchor = anchor(scratch.words[0].hash, scratch.words[1].hash);
  entry.name = name;
  entry.first = static_cast<std::uint32_t>(words_.size());
  entry.count = static_cast<std::uint32_t>(scratch.words.size());
  for (const TextNameScratch::Word& word : scratch.words) words_.push_back(word.hash);
  entries_.push_back(entry);
  return true;
}

void TextNames::build() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.anchor != b.anchor ? a.anchor < b.anchor : a.name < b.name;
  });
  // About four buckets an entry, so that a miss costs one look.
  const std::size_t count = std::bit_ceil(entries_.size() * 4 + 1);
  shift_ = 64U - static_cast<std::uint32_t>(std::countr_zero(count));
  buckets_.assign(count + 1, 0);
  for (const Entry& entry : entries_) ++buckets_[(entry.anchor >> shift_) + 1];
  for (std::size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
}

Completeness TextNames::find(const TextForms& text, TextNameScratch& scratch,
                             std::vector<TextNameHit>& hits) const noexcept {
  if (!text.completeness) return Completeness::over_bound;
  if (entries_.empty()) return Completeness::complete;
  const Completeness complete = find(text.folded, scratch, hits);
  if (!text.markup) return complete;
  const std::size_t first = hits.size();
  const Completeness plain_complete = find(text.plain_folded, scratch, hits);
  for (std::size_t i = first; i < hits.size(); ++i) {
    hits[i].begin = text.plain.source[hits[i].begin];
    hits[i].end = text.plain.source[hits[i].end];
  }
  return plain_complete & complete;
}

Completeness TextNames::find(const TextView& folded, TextNameScratch& scratch,
                             std::vector<TextNameHit>& hits) const noexcept {
  cut(folded.text, scratch);
  const auto& words = scratch.words;
  const std::size_t hits_max = hits.size() + kHitsMax;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::uint64_t wanted = anchor(words[i].hash, words[i + 1].hash);
    const std::size_t bucket = wanted >> shift_;
    for (std::uint32_t e = buckets_[bucket]; e < buckets_[bucket + 1]; ++e) {
      const Entry& entry = entries_[e];
      if (entry.anchor != wanted || entry.count > words.size() - i) continue;
      bool same = true;
      for (std::uint32_t w = 0; same && w < entry.count; ++w)
        same = words_[entry.first + w] == words[i + w].hash;
      if (!same) continue;
      if (hits.size() >= hits_max) return Completeness::over_bound;
      hits.push_back(
          {entry.name, folded.source[words[i].begin], folded.source[words[i + entry.count - 1].end]});
    }
  }
  return Completeness::complete;
}

std::size_t TextNames::memory_bytes() const noexcept {
  return entries_.capacity() * sizeof(Entry) + words_.capacity() * sizeof(std::uint64_t) +
         buckets_.capacity() * sizeof(std::uint32_t);
}

}  // namespace ordergate::matchers
