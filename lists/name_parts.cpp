#include "lists/name_parts.h"

#include <algorithm>
#include <iterator>

#include "lists/entry_builder.h"
#include "lists/text.h"
#include "matchers/names/lexicon.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;

bool letter_or_digit(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::vector<std::string_view> words_of(std::string_view lower) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < lower.size();) {
    std::size_t end = at;
    while (end < lower.size() && letter_or_digit(lower[end])) ++end;
    if (end > at) words.push_back(lower.substr(at, end - at));
    at = std::max(end, at + 1);
  }
  return words;
}

template <typename Words>
bool among(const Words& words, std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

/// "204th Research Institute", "Second Design Department": nobody is known by it alone.
bool generic(std::string_view name) {
  static constexpr std::string_view kWords[] = {
      "research", "institute",  "design",  "department", "factory", "plant",   "academy", "laboratory",
      "center",   "centre",     "of",      "and",        "the",     "first",   "second",  "third",
      "fourth",   "fifth",      "sixth",   "seventh",    "eighth",  "ninth",   "tenth",   "general",
      "no",       "number",     "unit",    "division",   "bureau",  "company", "branch",  "technology",
      "testing",  "scientific", "nuclear", "reactors",   "section", "office"};
  const std::string lower = ascii_lower(name);
  const std::vector<std::string_view> words = words_of(lower);
  return std::all_of(words.begin(), words.end(), [](std::string_view word) {
    return (word[0] >= '0' && word[0] <= '9') || among(kWords, word);
  });
}

/// Said of a name, not part of it.
bool note(std::string_view inside) {
  static constexpr std::string_view kWords[] = {"individual", "entity",  "national", "only",  "location",
                                                "deceased",   "see",     "listed",   "entry", "parent",
                                                "resident",   "citizen", "successor"};
  const std::string lower = ascii_lower(inside);
  const std::vector<std::string_view> words = words_of(lower);
  return words.empty() || std::any_of(words.begin(), words.end(), [](std::string_view word) {
           return among(kWords, word) ||
                  matchers::Lexicon::builtin().is_plain(word, matchers::PlainUse::alias_note);
         });
}

std::string_view trimmed_ends(std::string_view text) {
  constexpr std::string_view kEnds = " \t.,;:-\"'([";
  while (!text.empty() && kEnds.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && kEnds.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return trim(text);
}

}  // namespace

std::string_view without_notice(std::string_view name) {
  const std::string lower = ascii_lower(name);
  for (const std::string_view notice :
       {" and any successor", " and its sub-units", " and its subunits", " and sub-units and successors"}) {
    const std::size_t at = lower.find(notice);
    if (at != std::string::npos && at >= 3) return trim(name.substr(0, at));
  }
  return name;
}

std::vector<NamePart> members(std::string_view name) {
  struct Marker {
    std::string_view text;
    bool member_first;
  };
  static constexpr Marker kMarkers[] = {{"affiliated entity", false},
                                        {"subordinate institution", false},
                                        {"subordinate entity", false},
                                        {"(parent organization:", true}};
  std::vector<NamePart> parts;
  const std::string lower = ascii_lower(name);
  for (const Marker& marker : kMarkers) {
    const std::size_t at = lower.find(marker.text);
    if (at == std::string::npos || at < 3) continue;
    std::string_view before = trimmed_ends(name.substr(0, at));
    std::string_view after = name.substr(at + marker.text.size());
    while (!after.empty() && !letter_or_digit(ascii_lower(after.substr(0, 1))[0])) after.remove_prefix(1);
    // A dash of three bytes is a letter to letter_or_digit; "\xE2\x80\x93" stands here as such.
    if (after.starts_with("\xE2\x80\x93") || after.starts_with("\xE2\x80\x94")) after.remove_prefix(3);
    after = trimmed_ends(after);
    if (before.size() > 4 && before.substr(before.size() - 4) == " and") before.remove_suffix(4);
    before = trimmed_ends(before);
    if (marker.member_first && !after.empty() && after.back() == ')') after.remove_suffix(1);
    const std::string_view member = marker.member_first ? before : after;
    const std::string_view parent = marker.member_first ? after : before;
    if (member.size() < 3 || parent.size() < 3) continue;
    const bool long_text = word_count(member) > 12;  // a description, no name
    if (!long_text)
      parts.push_back({std::string(member), generic(member) ? Role::weak_alias : Role::strong_alias});
    parts.push_back({std::string(parent), Role::weak_alias});
    return parts;
  }
  return parts;
}

std::vector<NamePart> bracketed(std::string_view name) {
  std::vector<NamePart> parts;
  std::string bare;
  bool any = false;
  for (std::size_t at = 0; at < name.size();) {
    const char c = name[at];
    const std::size_t close = c == '('   ? name.find(')', at)
                              : c == '[' ? name.find(']', at)
                                         : std::string::npos;
    if (close == std::string_view::npos) {
      bare += c;
      ++at;
      continue;
    }
    const std::string_view inside = trim(name.substr(at + 1, close - at - 1));
    if (!note(inside) && word_count(inside) >= 3 && inside.find_first_of("([") == std::string_view::npos)
      parts.push_back({std::string(inside), Role::weak_alias});
    any = true;
    at = close + 1;
  }
  if (!any) return parts;
  std::string single = single_spaced(trimmed_ends(bare));
  // "Name , Ltd" where a bracket stood before the comma.
  for (std::size_t at = single.find(" ,"); at != std::string::npos; at = single.find(" ,"))
    single.erase(at, 1);
  constexpr std::size_t kLoneLettersMin = 6;  // "Rostec (Russian Technologies State Corporation)"
  if (word_count(single) >= 2 || single.size() >= kLoneLettersMin)
    parts.push_back({std::move(single), Role::weak_alias});
  return parts;
}

}  // namespace ordergate::lists
