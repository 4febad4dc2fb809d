// Files inside a ZIP archive that is in memory, through libzip, within a bound. Cold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ordergate::lists {

struct ZipMember {
  std::string name;
  std::uint64_t index = 0;  // in the archive
  std::uint64_t size = 0;   // bytes unpacked, as the archive says
};

/// The members of the archive, at most 1,000. Errors name `path`: no archive, cut, encrypted.
[[nodiscard]] Result<std::vector<ZipMember>> zip_members(const std::string& path, std::string_view bytes);

/// The bytes of a member. An error when they are more than `bytes_max`, not as many as the archive says, or
/// not those that its checksum is of.
[[nodiscard]] Result<std::string> unzip(const std::string& path, std::string_view bytes,
                                        const ZipMember& member, std::size_t bytes_max);

}  // namespace ordergate::lists
