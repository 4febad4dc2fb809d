// An Avro record (binary encoding, without the header of a container file) as JSON text.
//
// Texts as they are; bytes and fixed in base64; decimals as exact texts ("51200.00"); dates, times and
// timestamps as ISO texts, timestamps in UTC with a Z, local ones without; a union as the value of its
// branch; an enum as its symbol; a map as an object.
#pragma once

#include <string>
#include <string_view>

#include "wire/avro_schema.h"
#include "wire/decoding.h"

namespace ordergate::wire {

/// Reads one record after another. Warm, it allocates nothing. One thread.
class AvroDecoder {
 public:
  explicit AvroDecoder(const WireLimits& limits) : limits_(limits) {}

  /// Writes `record` as JSON into `json`. On failure path() says where, and `json` holds nothing of use.
  /// Every length and count is checked against what is there; the JSON never gets larger than the limit, so
  /// that no small record takes long.
  [[nodiscard]] WireError decode(const AvroSchema& schema, std::string_view record,
                                 std::string& json) noexcept;

  /// Of the last failure: "lines[0].qty".
  [[nodiscard]] std::string_view path() const noexcept { return path_.text(); }

 private:
  const WireLimits limits_;
  WirePath path_;
};

}  // namespace ordergate::wire
