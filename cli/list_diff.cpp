#include "cli/list_diff.h"

#include <array>
#include <functional>
#include <string_view>
#include <unordered_map>

#include "lists/entry_key.h"

namespace ordergate::cli {
namespace {

using lists::ListEntry;
constexpr char kSeparator = '\x1F';

void add(std::string& text, std::string_view part) {
  text.append(part);
  text += kSeparator;
}

std::string names_of(const ListEntry& entry) {
  std::string text;
  for (const lists::ListedName& name : entry.names) {
    add(text, name.text);
    text += static_cast<char>('0' + static_cast<int>(name.role));
  }
  return text;
}

std::string addresses_of(const ListEntry& entry) {
  std::string text;
  for (const lists::ListedAddress& address : entry.addresses) {
    add(text, address.text);
    add(text, address.country.text());
  }
  return text;
}

std::string identifiers_of(const ListEntry& entry) {
  std::string text;
  for (const lists::ListedIdentifier& identifier : entry.identifiers) {
    add(text, identifier.type);
    add(text, identifier.value);
  }
  return text;
}

std::string persons_of(const ListEntry& entry) {
  std::string text(1, static_cast<char>('0' + static_cast<int>(entry.kind)));
  for (const CountryCode country : entry.countries) add(text, country.text());
  for (const Date date : entry.birth_dates) add(text, std::to_string(date.days));
  for (const std::int16_t year : entry.birth_years) add(text, std::to_string(year));
  return text;
}

std::string dates_of(const ListEntry& entry) {
  std::string text;
  for (const std::optional<Date>& date : {entry.start_date, entry.end_date})
    add(text, date ? std::to_string(date->days) : "");
  return text;
}

std::string law_of(const ListEntry& entry) {
  std::string text;
  for (const std::string& part :
       {entry.citation, entry.license_requirement, entry.license_policy, entry.remarks})
    add(text, part);
  for (const std::string& program : entry.programs) add(text, program);
  return text;
}

struct Part {
  const char* name;
  std::string (*of)(const ListEntry&);
};
constexpr std::array<Part, 6> kParts = {{{"names", names_of},
                                         {"addresses", addresses_of},
                                         {"identifiers", identifiers_of},
                                         {"kind, countries or birth", persons_of},
                                         {"dates", dates_of},
                                         {"notice, requirement or remarks", law_of}}};

std::string fields_changed(const ListEntry& before, const ListEntry& after) {
  std::string fields;
  for (const Part& part : kParts)
    if (part.of(before) != part.of(after)) fields.append(fields.empty() ? "" : ", ").append(part.name);
  return fields;
}

std::string list_key(const ListEntry& entry) {
  std::string key;
  add(key, lists::to_string(entry.list));
  add(key, entry.source);
  return key;
}

std::string content_key(const ListEntry& entry) {
  std::string key = list_key(entry);
  add(key, entry.id);
  for (const Part& part : kParts) add(key, part.of(entry));
  return key;
}
std::string id_key(const ListEntry& entry) { return list_key(entry) + lists::key_of(entry); }
std::string name_key(const ListEntry& entry) {
  const std::string name = name_of(entry);
  return name.empty() ? "" : list_key(entry) + name;
}

/// Pairs what is still unpaired by one key, in order; an empty key pairs nothing.
class Pairing {
 public:
  Pairing(const std::vector<ListEntry>& before, const std::vector<ListEntry>& after)
      : before_(before), after_(after), before_done_(before.size()), after_done_(after.size()) {}

  void pair(std::string (*key_of)(const ListEntry&),
            const std::function<void(std::size_t, std::size_t)>& found) {
    std::unordered_map<std::string, std::vector<std::size_t>> waiting;
    for (std::size_t i = before_.size(); i > 0; --i)  // backwards, so that the first is taken first
      if (!before_done_[i - 1]) waiting[key_of(before_[i - 1])].push_back(i - 1);
    for (std::size_t j = 0; j < after_.size(); ++j) {
      if (after_done_[j]) continue;
      const std::string key = key_of(after_[j]);
      const auto same = waiting.find(key);
      if (key.empty() || same == waiting.end() || same->second.empty()) continue;
      const std::size_t i = same->second.back();
      same->second.pop_back();
      before_done_[i] = after_done_[j] = true;
      found(i, j);
    }
  }
  [[nodiscard]] bool before_done(std::size_t i) const { return before_done_[i]; }
  [[nodiscard]] bool after_done(std::size_t j) const { return after_done_[j]; }

 private:
  const std::vector<ListEntry>& before_;
  const std::vector<ListEntry>& after_;
  std::vector<bool> before_done_, after_done_;
};

}  // namespace

ListDiff compare_lists(const std::vector<ListEntry>& before, const std::vector<ListEntry>& after) {
  ListDiff diff;
  Pairing pairing(before, after);
  const auto changed = [&](std::size_t i, std::size_t j) {
    std::string fields = fields_changed(before[i], after[j]);
    diff.changed.push_back({i, j, fields.empty() ? "id" : std::move(fields)});
  };
  pairing.pair(content_key, [&diff](std::size_t, std::size_t) { ++diff.same; });
  pairing.pair(id_key, changed);
  pairing.pair(name_key, changed);
  for (std::size_t j = 0; j < after.size(); ++j)
    if (!pairing.after_done(j)) diff.added.push_back(j);
  for (std::size_t i = 0; i < before.size(); ++i)
    if (!pairing.before_done(i)) diff.removed.push_back(i);
  return diff;
}

std::string label_of(const ListEntry& entry) { return lists::key_of(entry); }

std::string name_of(const ListEntry& entry) {
  if (!entry.names.empty()) return std::string(lists::published_name(entry));
  return entry.addresses.empty() ? "" : entry.addresses.front().text;
}

}  // namespace ordergate::cli
