// The tokens of a name text as score and index take them.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/names/name_score.h"
#include "matchers/names/pinyin.h"
#include "matchers/names/similarity.h"
#include "matchers/names/tokens.h"

namespace ordergate::matchers {

inline constexpr std::uint8_t kWholeText = 0xFF;

/// All but the consonants, which take longest.
[[nodiscard]] inline Word silent_word_of(const NameText& text, const NameToken& token) noexcept {
  const std::string_view letters = text.text(token);
  return {letters,      token.hash,         token.canonical,
          token.script, token.role,         token.han,
          token.known,  has_digit(letters), 0};
}

[[nodiscard]] inline Word word_of(const NameText& text, const NameToken& token) noexcept {
  Word word = silent_word_of(text, token);
  word.consonants = consonants_of(word.text);
  return word;
}

/// Neighbors put together, as a word of unknown meaning; all but the consonants.
[[nodiscard]] inline Word silent_joined_word(std::string_view letters, FoldScript script) noexcept {
  Word word;
  word.text = letters;
  word.hash = word.canonical = token_hash(letters);
  word.script = script;
  word.digits = has_digit(letters);
  return word;
}

[[nodiscard]] inline Word joined_word(std::string_view letters, FoldScript script) noexcept {
  Word word = silent_joined_word(letters, script);
  word.consonants = consonants_of(letters);
  return word;
}

/// "Ahrned" for "Ahmed": letters that a scanner takes for others. Empty when there are none.
inline void misread_word(std::string_view word, std::string& out) noexcept {
  out.clear();
  if (word.find("rn") == std::string_view::npos) return;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool pair = word.substr(i, 2) == "rn";
    out += pair ? 'm' : word[i];
    i += pair ? 1 : 0;
  }
}
inline constexpr float kMisreadSimilarity = 0.92F;

/// A father's name in the manner of Russia, the Caucasus and Central Asia.
[[nodiscard]] inline bool patronymic(std::string_view word) noexcept {
  constexpr std::string_view kEndings[] = {"vich",  "vych", "vitch", "ovna", "evna", "ivna", "yvna",
                                           "ichna", "ovic", "evic",  "oglu", "ogly", "kizi", "kyzy",
                                           "oglou", "uulu", "vici",  "wicz", "vitj", "vitx", "vits"};
  if (word.size() < 7) return false;
  for (const std::string_view ending : kEndings) {
    if (word.ends_with(ending)) return true;
  }
  return false;
}

/// Between a name and the father's.
[[nodiscard]] inline bool son_of(std::string_view word) noexcept {
  constexpr std::string_view kWords[] = {"bin", "ibn", "ben", "bint", "bent", "binti"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

[[nodiscard]] inline bool han_numeral(char32_t character) noexcept {
  constexpr std::u32string_view kNumerals = U"零〇一二三四五六七八九十百千";
  return kNumerals.find(character) != std::u32string_view::npos;
}

[[nodiscard]] inline SideToken side_of(const NameText& text, const NameToken& token) noexcept {
  const std::string_view letters = text.text(token);
  SideToken side;
  side.bits = token.bits;
  side.role = token.role;
  side.letter = letters.empty() ? '\0' : letters.front();
  side.length = static_cast<std::uint8_t>(letters.size());
  side.form = token.form;
  side.jurisdiction = token.jurisdiction;
  side.descent = token.role == WordRole::ordinary && letters.size() >= 6 && letters.back() == 'i';
  side.pinyin = token.han == 0 && token.role == WordRole::ordinary && is_pinyin(letters);
  side.patronym = token.role == WordRole::ordinary && token.patronym;
  side.brand = token.role == WordRole::ordinary && token.brand;
  side.institution = token.institution;
  side.surname = side.pinyin && chinese_surname(letters);
  side.one_syllable = token.role == WordRole::ordinary && one_syllable(letters);
  side.foreign = token.script != FoldScript::latin;
  for (std::size_t i = 0; i < letters.size() && i < 8; ++i)
    side.prefix |= static_cast<std::uint64_t>(static_cast<unsigned char>(letters[i])) << (8 * i);
  side.cut = token.cut;
  side.appendix = token.appendix;
  side.after_comma = token.after_comma;
  side.known = token.known;
  side.patronymic = token.role == WordRole::ordinary && patronymic(letters);
  side.son = token.role == WordRole::stop && son_of(letters);
  side.numeral = token.han != 0 && han_numeral(token.han);
  return side;
}

/// The tokens of one segment, or of all; noise is left out.
inline void select_tokens(const NameText& text, std::uint8_t segment, std::vector<NameToken>& out) noexcept {
  out.clear();
  for (const NameToken& token : text.tokens()) {
    if (token.role == WordRole::noise || (segment != kWholeText && token.segment != segment)) continue;
    out.push_back(token);
  }
}

/// How many neighbors from `first` may be read as one word: two, more where nothing separates them.
[[nodiscard]] inline std::size_t join_max(const std::vector<NameToken>& tokens, std::size_t first) noexcept {
  std::size_t count = 1;
  while (first + count < tokens.size() && count < 4) {
    const NameToken& token = tokens[first + count];
    if (token.after_break && !token.glued) break;
    const bool unspaced = token.script == FoldScript::han || token.script == FoldScript::hangul;
    const bool article = count == 2 && tokens[first + 1].role == WordRole::stop;
    if (count >= 2 && !unspaced && !article) break;
    ++count;
  }
  return count;
}

}  // namespace ordergate::matchers
