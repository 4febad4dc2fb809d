// Structured log lines on standard error: a sentence and named values. Any thread; never on the path of one
// order. Nothing that names a party may be logged at info or above.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "config/config.h"

namespace ordergate::daemon::log {

enum class Level : std::uint8_t { debug, info, warning, error };

/// One named value of a line.
struct Field {
  std::string_view name;
  std::string value;
  bool number = false;

  Field(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
  Field(std::string_view field_name, std::integral auto number_value)
      : name(field_name), value(std::to_string(number_value)), number(true) {}
};

/// Chooses level and format for the process. An unknown level or format is an error of the configuration.
[[nodiscard]] Status start(const LogSettings& settings);

/// Whether lines of this level are written.
[[nodiscard]] bool enabled(Level level);
void write(Level level, std::string_view message, std::initializer_list<Field> fields = {});
inline void debug(std::string_view m, std::initializer_list<Field> f = {}) { write(Level::debug, m, f); }
inline void info(std::string_view m, std::initializer_list<Field> f = {}) { write(Level::info, m, f); }
inline void warning(std::string_view m, std::initializer_list<Field> f = {}) { write(Level::warning, m, f); }
inline void error(std::string_view m, std::initializer_list<Field> f = {}) { write(Level::error, m, f); }

/// The line after time and level, as text or as the rest of a JSON object. Exposed for its test.
[[nodiscard]] std::string format_line(bool json, std::string_view message,
                                      std::initializer_list<Field> fields);

}  // namespace ordergate::daemon::log
