#include "lists/diff.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "lists/text.h"

namespace ordergate::lists {
namespace {

std::string_view role_word(ListedName::Role role) noexcept {
  switch (role) {
    case ListedName::Role::primary:
      return "";
    case ListedName::Role::strong_alias:
      return " (alias)";
    case ListedName::Role::weak_alias:
      return " (weak alias)";
    case ListedName::Role::former:
      return " (former)";
  }
  return "";
}

/// One text of many; the order in the file does not matter, except for the primary name.
std::string joined(std::vector<std::string> parts, bool first_stays) {
  std::sort(parts.begin() + (first_stays && !parts.empty() ? 1 : 0), parts.end());
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += "; ";
    text += part;
  }
  return text;
}

template <typename Items, typename Text>
std::string joined_items(const Items& items, Text&& text, bool first_stays = false) {
  std::vector<std::string> parts;
  parts.reserve(items.size());
  for (const auto& item : items) parts.push_back(text(item));
  return joined(std::move(parts), first_stays);
}

std::string day(const std::optional<Date>& date) { return date ? format_date(*date) : std::string{}; }

/// The entries of one side that have not found their partner, by some key of theirs.
class Side {
 public:
  explicit Side(const std::vector<ListFile>& files) {
    for (const ListFile& file : files) {
      for (const ListEntry& entry : file.entries) entries_.push_back(&entry);
    }
    matched_.assign(entries_.size(), false);
  }

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] const ListEntry& operator[](std::size_t i) const noexcept { return *entries_[i]; }
  [[nodiscard]] bool matched(std::size_t i) const noexcept { return matched_[i]; }
  void match(std::size_t i) { matched_[i] = true; }

 private:
  std::vector<const ListEntry*> entries_;
  std::vector<bool> matched_;
};

/// Pairs entries of both sides whose keys are equal (an empty key matches nothing) and calls `pair`.
template <typename Key, typename Pair>
void match_by(Side& before, Side& after, Key&& key, Pair&& pair) {
  std::unordered_map<std::string, std::vector<std::size_t>> waiting;
  for (std::size_t i = before.size(); i-- > 0;) {
    if (before.matched(i)) continue;
    std::string text = key(before[i]);
    if (!text.empty()) waiting[std::move(text)].push_back(i);
  }
  for (std::size_t j = 0; j < after.size(); ++j) {
    if (after.matched(j)) continue;
    const auto at = waiting.find(key(after[j]));
    if (at == waiting.end() || at->second.empty()) continue;
    const std::size_t i = at->second.back();
    at->second.pop_back();
    before.match(i);
    after.match(j);
    pair(before[i], after[j]);
  }
}

std::vector<FieldChange> changed_fields(const ListEntry& before, const ListEntry& after) {
  std::vector<FieldChange> changes;
  auto left = describe_fields(before);
  auto right = describe_fields(after);
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i].second == right[i].second) continue;
    changes.push_back({std::string(left[i].first), std::move(left[i].second), std::move(right[i].second)});
  }
  return changes;
}

}  // namespace

std::vector<std::pair<std::string_view, std::string>> describe_fields(const ListEntry& entry) {
  const auto text = [](const std::string& value) { return value; };
  return {
      {"list", std::string(to_string(entry.list))},
      {"id", entry.id},
      {"kind", std::string(to_string(entry.kind))},
      {"names",
       joined_items(
           entry.names, [](const ListedName& name) { return name.text + std::string(role_word(name.role)); },
           true)},
      {"addresses", joined_items(entry.addresses, [](const ListedAddress& address) { return address.text; })},
      {"countries",
       joined_items(entry.countries, [](CountryCode country) { return std::string(country.text()); })},
      {"identifiers",
       joined_items(entry.identifiers, [](const ListedIdentifier& id) { return id.type + " " + id.value; })},
      {"birth_dates", joined_items(entry.birth_dates, [](Date date) { return format_date(date); })},
      {"birth_years",
       joined_items(entry.birth_years, [](std::int16_t year) { return std::to_string(year); })},
      {"start_date", day(entry.start_date)},
      {"end_date", day(entry.end_date)},
      {"citation", entry.citation},
      {"license_requirement", entry.license_requirement},
      {"license_policy", entry.license_policy},
      {"programs", joined_items(entry.programs, text)},
      {"remarks", entry.remarks},
  };
}

std::string_view title_of(const ListEntry& entry) noexcept {
  if (!entry.names.empty()) return entry.names.front().text;
  return entry.addresses.empty() ? std::string_view(entry.id)
                                 : std::string_view(entry.addresses.front().text);
}

ListDiff diff_lists(const std::vector<ListFile>& before_files, const std::vector<ListFile>& after_files) {
  Side before(before_files);
  Side after(after_files);
  ListDiff diff;
  const auto content = [](const ListEntry& entry) {
    std::string text;
    for (const auto& [field, value] : describe_fields(entry)) text += value + '\n';
    return text;
  };
  const auto by_id = [](const ListEntry& entry) {
    return entry.id.empty() ? std::string{} : std::string(to_string(entry.list)) + '\n' + entry.id;
  };
  const auto by_name = [](const ListEntry& entry) {
    return std::string(to_string(entry.list)) + '\n' + ascii_lower(title_of(entry));
  };
  const auto change = [&](const ListEntry& left, const ListEntry& right) {
    diff.changed.push_back({&left, &right, changed_fields(left, right)});
  };
  match_by(before, after, content, [&](const ListEntry&, const ListEntry&) { ++diff.unchanged; });
  match_by(before, after, by_id, change);
  match_by(before, after, by_name, change);
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!before.matched(i)) diff.removed.push_back(&before[i]);
  }
  for (std::size_t j = 0; j < after.size(); ++j) {
    if (!after.matched(j)) diff.added.push_back(&after[j]);
  }
  return diff;
}

}  // namespace ordergate::lists
