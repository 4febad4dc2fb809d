#include "wire/avro_decoder.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/utf8.h"
#include "wire/decimal_text.h"
#include "wire/json_text.h"
#include "wire/time_text.h"

namespace ordergate::wire {
namespace {

/// One record being read.
class Walk {
 public:
  Walk(const AvroSchema& schema, std::string_view record, const WireLimits& limits, JsonText& out,
       WirePath& path) noexcept
      : schema_(schema), rest_(record), depth_max_(limits.depth_max), out_(out), path_(path) {}

  WireError all() noexcept {
    if (const WireError error = value(schema_.root(), 0); error != WireError::none) return error;
    return rest_.empty() ? WireError::none : WireError::wire_trailing;
  }

 private:
  static constexpr WireError kDone = WireError::none;

  WireError value(std::uint32_t index, std::uint32_t depth) noexcept {
    if (out_.over()) return WireError::record_too_large;
    const AvroType& type = schema_.type(index);
    switch (type.kind) {
      case AvroKind::null:
        out_.raw("null");
        return kDone;
      case AvroKind::boolean:
        return boolean();
      case AvroKind::int_:
      case AvroKind::long_:
        return integer(type);
      case AvroKind::float_:
        return real<float, std::uint32_t>();
      case AvroKind::double_:
        return real<double, std::uint64_t>();
      case AvroKind::bytes:
      case AvroKind::fixed:
        return bytes(type);
      case AvroKind::string:
        return string();
      case AvroKind::enum_:
        return symbol(type);
      case AvroKind::union_:
        return branch(type, depth);
      case AvroKind::array:
      case AvroKind::map:
      case AvroKind::record:
        break;
    }
    if (depth >= depth_max_) return WireError::depth_exceeded;
    if (type.kind == AvroKind::record) return record(type, depth + 1);
    return type.kind == AvroKind::array ? array(type, depth + 1) : map(type, depth + 1);
  }

