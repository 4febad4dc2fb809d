// A Protobuf schema from its .proto text, checked by libprotobuf and laid flat. Immutable, shared.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ordergate::wire {

enum class ProtoKind : std::uint8_t {
  int32,
  int64,
  uint32,
  uint64,
  sint32,
  sint64,
  fixed32,
  fixed64,
  sfixed32,
  sfixed64,
  float_,
  double_,
  bool_,
  enum_,
  string,
  bytes,
  message
};

/// A message that stands for one value.
enum class ProtoMeaning : std::uint8_t {
  none,
  timestamp,  // google.protobuf.Timestamp: an ISO text in UTC
  duration,   // google.protobuf.Duration: "3.5s"
  wrapper,    // google.protobuf.StringValue and its like: its value
  date,       // google.type.Date: an ISO text
  decimal     // confluent.type.Decimal: an exact text
};

struct ProtoField {
  static constexpr std::uint32_t kNoOneof = UINT32_MAX;
  std::uint32_t number = 0;
  ProtoKind kind = ProtoKind::int32;
  bool repeated = false, map = false;
  std::uint32_t type = 0;  // message or enum, by its index
  std::uint32_t oneof = kNoOneof;
  std::string name, key;  // key: `"name":`, ready to be written
};

struct ProtoMessage {
  std::string name;
  ProtoMeaning meaning = ProtoMeaning::none;
  std::vector<ProtoField> fields;  // by number

  /// Its index, or npos.
  [[nodiscard]] std::size_t find(std::uint32_t number) const noexcept;
};

struct ProtoSymbol {
  std::int32_t number = 0;
  std::string name;
};
struct ProtoEnum {
  std::vector<ProtoSymbol> symbols;  // by number; of two with one number the first
};

/// A file that a schema imports: the name in the import, and its text.
struct ProtoReference {
  std::string name, text;
};

class ProtobufSchema {
 public:
  static constexpr std::size_t kBytesMax = std::size_t{1} << 20;
  static constexpr std::size_t kMessagesMax = 5'000, kFieldsMax = 50'000;
  static constexpr std::uint32_t kNoMessage = UINT32_MAX;

  /// Imports are taken from `references`, and from what libprotobuf, google.type and Confluent's registry
  /// hold by themselves (google/protobuf/*.proto, google/type/{date,money,decimal}.proto,
  /// confluent/{meta,type/decimal}.proto). Cold. The error names line and column.
  [[nodiscard]] static Result<ProtobufSchema> parse(std::string_view text,
                                                    std::span<const ProtoReference> references = {});

  /// The message that the indexes of a record name: that of the file, then those inside it. Some writers
  /// count the hidden messages of map fields among them and some do not. kNoMessage: none, or another one
  /// each way.
  [[nodiscard]] std::uint32_t message_at(std::span<const std::uint32_t> indexes) const noexcept;

  [[nodiscard]] const ProtoMessage& message(std::uint32_t index) const noexcept { return messages_[index]; }
  [[nodiscard]] const ProtoEnum& enumeration(std::uint32_t index) const noexcept { return enums_[index]; }

 private:
  friend class ProtobufSchemaReader;
  struct Place {
    std::vector<std::uint32_t> indexes, without_maps;
    std::uint32_t message = 0;
  };
  std::vector<ProtoMessage> messages_;
  std::vector<ProtoEnum> enums_;
  std::vector<Place> places_;
};

}  // namespace ordergate::wire
