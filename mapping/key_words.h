// What is asked of the keys of a record nobody knows. Internal to mapping.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ordergate::mapping {

/// Letters and digits of a key, lower case: "Order-No" and "orderNo" are one.
[[nodiscard]] inline std::string plain(std::string_view key) {
  std::string out;
  for (const char c : key)
    if (c != '_' && c != '-' && c != ' ') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

[[nodiscard]] inline bool has(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}
[[nodiscard]] inline bool ends(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.ends_with(word); });
}

}  // namespace ordergate::mapping
