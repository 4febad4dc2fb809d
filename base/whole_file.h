// Files that are there whole or not at all, whenever the machine stops. Cold.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace ordergate {

/// Replaces `file` by one that holds `bytes` (mode 0600), on the disk when this returns. Several processes
/// may write the same file: the last one wins.
[[nodiscard]] Status write_whole_file(const std::filesystem::path& file, const std::string& bytes);

/// Adds `line` and its end behind what the file holds, made (mode 0600) where it is not there, on the disk
/// when this returns. A last line without its end is ended first: what was cut off takes no other line with
/// it. Lines of several processes do not mix.
[[nodiscard]] Status append_line(const std::filesystem::path& file, const std::string& line);

/// Brings the names in a folder to the disk: a rename is there when its folder is. False when it cannot.
[[nodiscard]] bool sync_folder(const std::filesystem::path& folder) noexcept;

}  // namespace ordergate
