// `${NAME}` and `${file:PATH}` inside a setting's text.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace ordergate {

struct Substituted {
  std::string text;
  bool secret = false;  // part of it came out of a file
};

/// `${NAME}` takes an environment variable, `${file:PATH}` the text of a file without its last line ends,
/// `$${` stands for `${`. A variable that is not set, a file that cannot be read or is larger than 64 KiB,
/// and an opening without its brace are errors.
[[nodiscard]] Result<Substituted> substitute(std::string_view text);

/// The whole text of a file; the error says why there is none.
[[nodiscard]] Result<std::string> read_text_file(const std::string& path, std::size_t bytes_max);

}  // namespace ordergate
