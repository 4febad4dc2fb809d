// Where a set of data files comes from: the files inside the binary, or a directory that replaces them
// one by one. Cold.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "base/result.h"

namespace ordergate::tables {

/// The bytes of a file anywhere. The error names it.
[[nodiscard]] Result<std::string> read_file(const std::string& path);

class DataFiles {
 public:
  /// No files at all.
  DataFiles() = default;
  /// Embedded files alone, and the folder of the source tree that errors name. What both name must outlive
  /// it.
  DataFiles(std::span<const EmbeddedFile> embedded, std::string_view folder) noexcept
      : embedded_(embedded), folder_(folder) {}
  /// Files of `directory`; one that it does not have comes from `embedded`. An empty name is the
  /// embedded files alone; a directory that is not there, or has no rules and none of these files, is an
  /// error.
  [[nodiscard]] static Result<DataFiles> open(const DataFiles& embedded, std::string directory);

  /// The bytes of "items.csv". An error when there is no such file or it cannot be read.
  [[nodiscard]] Result<std::string> read(std::string_view name) const;

  /// How errors name the file: "DIR/items.csv", or "rules/ear/items.csv" for one inside the binary.
  [[nodiscard]] std::string path(std::string_view name) const;

  /// Names that end in `suffix` (".toml"), of both places, sorted, each once.
  [[nodiscard]] std::vector<std::string> names(std::string_view suffix) const;

 private:
  [[nodiscard]] bool in_directory(std::string_view name) const;
  [[nodiscard]] bool has_own() const;
  std::span<const EmbeddedFile> embedded_;  // named as their last path component
  std::string_view folder_;
  std::string directory_;
};

}  // namespace ordergate::tables
