// Where the rule pack and its tables come from: the files inside the binary, or a directory that
// replaces them (`--rules DIR`). Cold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ordergate::rules {

/// The bytes of a file anywhere. The error names it.
[[nodiscard]] Result<std::string> read_file(const std::string& path);

class DataFiles {
 public:
  /// The files inside the binary.
  DataFiles() = default;
  /// Files of `directory`; one that it does not have comes from the binary. An empty name is the
  /// binary alone; a directory that is not there is an error.
  [[nodiscard]] static Result<DataFiles> open(std::string directory);

  /// The bytes of "items.csv". An error when there is no such file or it cannot be read.
  [[nodiscard]] Result<std::string> read(std::string_view name) const;

  /// How errors name the file: "DIR/items.csv", or "rules/ear/items.csv" for one inside the binary.
  [[nodiscard]] std::string path(std::string_view name) const;

  /// Names that end in `suffix` (".toml"), of both places, sorted, each once.
  [[nodiscard]] std::vector<std::string> names(std::string_view suffix) const;

 private:
  [[nodiscard]] bool in_directory(std::string_view name) const;
  std::string directory_;
};

}  // namespace ordergate::rules
