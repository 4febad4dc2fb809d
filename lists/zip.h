// Files inside a ZIP archive that is in memory, unpacked through zlib within a bound. No encryption, no
// ZIP64, no parts: what a spreadsheet never has. Cold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ordergate::lists {

struct ZipMember {
  std::string name;
  std::uint32_t method = 0;                 // 0 stored, 8 deflated
  std::uint32_t packed_size = 0, size = 0;  // bytes
  std::uint32_t offset = 0;                 // of its local header
};

/// The members of the archive, at most 1,000. Errors name `path`.
[[nodiscard]] Result<std::vector<ZipMember>> zip_members(const std::string& path, std::string_view bytes);

/// The bytes of a member. An error when they are more than `bytes_max`, or not as many as the archive says.
[[nodiscard]] Result<std::string> unzip(const std::string& path, std::string_view bytes,
                                        const ZipMember& member, std::size_t bytes_max);

}  // namespace ordergate::lists
