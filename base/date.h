// A calendar day, without time or zone, as the EAR's effective dates are.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ordergate {

/// Days since 1970-01-01 (proleptic Gregorian). Valid for years 1900 to 2200.
struct Date {
  std::int32_t days = 0;

  [[nodiscard]] static constexpr Date from_ymd(int year, unsigned month, unsigned day) noexcept {
    const std::chrono::sys_days point{std::chrono::year{year} / static_cast<int>(month) /
                                      static_cast<int>(day)};
    return Date{static_cast<std::int32_t>(point.time_since_epoch().count())};
  }
  friend constexpr auto operator<=>(Date, Date) noexcept = default;
};

/// Reads exactly "YYYY-MM-DD" that names a real day; anything else is nullopt.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text) noexcept;

/// Reads an RFC 3339 timestamp ("2026-02-10T09:12:00Z", fraction and numeric offset allowed) and
/// gives its day in UTC; anything else is nullopt.
[[nodiscard]] std::optional<Date> parse_timestamp_day(std::string_view text) noexcept;

/// Appends "YYYY-MM-DD"; years 0 to 9999. Allocates only when `out` must grow.
void append_date(Date date, std::string& out);

/// "YYYY-MM-DD".
[[nodiscard]] std::string format_date(Date date);

}  // namespace ordergate
