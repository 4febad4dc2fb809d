// Days and instants of binary formats as ISO texts.
#pragma once

#include <cstdint>

#include "wire/json_text.h"

namespace ordergate::wire {

enum class TimeUnit : std::int64_t { milli = 1'000, micro = 1'000'000, nano = 1'000'000'000 };

// Each writes a quoted text; false, and nothing, for a year outside 0001 to 9999 or a time outside the day.

/// Days since 1970-01-01: "2026-02-15".
[[nodiscard]] bool write_day(std::int64_t days, JsonText& out) noexcept;
/// Since 1970-01-01T00:00:00Z: "2026-02-03T09:31:44.120Z"; `utc` false: a local time, without the Z.
[[nodiscard]] bool write_instant(std::int64_t count, TimeUnit unit, bool utc, JsonText& out) noexcept;
[[nodiscard]] bool write_instant(std::int64_t seconds, std::int64_t nanos, bool utc, JsonText& out) noexcept;
/// Since midnight: "09:31:44.120".
[[nodiscard]] bool write_time(std::int64_t count, TimeUnit unit, JsonText& out) noexcept;

}  // namespace ordergate::wire
