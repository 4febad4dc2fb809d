#include "daemon/schema_reader.h"

namespace ordergate::daemon {
namespace {

wire::WireLimits wire_limits(const RecordLimits& limits) {
  return {.json_bytes_max = limits.record_bytes_max, .depth_max = limits.depth_max};
}

VerdictError error_of(wire::WireError error, std::string_view at) noexcept {
  return {to_string(error), message_of(error), at};
}

}  // namespace

bool is_schema_error(std::string_view code) noexcept {
  return code == kSchemaUnknown || code == kSchemaUnreadable || code.starts_with("wire_");
}

wire::RegistrySettings registry_settings(const SourceSettings& source) {
  wire::RegistrySettings settings;
  settings.url = source.registry;
  while (settings.url.ends_with('/')) settings.url.pop_back();
  settings.user = source.registry_user;
  settings.password = source.registry_password;
  settings.token = source.registry_token;
  settings.ca_file = source.registry_ca;
  settings.certificate_file = source.registry_certificate;
  settings.key_file = source.registry_key;
  return settings;
}

SchemaReader::SchemaReader(const RecordLimits& limits) : limits_(limits), decoder_(wire_limits(limits)) {}

std::optional<std::string> SchemaReader::must_wait(wire::SchemaRegistry& registry, const Record& record) {
  wire::WireRecord parts;
  if (!record.value || !wire::split_record(*record.value, parts)) return std::nullopt;
  if (registry_ == &registry && id_ == parts.schema_id && found_.state == wire::SchemaState::ready)
    return std::nullopt;
  registry_ = &registry;
  id_ = parts.schema_id;
  found_ = registry.find(id_);
  if (found_.state != wire::SchemaState::waiting) return std::nullopt;
  const std::string problem = registry.problem();
  return problem.empty() ? std::string() : "the schema registry gives no answer: " + problem;
}

SchemaReader::Reading SchemaReader::read(const Record& record) noexcept {
  wire::WireRecord parts;
  const std::string_view value = record.value.value_or("");
  if (value.size() > limits_.record_bytes_max) return {{}, error_of(wire::WireError::record_too_large, {})};
  if (!wire::split_record(value, parts)) return {{}, error_of(wire::WireError::wire_header, {})};
  if (found_.state != wire::SchemaState::ready) {
    const bool unreadable = found_.state == wire::SchemaState::unreadable;
    return {{}, {unreadable ? kSchemaUnreadable : kSchemaUnknown, found_.problem, {}}};
  }
  const wire::WireError error = decoder_.decode(*found_.schema, parts.body);
  if (error != wire::WireError::none) return {{}, error_of(error, decoder_.path())};
  return {decoder_.json(), {}};
}

}  // namespace ordergate::daemon
