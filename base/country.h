// An ISO 3166-1 alpha-2 country code (XK for Kosovo), two bytes by value.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace ordergate {

/// Two upper-case letters; the empty code means unknown. Being well-formed does not mean that the
/// country exists: the country table decides (rules/).
class CountryCode {
 public:
  constexpr CountryCode() noexcept = default;

  /// Two ASCII capitals give a code; anything else gives the empty code.
  [[nodiscard]] static constexpr CountryCode parse(std::string_view text) noexcept {
    CountryCode code;
    if (text.size() == 2 && upper(text[0]) && upper(text[1])) {
      code.letters_[0] = text[0];
      code.letters_[1] = text[1];
    }
    return code;
  }

  [[nodiscard]] constexpr bool known() const noexcept { return letters_[0] != '\0'; }
  /// The two letters, or "" when unknown. Points into this object.
  [[nodiscard]] constexpr std::string_view text() const noexcept { return {letters_, known() ? 2U : 0U}; }
  /// Dense index 0..675 of a known code, for bit sets.
  [[nodiscard]] constexpr std::uint32_t index() const noexcept {
    return static_cast<std::uint32_t>(letters_[0] - 'A') * 26U +
           static_cast<std::uint32_t>(letters_[1] - 'A');
  }
  friend constexpr auto operator<=>(const CountryCode&, const CountryCode&) noexcept = default;

 private:
  static constexpr bool upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
  char letters_[2] = {'\0', '\0'};
};

inline constexpr std::uint32_t kCountryIndexCount = 26 * 26;

}  // namespace ordergate
