#include "matchers/names/pinyin.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "base/hash_map.h"

namespace ordergate::matchers {
namespace {

constexpr std::size_t kSyllablesMax = 3;
constexpr std::array<std::string_view, 24> kInitials = {"zh", "ch", "sh", "b", "p", "m", "f", "d",
                                                        "t",  "n",  "l",  "g", "k", "h", "j", "q",
                                                        "x",  "r",  "z",  "c", "s", "y", "w", ""};
constexpr std::array<std::string_view, 33> kFinals = {
    "a",  "ai",  "an",   "ang", "ao",  "e",    "ei",  "en",   "eng", "er", "i",
    "ia", "ian", "iang", "iao", "ie",  "in",   "ing", "iong", "iu",  "o",  "ong",
    "ou", "u",   "ua",   "uai", "uan", "uang", "ue",  "ui",   "un",  "uo", "v"};

bool goes_with(std::string_view initial, std::string_view final) noexcept {
  const bool i = final[0] == 'i';
  if (initial.empty())
    return final[0] == 'a' || final == "e" || final == "en" || final == "er" || final == "ou";
  switch (initial[0]) {
    case 'j':
    case 'q':
    case 'x':
      return i || final == "u" || final == "ue" || final == "uan" || final == "un";
    case 'g':
    case 'k':
    case 'h':
    case 'w':
      return !i;
    case 'f':
    case 'b':
    case 'p':
    case 'm':
      return final[0] != 'u' || final == "u";
    default:
      return true;
  }
}

/// Five bits a letter; no syllable has more than six.
constexpr std::size_t kSyllableLettersMax = 6;
constexpr std::uint32_t code_with(std::uint32_t code, char letter) noexcept {
  return code << 5U | static_cast<std::uint32_t>(letter - 'a' + 1);
}

/// All syllables, by their codes.
class Syllables {
 public:
  Syllables() {
    for (const std::string_view initial : kInitials) {
      for (const std::string_view final : kFinals) {
        if (goes_with(initial, final)) add(initial, final);
      }
    }
  }
  [[nodiscard]] bool has(std::uint32_t code) const noexcept {
    return code != 0 && slots_[slot_of(code)] == code;
  }

 private:
  /// Where the code is, or the free slot where it would be.
  [[nodiscard]] std::size_t slot_of(std::uint32_t code) const noexcept {
    return probe(slots_.size(), (code * 0x9E3779B1U) >> 21U,
                 [&](std::size_t at) { return slots_[at] == 0 || slots_[at] == code; });
  }
  void add(std::string_view initial, std::string_view final) {
    std::uint32_t code = 0;
    for (const char letter : initial) code = code_with(code, letter);
    for (const char letter : final) code = code_with(code, letter);
    slots_[slot_of(code)] = code;
  }
  std::array<std::uint32_t, 2048> slots_{};
};

}  // namespace

bool chinese_surname(std::string_view word) noexcept {
  static constexpr std::string_view kSurnames[] = {
      "ai",    "an",     "bai",   "bao",   "bi",   "bian",  "bo",     "cai",  "cao",   "cen",  "chai",
      "chang", "che",    "chen",  "cheng", "chi",  "chu",   "cui",    "dai",  "deng",  "di",   "ding",
      "dong",  "dou",    "du",    "duan",  "fan",  "fang",  "fei",    "feng", "fu",    "gan",  "gao",
      "ge",    "geng",   "gong",  "gou",   "gu",   "guan",  "guo",    "han",  "hao",   "he",   "hong",
      "hou",   "hu",     "hua",   "huang", "huo",  "ji",    "jia",    "jian", "jiang", "jiao", "jin",
      "jing",  "kang",   "ke",    "kong",  "lai",  "lan",   "lei",    "leng", "li",    "lian", "liang",
      "liao",  "lin",    "ling",  "liu",   "long", "lou",   "lu",     "luo",  "lv",    "ma",   "mao",
      "mei",   "meng",   "mi",    "miao",  "min",  "mo",    "mou",    "mu",   "nie",   "ning", "niu",
      "ou",    "ouyang", "pan",   "pang",  "pei",  "peng",  "pi",     "ping", "pu",    "qi",   "qian",
      "qiao",  "qin",    "qiu",   "qu",    "quan", "ran",   "ren",    "rong", "ruan",  "rui",  "sang",
      "sha",   "shan",   "shang", "shao",  "shen", "sheng", "shi",    "shu",  "sima",  "song", "su",
      "sui",   "sun",    "tan",   "tang",  "tao",  "teng",  "tian",   "tong", "tu",    "wan",  "wang",
      "wei",   "wen",    "weng",  "wu",    "xi",   "xia",   "xiang",  "xiao", "xie",   "xin",  "xing",
      "xiong", "xu",     "xuan",  "xue",   "yan",  "yang",  "yao",    "ye",   "yi",    "yin",  "ying",
      "you",   "yu",     "yuan",  "yue",   "yun",  "zang",  "zeng",   "zha",  "zhai",  "zhan", "zhang",
      "zhao",  "zhen",   "zheng", "zhong", "zhou", "zhu",   "zhuang", "zhuo", "zong",  "zou",  "zu",
      "zuo"};
  return std::binary_search(std::begin(kSurnames), std::end(kSurnames), word);
}

bool one_syllable(std::string_view word) noexcept {
  constexpr std::string_view kVowels = "aeiouy";
  int groups = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool vowel = kVowels.find(word[i]) != std::string_view::npos;
    const bool before = i > 0 && kVowels.find(word[i - 1]) != std::string_view::npos;
    groups += vowel && !before ? 1 : 0;
  }
  return groups == 1;
}

bool is_pinyin(std::string_view word) noexcept {
  constexpr std::size_t kLettersMax = 15;
  static const Syllables syllables;
  if (word.size() < 2 || word.size() > kLettersMax) return false;
  if (!std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return false;
  std::uint32_t reached = 1;  // bit i: the first i letters are so many syllables
  for (std::size_t count = 0; count < kSyllablesMax; ++count) {
    std::uint32_t next = 0;
    for (std::size_t begin = 0; begin < word.size(); ++begin) {
      if ((reached >> begin & 1U) == 0) continue;
      std::uint32_t code = 0;
      for (std::size_t end = begin; end < word.size() && end < begin + kSyllableLettersMax; ++end) {
        code = code_with(code, word[end]);
        if (syllables.has(code)) next |= 1U << (end + 1);
      }
    }
    if ((next >> word.size() & 1U) != 0) return true;
    reached = next;
  }
  return false;
}

}  // namespace ordergate::matchers
