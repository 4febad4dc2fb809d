// The words of Chinese company names in English, and the names that well-known companies bear there: from
// data/chinese_words.txt. Read once, then immutable.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ordergate::matchers {

class ChineseWords {
 public:
  [[nodiscard]] static const ChineseWords& builtin();

  /// It has at least one known word of two characters or more.
  [[nodiscard]] bool has(std::string_view text) const noexcept;
  /// The English name of a well-known party that the text names; empty when it names none.
  [[nodiscard]] std::string_view party(std::string_view text) const noexcept;
  /// Appends the text with its known words in English and all other characters in pinyin.
  void write(std::string_view text, std::string& out) const noexcept;

 private:
  friend class ChineseWordsReader;
  static constexpr std::size_t kCharactersMax = 12;
  static constexpr std::size_t kTextMax = 200;  // characters of a text that are read
  struct Word {
    std::u32string han;
    std::string english;
    bool party = false;
  };
  [[nodiscard]] const Word* longest(const char32_t* text, std::size_t count) const noexcept;
  std::vector<Word> words_;                            // sorted by characters, the longest first
  std::unordered_map<char32_t, std::uint32_t> first_;  // by first character: its first word
};

}  // namespace ordergate::matchers
