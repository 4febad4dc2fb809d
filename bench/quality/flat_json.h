// Just enough JSON for lines of flat case files: string fields and arrays of whole numbers of the top
// level. Not a validator.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ordergate::quality {

/// The string value of `key` in the object `line`, unescaped; empty when there is none.
[[nodiscard]] std::string string_field(std::string_view line, std::string_view key);
/// The whole numbers of the array under `key`.
[[nodiscard]] std::vector<std::uint32_t> number_list(std::string_view line, std::string_view key);
/// The number under `key`, or `otherwise`.
[[nodiscard]] double number_field(std::string_view line, std::string_view key, double otherwise);

/// The lines of a file, without empty ones; nothing when it cannot be read.
[[nodiscard]] std::vector<std::string> read_lines(const std::string& path);

}  // namespace ordergate::quality
