#include "matchers/names/wade_giles.h"

#include <algorithm>
#include <array>

namespace ordergate::matchers {
namespace {

struct Initial {
  std::string_view written, plain, aspirated;
};
/// The longest first. What stands before i and its kind has another column: see kBeforeI.
constexpr std::array<Initial, 21> kInitials = {
    {{"ts", "z", "c"}, {"tz", "z", "c"}, {"ch", "zh", "ch"}, {"hs", "x", "x"}, {"sh", "sh", "sh"},
     {"ss", "s", "s"}, {"sz", "s", "s"}, {"p", "b", "p"},    {"t", "d", "t"},  {"k", "g", "k"},
     {"j", "r", "r"},  {"m", "m", "m"},  {"f", "f", "f"},    {"n", "n", "n"},  {"l", "l", "l"},
     {"h", "h", "h"},  {"s", "s", "s"},  {"w", "w", "w"},    {"y", "y", "y"},  {"r", "r", "r"},
     {"", "", ""}}};

struct Final {
  std::string_view written, pinyin;
};
constexpr std::array<Final, 43> kFinals = {
    {{"ih", "i"},    {"u", "u"},       {"a", "a"},       {"ai", "ai"},  {"an", "an"},     {"ang", "ang"},
     {"ao", "ao"},   {"e", "e"},       {"ei", "ei"},     {"en", "en"},  {"eng", "eng"},   {"i", "i"},
     {"ia", "ia"},   {"iang", "iang"}, {"iao", "iao"},   {"ieh", "ie"}, {"ien", "ian"},   {"in", "in"},
     {"ing", "ing"}, {"iu", "iu"},     {"iung", "iong"}, {"o", "uo"},   {"ou", "ou"},     {"ua", "ua"},
     {"uai", "uai"}, {"uan", "uan"},   {"uang", "uang"}, {"uei", "ui"}, {"ui", "ui"},     {"un", "un"},
     {"ung", "ong"}, {"ueh", "ue"},    {"uo", "uo"},     {"eh", "e"},   {"erh", "er"},    {"ian", "ian"},
     {"ie", "ie"},   {"ong", "ong"},   {"uen", "un"},    {"io", "ue"},  {"iong", "iong"}, {"yu", "u"},
     {"uh", "u"}}};

bool before_i(std::string_view final) noexcept { return final.starts_with('i') && final != "ih"; }

struct Whole {
  std::string_view written, pinyin;
};
/// Syllables that follow no rule.
constexpr std::array<Whole, 20> kWhole = {
    {{"yu", "you"}, {"yen", "yan"}, {"yeh", "ye"},    {"yung", "yong"}, {"yin", "yin"},
     {"ko", "ge"},  {"ho", "he"},   {"po", "bo"},     {"mo", "mo"},     {"fo", "fo"},
     {"o", "e"},    {"wo", "wo"},   {"erh", "er"},    {"tzu", "zi"},    {"ssu", "si"},
     {"szu", "si"}, {"jih", "ri"},  {"yuan", "yuan"}, {"yueh", "yue"},  {"i", "yi"}}};

}  // namespace

bool append_pinyin(std::string_view syllable, Aspiration aspiration, std::string& out) noexcept {
  for (const Whole& whole : kWhole) {
    if (whole.written != syllable) continue;
    out += whole.pinyin;
    return true;
  }
  for (const Initial& initial : kInitials) {
    if (!syllable.starts_with(initial.written)) continue;
    std::string_view rest = syllable.substr(initial.written.size());
    const bool marked = rest.starts_with('\'');
    if (marked) rest.remove_prefix(1);
    const auto* const final =
        std::find_if(kFinals.begin(), kFinals.end(), [&](const Final& one) { return one.written == rest; });
    if (final == kFinals.end()) continue;
    const bool aspirated = marked || aspiration == Aspiration::assumed;
    std::string_view begin = aspirated ? initial.aspirated : initial.plain;
    std::string_view end = final->pinyin;
    if (initial.written == "ch" && before_i(rest)) begin = aspirated ? "q" : "j";
    // A diaeresis that was lost: "chueh" can only be "jue".
    if (initial.written == "ch" && rest == "ueh") begin = aspirated ? "q" : "j";
    if ((initial.written == "ts" || initial.written == "tz" || initial.written == "ss" ||
         initial.written == "sz") &&
        rest == "u" && initial.written != "ts")
      end = "i";
    if (initial.written == "hs" && rest == "ui") end = "ui";
    if (end == "uo" && (begin == "m" || begin == "f" || begin == "b" || begin == "p" || begin == "w"))
      end = "o";
    if (rest == "o" && (begin == "g" || begin == "k" || begin == "h")) end = "e";
    if (initial.written == "y" && end == "u") end = "ou";
    out += begin;
    out += end;
    return true;
  }
  return false;
}

bool only_wade_giles(std::string_view syllable) noexcept {
  if (syllable.size() > 2 && syllable.starts_with("hs")) return true;
  if (syllable.starts_with("ts") || syllable.starts_with("tz") || syllable.starts_with("ss")) return true;
  if (syllable.find('\'') != std::string_view::npos) return true;
  return syllable.ends_with("ien") || syllable.ends_with("ieh") || syllable.ends_with("ueh") ||
         syllable.ends_with("ung") || syllable.ends_with("ih") || syllable == "yen" || syllable == "jen" ||
         syllable == "jo" || syllable == "kuo" || syllable == "kao";
}

}  // namespace ordergate::matchers
