#include "lists/native_names.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/hash_text.h"
#include "lists/embedded.h"
#include "lists/text.h"
#include "tables/csv.h"

namespace ordergate::lists {
namespace {

constexpr std::string_view kFile = "data/native_names.csv";

/// Letters and digits in lower case, nothing else: punctuation differs between printings. Quotes and dashes
/// of three bytes are punctuation too.
std::string key_of(std::string_view list, std::string_view name) {
  std::string key(list);
  key += ' ';
  for (std::size_t at = 0; at < name.size(); ++at) {
    const char c = name[at];
    if (name.substr(at, 2) == "\xE2\x80") {
      at += 2;
    } else if (c >= 'A' && c <= 'Z') {
      key += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
      key += c;
    }
  }
  return key;
}

}  // namespace

struct NativeNames::Rows {
  struct Names {
    std::vector<std::string> full, brief;
  };
  std::unordered_map<std::string, Names> by_entry;
  std::string hash;
  std::size_t count = 0;
};

const NativeNames& NativeNames::builtin() {
  static const NativeNames names(embedded_file(embedded_files(), kFile));
  return names;
}

NativeNames::NativeNames(std::string_view csv) {
  auto rows = std::make_unique<Rows>();
  const Result<tables::CsvTable> table = tables::CsvTable::parse(csv, std::string(kFile));
  OG_CHECK(table.ok());
  const auto add = [](std::string_view texts, std::vector<std::string>& names) {
    for (const std::string_view name : split(texts, '|')) names.emplace_back(name);
  };
  for (const tables::CsvRecord& row : table.value().rows) {
    const auto field = [&](std::string_view column) { return table.value().field(row, column); };
    Rows::Names& names = rows->by_entry[key_of(field("list"), field("name"))];
    add(field("native_names"), names.full);
    add(field("short_names"), names.brief);
    ++rows->count;
  }
  rows->hash = to_hex(hash128(csv));
  rows_ = std::move(rows);
}

NativeNames::~NativeNames() = default;

std::size_t NativeNames::add_to(ListEntry& entry) const {
  if (entry.names.empty()) return 0;
  const auto found = rows_->by_entry.find(key_of(to_string(entry.list), entry.names.front().text));
  if (found == rows_->by_entry.end()) return 0;
  const auto add = [&](const std::vector<std::string>& names, ListedName::Role role) {
    for (const std::string& name : names) {
      const bool known = std::any_of(entry.names.begin(), entry.names.end(),
                                     [&](const ListedName& listed) { return listed.text == name; });
      if (!known) entry.names.push_back({name, role});
    }
    return names.size();
  };
  return add(found->second.full, ListedName::Role::strong_alias) +
         add(found->second.brief, ListedName::Role::weak_alias);
}

std::size_t NativeNames::row_count() const noexcept { return rows_->count; }
std::string_view NativeNames::hash() const noexcept { return rows_->hash; }

}  // namespace ordergate::lists
