// A schema of any format, and a record in Confluent's wire format read by it: a zero byte, the schema's id (4
// bytes, big-endian), for Protobuf the indexes of the message, then the record
// (docs.confluent.io, Schema Registry, "Wire format").
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "wire/avro_decoder.h"
#include "wire/protobuf_decoder.h"

namespace ordergate::wire {

enum class SchemaFormat : std::uint8_t { avro, protobuf, json };
[[nodiscard]] std::string_view to_string(SchemaFormat format) noexcept;  // "avro", "protobuf", "json"

/// A record whose schema is JSON Schema is JSON already; its schema is not asked.
struct JsonSchema {};

/// Immutable, shared by all threads.
class Schema {
 public:
  /// `references`: what the text uses, by the name that it uses; those of Avro in an order in which each uses
  /// only those before it. Cold. The error says what is wrong.
  [[nodiscard]] static Result<Schema> parse(SchemaFormat format, std::string_view text,
                                            std::span<const ProtoReference> references = {});

  [[nodiscard]] SchemaFormat format() const noexcept { return static_cast<SchemaFormat>(schema_.index()); }

 private:
  friend class RecordDecoder;
  using Any = std::variant<AvroSchema, ProtobufSchema, JsonSchema>;  // in the order of SchemaFormat
  explicit Schema(Any schema) : schema_(std::move(schema)) {}
  Any schema_;
};

struct WireRecord {
  std::uint32_t schema_id = 0;
  std::string_view body;  // behind the id
};
/// False for a record that does not begin so.
[[nodiscard]] bool split_record(std::string_view record, WireRecord& out) noexcept;

/// Makes JSON of records. Warm, it allocates nothing. One thread.
class RecordDecoder {
 public:
  explicit RecordDecoder(const WireLimits& limits) : limits_(limits), avro_(limits), protobuf_(limits) {}

  /// `body` as JSON; of a record of JSON Schema it is the body itself. Lives until the next call.
  [[nodiscard]] WireError decode(const Schema& schema, std::string_view body) noexcept;
  [[nodiscard]] std::string_view json() const noexcept { return json_; }
  /// Where the last failure is.
  [[nodiscard]] std::string_view path() const noexcept { return path_; }

 private:
  WireError protobuf(const ProtobufSchema& schema, std::string_view body) noexcept;

  const WireLimits limits_;
  AvroDecoder avro_;
  ProtobufDecoder protobuf_;
  std::string text_;
  std::string_view json_, path_;
};

}  // namespace ordergate::wire
