// Words that are nothing but syllables of Chinese in Hanyu pinyin.
#pragma once

#include <string_view>

namespace ordergate::matchers {

/// One to three syllables ("zhang", "jianping"); folded text. "Petrov" and "mohammad" are none.
[[nodiscard]] bool is_pinyin(std::string_view word) noexcept;

}  // namespace ordergate::matchers
