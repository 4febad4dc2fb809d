#include "cli/map_options.h"

#include <CLI/CLI.hpp>

#include "cli/stop.h"

namespace ordergate::cli {

void MapOptions::add_to(CLI::App& command) {
  command
      .add_option("--map", map,
                  "Read orders of another system by this map: a file, or the name of one that ships")
      ->type_name("MAP");
  command.add_option("--set", settings, "A setting of the map (repeatable), as from_country=US")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_option("--envelope", envelope, "What is around each order: auto, none, cloudevents, debezium")
      ->type_name("WORD")
      ->check(CLI::IsMember({"auto", "none", "cloudevents", "debezium"}));
}

std::map<std::string, std::string> settings_given(const std::vector<std::string>& settings) {
  std::map<std::string, std::string> given;
  for (const std::string& setting : settings) {
    const std::size_t at = setting.find('=');
    if (at == std::string::npos || at == 0) throw Stop(kUsage, "--set " + setting + ": is not NAME=VALUE");
    given[setting.substr(0, at)] = setting.substr(at + 1);
  }
  return given;
}

RecordShape MapOptions::shape() const {
  RecordShape shape;
  shape.envelope = mapping::parse_envelope(envelope).value_or(map.empty() ? mapping::Envelope::none
                                                                          : mapping::Envelope::automatic);
  if (map.empty()) {
    if (!settings.empty()) throw Stop(kUsage, "--set needs --map");
    return shape;
  }
  Result<std::shared_ptr<const mapping::RecordMap>> loaded =
      mapping::RecordMap::load(map, settings_given(settings));
  if (!loaded) throw Stop(kUsage, loaded.error().text);
  shape.map = std::move(loaded).value();
  return shape;
}

}  // namespace ordergate::cli
