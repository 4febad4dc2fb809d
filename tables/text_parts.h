// Parts of a data file's field: "a|b|c". Cold.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace ordergate::tables {

/// The parts between separators, empty ones left out.
[[nodiscard]] inline std::vector<std::string> split_parts(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find(separator), text.size());
    if (at > 0) parts.emplace_back(text.substr(0, at));
    text.remove_prefix(std::min(at + 1, text.size()));
  }
  return parts;
}

/// "a, b": the parts with `between` between them.
[[nodiscard]] inline std::string join_parts(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) text.append(text.empty() ? "" : between).append(part);
  return text;
}

}  // namespace ordergate::tables
