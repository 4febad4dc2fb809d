// What the records of each topic are: the maps and envelopes of [[source]]. Read once at start; const, and
// shared by all workers.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "config/config.h"
#include "daemon/record.h"
#include "screening/mapped.h"
#include "wire/schema_registry.h"

namespace ordergate::daemon {

class RecordShapes {
 public:
  /// Loads and checks every map. The error names the source and what is wrong with its map.
  [[nodiscard]] static Result<RecordShapes> load(const Config& config);

  /// Of a topic without a source: orders of our own. A CloudEvent in binary mode (its attributes are headers)
  /// has nothing around its data.
  [[nodiscard]] RecordShape of(std::string_view topic, std::span<const Header> headers) const;

  /// Where the schemas of a topic's records are asked for; null for a topic of JSON. Shared by all workers,
  /// and by sources with one registry and the same login.
  [[nodiscard]] wire::SchemaRegistry* registry(std::string_view topic) const;

 private:
  [[nodiscard]] std::shared_ptr<wire::SchemaRegistry> registry_of(
      const SourceSettings& source, std::span<const SourceSettings> before) const;
  std::map<std::string, RecordShape, std::less<>> by_topic_;
  std::map<std::string, std::shared_ptr<wire::SchemaRegistry>, std::less<>> registries_;  // by topic
};

}  // namespace ordergate::daemon
