// Records of a source with a schema, made JSON by the schema that they were written with.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "config/config.h"
#include "daemon/record.h"
#include "order/verdict.h"
#include "wire/schema_registry.h"

namespace ordergate::daemon {

// Codes of a verdict's error: the schema that a record names.
inline constexpr std::string_view kSchemaUnknown = "schema_unknown";        // the registry does not know it
inline constexpr std::string_view kSchemaUnreadable = "schema_unreadable";  // it cannot be read

/// Is it a code that the reader below or the decoders give?
[[nodiscard]] bool is_schema_error(std::string_view code) noexcept;

/// What the settings of a source say of its registry.
[[nodiscard]] wire::RegistrySettings registry_settings(const SourceSettings& source);

/// One worker's; one thread. Warm, it allocates nothing.
class SchemaReader {
 public:
  explicit SchemaReader(const RecordLimits& limits);

  /// Why the record must wait for its schema: a text when the registry gives no answer, an empty one when it
  /// was only just asked; nothing when the record can be read now, or never. Never waits itself.
  [[nodiscard]] std::optional<std::string> must_wait(wire::SchemaRegistry& registry, const Record& record);

  /// The record, for which must_wait() was asked last, as JSON; or the error that it is held with. Both live
  /// until the next call.
  struct Reading {
    std::string_view json;
    VerdictError error;  // code empty: none
  };
  [[nodiscard]] Reading read(const Record& record) noexcept;

 private:
  const RecordLimits limits_;
  wire::RecordDecoder decoder_;
  // Of the record asked for last; kept, for the next most often has the same schema.
  const wire::SchemaRegistry* registry_ = nullptr;
  std::uint32_t id_ = 0;
  wire::FoundSchema found_;
};

}  // namespace ordergate::daemon
