#include "rules/ccl/eccn_text.h"

#include "base/trim.h"
#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool letter(char c) noexcept { return upper_ascii(c) >= 'A' && upper_ascii(c) <= 'Z'; }
bool separator(char c) noexcept {
  return c == '.' || c == ' ' || c == '(' || c == ')' || c == '-' || c == '_' || c == '/';
}

bool heading_at(std::string_view text) noexcept {
  if (text.size() < 5 || !digit(text[0])) return false;
  const char group = upper_ascii(text[1]);
  return group >= 'A' && group <= 'E' && digit(text[2]) && digit(text[3]) && digit(text[4]);
}

/// "EAR99", "EAR 99", "ear-99".
bool ear99(std::string_view text) noexcept {
  if (text.size() < 5 || !equal_ignoring_case(text.substr(0, 3), "EAR")) return false;
  text.remove_prefix(3);
  while (!text.empty() && separator(text.front())) text.remove_prefix(1);
  return text == "99";
}

/// A category of the US Munitions List: roman numerals I to XXI, with a paragraph in brackets.
bool munitions_category(std::string_view text) noexcept {
  std::size_t numerals = 0;
  while (numerals < text.size() && (text[numerals] == 'I' || text[numerals] == 'V' || text[numerals] == 'X'))
    ++numerals;
  return numerals > 0 && numerals < text.size() && text[numerals] == '(' && text.ends_with(')');
}

bool itar(std::string_view text) noexcept {
  for (const std::string_view word : {"itar", "usml", "munitions list"})
    if (contains_ignoring_case(text, word)) return true;
  const bool category = text.size() > 8 && equal_ignoring_case(text.substr(0, 8), "CATEGORY");
  return category || munitions_category(text);
}

}  // namespace

/// Letters and digits in turn: "a7b", ".a.7.b" and "(a)(7)(b)" are all "a.7.b". False: it is no paragraph.
bool EccnText::read_paragraph(std::string_view text) noexcept {
  bool first = true;
  for (std::size_t i = 0; i < text.size();) {
    if (separator(text[i])) {
      ++i;
      continue;
    }
    const bool number = digit(text[i]);
    if (!number && !letter(text[i])) return false;
    if (number && first) return false;
    const std::size_t begin = i;
    while (i < text.size() && (number ? digit(text[i]) : letter(text[i]))) ++i;
    if (i - begin > (number ? 2U : 4U)) return false;
    for (std::size_t k = begin; !number && i - begin > 1 && k < i; ++k)  // only numerals: "iv"
      if (upper_ascii(text[k]) != 'I' && upper_ascii(text[k]) != 'V' && upper_ascii(text[k]) != 'X')
        return false;
    if (length_ + (i - begin) + 1 > paragraph_.size()) return false;
    if (!first) paragraph_[length_++] = '.';
    first = false;
    for (std::size_t k = begin; k < i; ++k) {
      const char c = upper_ascii(text[k]);
      paragraph_[length_++] = number ? c : static_cast<char>(c - 'A' + 'a');
    }
  }
  return true;
}

EccnText EccnText::read(std::string_view text) noexcept {
  EccnText out;
  text = trim(text, " \t", " \t.");
  if (text.empty()) return out;
  out.kind_ = EccnKind::other;
  if (ear99(text)) {
    out.kind_ = EccnKind::ear99;
  } else if (heading_at(text)) {
    for (std::size_t i = 0; i < out.heading_.size(); ++i) out.heading_[i] = upper_ascii(text[i]);
    if (out.read_paragraph(text.substr(5))) out.kind_ = EccnKind::eccn;
  } else if (itar(text)) {
    out.kind_ = EccnKind::itar;
  }
  return out;
}

}  // namespace ordergate::rules
