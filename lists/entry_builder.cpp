#include "lists/entry_builder.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "countries/country_names.h"
#include "countries/territories.h"
#include "lists/name_parts.h"
#include "lists/text.h"
#include "matchers/names/lexicon.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;

struct Marker {
  std::string text;
  Role role;
};

/// The words between two names of one party; the short ones behind a bracket or a comma.
const std::vector<Marker>& markers() {
  static const std::vector<Marker> made = [] {
    using matchers::PlainUse;
    const matchers::Lexicon& lexicon = matchers::Lexicon::builtin();
    std::vector<Marker> all;
    for (const std::string& text : lexicon.plain(PlainUse::other_name))
      all.push_back({text, Role::strong_alias});
    for (const std::string& text : lexicon.plain(PlainUse::former_name)) all.push_back({text, Role::former});
    for (const char* const sign : {"(", ", "}) {
      for (const std::string& text : lexicon.plain(PlainUse::other_name_marked))
        all.push_back({sign + text + ' ', Role::strong_alias});
      for (const std::string& text : lexicon.plain(PlainUse::former_name_marked))
        all.push_back({sign + text + ' ', Role::former});
    }
    return all;
  }();
  return made;
}

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// The first marker in lower-cased text, at a word's start, or npos.
std::pair<std::size_t, const Marker*> find_marker(std::string_view lower) {
  std::pair<std::size_t, const Marker*> first{std::string_view::npos, nullptr};
  for (const Marker& marker : markers()) {
    const std::size_t at = lower.find(marker.text);
    if (at == std::string_view::npos || at >= first.first) continue;
    const bool starts_word = at == 0 || !is_letter(lower[at - 1]);
    const std::size_t end = at + marker.text.size();
    const bool ends_word = end >= lower.size() || !is_letter(lower[end]) || marker.text.back() == ' ';
    if (starts_word && ends_word) first = {at, &marker};
  }
  return first;
}

