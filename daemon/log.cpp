#include "daemon/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <memory>

#include "order/encoder.h"

namespace ordergate::daemon::log {
namespace {

std::atomic<bool> json_format{false};

constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr const char* kJsonPattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto made =
        std::make_shared<spdlog::logger>("ordergate", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern(kTextPattern, spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

bool plain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\';
  });
}

}  // namespace

Status start(const LogSettings& settings) {
  const spdlog::level::level_enum level = spdlog::level::from_str(settings.level);
  if (level == spdlog::level::off && settings.level != "off")
    return Error{"[log] level: '" + settings.level + "' is none of debug, info, warning, error"};
  if (settings.format != "text" && settings.format != "json")
    return Error{"[log] format: '" + settings.format + "' is none of text, json"};
  const bool json = settings.format == "json";
  json_format.store(json);
  logger().set_level(level);
  logger().set_pattern(json ? kJsonPattern : kTextPattern, spdlog::pattern_time_type::utc);
  return Done{};
}

std::string format_line(bool json, std::string_view message, std::initializer_list<Field> fields) {
  std::string line;
  if (json) {
    line += "\"message\":";
    append_json_string(message, line);
  } else {
    line += message;
  }
  for (const Field& field : fields) {
    line += json ? ",\"" : " ";
    line += field.name;
    line += json ? "\":" : "=";
    if (field.number || (!json && plain(field.value)))
      line += field.value;
    else
      append_json_string(field.value, line);
  }
  return line;
}

bool enabled(Level level) { return logger().should_log(level_of(level)); }

void write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (!enabled(level)) return;
  logger().log(level_of(level), spdlog::string_view_t(format_line(json_format.load(), message, fields)));
}

}  // namespace ordergate::daemon::log
