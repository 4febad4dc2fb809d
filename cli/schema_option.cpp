#include "cli/schema_option.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "cli/input.h"
#include "cli/stop.h"

namespace ordergate::cli {

void SchemaOption::add_to(CLI::App& command) {
  command
      .add_option(
          "--schema", file,
          "Each file is one raw record of a topic (Confluent's wire format), of this schema: .avsc, .proto")
      ->type_name("FILE");
}

RawRecords::RawRecords(const SchemaOption& option, const RecordLimits& limits)
    : decoder_({.json_bytes_max = limits.record_bytes_max, .depth_max = limits.depth_max}) {
  const bool proto = option.file.ends_with(".proto");
  if (!proto && !option.file.ends_with(".avsc"))
    throw Stop(kUsage, "--schema " + option.file + ": neither .avsc nor .proto");
  const std::string text = read_whole(option.file, wire::AvroSchema::kBytesMax);
  Result<wire::Schema> schema =
      wire::Schema::parse(proto ? wire::SchemaFormat::protobuf : wire::SchemaFormat::avro, text);
  if (!schema) throw Stop(kUnreadable, option.file + ": " + schema.error().text);
  schema_ = std::make_unique<const wire::Schema>(std::move(schema).value());
}

std::string_view RawRecords::read(std::string_view record, VerdictError& error) {
  wire::WireRecord parts;
  wire::WireError wrong = wire::WireError::wire_header;
  if (wire::split_record(record, parts)) wrong = decoder_.decode(*schema_, parts.body);
  error = {};
  if (wrong == wire::WireError::none) return decoder_.json();
  error = {to_string(wrong), message_of(wrong), decoder_.path()};
  return {};
}

}  // namespace ordergate::cli
