#include "lists/uk_sanctions.h"

#include <algorithm>

#include "lists/text.h"

namespace ordergate::lists {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace

void start_uk_entry(EntryBuilder& builder, std::string_view id, std::string_view regime,
                    std::string_view imposed) {
  ListEntry& entry = builder.entry();
  entry.list = ListCode::uk;
  entry.source = "UK Sanctions List";
  entry.id = id;
  entry.citation = regime;
  if (!regime.empty()) entry.programs.emplace_back(regime);
  std::string measures(imposed);
  std::replace(measures.begin(), measures.end(), '|', ';');
  if (!imposed.empty()) entry.remarks = "Sanctions imposed: " + single_spaced(measures);
}

ListedName::Role uk_name_role(std::string_view type, std::string_view strength) {
  if (contains_word(type, "primary") && !contains_word(type, "variation")) return ListedName::Role::primary;
  if (contains_word(strength, "low")) return ListedName::Role::weak_alias;
  return contains_word(type, "former") || contains_word(type, "fka") ? ListedName::Role::former
                                                                     : ListedName::Role::strong_alias;
}

std::string uk_name(std::string_view surname, std::string_view given) { return join({surname, given}, ", "); }

void add_uk_birth_date(std::string_view text, EntryBuilder& builder) {
  text = meaningful(text);
  while (!text.empty() && !is_digit(text.front())) text.remove_prefix(1);
  builder.add_birth_date(text);
}

void add_uk_countries(std::string_view text, EntryBuilder& builder) {
  std::string parts(text);
  for (std::size_t at = parts.find(')'); at != std::string::npos; at = parts.find(')', at + 1)) {
    const bool numbered = at > 0 && is_digit(parts[at - 1]) && parts.rfind('(', at) == std::string::npos;
    if (numbered) parts[at - 1] = parts[at] = ';';
  }
  std::replace(parts.begin(), parts.end(), '|', ';');
  for (const std::string_view part : split(parts, ';'))
    builder.add_country(trim(part.substr(0, part.find('('))));
}

void add_uk_numbers(std::string_view type, std::string_view text, EntryBuilder& builder) {
  std::string parts(text);
  std::replace_if(
      parts.begin(), parts.end(), [](char c) { return c == ',' || c == '|' || c == '\n'; }, ';');
  for (const std::string_view part : split(parts, ';')) {
    const std::size_t colon = part.find(':');
    const bool typed = colon != std::string_view::npos;
    std::string_view value = typed ? trim(part.substr(colon + 1)) : part;
    const std::size_t digit = value.find_first_of("0123456789");
    if (digit == std::string_view::npos) continue;
    const std::size_t space = value.rfind(' ', digit);
    const std::string_view before =
        space == std::string_view::npos ? std::string_view{} : trim(value.substr(0, space));
    if (space != std::string_view::npos) value.remove_prefix(space + 1);
    const std::string_view own = typed ? trim(part.substr(0, colon)) : before;
    builder.add_identifier(own.empty() ? type : own, value.substr(0, value.find_first_of(" (")));
  }
}

}  // namespace ordergate::lists
