#include "matchers/names/similarity.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"

namespace ordergate::matchers {

namespace {

constexpr float kVariantSimilarity = 0.95F;
constexpr float kSimilarityMin = 0.6F;
constexpr float kUnwrittenSimilarityMin = 0.72F;
constexpr float kVowelCost = 0.4F;        // of an edit that leaves the consonants as they are
constexpr float kFirstLetterCost = 0.3F;  // a first letter is rarely mistyped
constexpr float kKnownFactor = 1.5F;      // two existing words are rarely typos of each other
constexpr int kVowelEditsMax = 3;
constexpr std::size_t kFormBytesMin = 6;  // of a legal form that is recognized misspelled

constexpr int slot_of(char c) noexcept {
  if (c >= 'a' && c <= 'z') return c - 'a';
  if (c >= '0' && c <= '9') return 26 + (c - '0');
  return -1;
}

constexpr bool vowel(char c) noexcept {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

bool same_digits(std::string_view left, std::string_view right) noexcept {
  std::size_t i = 0;
  std::size_t j = 0;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  for (;;) {
    while (i < left.size() && !digit(left[i])) ++i;
    while (j < right.size() && !digit(right[j])) ++j;
    if (i == left.size() || j == right.size()) return i == left.size() && j == right.size();
    if (left[i++] != right[j++]) return false;
  }
}

bool syllabic(FoldScript script) noexcept {
  return script == FoldScript::han || script == FoldScript::hangul;
}

bool abjad(FoldScript script) noexcept {
  return script == FoldScript::arabic || script == FoldScript::hebrew;
}

void push(PhoneticKey& out, char c) noexcept {
  if (out.length < out.text.size() && (out.length == 0 || out.text[out.length - 1U] != c))
    out.text[out.length++] = c;
}

/// The sound at `at`: one class letter, and how many bytes it takes.
struct Sound {
  char name;
  std::size_t bytes;
};

Sound sound_at(std::string_view word, std::size_t at) noexcept {
  const char c = word[at];
  const char next = at + 1 < word.size() ? word[at + 1] : '\0';
  const char third = at + 2 < word.size() ? word[at + 2] : '\0';
  if (next == 'h') {
    switch (c) {
      case 's':
        return {'S', at + 4 <= word.size() && word.substr(at, 4) == "shch" ? 4U : 2U};
      case 'c':
        return {'C', 2};
      case 'k':
        return {'X', 2};
      case 'g':
        return {'G', 2};
      case 't':
        return {'T', 2};
      case 'd':
        return {'D', 2};
      case 'z':
        return {'Z', 2};
      case 'p':
        return {'f', 2};
      default:
        break;
    }
  }
  if (c == 's' && next == 'c' && third == 'h') return {'S', 3};
  if (c == 't' && next == 'c' && third == 'h') return {'C', 3};
  if (c == 't' && next == 's') return {'c', 2};
  if (c == 't' && next == 'z') return {'c', 2};
  if (c == 'd' && (next == 'j' || next == 'z')) return {'j', 2};
  if (c == 'c' && next == 'k') return {'k', 2};
  if (c == 'x') return {'x', 1};
  return {c, 1};
}

}  // namespace

void WordPattern::assign(std::string_view text) noexcept {
  positions_.fill(0);
  length_ = static_cast<int>(std::min<std::size_t>(text.size(), 63));
  for (int i = 0; i < length_; ++i) {
    const int slot = slot_of(text[static_cast<std::size_t>(i)]);
    if (slot >= 0) positions_[static_cast<std::size_t>(slot)] |= std::uint64_t{1} << static_cast<unsigned>(i);
  }
}

// Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003.
int WordPattern::distance(std::string_view other, int limit) const noexcept {
  const int other_length = static_cast<int>(other.size());
  if (std::abs(other_length - length_) > limit) return limit + 1;
  if (length_ == 0) return other_length;
  const std::uint64_t last = std::uint64_t{1} << static_cast<unsigned>(length_ - 1);
  std::uint64_t positive = ~std::uint64_t{0};
  std::uint64_t negative = 0;
  std::uint64_t diagonal = 0;
  std::uint64_t before = 0;
  int score = length_;
  int remaining = other_length;
  for (const char c : other) {
    const int slot = slot_of(c);
    const std::uint64_t match = slot >= 0 ? positions_[static_cast<std::size_t>(slot)] : 0;
    const std::uint64_t swapped = (((~diagonal) & match) << 1U) & before;
    diagonal = swapped | (((match & positive) + positive) ^ positive) | match | negative;
    std::uint64_t up = negative | ~(diagonal | positive);
    std::uint64_t down = diagonal & positive;
    score += (up & last) != 0 ? 1 : 0;
    score -= (down & last) != 0 ? 1 : 0;
    up = (up << 1U) | 1U;
    down <<= 1U;
    positive = down | ~(diagonal | up);
    negative = diagonal & up;
    before = match;
    --remaining;
    if (score - remaining > limit) return limit + 1;
  }
  return score > limit ? limit + 1 : score;
}

std::uint64_t PhoneticKey::hash() const noexcept {
  std::uint64_t sum = length;
  for (const char c : view()) sum = mix64(sum * 31 + static_cast<unsigned char>(c));
  return sum;
}

PhoneticKey phonetic_key(std::string_view word) noexcept {
  PhoneticKey out;
  for (std::size_t at = 0; at < word.size();) {
    const Sound sound = sound_at(word, at);
    char c = sound.name;
    if (vowel(c)) {
      if (at == 0) push(out, 'A');
      at += sound.bytes;
      continue;
    }
    switch (c) {
      case 'q':
      case 'c':
        c = 'k';
        break;
      case 'G':
        c = 'g';
        break;
      case 'T':
        c = 't';
        break;
      case 'D':
        c = 'd';
        break;
      case 'X':
        c = 'h';
        break;
      case 'w':
        c = 'v';
        break;
      case 'Z':
        c = 'j';
        break;
      case 'x':
        push(out, 'k');
        c = 's';
        break;
      default:
        break;
    }
    at += sound.bytes;
    if (c == 'h' && at >= word.size()) break;  // "Fatimah", "Fatima"
    push(out, c);
  }
  return out;
}

std::uint32_t consonants_of(std::string_view word) noexcept {
  const PhoneticKey key = phonetic_key(word);
  return key.length < 2 ? 0 : static_cast<std::uint32_t>(key.hash()) | 1U;
}

bool has_digit(std::string_view word) noexcept {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

PhoneticKey abjad_key(std::string_view word, bool q_as_g) noexcept {
  PhoneticKey out;
  bool first = true;  // the first sound counts, even a weak one
  for (std::size_t at = 0; at < word.size();) {
    const Sound sound = sound_at(word, at);
    at += sound.bytes;
    char c = sound.name;
    switch (c) {
      case 'q':
        c = q_as_g ? 'g' : 'k';
        break;
      case 'c':
      case 'x':
        c = 'k';
        break;
      case 'G':
      case 'j':
        c = 'g';
        break;
      case 'T':
        c = 't';
        break;
      case 'D':
      case 'z':
      case 'Z':
        c = 'd';  // "Fadl", "Fazl"
        break;
      case 'C':
        c = 'S';  // "Alouche", "Alush"
        break;
      case 'p':
        c = 'b';
        break;
      default:
        break;
    }
    const bool weak = vowel(c) || c == 'w' || c == 'v' || c == 'h' || c == 'X';
    if (weak && !first) continue;
    first = false;
    if (vowel(c)) c = c == 'y' ? 'y' : 'A';
    if (c == 'w') c = 'v';
    if (c == 'X') c = 'h';
    push(out, c);
  }
  return out;
}

namespace {

/// Cost of reading one written sound for another, in twentieths; 20 is another sound altogether.
constexpr std::size_t kSounds = 'z' - '0' + 1;
constexpr std::size_t sound_number(char name) noexcept {
  return static_cast<std::size_t>(name - '0') % kSounds;
}

constexpr std::array<std::array<std::uint8_t, kSounds>, kSounds> kSoundCosts = [] {
  std::array<std::array<std::uint8_t, kSounds>, kSounds> costs{};
  for (std::size_t i = 0; i < kSounds; ++i) {
    costs[i].fill(20);
    costs[i][i] = 0;
  }
  struct Pair {
    char a, b;
    std::uint8_t cost;
  };
  constexpr Pair kPairs[] = {{'w', 'v', 1}, {'q', 'k', 1}, {'G', 'g', 1}, {'c', 'k', 1}, {'X', 'h', 2},
                             {'j', 'g', 2}, {'T', 't', 2}, {'D', 'd', 2}, {'D', 'z', 2}, {'q', 'g', 4},
                             {'X', 'k', 4}, {'T', 's', 4}, {'C', 'S', 4}, {'p', 'b', 4}, {'Z', 'j', 4},
                             {'f', 'v', 4}, {'Z', 'z', 4}, {'d', 'z', 6}, {'x', 'k', 6}, {'q', 'G', 6}};
  for (const Pair& pair : kPairs) {
    costs[sound_number(pair.a)][sound_number(pair.b)] = pair.cost;
    costs[sound_number(pair.b)][sound_number(pair.a)] = pair.cost;
  }
  return costs;
}();

float sound_cost(char left, char right) noexcept {
  return static_cast<float>(kSoundCosts[sound_number(left)][sound_number(right)]) / 20.0F;
}

bool soft_for(char written, char latin) noexcept {
  if (written == 'a') return vowel(latin);
  if (written == 'w') return latin == 'u' || latin == 'o' || latin == 'v' || latin == 'w';
  if (written == 'y') return latin == 'i' || latin == 'y' || latin == 'e';
  return false;
}

/// Least cost of reading consonant script `written` as Latin `latin`: vowels of the latter are free.
/// Above kAbjadCostMax only that it is.
constexpr float kAbjadCostMax = 0.8F;
float abjad_cost(std::string_view written, std::string_view latin) noexcept {
  constexpr std::size_t kMax = 32;
  std::array<char, kMax> w{};
  std::array<char, kMax> l{};
  std::size_t n = 0;
  std::size_t m = 0;
  for (std::size_t at = 0; at < written.size() && n < kMax;) {
    const Sound sound = sound_at(written, at);
    at += sound.bytes;
    if (n > 0 && w[n - 1] == sound.name && !vowel(sound.name)) continue;
    w[n++] = sound.name;
  }
  for (std::size_t at = 0; at < latin.size() && m < kMax;) {
    const Sound sound = sound_at(latin, at);
    at += sound.bytes;
    if (m > 0 && l[m - 1] == sound.name && !vowel(sound.name)) continue;
    l[m++] = sound.name;
  }
  std::array<float, kMax + 1> row{};
  // Vowels inside a word are free to appear; at its ends they would be written.
  const auto insertion = [&](std::size_t j) {
    const bool edge = j == 0 || j + 1 == m;
    return vowel(l[j]) ? (edge ? 0.35F : 0.05F) : l[j] == 'h' ? (edge ? 0.15F : 0.4F) : 1.0F;
  };
  const auto deletion = [&](std::size_t i) {
    const bool edge = i == 0 || i + 1 == n;
    if (w[i] == 'a') return edge ? 0.5F : 0.3F;
    return w[i] == 'y' || w[i] == 'w' ? (edge ? 0.7F : 0.45F) : w[i] == 'h' ? (edge ? 0.3F : 0.6F) : 1.0F;
  };
  for (std::size_t j = 0; j < m; ++j) row[j + 1] = row[j] + insertion(j);
  for (std::size_t i = 0; i < n; ++i) {
    float corner = row[0];
    row[0] += deletion(i);
    float least = row[0];
    for (std::size_t j = 0; j < m; ++j) {
      const float match = corner + (soft_for(w[i], l[j]) ? 0.0F : sound_cost(w[i], l[j]));
      corner = row[j + 1];
      row[j + 1] = std::min({match, row[j] + insertion(j), row[j + 1] + deletion(i)});
      least = std::min(least, row[j + 1]);
    }
    if (least > kAbjadCostMax) return least;
  }
  return row[m];
}

float abjad_similarity(std::string_view written, std::string_view latin) noexcept {
  if (written.size() < 2 || latin.size() < 2) return 0;
  // The index brings words together by these, so the comparison holds to them.
  const PhoneticKey key = abjad_key(written);
  const PhoneticKey others = abjad_key(latin);
  if (key.length < 2) return 0;
  if (key.view() != others.view() && abjad_key(written, true).view() != others.view()) return 0;
  const float cost = abjad_cost(written, latin);
  const float similarity = 0.97F - cost / 3.0F;
  return similarity >= kUnwrittenSimilarityMin ? similarity : 0;
}

}  // namespace

namespace {

WordLikeness spelling_likeness(const Word& left, const WordPattern& pattern, const Word& right) noexcept {
  const std::size_t longer = std::max(left.text.size(), right.text.size());
  const bool form = left.role == WordRole::legal || right.role == WordRole::legal;
  const std::size_t shorter = std::min(left.text.size(), right.text.size());
  if (longer < 4 || shorter < 3) return {};
  const int limit = edits_max(longer);
  const int edits = pattern.distance(right.text, kVowelEditsMax);
  if (edits > kVowelEditsMax) return {};
  if ((left.digits || right.digits) && !same_digits(left.text, right.text)) return {};
  // A legal form may be misspelled; its consonants say nothing ("LLC", "Leica").
  if (form && left.role != right.role && (longer < kFormBytesMin || (left.known && right.known))) return {};
  const bool same_consonants = !form && left.consonants != 0 && left.consonants == right.consonants;
  if (!same_consonants && edits > limit) return {};
  auto cost = static_cast<float>(edits);
  if (same_consonants) {
    cost *= kVowelCost;
  } else {
    if (left.text.front() != right.text.front()) cost += kFirstLetterCost;
    if (left.known && right.known) cost *= kKnownFactor;
  }
  const float similarity = 1.0F - cost / static_cast<float>(longer);
  if (similarity < kSimilarityMin) return {};
  return {similarity, same_consonants ? WordMatch::vowels : WordMatch::edited};
}

}  // namespace

std::uint64_t likeness_key(const Word& word) noexcept {
  const bool role = word.role == WordRole::legal || word.role == WordRole::number;
  const std::uint64_t traits =
      (role ? static_cast<std::uint64_t>(word.role) << 8U : 0) | (std::uint64_t{word.known} << 16U) |
      (std::uint64_t{abjad(word.script)} << 17U) | (std::uint64_t{syllabic(word.script)} << 18U) |
      (static_cast<std::uint64_t>(word.han) << 24U);
  return mix64(word.hash ^ mix64(word.canonical + traits)) | 1U;
}

bool joined_alike(const Word& left, const WordPattern& pattern, const Word& right) noexcept {
  if (abjad(left.script) != abjad(right.script)) return true;  // likeness decides
  if (left.hash == right.hash) return true;
  const bool exact = syllabic(left.script) || syllabic(right.script);
  const int limit = !exact && std::min(left.text.size(), right.text.size()) >= kJoinedEditBytesMin ? 1 : 0;
  return pattern.distance(right.text, limit) <= limit;
}

WordLikeness word_likeness(const Word& left, const WordPattern& pattern, const Word& right) noexcept {
  const bool both_characters = left.han != 0 && right.han != 0;
  if (both_characters) {
    if (left.han == right.han) return {1, WordMatch::same};
    // Other characters that sound the same may be another way to write it, or not.
    return left.hash == right.hash ? WordLikeness{kSimilarityMin, WordMatch::vowels} : WordLikeness{};
  }
  if (left.hash == right.hash) return {1, WordMatch::same};
  if (left.canonical == right.canonical) return {kVariantSimilarity, WordMatch::variant};
  if (left.role == WordRole::number || right.role == WordRole::number) return {};
  if (syllabic(left.script) || syllabic(right.script)) return {};
  if (abjad(left.script) != abjad(right.script)) {
    const float similarity = abjad(left.script) ? abjad_similarity(left.text, right.text)
                                                : abjad_similarity(right.text, left.text);
    return similarity > 0 ? WordLikeness{similarity, WordMatch::unwritten} : WordLikeness{};
  }
  return spelling_likeness(left, pattern, right);
}

}  // namespace ordergate::matchers
