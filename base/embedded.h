// A data file that is part of the binary (cmake/embed.cmake).
#pragma once

#include <span>
#include <string_view>

#include "base/check.h"

namespace ordergate {

struct EmbeddedFile {
  std::string_view name;   // the path as given to og_embed: "ear/items.csv"
  std::string_view bytes;  // lives as long as the program
};

/// The bytes of the file that og_embed was given as `name`; a program without it is broken.
[[nodiscard]] inline std::string_view embedded_file(std::span<const EmbeddedFile> files,
                                                    std::string_view name) noexcept {
  for (const EmbeddedFile& file : files)
    if (file.name == name) return file.bytes;
  OG_CHECK(false);
  return {};
}

}  // namespace ordergate
