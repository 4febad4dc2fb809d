// Words that are nothing but syllables of Chinese in Hanyu pinyin.
#pragma once

#include <string_view>

namespace ordergate::matchers {

/// One of the surnames that nearly all Chinese bear, in pinyin.
[[nodiscard]] bool chinese_surname(std::string_view word) noexcept;
/// Its vowels stand together: "Khanh", "Young".
[[nodiscard]] bool one_syllable(std::string_view word) noexcept;
/// One to three syllables ("zhang", "jianping"); folded text. "Petrov" and "mohammad" are none.
[[nodiscard]] bool is_pinyin(std::string_view word) noexcept;

}  // namespace ordergate::matchers
