#include "daemon/record_shapes.h"

#include <algorithm>
#include <tuple>

#include "daemon/schema_reader.h"

namespace ordergate::daemon {

Result<RecordShapes> RecordShapes::load(const Config& config) {
  RecordShapes shapes;
  for (const SourceSettings& source : config.sources) {
    const std::string name = "[[source]] of topic '" + source.topic + "': ";
    if (source.format != "json")
      shapes.registries_[source.topic] = shapes.registry_of(
          source, std::span(config.sources).first(static_cast<std::size_t>(&source - config.sources.data())));
    RecordShape shape;
    shape.envelope = mapping::parse_envelope(source.envelope).value_or(mapping::Envelope::automatic);
    if (!source.map.empty()) {
      Result<std::shared_ptr<const mapping::RecordMap>> map =
          mapping::RecordMap::load(source.map, source.settings);
      if (!map) return Error{name + map.error().text};
      shape.map = std::move(map).value();
    } else if (!source.settings.empty()) {
      return Error{name + "settings are those of a map, and there is none"};
    }
    shapes.by_topic_[source.topic] = std::move(shape);
  }
  return shapes;
}

std::shared_ptr<wire::SchemaRegistry> RecordShapes::registry_of(
    const SourceSettings& source, std::span<const SourceSettings> before) const {
  const auto login = [](const SourceSettings& of) {
    return std::tie(of.registry, of.registry_user, of.registry_password, of.registry_token, of.registry_ca,
                    of.registry_certificate, of.registry_key);
  };
  for (const SourceSettings& other : before)
    if (other.format != "json" && login(other) == login(source)) return registries_.at(other.topic);
  return std::make_shared<wire::SchemaRegistry>(registry_settings(source));
}

wire::SchemaRegistry* RecordShapes::registry(std::string_view topic) const {
  const auto found = registries_.find(topic);
  return found == registries_.end() ? nullptr : found->second.get();
}

RecordShape RecordShapes::of(std::string_view topic, std::span<const Header> headers) const {
  const auto found = by_topic_.find(topic);
  if (found == by_topic_.end()) {
    RecordShape own;
    own.envelope = mapping::Envelope::none;
    return own;
  }
  RecordShape shape = found->second;
  const bool binary = std::any_of(headers.begin(), headers.end(),
                                  [](const Header& each) { return each.name == "ce_specversion"; });
  if (binary && shape.envelope == mapping::Envelope::cloudevents)
    shape.envelope = mapping::Envelope::automatic;
  return shape;
}

}  // namespace ordergate::daemon
