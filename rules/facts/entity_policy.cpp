#include "rules/facts/entity_policy.h"

#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

bool says(std::string_view text, std::string_view words) noexcept {
  return contains_ignoring_case(text, words);
}

bool case_by_case_words(std::string_view text) noexcept {
  return says(text, "case-by-case") || says(text, "case-by case") || says(text, "casa-by-case") ||
         says(text, "case by case");
}

/// The last character that is neither space nor full stop: the footnote's figure stands there.
char last_mark(std::string_view text) noexcept {
  while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.remove_suffix(1);
  return text.empty() ? '\0' : text.back();
}

std::uint8_t read_footnotes(std::string_view text) noexcept {
  std::uint8_t found = 0;
  const char mark = last_mark(text);
  if (says(text, "734.9(e)1") || says(text, "734.9(e) 1") || says(text, "734.9(e)(1)") || mark == '2')
    found |= kFootnote1;
  if (says(text, "734.9(g)")) found |= kFootnote3;
  if (says(text, "734.9(e)(2)") || mark == '4') found |= kFootnote4;
  if (says(text, "734.9(e)(3)") || mark == '5') found |= kFootnote5;
  return found;
}

ReviewPolicy read_general(std::string_view text) noexcept {
  if (says(text, "policy of denial")) return ReviewPolicy::policy_of_denial;
  if (says(text, "denial")) return ReviewPolicy::presumption_of_denial;
  if (case_by_case_words(text)) return ReviewPolicy::case_by_case;
  if (says(text, "presumption of approval")) return ReviewPolicy::presumption_of_approval;
  // 744.23(d): a presumption of denial for facilities and headquarters in D:5 or Macau.
  if (says(text, "744.23")) return ReviewPolicy::presumption_of_denial;
  if (text.empty()) return ReviewPolicy::presumption_of_denial;
  // 744.2(d), 744.3(d), 744.4(d): case by case; any other reference is left to a person.
  return ReviewPolicy::case_by_case;
}

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The ECCN that starts at `at`: "3B001.a.4"; empty when none does.
std::string_view eccn_at(std::string_view text, std::size_t at) noexcept {
  if (at + 5 > text.size()) return {};
  const bool form = digit(text[at]) && text[at + 1] >= 'A' && text[at + 1] <= 'E' && digit(text[at + 2]) &&
                    digit(text[at + 3]) && digit(text[at + 4]);
  if (!form) return {};
  std::size_t end = at + 5;
  while (end + 1 < text.size() && text[end] == '.' &&
         (digit(text[end + 1]) || (text[end + 1] >= 'a' && text[end + 1] <= 'z'))) {
    ++end;
    while (end < text.size() && (digit(text[end]) || (text[end] >= 'a' && text[end] <= 'z'))) ++end;
  }
  return text.substr(at, end - at);
}

/// True when an ECCN named in `text` covers `eccn`. "3B001.a.4, .c, .d" repeats its heading.
bool names_eccn(std::string_view text, std::string_view eccn) noexcept {
  if (eccn.empty()) return false;
  std::string_view heading;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view named = eccn_at(text, at);
    if (!named.empty()) {
      heading = named.substr(0, 5);
      if (eccn_within(eccn, named)) return true;
      at += named.size() - 1;
      continue;
    }
    const bool paragraph = text[at] == '.' && at + 1 < text.size() && at > 0 && text[at - 1] == ' ' &&
                           text[at + 1] >= 'a' && text[at + 1] <= 'z';
    if (paragraph && !heading.empty() && eccn.size() > 6 && eccn_within(eccn, heading) &&
        eccn[6] == text[at + 1])
      return true;
  }
  return false;
}

/// ".k to .p" of 3B001: a range of paragraphs that names_eccn cannot see.
bool in_paragraph_range(std::string_view text, std::string_view eccn) noexcept {
  return says(text, ".k to .p") && eccn_within(eccn, "3B001") && eccn.size() > 6 && eccn[6] >= 'k' &&
         eccn[6] <= 'p';
}

bool names_food_or_medicine(std::string_view description) noexcept {
  for (const std::string_view word :
       {"food", "medicine", "medical", "pharma", "vaccine", "drug", "grain", "rice"})
    if (says(description, word)) return true;
  return false;
}

bool names_disease(std::string_view description) noexcept {
  for (const std::string_view word : {"infectious", "vaccine", "virus", "diagnos", "ventilator", "pcr "})
    if (says(description, word)) return true;
  return false;
}

}  // namespace

EntityPolicy::EntityPolicy(const lists::ListEntry& entry) noexcept : policy_text_(entry.license_policy) {
  const std::string_view requirement = entry.license_requirement;
  general_ = read_general(policy_text_);
  footnotes_ = read_footnotes(requirement);
  end_use_only_ = says(requirement, "when used in") || says(policy_text_, "when used in");
  ccl_only_ = says(requirement, "supplement no. 7");
  all_items_ = requirement.empty() || (says(requirement, "all items") && !end_use_only_);
  const bool denial =
      general_ == ReviewPolicy::policy_of_denial || general_ == ReviewPolicy::presumption_of_denial;
  carve_outs_ = denial && case_by_case_words(policy_text_);
  carve_inverted_ = carve_outs_ && says(policy_text_, "items not described in");
}

bool EntityPolicy::carved_out(const ListedItem& item) const noexcept {
  if (carve_inverted_)
    return !names_eccn(policy_text_, item.eccn) && !in_paragraph_range(policy_text_, item.eccn);
  if (says(policy_text_, "200mm")) return says(item.description, "200 mm") || says(item.description, "200mm");
  const bool ear99 = equal_ignoring_case(item.eccn, "EAR99");
  if (says(policy_text_, "food and medicine") && ear99 && names_food_or_medicine(item.description))
    return true;
  if (says(policy_text_, "infectious") && names_disease(item.description)) return true;
  if (says(policy_text_, "category 5") && !item.eccn.empty() && item.eccn.front() == '5') return true;
  if (says(policy_text_, "space station") && says(item.description, "space station")) return true;
  return names_eccn(policy_text_, item.eccn);
}

ReviewPolicy EntityPolicy::of(const ListedItem& item) const noexcept {
  if (end_use_only_) return ReviewPolicy::case_by_case;
  if (ccl_only_ && equal_ignoring_case(item.eccn, "EAR99")) return ReviewPolicy::case_by_case;
  if (carve_outs_ && carved_out(item)) return ReviewPolicy::case_by_case;
  return general_;
}

}  // namespace ordergate::rules
