// Syllables of Chinese in the spelling of Wade and Giles.
#pragma once

#include <string>
#include <string_view>

namespace ordergate::matchers {

/// How an unmarked initial is read: as marked ones are missing, or as they may have been left out.
enum class Aspiration { as_written, assumed };

/// Appends the pinyin of a syllable ("ch'ien", "hsu"; lower case) and says whether it is one.
[[nodiscard]] bool append_pinyin(std::string_view syllable, Aspiration aspiration, std::string& out) noexcept;

/// A syllable that pinyin does not have: "hsu", "tsai", "jen".
[[nodiscard]] bool only_wade_giles(std::string_view syllable) noexcept;

}  // namespace ordergate::matchers
