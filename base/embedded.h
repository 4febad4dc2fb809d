// A data file that is part of the binary (cmake/embed.cmake).
#pragma once

#include <string_view>

namespace ordergate {

struct EmbeddedFile {
  std::string_view name;   // the path as given to og_embed: "ear/items.csv"
  std::string_view bytes;  // lives as long as the program
};

}  // namespace ordergate
