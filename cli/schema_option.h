// --schema: raw records of Avro or Protobuf, as they stand in a topic, read by a schema from a file.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "order/verdict.h"
#include "wire/schema.h"

namespace CLI {
class App;
}

namespace ordergate::cli {

struct SchemaOption {
  std::string file;  // .avsc: Avro, .proto: Protobuf; empty: records are JSON

  void add_to(CLI::App& command);
};

/// Makes JSON of records in Confluent's wire format. The id that each names is not looked at.
class RawRecords {
 public:
  /// A Stop when the schema cannot be read.
  RawRecords(const SchemaOption& option, const RecordLimits& limits);

  /// The record as JSON; lives until the next call. `error` has a code when it cannot be read.
  [[nodiscard]] std::string_view read(std::string_view record, VerdictError& error);

 private:
  wire::RecordDecoder decoder_;
  std::unique_ptr<const wire::Schema> schema_;
};

}  // namespace ordergate::cli