/// Without the punctuation that splitting leaves at the ends, and without brackets that do not pair.
std::string cleaned_name(std::string_view text) {
  constexpr std::string_view kEnds = " \t\r\n,;:\"'`([";
  constexpr std::string_view kTail = " \t\r\n,;:\"'`([";
  while (!text.empty() && kEnds.find(text.front()) != std::string_view::npos &&
         !(text.front() == '(' && text.find(')') != std::string_view::npos)) {
    text.remove_prefix(1);
  }
  while (!text.empty() && kTail.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  std::string name = single_spaced(text);
  int depth = 0;
  bool paired = true;
  for (const char c : name) {
    depth += c == '(' ? 1 : (c == ')' ? -1 : 0);
    paired = paired && depth >= 0;
  }
  if (paired && depth == 0) return name;
  name.erase(std::remove_if(name.begin(), name.end(), [](char c) { return c == '(' || c == ')'; }),
             name.end());
  return single_spaced(name);
}

/// "(ABC)" at the end of a name: an abbreviation of it. The letters, or "".
std::string_view trailing_abbreviation(std::string_view name) {
  if (name.size() < 6 || name.back() != ')') return {};
  const std::size_t open = name.rfind('(');
  if (open == std::string_view::npos || open < 4) return {};
  const std::string_view inside = name.substr(open + 1, name.size() - open - 2);
  const bool capitals = std::all_of(inside.begin(), inside.end(),
                                    [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  return inside.size() >= 3 && inside.size() <= 10 && capitals ? inside : std::string_view{};
}

}  // namespace

bool EntryBuilder::has_room(std::size_t count) noexcept {
  too_many_ = too_many_ || count >= kEntryTextsMax;
  return !too_many_;
}

void EntryBuilder::add_single_name(std::string_view text, Role role) {
  std::string name = cleaned_name(meaningful(text));
  if (name.empty() || is_placeholder(name) || !has_room(entry_.names.size())) return;
  const bool known = std::any_of(entry_.names.begin(), entry_.names.end(),
                                 [&](const ListedName& listed) { return listed.text == name; });
  if (!known) entry_.names.push_back({std::move(name), role});
}

void EntryBuilder::add_name(std::string_view text, Role role) {
  if (role == Role::primary && entry_.published.empty()) entry_.published = single_spaced(meaningful(text));
  text = without_notice(meaningful(text));
  const std::string whole(text);
  while (!text.empty()) {
    const std::string lower = ascii_lower(text);
    const auto [at, marker] = find_marker(lower);
    const std::string_view part = text.substr(0, at);
    add_single_name(part, role);
    const std::string_view letters = trailing_abbreviation(trim(part));
    if (!letters.empty()) {
      const Role alias = role == Role::primary ? Role::strong_alias : role;
      add_single_name(trim(part).substr(0, trim(part).rfind('(')), alias);
      add_single_name(letters, Role::weak_alias);
    }
    for (const NamePart& alias : bracketed(trim(part))) add_single_name(alias.text, alias.role);
    if (marker == nullptr) break;
    text = text.substr(at + marker->text.size());
    role = marker->role;
  }
  for (const NamePart& part : members(whole)) {
    add_single_name(part.text, part.role);
    for (const NamePart& alias : bracketed(part.text)) add_single_name(alias.text, alias.role);
  }
}

void EntryBuilder::add_country(CountryCode country) {
  if (!country.known()) return;
  if (std::find(entry_.countries.begin(), entry_.countries.end(), country) == entry_.countries.end()) {
    entry_.countries.push_back(country);
  }
}

void EntryBuilder::add_country(std::string_view text) { add_country(country_from_name(meaningful(text))); }

void EntryBuilder::add_address(std::string_view text, CountryCode country) {
  text = meaningful(text);
  std::string address = single_spaced(text);
  if (!country.known()) {
    country = country_at_end(address);
    // BIS writes "..., Hong Kong, CN": both are where it is.
    const std::size_t comma = address.rfind(',');
    if (comma != std::string::npos) {
      const CountryCode before = country_at_end(std::string_view(address).substr(0, comma));
      if (country.text() == "CN" && is_territory_of(before, country)) {
        add_country(country);
        country = before;
      }
    }
  }
  add_country(country);
  if (address.empty() || !has_room(entry_.addresses.size())) return;
  const bool known = std::any_of(entry_.addresses.begin(), entry_.addresses.end(),
                                 [&](const ListedAddress& listed) { return listed.text == address; });
  if (!known) entry_.addresses.push_back({std::move(address), country});
}

void EntryBuilder::add_identifier(std::string_view type, std::string_view value) {
  value = meaningful(value);
  if (value.empty() || !has_room(entry_.identifiers.size())) return;
  const bool known =
      std::any_of(entry_.identifiers.begin(), entry_.identifiers.end(),
                  [&](const auto& listed) { return listed.type == trim(type) && listed.value == value; });
  if (!known) entry_.identifiers.push_back({std::string(trim(type)), std::string(value)});
}

void EntryBuilder::add_identifier_text(std::string_view text) {
  text = meaningful(text);
  const std::size_t last = text.rfind(',');
  if (last == std::string_view::npos) return add_identifier("", text);
  std::string_view type = trim(text.substr(last + 1));
  std::string_view value = trim(text.substr(0, last));
  const std::size_t first = value.find(',');
  if (first != std::string_view::npos) {
    const CountryCode country = CountryCode::parse(trim(value.substr(0, first)));
    if (country.known()) value = trim(value.substr(first + 1));
  }
  if (value.substr(0, 4) == "IMO ") {
    type = "IMO";
    value = trim(value.substr(4));
  }
  add_identifier(type, value);
}

std::string EntryBuilder::finish(ListEntry& out) {
  if (too_many_) return "more than 10,000 names, addresses or identifiers";
  std::vector<ListedName>& names = entry_.names;
  std::stable_sort(names.begin(), names.end(), [](const ListedName& left, const ListedName& right) {
    return (left.role == Role::primary) > (right.role == Role::primary);
  });
  if (names.empty() || entry_.published == names.front().text) entry_.published.clear();
  const int primary_words = names.empty() ? 0 : word_count(names.front().text);
  for (ListedName& name : names) {
    if (name.role == Role::strong_alias && primary_words > 1 && word_count(name.text) == 1) {
      name.role = Role::weak_alias;
    }
  }
  if (names.empty() && entry_.addresses.empty()) return "neither a name nor an address";
  if (names.empty()) entry_.kind = PartyKind::address_only;
  if (entry_.kind == PartyKind::unknown && reads_as_organization(names.front().text)) {
    entry_.kind = PartyKind::company;
  }
  out = std::move(entry_);
  return {};
}

}  // namespace ordergate::lists
