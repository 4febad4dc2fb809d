// Every key of the settings file, described once: what docs/SETTINGS.md is made of. Defaults come from
// Config itself; tests hold keys and bounds against load_config.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ordergate {

struct SettingDescription {
  std::string_view table, key;
  std::string_view type;       // text, texts, whole number, duration, true or false, word
  std::string_view unit;       // of a whole number
  std::string_view low, high;  // the bounds as TOML; of a word: low holds the words
  std::string_view meaning;
};

[[nodiscard]] std::span<const SettingDescription> setting_catalog() noexcept;
/// The default as TOML; empty where the key is left out.
[[nodiscard]] std::string setting_default(const SettingDescription& setting);

/// The tables of docs/SETTINGS.md up to [policy], which the rule pack knows.
[[nodiscard]] std::string settings_reference();

}  // namespace ordergate
