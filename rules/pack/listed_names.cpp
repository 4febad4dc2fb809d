#include "rules/pack/listed_names.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tables/csv.h"

namespace ordergate::rules {
namespace {

/// Letters and digits in lower case, nothing else: punctuation differs between printings.
std::string key_of(std::string_view name) {
  std::string key;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') key.push_back(static_cast<char>(c - 'A' + 'a'));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
      key.push_back(c);
  }
  return key;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find('|'), text.size());
    if (at > 0) parts.emplace_back(text.substr(0, at));
    text.remove_prefix(std::min(at + 1, text.size()));
  }
  return parts;
}

void add_names(lists::ListEntry& entry, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const bool known = std::any_of(entry.names.begin(), entry.names.end(),
                                   [&](const lists::ListedName& listed) { return listed.text == name; });
    if (!known) entry.names.push_back({name, lists::ListedName::Role::strong_alias});
  }
}

}  // namespace

Status add_native_names(const tables::DataFiles& files, std::vector<lists::ListFile>& lists) {
  constexpr std::string_view kFile = "footnotes.csv";
  Result<std::string> text = files.read(kFile);
  if (!text) return text.error();
  Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), files.path(kFile));
  if (!table) return table.error();
  std::unordered_map<std::string, std::vector<std::string>> names;
  for (const tables::CsvRecord& row : table.value().rows) {
    std::vector<std::string> native = split(table.value().field(row, "native_names"));
    if (!native.empty()) names.emplace(key_of(table.value().field(row, "name")), std::move(native));
  }
  for (lists::ListFile& file : lists)
    for (lists::ListEntry& entry : file.entries) {
      if (entry.list != lists::ListCode::el || entry.names.empty()) continue;
      const auto found = names.find(key_of(entry.names.front().text));
      if (found != names.end()) add_names(entry, found->second);
    }
  return Done{};
}

}  // namespace ordergate::rules
