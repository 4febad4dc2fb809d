// What changed between two readings of the lists.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lists/entry.h"

namespace ordergate::cli {

struct ChangedEntry {
  std::size_t before, after;
  std::string fields;  // "names, addresses"
};

struct ListDiff {
  std::vector<std::size_t> added;    // indices into `after`
  std::vector<std::size_t> removed;  // indices into `before`
  std::vector<ChangedEntry> changed;
  std::size_t same = 0;
};

/// Entries are paired by content first, then by list and id, then by list and primary name: an id alone is
/// never trusted, many entries have none.
[[nodiscard]] ListDiff compare_lists(const std::vector<lists::ListEntry>& before,
                                     const std::vector<lists::ListEntry>& after);

/// What the entry is called from one publication to the next.
[[nodiscard]] std::string label_of(const lists::ListEntry& entry);
/// The primary name; of an address-only entry its first address.
[[nodiscard]] std::string name_of(const lists::ListEntry& entry);

}  // namespace ordergate::cli
