// Bytes of records, written after the specifications of Avro and Protobuf.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ordergate::test {

inline std::string varint(std::uint64_t bits) {
  std::string out;
  for (; bits > 0x7F; bits >>= 7U) out += static_cast<char>((bits & 0x7FU) | 0x80U);
  return out + static_cast<char>(bits);
}

/// int and long of Avro: zig-zag.
inline std::string avro_long(std::int64_t value) {
  return varint((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63));
}
/// string and bytes of Avro.
inline std::string avro_text(std::string_view text) {
  return avro_long(static_cast<std::int64_t>(text.size())) + std::string(text);
}

inline std::string proto_number(std::uint32_t field, std::uint64_t value) {
  return varint(field << 3U) + varint(value);
}
inline std::string proto_text(std::uint32_t field, std::string_view text) {
  return varint(field << 3U | 2U) + varint(text.size()) + std::string(text);
}

/// Before a record of Confluent's wire format.
inline std::string wire_header(std::uint32_t id) {
  std::string out(1, '\0');
  for (unsigned shift = 32; shift > 0; shift -= 8) out += static_cast<char>(id >> (shift - 8));
  return out;
}

}  // namespace ordergate::test
