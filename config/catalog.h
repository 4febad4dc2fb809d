// Every key of the settings file, once. load_config reads by this table, print_config prints by it, and
// docs/SETTINGS.md is made of it; defaults are those of Config itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/config.h"

namespace ordergate {

/// Where in Config a setting is kept; the type of the member is the type of the setting.
using SettingMember =
    std::variant<std::string& (*)(Config&), std::vector<std::string>& (*)(Config&), bool& (*)(Config&),
                 int& (*)(Config&), std::uint32_t& (*)(Config&), std::size_t& (*)(Config&),
                 std::chrono::seconds& (*)(Config&), std::chrono::milliseconds& (*)(Config&),
                 DeliveryMode& (*)(Config&), std::map<std::string, std::string>& (*)(Config&)>;

/// What a text, or each text of a list, must be.
enum class TextForm : std::uint8_t {
  any,
  not_empty,
  path,
  topic,
  topic_or_empty,
  host_and_port,
  http_url_or_empty,
  folder_name
};

struct Setting {
  std::string_view table = {};
  std::string_view key = {};  // of a map: its table under `table`; empty when it is `table` itself
  SettingMember member = {};
  /// Bounds of a whole number in `unit`, of a duration in milliseconds. A default outside them is "left out".
  std::int64_t low = 0, high = 0;
  std::string_view unit = {};
  /// Of a text: all that it may be. Of a map: the names that are refused. Of an enumeration: in its order.
  std::span<const std::string_view> words = {};
  TextForm form = TextForm::any;
  std::string_view meaning = {};
};

/// A key of a [[source]]. All are texts; `settings`, a table, stands beside them.
struct SourceSetting {
  std::string_view key;
  std::string SourceSettings::*member = nullptr;
  std::span<const std::string_view> words = {};
  TextForm form = TextForm::any;
  bool secret = false;  // never printed
  std::string_view meaning = {};
};
[[nodiscard]] std::span<const SourceSetting> source_catalog() noexcept;

/// In the order of printing; the rows of one table stand together. Lives as long as the program.
[[nodiscard]] std::span<const Setting> setting_catalog() noexcept;

/// The keys of each [[lists.source]]; their members are those of the last source in the Config.
[[nodiscard]] std::span<const Setting> list_source_catalog() noexcept;

/// "text", "one of", "list of texts", "whole number", "duration", "true or false", "properties".
[[nodiscard]] std::string_view setting_type(const Setting& setting) noexcept;
/// Of a map: the name of its table, "kafka.consumer".
[[nodiscard]] std::string table_of_properties(const Setting& setting);
/// The default as TOML; empty where the key is left out.
[[nodiscard]] std::string setting_default(const Setting& setting);
/// The words that a setting may be; empty when it is not of that type or there is no such setting.
[[nodiscard]] std::vector<std::string> setting_words(std::string_view table, std::string_view key);

/// The tables of docs/SETTINGS.md up to [policy], which the rule pack knows.
[[nodiscard]] std::string settings_reference();

}  // namespace ordergate
