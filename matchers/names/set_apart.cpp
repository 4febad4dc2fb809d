#include "matchers/names/set_apart.h"

#include <algorithm>

#include "base/trim.h"
#include "matchers/names/field_names.h"

namespace ordergate::matchers {
namespace {

constexpr std::size_t kBytesMin = 5;  // of a name that is looked for in brackets

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }

/// Also as it stands in a field: "AND", "&", "И".
bool is_and(std::string_view word) noexcept {
  static constexpr std::array<std::string_view, 4> kSigns = {"&", "+", "и", "И"};
  constexpr std::size_t kBytesMax = 3;
  if (word.size() > kBytesMax) return false;
  char lower[kBytesMax];
  std::transform(word.begin(), word.end(), lower,
                 [](char c) { return capital(c) ? static_cast<char>(c + 32) : c; });
  return is_and_word({lower, word.size()}) || std::find(kSigns.begin(), kSigns.end(), word) != kSigns.end();
}

/// More than a legal form.
bool says_more(const NameText& name) noexcept {
  return std::any_of(name.tokens().begin(), name.tokens().end(), [](const NameToken& token) {
    return token.role != WordRole::legal && token.role != WordRole::stop && token.role != WordRole::noise;
  });
}

}  // namespace

void SetApart::read(std::string_view field) noexcept {
  count_ = company_count_ = 0;
  const std::string_view text = trim(field, " ");
  before_number(text);
  said_twice(text);
  in_brackets(text);
  before_acronym(text);
  around_and(text);
}

/// "MHK Shipping Corp 90"
void SetApart::before_number(std::string_view field) noexcept {
  const std::size_t space = field.find_last_of(' ');
  if (space == std::string_view::npos || space == 0) return;
  const std::string_view last = field.substr(space + 1);
  if (!std::all_of(last.begin(), last.end(), digit)) return;
  const std::string_view name = trim(field.substr(0, space), " ");
  if (name.find(' ') != std::string_view::npos) texts_[count_++] = name;
}

/// "Engen Management NV Engen Management NV"
void SetApart::said_twice(std::string_view field) noexcept {
  const std::size_t half = field.size() / 2;
  if (field.size() % 2 == 0 || field.size() < kBytesMin || field[half] != ' ') return;
  if (field.substr(0, half) == field.substr(half + 1)) texts_[count_++] = field.substr(0, half);
}

/// "Zarquonix (MHK Shipping Corp)": a name of two words or more.
void SetApart::in_brackets(std::string_view field) noexcept {
  const std::size_t open = field.find('(');
  const std::size_t close = field.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return;
  const std::string_view name = trim(field.substr(open + 1, close - open - 1), " ");
  if (name.size() >= kBytesMin && name.find(' ') != std::string_view::npos) texts_[count_++] = name;
}

/// "Zarquon Vremova Shipping (ZVS)": capitals that begin the words before them, one after another.
void SetApart::before_acronym(std::string_view field) noexcept {
  constexpr std::size_t kLettersMin = 3;
  const std::size_t open = field.rfind('(');
  if (open == std::string_view::npos || open == 0 || !field.ends_with(')')) return;
  const std::string_view letters = trim(field.substr(open + 1, field.size() - open - 2), " ");
  if (letters.size() < kLettersMin || !std::all_of(letters.begin(), letters.end(), capital)) return;
  const std::string_view name = trim(field.substr(0, open), " ");
  std::size_t matched = 0;
  for (std::size_t i = 0; i < name.size() && matched < letters.size(); ++i) {
    const bool begins = i == 0 || name[i - 1] == ' ' || name[i - 1] == '-';
    if (begins && name[i] == letters[matched]) ++matched;
  }
  if (matched == letters.size()) texts_[count_++] = name;
}

/// The whole is looked for as well. A field of one word in front that is no form is told by its first "and".
void SetApart::around_and(std::string_view field) noexcept {
  std::size_t ands = 0;
  for (std::size_t begin = 0; begin < field.size() && ands < kAndMax;) {
    const std::size_t end = std::min(field.find(' ', begin), field.size());
    if (begin > 0 && end < field.size() && is_and(field.substr(begin, end - begin))) {
      const std::string_view left = trim(field.substr(0, begin), " ");
      const std::string_view right = trim(field.substr(end), " ");
      side_.read(left);
      if (ands++ == 0 && !form_in_front(side_)) return;
      const bool says = says_more(side_);
      side_.read(right);
      if (says && has_form(side_) && says_more(side_)) {
        companies_[company_count_++] = left;
        companies_[company_count_++] = right;
      }
    }
    begin = end + 1;
  }
}

}  // namespace ordergate::matchers
