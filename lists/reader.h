// List files to entries. The format is recognized by content. Cold.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "lists/entry.h"

namespace ordergate::lists {

struct ReadLimits {
  std::uint64_t file_bytes_max = std::uint64_t{1} << 30;
  std::size_t field_bytes_max = std::size_t{1} << 20;
  std::size_t entries_max = 5'000'000;
};

/// Reads one file. An error when it cannot be read, is no list that is known, or is not whole: cut in its
/// last row, a quote never closed. Any other bad row is a rejection, not an error.
[[nodiscard]] Result<ListFile> read_list_file(const std::string& path, const ReadLimits& limits = {});

/// Reads files and directories (every regular file in them, in name order, not hidden). Errors name
/// the path.
[[nodiscard]] Result<std::vector<ListFile>> read_lists(const std::vector<std::string>& paths,
                                                       const ReadLimits& limits = {});

/// The sample list that ships inside the binary. A sample: it protects nobody.
[[nodiscard]] ListFile sample_list();

/// The sample list and an invented party of every other publisher: what the examples of rules are screened
/// against. It protects nobody either.
[[nodiscard]] ListFile example_list();

}  // namespace ordergate::lists
