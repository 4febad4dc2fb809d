#include "lists/families.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "lists/entry_builder.h"
#include "lists/name_parts.h"
#include "lists/text.h"
#include "matchers/names/lexicon.h"

namespace ordergate::lists {
namespace {

constexpr std::size_t kRowsOfConcern = 3;
constexpr int kConcernWordsMin = 2;
constexpr int kMemberWordsMin = 2;
constexpr int kMemberWordsMax = 14;  // more is a description

constexpr std::string_view kOpenQuote = "\xE2\x80\x9C", kCloseQuote = "\xE2\x80\x9D";

struct Family {
  std::string_view concern, member;
  bool quoted = false;  // the member stands in quotes
};

std::string_view first_word(std::string_view text) { return text.substr(0, text.find_first_of(" ,.(")); }

/// "NPO", "AO": a kind of works or a legal form in capitals.
bool capitals(std::string_view word) {
  constexpr std::size_t kLettersMax = 5;
  return word.size() >= 2 && word.size() <= kLettersMax &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// "Ltd. (Huawei)", "Limited (CSSC) 701st ...", "and ...": still the name before the comma.
bool goes_on(std::string_view member) {
  const std::string word = ascii_lower(first_word(member));
  return word == "and" || word == "the" ||
         matchers::Lexicon::builtin().is_plain(word, matchers::PlainUse::legal_after_comma);
}

/// Before and behind the first comma or opening quote.
Family split_family(std::string_view name) {
  const std::size_t comma = name.find(',');
  const std::size_t quote = name.find(kOpenQuote);
  if (quote < comma) {
    std::string_view concern = trim(name.substr(0, quote));
    if (concern.ends_with(" JSC")) concern.remove_suffix(4);
    std::string_view member = name.substr(quote + kOpenQuote.size());
    while (member.ends_with(kCloseQuote)) member.remove_suffix(kCloseQuote.size());
    return {trim(concern), trim(member), true};
  }
  if (comma == std::string_view::npos) return {};
  return {trim(name.substr(0, comma)), trim(name.substr(comma + 1))};
}

Family family_of(const ListEntry& entry) {
  const bool organization = entry.kind == PartyKind::company || entry.kind == PartyKind::government ||
                            entry.kind == PartyKind::unknown;
  if (!organization || entry.names.empty()) return {};
  const Family family = split_family(entry.names.front().text);
  const int words = word_count(family.member);
  const bool concern =
      word_count(family.concern) >= kConcernWordsMin && reads_as_organization(family.concern);
  const bool member =
      words >= kMemberWordsMin && words <= kMemberWordsMax && !goes_on(family.member) &&
      (family.quoted || reads_as_organization(family.member) || capitals(first_word(family.member)));
  return concern && member ? family : Family{};
}

/// Nobody is known by it alone.
bool common(std::string_view member) {
  static constexpr std::string_view kKinds[] = {"institute",  "center", "centre", "laboratory",
                                                "department", "field",  "key",    "military"};
  const std::string word = ascii_lower(first_word(member));
  return (word[0] >= '0' && word[0] <= '9') ||
         std::find(std::begin(kKinds), std::end(kKinds), word) != std::end(kKinds);
}

}  // namespace

void name_members(std::vector<ListEntry>& entries) {
  std::map<std::pair<ListCode, std::string>, std::vector<std::size_t>> families;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Family family = family_of(entries[i]);
    if (!family.member.empty()) families[{entries[i].list, ascii_lower(family.concern)}].push_back(i);
  }
  for (const auto& [concern, rows] : families) {
    if (rows.size() < kRowsOfConcern) continue;
    for (const std::size_t row : rows) {
      const std::string member(family_of(entries[row]).member);
      EntryBuilder builder(std::move(entries[row]));
      builder.add_name(member,
                       common(member) ? ListedName::Role::weak_alias : ListedName::Role::strong_alias);
      entries[row] = std::move(builder.entry());
    }
  }
}

}  // namespace ordergate::lists
