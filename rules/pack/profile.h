// Which reading of the law applies.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ordergate::rules {

/// enforced: the Diffusion rule's duties are annotations. codified: they decide. historical: what was
/// enforced on the regime date. docs/rules-coverage.md says more.
enum class Profile : std::uint8_t { enforced, codified, historical };

[[nodiscard]] constexpr std::string_view to_string(Profile profile) noexcept {
  switch (profile) {
    case Profile::enforced:
      return "enforced";
    case Profile::codified:
      return "codified";
    case Profile::historical:
      return "historical";
  }
  return "enforced";
}

[[nodiscard]] constexpr std::optional<Profile> parse_profile(std::string_view word) noexcept {
  for (const Profile profile : {Profile::enforced, Profile::codified, Profile::historical})
    if (to_string(profile) == word) return profile;
  return std::nullopt;
}

}  // namespace ordergate::rules
