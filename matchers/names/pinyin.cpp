#include "matchers/names/pinyin.h"

#include <algorithm>
#include <array>

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

bool parses(std::string_view word, std::size_t left) noexcept {
  if (word.empty()) return true;
  if (left == 0) return false;
  for (const std::string_view initial : kInitials) {
    if (!word.starts_with(initial)) continue;
    const std::string_view rest = word.substr(initial.size());
    for (const std::string_view final : kFinals) {
      if (rest.starts_with(final) && goes_with(initial, final) && parses(rest.substr(final.size()), left - 1))
        return true;
    }
  }
  return false;
}

}  // namespace

bool is_pinyin(std::string_view word) noexcept {
  return word.size() >= 2 && word.size() <= 15 && parses(word, kSyllablesMax);
}

}  // namespace ordergate::matchers