  /// A variable-length zig-zag number (specification, "Binary encoding").
  WireError number(std::int64_t& out) noexcept {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) return WireError::wire_truncated;
      const auto byte = static_cast<std::uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      if (shift == 63 && byte > 1) return WireError::wire_invalid_value;
      bits |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) != 0) continue;
      out = static_cast<std::int64_t>(bits >> 1U) ^ -static_cast<std::int64_t>(bits & 1U);
      return kDone;
    }
    return WireError::wire_invalid_value;
  }

  WireError take(std::int64_t size, std::string_view& out) noexcept {
    if (size < 0 || static_cast<std::uint64_t>(size) > rest_.size()) return WireError::wire_truncated;
    out = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(out.size());
    return kDone;
  }

  WireError sized(std::string_view& out) noexcept {
    std::int64_t size = 0;
    const WireError error = number(size);
    return error != kDone ? error : take(size, out);
  }

  WireError boolean() noexcept {
    std::string_view byte;
    if (const WireError error = take(1, byte); error != kDone) return error;
    if (byte[0] != 0 && byte[0] != 1) return WireError::wire_invalid_value;
    out_.raw(byte[0] != 0 ? "true" : "false");
    return kDone;
  }

  WireError integer(const AvroType& type) noexcept {
    std::int64_t read = 0;
    if (const WireError error = number(read); error != kDone) return error;
    if (type.kind == AvroKind::int_ && read != static_cast<std::int32_t>(read))
      return WireError::wire_invalid_value;
    switch (type.logical) {
      case AvroLogical::date:
        return valid(write_day(read, out_));
      case AvroLogical::time_millis:
        return valid(write_time(read, TimeUnit::milli, out_));
      case AvroLogical::time_micros:
        return valid(write_time(read, TimeUnit::micro, out_));
      case AvroLogical::timestamp_millis:
        return valid(write_instant(read, TimeUnit::milli, true, out_));
      case AvroLogical::timestamp_micros:
        return valid(write_instant(read, TimeUnit::micro, true, out_));
      case AvroLogical::timestamp_nanos:
        return valid(write_instant(read, TimeUnit::nano, true, out_));
      case AvroLogical::local_timestamp_millis:
        return valid(write_instant(read, TimeUnit::milli, false, out_));
      case AvroLogical::local_timestamp_micros:
        return valid(write_instant(read, TimeUnit::micro, false, out_));
      case AvroLogical::local_timestamp_nanos:
        return valid(write_instant(read, TimeUnit::nano, false, out_));
      default:
        out_.integer(read);
        return kDone;
    }
  }

  static WireError valid(bool written) noexcept { return written ? kDone : WireError::wire_invalid_value; }

  template <typename Real, typename Bits>
  WireError real() noexcept {
    std::string_view bytes;
    if (const WireError error = take(sizeof(Bits), bytes); error != kDone) return error;
    Bits bits = 0;
    for (std::size_t i = sizeof(Bits); i-- > 0;) bits = bits << 8U | static_cast<std::uint8_t>(bytes[i]);
    out_.real(std::bit_cast<Real>(bits));
    return kDone;
  }

  WireError bytes(const AvroType& type) noexcept {
    std::string_view read;
    const WireError error = type.kind == AvroKind::fixed ? take(type.size, read) : sized(read);
    if (error != kDone) return error;
    if (type.logical == AvroLogical::decimal) return valid(write_decimal(read, type.scale, out_));
    if (type.logical == AvroLogical::uuid) return uuid(read);
    if (type.logical == AvroLogical::duration) return duration(read);
    out_.base64(read);
    return kDone;
  }

  WireError uuid(std::string_view sixteen) noexcept {
    constexpr std::string_view kHex = "0123456789abcdef";
    out_.raw('"');
    for (std::size_t i = 0; i < sixteen.size(); ++i) {
      if (i == 4 || i == 6 || i == 8 || i == 10) out_.raw('-');
      const auto byte = static_cast<std::uint8_t>(sixteen[i]);
      out_.raw(kHex[byte >> 4U]);
      out_.raw(kHex[byte & 15U]);
    }
    out_.raw('"');
    return kDone;
  }

  /// Months, days and milliseconds, little-endian: "P1M2DT3.004S".
  WireError duration(std::string_view twelve) noexcept {
    std::uint32_t parts[3] = {};
    for (std::size_t i = 12; i-- > 0;)
      parts[i / 4] = parts[i / 4] << 8U | static_cast<std::uint8_t>(twelve[i]);
    out_.raw("\"P");
    out_.integer(std::uint64_t{parts[0]});
    out_.raw('M');
    out_.integer(std::uint64_t{parts[1]});
    out_.raw("DT");
    out_.integer(std::uint64_t{parts[2] / 1'000});
    out_.raw('.');
    for (std::uint32_t scale = 100; scale > 0; scale /= 10)
      out_.raw(static_cast<char>('0' + parts[2] % 1'000 / scale % 10));
    out_.raw("S\"");
    return kDone;
  }

  WireError text(std::string_view& read) noexcept {
    if (const WireError error = sized(read); error != kDone) return error;
    return find_invalid_utf8(read) == std::string_view::npos ? kDone : WireError::wire_invalid_utf8;
  }

  WireError string() noexcept {
    std::string_view read;
    if (const WireError error = text(read); error != kDone) return error;
    out_.string(read);
    return kDone;
  }

  WireError position(const AvroType& type, std::uint32_t& out) noexcept {
    std::int64_t index = 0;
    if (const WireError error = number(index); error != kDone) return error;
    if (index < 0 || index >= type.count) return WireError::wire_invalid_value;
    out = static_cast<std::uint32_t>(index);
    return kDone;
  }

  WireError symbol(const AvroType& type) noexcept {
    std::uint32_t index = 0;
    if (const WireError error = position(type, index); error != kDone) return error;
    out_.string(schema_.parts(type)[index].name);
    return kDone;
  }

  /// A branch is not a level of JSON, but a union of unions does not exist, so this ends.
  WireError branch(const AvroType& type, std::uint32_t depth) noexcept {
    std::uint32_t index = 0;
    if (const WireError error = position(type, index); error != kDone) return error;
    return value(schema_.parts(type)[index].type, depth);
  }

  WireError record(const AvroType& type, std::uint32_t depth) noexcept {
    out_.raw('{');
    bool first = true;
    for (const AvroPart& field : schema_.parts(type)) {
      if (!first) out_.raw(',');
      first = false;
      out_.raw(field.key);
      const std::size_t mark = path_.enter(std::string_view(field.name));
      if (const WireError error = value(field.type, depth); error != kDone) return error;
      path_.leave(mark);
    }
    out_.raw('}');
    return kDone;
  }

  /// Blocks of items: a count, below zero with the block's bytes behind it; zero ends them.
  template <typename Each>
  WireError blocks(Each&& each) noexcept {
    for (;;) {
      std::int64_t count = 0;
      if (const WireError error = number(count); error != kDone) return error;
      if (count == 0) return kDone;
      std::int64_t size = -1;
      if (count < 0) {
        if (const WireError error = number(size); error != kDone) return error;
        if (size < 0 || static_cast<std::uint64_t>(size) > rest_.size()) return WireError::wire_truncated;
        if (count == INT64_MIN) return WireError::wire_invalid_value;
        count = -count;
      }
      const std::size_t before = rest_.size();
      for (; count > 0; --count)
        if (const WireError error = each(); error != kDone) return error;
      if (size >= 0 && before - rest_.size() != static_cast<std::uint64_t>(size))
        return WireError::wire_invalid_value;
    }
  }

  WireError array(const AvroType& type, std::uint32_t depth) noexcept {
    const std::uint32_t of = schema_.parts(type)[0].type;
    std::uint64_t index = 0;
    out_.raw('[');
    const WireError error = blocks([&]() noexcept {
      if (index > 0) out_.raw(',');
      const std::size_t mark = path_.enter(index++);
      const WireError wrong = value(of, depth);
      if (wrong == kDone) path_.leave(mark);
      return wrong;
    });
    if (error != kDone) return error;
    out_.raw(']');
    return kDone;
  }

  WireError map(const AvroType& type, std::uint32_t depth) noexcept {
    const std::uint32_t of = schema_.parts(type)[0].type;
    bool first = true;
    out_.raw('{');
    const WireError error = blocks([&]() noexcept {
      std::string_view key;
      if (const WireError wrong = text(key); wrong != kDone) return wrong;
      if (!first) out_.raw(',');
      first = false;
      out_.string(key);
      out_.raw(':');
      const std::size_t mark = path_.enter(key.substr(0, kPathKeyBytesMax));
      const WireError wrong = value(of, depth);
      if (wrong == kDone) path_.leave(mark);
      return wrong;
    });
    if (error != kDone) return error;
    out_.raw('}');
    return kDone;
  }

  static constexpr std::size_t kPathKeyBytesMax = 128;
  const AvroSchema& schema_;
  std::string_view rest_;
  std::uint32_t depth_max_;
  JsonText& out_;
  WirePath& path_;
};

}  // namespace

WireError AvroDecoder::decode(const AvroSchema& schema, std::string_view record, std::string& json) noexcept {
  path_.clear();
  JsonText out(json, limits_.json_bytes_max);
  const WireError error = Walk(schema, record, limits_, out, path_).all();
  if (error != WireError::none) return error;
  return out.over() ? WireError::record_too_large : WireError::none;
}

}  // namespace ordergate::wire
