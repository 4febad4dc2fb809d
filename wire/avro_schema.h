// An Avro schema (specification 1.11), checked and laid flat: what a record is read by. Immutable, shared.
//
// A record is always read by the schema it was written with, so evolution needs no resolution here: fields
// that were added, removed or reordered come as that schema has them, in its order and by its names.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ordergate::wire {

enum class AvroKind : std::uint8_t {
  null,
  boolean,
  int_,
  long_,
  float_,
  double_,
  bytes,
  string,
  fixed,
  enum_,
  array,
  map,
  record,
  union_
};

/// What a type stands for besides: of a logicalType, or of Kafka Connect's and Debezium's connect.name.
enum class AvroLogical : std::uint8_t {
  none,
  decimal,
  uuid,
  date,
  time_millis,
  time_micros,
  timestamp_millis,
  timestamp_micros,
  timestamp_nanos,
  local_timestamp_millis,
  local_timestamp_micros,
  local_timestamp_nanos,
  duration
};

struct AvroType {
  AvroKind kind = AvroKind::null;
  AvroLogical logical = AvroLogical::none;
  std::uint32_t size = 0;              // fixed: bytes
  std::uint32_t scale = 0;             // decimal
  std::uint32_t first = 0, count = 0;  // parts: fields, symbols, branches, or the one of array and map
};

/// A field, a symbol (no type), a branch (no name), or what an array or map holds.
struct AvroPart {
  std::string name, key;  // key: `"name":`, ready to be written
  std::uint32_t type = 0;
};

class AvroSchema {
 public:
  static constexpr std::size_t kBytesMax = std::size_t{1} << 20;
  static constexpr std::size_t kTypesMax = 10'000, kPartsMax = 50'000;
  static constexpr std::uint32_t kDepthMax = 64;

  /// `references` are schemas whose named types `text` may use, in an order in which each uses only those
  /// before it. Cold. The error says what is wrong with which type.
  [[nodiscard]] static Result<AvroSchema> parse(std::string_view text,
                                                std::span<const std::string> references = {});

  [[nodiscard]] const AvroType& type(std::uint32_t index) const noexcept { return types_[index]; }
  [[nodiscard]] std::span<const AvroPart> parts(const AvroType& type) const noexcept {
    return std::span(parts_).subspan(type.first, type.count);
  }
  [[nodiscard]] std::uint32_t root() const noexcept { return root_; }

 private:
  friend class AvroSchemaReader;
  std::vector<AvroType> types_;
  std::vector<AvroPart> parts_;
  std::uint32_t root_ = 0;
};

}  // namespace ordergate::wire
