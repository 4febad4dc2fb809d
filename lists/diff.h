// What changed between two sets of list files. Entries are matched by what they say, since the lists have
// no key to trust: the same content first, then the same id of the same list, then the same primary name.
// Cold.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lists/entry.h"

namespace ordergate::lists {

struct FieldChange {
  std::string field;  // "names", "addresses", "end_date" ...
  std::string before, after;
};

struct EntryChange {
  const ListEntry* before = nullptr;
  const ListEntry* after = nullptr;
  std::vector<FieldChange> fields;
};

/// Points into the files that were compared; in the order of the files.
struct ListDiff {
  std::vector<const ListEntry*> added, removed;
  std::vector<EntryChange> changed;
  std::uint64_t unchanged = 0;
};

[[nodiscard]] ListDiff diff_lists(const std::vector<ListFile>& before, const std::vector<ListFile>& after);

/// The entry's fields as text, in a fixed order: what diff_lists compares.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string>> describe_fields(const ListEntry& entry);

/// The primary name, or the first address of an address-only entry.
[[nodiscard]] std::string_view title_of(const ListEntry& entry) noexcept;
/// The same with the primary name as the list writes it.
[[nodiscard]] inline std::string_view published_title(const ListEntry& entry) noexcept {
  return entry.names.empty() ? title_of(entry) : published_name(entry);
}

}  // namespace ordergate::lists
