// White space taken off the ends of a text. What counts as blank differs by format, so it is said.
#pragma once

#include <string_view>

namespace ordergate {

/// `text` without the signs of `front` at its start and those of `back` at its end.
[[nodiscard]] constexpr std::string_view trim(std::string_view text, std::string_view front,
                                              std::string_view back) noexcept {
  while (!text.empty() && front.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && back.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return text;
}
[[nodiscard]] constexpr std::string_view trim(std::string_view text, std::string_view signs) noexcept {
  return trim(text, signs, signs);
}

inline constexpr std::string_view kWhiteSpace = " \t\n\v\f\r";  // of C and POSIX

}  // namespace ordergate
