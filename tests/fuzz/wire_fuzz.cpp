// Avro and Protobuf on any schema and any record: no harm, nothing over the bounds, the same answer twice,
// and what is decoded is JSON.
//
// First byte: 'a' Avro, 'p' Protobuf, any other JSON Schema; two bytes, little-endian: the length of the
// schema's text; the text; the record behind its schema id.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "order/json_syntax.h"
#include "wire/schema.h"

namespace {

using namespace ordergate;

constexpr wire::WireLimits kLimits{.json_bytes_max = std::size_t{1} << 16, .depth_max = 32};

void decode_twice(const wire::Schema& schema, std::string_view record) {
  static wire::RecordDecoder decoder(kLimits);
  const wire::WireError first = decoder.decode(schema, record);
  const std::string json(decoder.json()), path(decoder.path());
  OG_CHECK(json.size() <= kLimits.json_bytes_max);
  OG_CHECK(decoder.decode(schema, record) == first && decoder.json() == json && decoder.path() == path);
  if (first != wire::WireError::none || schema.format() == wire::SchemaFormat::json) return;
  OG_CHECK(check_json(json, kLimits.depth_max + 2).code == OrderError::none);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (size < 3) return 0;
  const std::size_t length = data[1] | static_cast<std::size_t>(data[2]) << 8U;
  const std::string_view text = input.substr(3, length);
  const std::string_view record = input.substr(3 + text.size());
  const wire::SchemaFormat format = input[0] == 'a'   ? wire::SchemaFormat::avro
                                    : input[0] == 'p' ? wire::SchemaFormat::protobuf
                                                      : wire::SchemaFormat::json;
  const Result<wire::Schema> schema = wire::Schema::parse(format, text);
  if (!schema) {
    OG_CHECK(!schema.error().text.empty());
    return 0;
  }
  decode_twice(schema.value(), record);
  return 0;
}
