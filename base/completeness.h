// Whether everything that was asked was read and compared. One answer everywhere: what was not must be held,
// never allowed, so nobody may drop it.
#pragma once

#include <cstdint>

namespace ordergate {

enum class [[nodiscard]] Completeness : std::uint8_t{
    complete,
    over_bound,  // not everything was read or compared: the caller must hold
};

[[nodiscard]] constexpr Completeness completeness(bool complete) noexcept {
  return complete ? Completeness::complete : Completeness::over_bound;
}
[[nodiscard]] constexpr bool operator!(Completeness completeness) noexcept {
  return completeness != Completeness::complete;
}
/// Complete when both are.
[[nodiscard]] constexpr Completeness operator&(Completeness a, Completeness b) noexcept {
  return a == Completeness::complete ? b : a;
}
constexpr Completeness& operator&=(Completeness& a, Completeness b) noexcept { return a = a & b; }

}  // namespace ordergate
