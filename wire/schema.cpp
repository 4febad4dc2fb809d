#include "wire/schema.h"

#include <array>
#include <vector>

namespace ordergate::wire {
namespace {

constexpr std::size_t kHeaderBytes = 5;
constexpr std::size_t kIndexesMax = 32;

/// A zig-zag number of the message indexes: small, and not below zero.
bool read_index(std::string_view& rest, std::uint32_t& out) noexcept {
  std::uint32_t bits = 0;
  for (unsigned shift = 0; shift < 28 && !rest.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(1);
    bits |= static_cast<std::uint32_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) != 0) continue;
    out = bits >> 1U;
    return (bits & 1U) == 0;
  }
  return false;
}

template <typename Parsed>
Result<Schema> made(Result<Parsed> parsed, auto&& make) {
  if (!parsed) return parsed.error();
  return make(std::move(parsed).value());
}

}  // namespace

std::string_view to_string(SchemaFormat format) noexcept {
  constexpr std::array<std::string_view, 3> kWords = {"avro", "protobuf", "json"};
  return kWords[static_cast<std::size_t>(format)];
}

Result<Schema> Schema::parse(SchemaFormat format, std::string_view text,
                             std::span<const ProtoReference> references) {
  const auto make = [](auto parsed) { return Schema(Any(std::move(parsed))); };
  switch (format) {
    case SchemaFormat::avro: {
      std::vector<std::string> texts;
      for (const ProtoReference& reference : references) texts.push_back(reference.text);
      return made(AvroSchema::parse(text, texts), make);
    }
    case SchemaFormat::protobuf:
      return made(ProtobufSchema::parse(text, references), make);
    case SchemaFormat::json:
      break;
  }
  return Schema(Any(JsonSchema{}));
}

bool split_record(std::string_view record, WireRecord& out) noexcept {
  if (record.size() < kHeaderBytes || record[0] != 0) return false;
  out.schema_id = 0;
  for (std::size_t i = 1; i < kHeaderBytes; ++i)
    out.schema_id = out.schema_id << 8U | static_cast<std::uint8_t>(record[i]);
  out.body = record.substr(kHeaderBytes);
  return true;
}

WireError RecordDecoder::decode(const Schema& schema, std::string_view body) noexcept {
  json_ = path_ = {};
  WireError error = WireError::none;
  if (const auto* avro = std::get_if<AvroSchema>(&schema.schema_)) {
    error = avro_.decode(*avro, body, text_);
    path_ = avro_.path();
  } else if (const auto* proto = std::get_if<ProtobufSchema>(&schema.schema_)) {
    error = protobuf(*proto, body);
  } else {
    json_ = body;
    return body.size() > limits_.json_bytes_max ? WireError::record_too_large : WireError::none;
  }
  json_ = error == WireError::none ? std::string_view(text_) : std::string_view();
  return error;
}

/// A count and so many indexes; a single zero stands for the first message.
WireError RecordDecoder::protobuf(const ProtobufSchema& schema, std::string_view body) noexcept {
  std::array<std::uint32_t, kIndexesMax> indexes{};
  std::uint32_t count = 0;
  if (!read_index(body, count) || count > kIndexesMax) return WireError::wire_header;
  for (std::uint32_t i = 0; i < count; ++i)
    if (!read_index(body, indexes[i])) return WireError::wire_header;
  if (count == 0) count = 1;
  const std::uint32_t message = schema.message_at(std::span(indexes).first(count));
  if (message == ProtobufSchema::kNoMessage) return WireError::wire_header;
  const WireError error = protobuf_.decode(schema, message, body, text_);
  path_ = protobuf_.path();
  return error;
}

}  // namespace ordergate::wire
