// Days and moments.
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "mapping/clerk.h"

namespace ordergate::mapping {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr Date kFirst = Date::from_ymd(1900, 1, 1);
constexpr Date kLast = Date::from_ymd(2200, 12, 31);

/// What was written, in its parts.
struct Moment {
  Date day;
  bool has_time = false, has_zone = false;
  int hour = 0, minute = 0, second = 0;
  std::string_view fraction;  // digits
  int zone_minutes = 0;
};

bool digits(std::string_view text, std::size_t at, std::size_t count, int& out) noexcept {
  if (at + count > text.size()) return false;
  out = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  return true;
}

bool set_day(int year, int month, int day, Moment& out) noexcept {
  const std::chrono::year_month_day date{std::chrono::year{year} / month / day};
  if (!date.ok()) return false;
  out.day = Date::from_ymd(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  return out.day >= kFirst && out.day <= kLast;
}

/// "Z", "+01:00", "+0100", "+01"; empty is no zone.
bool read_zone(std::string_view text, Moment& out) noexcept {
  text = trimmed(text);
  if (text.empty()) return true;
  out.has_zone = true;
  if (text == "Z" || text == "z" || text == "UTC") return true;
  int hours = 0, minutes = 0;
  if ((text[0] != '+' && text[0] != '-') || !digits(text, 1, 2, hours)) return false;
  const std::size_t at = text.size() > 3 && text[3] == ':' ? 4 : 3;
  if (text.size() > 3 && (!digits(text, at, 2, minutes) || text.size() != at + 2)) return false;
  if (hours > 23 || minutes > 59) return false;
  out.zone_minutes = (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
  return true;
}

/// "09:31:44.123+01:00", "09:31".
bool read_clock(std::string_view text, Moment& out) noexcept {
  if (!digits(text, 0, 2, out.hour) || text.size() < 5 || text[2] != ':' || !digits(text, 3, 2, out.minute))
    return false;
  std::size_t at = 5;
  if (at < text.size() && text[at] == ':') {
    if (!digits(text, 6, 2, out.second)) return false;
    at = 8;
    if (at < text.size() && (text[at] == '.' || text[at] == ',')) {
      const std::size_t from = ++at;
      while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
      if (at == from) return false;
      out.fraction = text.substr(from, at - from);
    }
  }
  out.has_time = true;
  return out.hour < 24 && out.minute < 60 && out.second < 61 && read_zone(text.substr(at), out);
}

bool from_seconds(std::int64_t seconds, Moment& out) noexcept {
  std::int64_t days = seconds / kDaySeconds, rest = seconds % kDaySeconds;
  if (rest < 0) {
    rest += kDaySeconds;
    --days;
  }
  if (days < kFirst.days || days > kLast.days) return false;
  out.day = Date{static_cast<std::int32_t>(days)};
  out.hour = static_cast<int>(rest / 3600);
  out.minute = static_cast<int>(rest / 60 % 60);
  out.second = static_cast<int>(rest % 60);
  out.has_time = out.has_zone = true;
  return true;
}

/// A whole number, also as 1770111104.0.
bool whole(std::string_view text, std::int64_t& out) noexcept {
  const std::size_t dot = text.find('.');
  if (dot != std::string_view::npos && text.find_first_not_of('0', dot + 1) == std::string_view::npos)
    text = text.substr(0, dot);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

bool read_epoch(std::string_view text, TimeForm form, std::string_view& fraction, std::array<char, 10>& room,
                Moment& out) noexcept {
  std::int64_t value = 0;
  if (!whole(text, value)) return false;
  if (form == TimeForm::days) {
    if (value < kFirst.days || value > kLast.days) return false;
    out.day = Date{static_cast<std::int32_t>(value)};
    return true;
  }
  int places = 0;
  std::int64_t unit = 1;
  const int wanted = (static_cast<int>(form) - static_cast<int>(TimeForm::seconds)) * 3;
  for (; places < wanted; ++places) unit *= 10;
  std::int64_t seconds = value / unit, rest = value % unit;
  if (rest < 0) {
    rest += unit;
    --seconds;
  }
  if (rest != 0) {
    for (int i = places; i-- > 0; rest /= 10)
      room[static_cast<std::size_t>(i)] = static_cast<char>('0' + rest % 10);
    fraction = {room.data(), static_cast<std::size_t>(places)};
  }
  return from_seconds(seconds, out);
}

/// "/Date(1770076800000)/", "/Date(1770076800000+0000)/".
bool read_odata(std::string_view text, std::array<char, 10>& room, Moment& out) noexcept {
  text = text.substr(6);
  const std::size_t end = text.find(")/");
  if (end == std::string_view::npos || end + 2 != text.size()) return false;
  text = text.substr(0, end);
  const std::size_t sign = text.find_first_of("+-", 1);
  return read_epoch(text.substr(0, sign), TimeForm::milliseconds, out.fraction, room, out);
}

/// 20260203, 20260203093144.
bool read_compact(std::string_view text, Moment& out) noexcept {
  int year = 0, month = 0, day = 0;
  if (!digits(text, 0, 4, year) || !digits(text, 4, 2, month) || !digits(text, 6, 2, day)) return false;
  if (!set_day(year, month, day, out)) return false;
  if (text.size() == 8) return true;
  out.has_time = true;
  if (!digits(text, 8, 2, out.hour) || !digits(text, 10, 2, out.minute)) return false;
  if (text.size() == 14 && !digits(text, 12, 2, out.second)) return false;
  return (text.size() == 12 || text.size() == 14) && out.hour < 24 && out.minute < 60 && out.second < 61;
}

bool read_written(std::string_view text, std::array<char, 10>& room, Moment& out) noexcept {
  if (text.starts_with("/Date(")) return read_odata(text, room, out);
  int year = 0, month = 0, day = 0;
  if (text.size() < 10 || text[4] != '-') return read_compact(text, out);
  if (!digits(text, 0, 4, year) || !digits(text, 5, 2, month) || text[7] != '-' || !digits(text, 8, 2, day))
    return false;
  if (!set_day(year, month, day, out)) return false;
  if (text.size() == 10) return true;
  return (text[10] == 'T' || text[10] == 't' || text[10] == ' ') && read_clock(text.substr(11), out);
}

/// 03.02.2026, 3/2/2026 and a time behind it.
bool read_parts(std::string_view text, bool day_first, Moment& out) noexcept {
  std::array<int, 3> parts{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    std::size_t count = 0;
    while (count < 4 && at + count < text.size() && text[at + count] >= '0' && text[at + count] <= '9')
      ++count;
    if (i == 2 ? count != 4 : count == 0 || count > 2) return false;
    if (!digits(text, at, count, parts[i])) return false;
    at += count;
    if (i == 2) break;
    if (at == text.size() || (text[at] != '.' && text[at] != '/' && text[at] != '-')) return false;
    ++at;
  }
  if (!set_day(parts[2], parts[day_first ? 1 : 0], parts[day_first ? 0 : 1], out)) return false;
  if (at == text.size()) return true;
  return text[at] == ' ' && read_clock(trimmed(text.substr(at)), out);
}

bool read_moment(std::string_view text, TimeForm form, std::array<char, 10>& room, Moment& out) noexcept {
  text = trimmed(text);
  switch (form) {
    case TimeForm::written:
      return read_written(text, room, out);
    case TimeForm::day_month_year:
    case TimeForm::month_day_year:
      return read_parts(text, form == TimeForm::day_month_year, out);
    default:
      return read_epoch(text, form, out.fraction, room, out);
  }
}

void put(char*& at, int value, int count) noexcept {
  for (int i = count; i-- > 0; value /= 10) at[i] = static_cast<char>('0' + value % 10);
  at += count;
}

constexpr std::array<std::pair<std::string_view, TimeForm>, 10> kForms = {{{"iso", TimeForm::written},
                                                                           {"odata", TimeForm::written},
                                                                           {"yyyymmdd", TimeForm::written},
                                                                           {"dmy", TimeForm::day_month_year},
                                                                           {"mdy", TimeForm::month_day_year},
                                                                           {"days", TimeForm::days},
                                                                           {"s", TimeForm::seconds},
                                                                           {"ms", TimeForm::milliseconds},
                                                                           {"us", TimeForm::microseconds},
                                                                           {"ns", TimeForm::nanoseconds}}};

}  // namespace

std::optional<TimeForm> time_form(std::string_view word) noexcept {
  for (const auto& [name, form] : kForms)
    if (name == word) return form;
  return std::nullopt;
}

std::string_view time_form_words() noexcept { return "iso, odata, yyyymmdd, dmy, mdy, days, s, ms, us, ns"; }

std::optional<Date> read_day(std::string_view text, TimeForm form) noexcept {
  Moment moment;
  std::array<char, 10> room{};
  if (!read_moment(text, form, room, moment)) return std::nullopt;
  if (!moment.has_time || moment.zone_minutes == 0) return moment.day;
  const std::int64_t local = moment.hour * 3600 + moment.minute * 60 - moment.zone_minutes * 60;
  return Date{moment.day.days + (local < 0 ? -1 : local >= kDaySeconds ? 1 : 0)};
}

std::optional<std::string_view> read_time(std::string_view text, TimeForm form, std::string_view zone,
                                          Arena& arena) {
  Moment moment;
  std::array<char, 10> room{};
  if (!read_moment(text, form, room, moment)) return std::nullopt;
  if (moment.has_time && !moment.has_zone && (zone.empty() || !read_zone(zone, moment))) return std::nullopt;
  char* const bytes = arena.allocate_array<char>(32 + moment.fraction.size());
  char* at = bytes;
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{moment.day.days}}};
  put(at, static_cast<int>(day.year()), 4);
  *at++ = '-';
  put(at, static_cast<int>(static_cast<unsigned>(day.month())), 2);
  *at++ = '-';
  put(at, static_cast<int>(static_cast<unsigned>(day.day())), 2);
  if (moment.has_time) {
    *at++ = 'T';
    put(at, moment.hour, 2);
    *at++ = ':';
    put(at, moment.minute, 2);
    *at++ = ':';
    put(at, moment.second, 2);
    if (!moment.fraction.empty()) *at++ = '.';
    at = std::copy(moment.fraction.begin(), moment.fraction.end(), at);
    const bool written_z = moment.zone_minutes == 0 && trimmed(text).find_last_of("+-") < 11;
    if (moment.zone_minutes == 0 && (written_z || form >= TimeForm::days || text.starts_with("/Date("))) {
      *at++ = 'Z';
    } else {
      const int minutes = moment.zone_minutes < 0 ? -moment.zone_minutes : moment.zone_minutes;
      *at++ = moment.zone_minutes < 0 ? '-' : '+';
      put(at, minutes / 60, 2);
      *at++ = ':';
      put(at, minutes % 60, 2);
    }
  }
  return std::string_view(bytes, static_cast<std::size_t>(at - bytes));
}

}  // namespace ordergate::mapping
