// How sure a row of the rule data is. Kept with every row and shown, never hidden.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ordergate {

enum class Certainty : std::uint8_t {
  confirmed,  // seen in a public text named as the source
  recalled,   // known, but no source was seen
  unsure,
};

[[nodiscard]] constexpr std::string_view to_string(Certainty certainty) noexcept {
  switch (certainty) {
    case Certainty::confirmed:
      return "confirmed";
    case Certainty::recalled:
      return "recalled";
    case Certainty::unsure:
      return "unsure";
  }
  return "unsure";
}

[[nodiscard]] constexpr std::optional<Certainty> parse_certainty(std::string_view text) noexcept {
  if (text == "confirmed") return Certainty::confirmed;
  if (text == "recalled") return Certainty::recalled;
  if (text == "unsure") return Certainty::unsure;
  return std::nullopt;
}

}  // namespace ordergate
