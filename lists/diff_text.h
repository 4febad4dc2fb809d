// What changed between two sets of list files, as lines for a person: how much by list code first, the
// entries after it, by list code and key. Cold.
#pragma once

#include <string>
#include <vector>

#include "lists/diff.h"

namespace ordergate::lists {

/// What became of one list.
struct ListChange {
  ListCode list = ListCode::other;
  std::uint64_t before = 0, after = 0;  // entries
  std::uint64_t added = 0, removed = 0, changed = 0;
};

/// In order of the codes; every list of either side.
[[nodiscard]] std::vector<ListChange> changes_by_list(const ListDiff& diff,
                                                      const std::vector<ListFile>& before,
                                                      const std::vector<ListFile>& after);

/// "12 added, 3 removed, 40 changed, 2036 the same".
[[nodiscard]] std::string count_text(const ListDiff& diff);

/// "names, addresses".
[[nodiscard]] std::string field_names(const EntryChange& change);

/// Sorted for reading: by list code, then by key.
void sort_entries(ListDiff& diff);

/// Lines without their ends; names stand in them as the lists have them.
[[nodiscard]] std::vector<std::string> diff_lines(ListDiff diff, const std::vector<ListFile>& before,
                                                  const std::vector<ListFile>& after);

}  // namespace ordergate::lists
