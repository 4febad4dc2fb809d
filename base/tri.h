// Kleene's three truth values. Absent means unknown, never no.
#pragma once

#include <cstdint>

namespace ordergate {

enum class Tri : std::uint8_t { no, unknown, yes };  // ordered: and = min, or = max

[[nodiscard]] constexpr Tri tri(bool value) noexcept { return value ? Tri::yes : Tri::no; }
[[nodiscard]] constexpr Tri operator&&(Tri a, Tri b) noexcept { return a < b ? a : b; }
[[nodiscard]] constexpr Tri operator||(Tri a, Tri b) noexcept { return a < b ? b : a; }
[[nodiscard]] constexpr Tri operator!(Tri a) noexcept {
  return a == Tri::unknown ? a : (a == Tri::yes ? Tri::no : Tri::yes);
}

}  // namespace ordergate
