#include "matchers/text/look_alike.h"

#include <algorithm>

namespace ordergate::matchers {
namespace {

constexpr bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Greek and Cyrillic letters are two bytes whose first is one of these.
constexpr bool leads(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0xCE && byte <= 0xD1;
}

/// The Latin letter that the two bytes look like; 0: none.
constexpr char latin_of(std::string_view pair) noexcept {
  constexpr std::string_view kPairs =
      "АAВBЕEКKМMНHОOРPСCТTУYХXаaеeоoрpсcуyхxІIіiЈJјjЅSѕs"
      "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνv";
  for (std::size_t i = 0; i + 3 <= kPairs.size(); i += 3)
    if (kPairs.substr(i, 2) == pair) return kPairs[i + 2];
  return 0;
}

struct Word {
  std::size_t end = 0;
  bool changes = false;  // holds a digit and letters that all look Latin
};

Word word_at(std::string_view text, std::size_t begin) noexcept {
  bool digits = false;
  bool imitates = false;
  bool foreign = false;
  std::size_t at = begin;
  while (at < text.size()) {
    if (leads(text[at]) && at + 1 < text.size()) {
      const bool like = latin_of(text.substr(at, 2)) != 0;
      imitates = imitates || like;
      foreign = foreign || !like;
      at += 2;
    } else if (letter(text[at]) || digit(text[at])) {
      digits = digits || digit(text[at]);
      ++at;
    } else {
      break;
    }
  }
  return {at, digits && imitates && !foreign};
}

}  // namespace

bool read_look_alikes(std::string_view text, PlainText& out) noexcept {
  if (std::none_of(text.begin(), text.end(), leads)) return false;
  bool changed = false;
  out.text.clear();
  out.source.clear();
  const auto put = [&](char c, std::size_t source) {
    out.text.push_back(c);
    out.source.push_back(static_cast<std::uint32_t>(source));
  };
  for (std::size_t at = 0; at < text.size();) {
    const Word word = word_at(text, at);
    changed = changed || word.changes;
    const std::size_t end = std::max(word.end, at + 1);  // one byte that is in no word
    while (at < end) {
      const bool pair = word.changes && leads(text[at]);
      put(pair ? latin_of(text.substr(at, 2)) : text[at], at);
      at += pair ? 2 : 1;
    }
  }
  out.source.push_back(static_cast<std::uint32_t>(text.size()));
  return changed;
}

bool read_imitation(std::string_view text, std::string& out) noexcept {
  if (std::none_of(text.begin(), text.end(), leads)) return false;
  out.clear();
  for (std::size_t at = 0; at < text.size();) {
    if (!leads(text[at])) {
      out += text[at++];
      continue;
    }
    const char like = latin_of(text.substr(at, 2));
    if (like == '\0') return false;
    out += like;
    at += 2;
  }
  return true;
}

bool read_small_l(std::string_view text, std::string& out) noexcept {
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  bool changed = false;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    std::size_t capitals = 0;
    bool only = true;  // no other small letter
    bool like = false;
    for (; end < text.size() && letter(text[end]); ++end) {
      like = like || text[end] == 'l';
      only = only && (text[end] == 'l' || !small(text[end]));
      capitals += small(text[end]) ? 0 : 1;
    }
    if (like && only && capitals >= 2) {
      if (!changed) out.assign(text);
      changed = true;
      std::replace(out.begin() + static_cast<std::ptrdiff_t>(at),
                   out.begin() + static_cast<std::ptrdiff_t>(end), 'l', 'I');
    }
    at = std::max(end, at + 1);
  }
  return changed;
}

}  // namespace ordergate::matchers
