// The files of the rule pack: those inside the binary, or of a directory that replaces them (`--rules DIR`).
// Cold.
#pragma once

#include <string>

#include "base/result.h"
#include "tables/data_files.h"

namespace ordergate::rules {

/// The pack inside the binary.
[[nodiscard]] tables::DataFiles pack_files() noexcept;

/// Files of `directory`, those that it lacks from the binary; an empty name is the binary alone. An error
/// when there is no such directory.
[[nodiscard]] Result<tables::DataFiles> pack_files(std::string directory);

}  // namespace ordergate::rules
