#include "evidence/utc_text.h"

#include <array>
#include <cstdio>

#include "base/date.h"

namespace ordergate::evidence {

std::string utc_text(std::int64_t unix_ms) {
  constexpr std::int64_t kDay = 86'400'000;
  const std::int64_t day = (unix_ms >= 0 ? unix_ms : unix_ms - kDay + 1) / kDay;
  const auto second = static_cast<int>((unix_ms - day * kDay) / 1'000);
  std::array<char, 48> clock{};
  std::snprintf(clock.data(), clock.size(), "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60, second % 60);
  return format_date(Date{static_cast<std::int32_t>(day)}) + clock.data();
}

}  // namespace ordergate::evidence
