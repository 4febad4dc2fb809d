// Durations as settings write them: a whole number and its unit, "48h".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ordergate {

/// Units: ms, s, m, h, d. Anything else, also a bare number, is nullopt. At most ten years.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept;

/// In the largest unit that gives a whole number.
[[nodiscard]] std::string format_duration(std::chrono::milliseconds duration);

}  // namespace ordergate
