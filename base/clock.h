// The wall clock. What needs the time of day is given a clock, so that tests and replays give their own; only
// clock.cpp reads the machine's. How long something takes is measured with steady_clock, never with this one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "base/date.h"

namespace ordergate {

/// Milliseconds since 1970-01-01 00:00:00 UTC.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;
/// Called from any thread that has it.
using WallClock = std::function<WallTime()>;

/// What the machine's clock says.
[[nodiscard]] WallTime wall_time() noexcept;

/// The day in UTC.
[[nodiscard]] constexpr Date day_of(WallTime at) noexcept {
  return Date{
      static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(at).time_since_epoch().count())};
}
[[nodiscard]] constexpr std::int64_t unix_ms(WallTime at) noexcept { return at.time_since_epoch().count(); }
[[nodiscard]] constexpr std::int64_t unix_s(WallTime at) noexcept {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace ordergate
