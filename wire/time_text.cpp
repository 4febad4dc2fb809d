#include "wire/time_text.h"

#include <chrono>

namespace ordergate::wire {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
// 0001-01-01 and 9999-12-31.
constexpr std::int64_t kDayMin = -719'162, kDayMax = 2'932'896;

/// Fixed-size text being written.
class Digits {
 public:
  void digits(std::int64_t value, std::int64_t scale) noexcept {
    for (; scale > 0; scale /= 10) put(static_cast<char>('0' + value / scale % 10));
  }
  void put(char c) noexcept { text_[size_++] = c; }
  [[nodiscard]] std::string_view view() const noexcept { return {text_, size_}; }

 private:
  char text_[48];
  std::size_t size_ = 0;
};

void put_day(std::int64_t days, Digits& out) noexcept {
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{days}}};
  out.digits(static_cast<int>(day.year()), 1000);
  out.put('-');
  out.digits(static_cast<unsigned>(day.month()), 10);
  out.put('-');
  out.digits(static_cast<unsigned>(day.day()), 10);
}

/// `scale` is the first digit's of the fraction; whole milliseconds are written as such.
void put_time(std::int64_t seconds, std::int64_t fraction, std::int64_t scale, Digits& out) noexcept {
  out.digits(seconds / 3'600, 10);
  out.put(':');
  out.digits(seconds / 60 % 60, 10);
  out.put(':');
  out.digits(seconds % 60, 10);
  if (fraction == 0) return;
  while (scale > 100 && fraction % 1'000 == 0) {
    fraction /= 1'000;
    scale /= 1'000;
  }
  out.put('.');
  out.digits(fraction, scale);
}

struct Parts {
  std::int64_t whole, rest;  // rest: 0 or more
};
Parts split(std::int64_t value, std::int64_t by) noexcept {
  Parts parts{value / by, value % by};
  if (parts.rest < 0) {
    --parts.whole;
    parts.rest += by;
  }
  return parts;
}

bool write(std::int64_t seconds, std::int64_t fraction, std::int64_t per_second, bool utc,
           JsonText& out) noexcept {
  const Parts day = split(seconds, kSecondsPerDay);
  if (day.whole < kDayMin || day.whole > kDayMax) return false;
  Digits text;
  text.put('"');
  put_day(day.whole, text);
  text.put('T');
  put_time(day.rest, fraction, per_second / 10, text);
  if (utc) text.put('Z');
  text.put('"');
  out.raw(text.view());
  return true;
}

}  // namespace

bool write_day(std::int64_t days, JsonText& out) noexcept {
  if (days < kDayMin || days > kDayMax) return false;
  Digits text;
  text.put('"');
  put_day(days, text);
  text.put('"');
  out.raw(text.view());
  return true;
}

bool write_instant(std::int64_t count, TimeUnit unit, bool utc, JsonText& out) noexcept {
  const Parts parts = split(count, static_cast<std::int64_t>(unit));
  return write(parts.whole, parts.rest, static_cast<std::int64_t>(unit), utc, out);
}

bool write_instant(std::int64_t seconds, std::int64_t nanos, bool utc, JsonText& out) noexcept {
  if (nanos < 0 || nanos >= static_cast<std::int64_t>(TimeUnit::nano)) return false;
  return write(seconds, nanos, static_cast<std::int64_t>(TimeUnit::nano), utc, out);
}

bool write_time(std::int64_t count, TimeUnit unit, JsonText& out) noexcept {
  const std::int64_t per_second = static_cast<std::int64_t>(unit);
  if (count < 0 || count >= kSecondsPerDay * per_second) return false;
  Digits text;
  text.put('"');
  put_time(count / per_second, count % per_second, per_second / 10, text);
  text.put('"');
  out.raw(text.view());
  return true;
}

}  // namespace ordergate::wire
