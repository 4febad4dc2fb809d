// A Protobuf record (binary encoding) as JSON text.
//
// Fields by their names in the .proto file; what the record leaves out stays out: zero means unset. Bytes in
// base64, enums as their symbols (an unknown one as its number), 64-bit numbers as exact numbers, maps as
// objects, Timestamp and Date as ISO texts, wrappers as their values, Confluent's Decimal as an exact text.
// Stricter than the specification where a record could say one thing to us and another to its reader: a field
// that the schema does not have, that stands twice, or a second one of a oneof is an error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/decoding.h"
#include "wire/protobuf_schema.h"

namespace ordergate::wire {

/// A field as it stands in the record.
struct ProtoEntry {
  std::uint32_t field = 0;  // of its message, by its index
  std::uint32_t order = 0;  // in which they stand
  std::uint8_t type = 0;    // wire type
  std::uint64_t number = 0;
  std::string_view bytes;
};

/// Reads one record after another. Warm, it allocates nothing. One thread.
class ProtobufDecoder {
 public:
  explicit ProtobufDecoder(const WireLimits& limits) : limits_(limits) {}

  /// Writes `record`, a message of the schema, as JSON into `json`. On failure path() says where, and `json`
  /// holds nothing of use. Every length is checked against what is there.
  [[nodiscard]] WireError decode(const ProtobufSchema& schema, std::uint32_t message, std::string_view record,
                                 std::string& json) noexcept;

  /// Of the last failure: "lines[0].unit_price".
  [[nodiscard]] std::string_view path() const noexcept { return path_.text(); }

 private:
  const WireLimits limits_;
  WirePath path_;
  std::vector<ProtoEntry> entries_;  // of the messages being read, one behind the other
  std::vector<ProtoEntry> keys_;     // of the maps being read
};

}  // namespace ordergate::wire
