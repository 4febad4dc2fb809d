// The folder of what must outlive the process ([daemon] state_dir): made if it is not there, for its owner
// alone.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace ordergate::daemon {

/// Makes the folder (mode 0700; its parent must be there) and sees that a file can be written into it. The
/// error names the folder. Once, at start.
[[nodiscard]] Status open_state_directory(const std::filesystem::path& folder);

/// Replaces `file` by one that holds `bytes`, whole or not at all, on the disk when this returns. Several
/// processes may write the same file: the last one wins.
[[nodiscard]] Status write_state_file(const std::filesystem::path& file, const std::string& bytes);

}  // namespace ordergate::daemon
