// What a clerk does with a value of a foreign record before it is typed into an order: which number a text
// is, which day, which country, which role. Pure; no allocation but in the arena that is given.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/country.h"
#include "base/date.h"

namespace ordergate::mapping {

/// Without the blanks around it.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) noexcept {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Is the text, without blanks around it, one of those that say nothing?
[[nodiscard]] bool is_word_for_nothing(std::string_view text) noexcept;

/// Does the text say that there is nothing: empty, blank, "-", "N/A", "null"?
[[nodiscard]] inline bool says_nothing(std::string_view text) noexcept {
  if (text.empty()) return true;
  const char first = text.front();
  const bool may = static_cast<unsigned char>(first) <= ' ' || first == '-' || first == 'N' || first == 'n' ||
                   first == '#' || first == '\xE2';
  return may && is_word_for_nothing(text);
}

/// "4310.00", "12": digits, with a point among them or without, of at most 15. Nullopt for all else.
[[nodiscard]] std::optional<double> read_plain_number(std::string_view text) noexcept;

/// "4310.00", "1.234,50", "1 234,50", "12'000", "100.00-". `decimal` is the sign before the fraction, '.' or
/// ','; 0 lets the text say: two kinds of sign tell which is which, one dot is a decimal point, one comma
/// alone is nobody's guess. Nullopt for what is no number, or could be two.
[[nodiscard]] std::optional<double> read_number(std::string_view text, char decimal) noexcept;

/// The decimal of Avro and Kafka Connect: base64 of a big-endian two's complement of at most 15 bytes,
/// divided by ten to the power of `scale`.
[[nodiscard]] std::optional<double> read_decimal_bytes(std::string_view base64, int scale) noexcept;

/// How a day or a time is written.
enum class TimeForm : std::uint8_t {
  written,         // ISO 8601, OData's /Date(ms)/, yyyymmdd or yyyymmddhhmmss: no two of them look alike
  day_month_year,  // 03.02.2026, 3/2/2026, 03-02-2026
  month_day_year,
  days,  // since 1970-01-01, as all that follow
  seconds,
  milliseconds,
  microseconds,
  nanoseconds,
};
/// "iso", "odata" and "yyyymmdd" are `written`; "dmy", "mdy", "days", "s", "ms", "us", "ns".
[[nodiscard]] std::optional<TimeForm> time_form(std::string_view word) noexcept;
[[nodiscard]] std::string_view time_form_words() noexcept;

/// The day, in UTC where the text has a zone, as written where it has none. Years 1900 to 2200.
[[nodiscard]] std::optional<Date> read_day(std::string_view text, TimeForm form) noexcept;

/// The moment as RFC 3339; a day alone stays one. `zone` ("Z", "+01:00") is that of texts without one; empty:
/// such a text is no moment. Nullopt for what is none.
[[nodiscard]] std::optional<std::string_view> read_time(std::string_view text, TimeForm form,
                                                        std::string_view zone, Arena& arena);

/// A country by a name in any language of the table of countries, alpha-2, alpha-3 in any case, or numeric.
[[nodiscard]] CountryCode read_country(std::string_view text) noexcept;

/// The role of a party by the code of an order system; "other" for a code that is not in the table. The
/// schemes are those of data/roles.csv.
[[nodiscard]] std::string_view read_role(std::string_view scheme, std::string_view code) noexcept;
[[nodiscard]] bool is_role_scheme(std::string_view scheme) noexcept;
/// "edifact, sap, x12".
[[nodiscard]] std::string_view role_schemes() noexcept;

}  // namespace ordergate::mapping
