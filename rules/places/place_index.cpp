#include "rules/places/place_index.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/hash.h"
#include "base/utf8.h"

namespace ordergate::rules {
namespace {

constexpr bool word_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
constexpr bool beyond_ascii(char c) noexcept { return (static_cast<unsigned char>(c) & 0x80U) != 0; }
/// Inside a word, and no part of it: "Alchevs'k".
constexpr bool silent(char c) noexcept { return c == '\'' || c == '`'; }
constexpr bool ends_part(char c) noexcept {
  constexpr std::string_view kEnds = ",;|()[]{}<>/\\\n!?";
  return kEnds.find(c) != std::string_view::npos;
}

/// A comma or the end of a line of any script, which folding may have made a space.
bool ends_part_in(std::string_view text, std::size_t at) noexcept {
  constexpr std::array<std::string_view, 10> kEnds = {
      "\xE0\xA5\xA4", "\xD8\x9F",     "\n",           "\xD8\x8C",     "\xD8\x9B",
      "\xE3\x80\x81", "\xE3\x80\x82", "\xEF\xBC\x8C", "\xEF\xBC\x9B", "\xEF\xBD\xA4"};
  const std::string_view rest = text.substr(std::min(at, text.size()));
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return rest.starts_with(end); });
}

/// Reads one Latin word from `at`; the end of it.
std::uint32_t read_word(std::string_view text, std::uint32_t at, PlaceWord& word) noexcept {
  std::uint64_t hash = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool inner = silent(c) && at + 1 < text.size() && word_letter(text[at + 1]);
    if (!word_letter(c) && !inner) break;
    if (inner) continue;
    hash = hash * 0x9E3779B97F4A7C15ULL + static_cast<unsigned char>(c) + 1;
    word.number = word.number || (c >= '0' && c <= '9');
  }
  word.hash = mix64(hash);
  return at;
}

}  // namespace

Completeness PlaceIndex::cut(const matchers::TextForms& text, PlaceScratch& scratch) noexcept {
  scratch.words.clear();
  scratch.folded = text.folded;
  if (!text.completeness) return Completeness::over_bound;
  const std::string_view folded = scratch.folded.text;
  std::uint16_t part = 0;
  bool sentence = false;
  for (std::uint32_t at = 0; at < folded.size();) {
    const bool other = !word_letter(folded[at]) && !beyond_ascii(folded[at]);
    if (ends_part(folded[at]) || (other && ends_part_in(text.given, scratch.folded.source[at]))) {
      part = static_cast<std::uint16_t>(part + 1);
      ++at;
      continue;
    }
    PlaceWord word;
    word.begin = at;
    word.part = part;
    word.sentence = sentence;
    if (beyond_ascii(folded[at])) {
      word.end = std::min(at + character_bytes(folded[at]), static_cast<std::uint32_t>(folded.size()));
      word.hash = hash64(folded.substr(at, word.end - at));
      word.cjk = true;
    } else if (word_letter(folded[at])) {
      word.end = read_word(folded, at, word);
    } else {
      sentence = sentence || (folded[at] == '.' && (at + 1 == folded.size() || folded[at + 1] == ' '));
      ++at;
      continue;
    }
    sentence = false;
    scratch.words.push_back(word);
    at = word.end;
  }
  return Completeness::complete;
}

void PlaceIndex::add(std::uint32_t value, std::string_view name) {
  PlaceScratch scratch;
  matchers::TextFolder folder;
  if (!cut(folder.fold(name), scratch) || scratch.words.empty()) return;
  Entry entry;
  entry.first_hash = scratch.words[0].hash;
  entry.value = value;
  entry.first = static_cast<std::uint32_t>(hashes_.size());
  entry.count = static_cast<std::uint32_t>(scratch.words.size());
  for (const PlaceWord& word : scratch.words) hashes_.push_back(word.hash);
  entries_.push_back(entry);
}

void PlaceIndex::build() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.first_hash != b.first_hash ? a.first_hash < b.first_hash : a.value < b.value;
  });
  const std::size_t count = std::bit_ceil(entries_.size() * 2 + 2);
  shift_ = 64U - static_cast<std::uint32_t>(std::countr_zero(count));
  buckets_.assign(count + 1, 0);
  begins_.assign(kBeginBits / 64, 0);
  for (const Entry& entry : entries_) {
    ++buckets_[(entry.first_hash >> shift_) + 1];
    begins_[begin_bit(entry.first_hash) / 64] |= std::uint64_t{1} << (begin_bit(entry.first_hash) % 64);
  }
  for (std::size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
}

}  // namespace ordergate::rules
