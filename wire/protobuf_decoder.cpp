#include "wire/protobuf_decoder.h"

#include <algorithm>
#include <bit>
#include <chrono>

#include "base/utf8.h"
#include "wire/decimal_text.h"
#include "wire/json_text.h"
#include "wire/time_text.h"

namespace ordergate::wire {
namespace {

enum WireType : std::uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

/// How a value of the kind stands in a record.
WireType wire_type_of(ProtoKind kind) noexcept {
  switch (kind) {
    case ProtoKind::fixed32:
    case ProtoKind::sfixed32:
    case ProtoKind::float_:
      return kFixed32;
    case ProtoKind::fixed64:
    case ProtoKind::sfixed64:
    case ProtoKind::double_:
      return kFixed64;
    case ProtoKind::string:
    case ProtoKind::bytes:
    case ProtoKind::message:
      return kBytes;
    default:
      return kVarint;
  }
}

/// Bytes being read from the front.
struct Cursor {
  std::string_view rest;

  [[nodiscard]] WireError varint(std::uint64_t& out) noexcept {
    out = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest.empty()) return WireError::wire_truncated;
      const auto byte = static_cast<std::uint8_t>(rest.front());
      rest.remove_prefix(1);
      if (shift == 63 && byte > 1) return WireError::wire_invalid_value;
      out |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return WireError::none;
    }
    return WireError::wire_invalid_value;
  }
  [[nodiscard]] WireError fixed(std::size_t size, std::uint64_t& out) noexcept {
    if (rest.size() < size) return WireError::wire_truncated;
    out = 0;
    for (std::size_t i = size; i-- > 0;) out = out << 8U | static_cast<std::uint8_t>(rest[i]);
    rest.remove_prefix(size);
    return WireError::none;
  }
  [[nodiscard]] WireError bytes(std::string_view& out) noexcept {
    std::uint64_t size = 0;
    if (const WireError error = varint(size); error != WireError::none) return error;
    if (size > rest.size()) return WireError::wire_truncated;
    out = rest.substr(0, static_cast<std::size_t>(size));
    rest.remove_prefix(out.size());
    return WireError::none;
  }
  [[nodiscard]] WireError value(std::uint8_t type, std::uint64_t& number, std::string_view& text) noexcept {
    switch (type) {
      case kVarint:
        return varint(number);
      case kFixed64:
        return fixed(8, number);
      case kFixed32:
        return fixed(4, number);
      case kBytes:
        return bytes(text);
      default:
        return WireError::wire_invalid_value;  // groups, and numbers that are no wire type
    }
  }
};

/// One record being read.
class Walk {
 public:
  Walk(const ProtobufSchema& schema, const WireLimits& limits, JsonText& out, WirePath& path,
       std::vector<ProtoEntry>& entries, std::vector<ProtoEntry>& keys) noexcept
      : schema_(schema),
        depth_max_(limits.depth_max),
        out_(out),
        path_(path),
        entries_(entries),
        keys_(keys) {}

  WireError message(std::uint32_t type, std::string_view bytes, std::uint32_t depth) noexcept {
    if (out_.over()) return WireError::record_too_large;
    if (depth >= depth_max_) return WireError::depth_exceeded;
    const ProtoMessage& of = schema_.message(type);
    const std::size_t first = entries_.size();
    WireError error = gather(of, bytes);
    if (error == kDone)
      error = of.meaning == ProtoMeaning::none ? object(of, first, depth + 1) : meaning(of, first);
    if (error == kDone) entries_.resize(first);
    return error;
  }

 private:
  static constexpr WireError kDone = WireError::none;

  /// All fields of a message, put in the order of its numbers.
  WireError gather(const ProtoMessage& of, std::string_view bytes) noexcept {
    const std::size_t first = entries_.size();
    for (Cursor cursor{bytes}; !cursor.rest.empty();) {
      std::uint64_t tag = 0;
      if (const WireError error = cursor.varint(tag); error != kDone) return error;
      if (tag > UINT32_MAX) return WireError::wire_invalid_value;
      const std::size_t field = of.find(static_cast<std::uint32_t>(tag >> 3U));
      if (field == std::string::npos) return WireError::wire_unknown_field;
      ProtoEntry entry;
      entry.field = static_cast<std::uint32_t>(field);
      entry.order = static_cast<std::uint32_t>(entries_.size() - first);
      entry.type = tag & 7U;
      if (const WireError error = cursor.value(entry.type, entry.number, entry.bytes); error != kDone)
        return error;
      entries_.push_back(entry);
    }
    std::sort(entries_.begin() + static_cast<std::ptrdiff_t>(first), entries_.end(),
              [](const ProtoEntry& a, const ProtoEntry& b) {
                return a.field != b.field ? a.field < b.field : a.order < b.order;
              });
    return kDone;
  }

  /// The entries of the message stand behind `first`; more may come behind them and go again.
  WireError object(const ProtoMessage& of, std::size_t first, std::uint32_t depth) noexcept {
    const std::size_t last = entries_.size();
    if (two_of_a_oneof(of, first, last)) return WireError::wire_repeated_field;
    out_.raw('{');
    for (std::size_t at = first; at < last;) {
      std::size_t end = at + 1;
      while (end < last && entries_[end].field == entries_[at].field) ++end;
      const ProtoField& field = of.fields[entries_[at].field];
      if (at > first) out_.raw(',');
      out_.raw(field.key);
      const std::size_t mark = path_.enter(std::string_view(field.name));
      WireError error = kDone;
      if (!field.repeated && end - at > 1)
        error = WireError::wire_repeated_field;
      else if (!field.repeated)
        error = value(field, entries_[at], depth);
      else
        error = field.map ? map(field, at, end, depth) : list(field, at, end, depth);
      if (error != kDone) return error;
      path_.leave(mark);
      at = end;
    }
    out_.raw('}');
    return kDone;
  }

  [[nodiscard]] bool two_of_a_oneof(const ProtoMessage& of, std::size_t first, std::size_t last) noexcept {
    const std::size_t before = keys_.size();
    for (std::size_t i = first; i < last; ++i) {
      if (i > first && entries_[i].field == entries_[i - 1].field) continue;  // told as repeated
      ProtoEntry key;
      key.number = of.fields[entries_[i].field].oneof;
      if (key.number != ProtoField::kNoOneof) keys_.push_back(key);
    }
    const bool unique = keys_differ(before);
    keys_.resize(before);
    return !unique;
  }

  WireError value(const ProtoField& field, const ProtoEntry& entry, std::uint32_t depth) noexcept {
    if (entry.type != wire_type_of(field.kind)) return WireError::wire_invalid_value;
    if (field.kind == ProtoKind::message) return message(field.type, entry.bytes, depth);
    return scalar(field, entry.number, entry.bytes);
  }

  WireError scalar(const ProtoField& field, std::uint64_t number, std::string_view bytes) noexcept {
    const auto whole = static_cast<std::int64_t>(number);
    switch (field.kind) {
      case ProtoKind::int32:
        if (whole != static_cast<std::int32_t>(whole)) return WireError::wire_invalid_value;
        out_.integer(whole);
        return kDone;
      case ProtoKind::int64:
      case ProtoKind::sfixed64:
        out_.integer(whole);
        return kDone;
      case ProtoKind::uint32:
        if (number > UINT32_MAX) return WireError::wire_invalid_value;
        out_.integer(number);
        return kDone;
      case ProtoKind::uint64:
      case ProtoKind::fixed32:
      case ProtoKind::fixed64:
        out_.integer(number);
        return kDone;
      case ProtoKind::sint32:
      case ProtoKind::sint64: {
        const std::int64_t read =
            static_cast<std::int64_t>(number >> 1U) ^ -static_cast<std::int64_t>(number & 1U);
        if (field.kind == ProtoKind::sint32 && read != static_cast<std::int32_t>(read))
          return WireError::wire_invalid_value;
        out_.integer(read);
        return kDone;
      }
      case ProtoKind::sfixed32:
        out_.integer(std::int64_t{static_cast<std::int32_t>(static_cast<std::uint32_t>(number))});
        return kDone;
      case ProtoKind::float_:
        out_.real(std::bit_cast<float>(static_cast<std::uint32_t>(number)));
        return kDone;
      case ProtoKind::double_:
        out_.real(std::bit_cast<double>(number));
        return kDone;
      case ProtoKind::bool_:
        if (number > 1) return WireError::wire_invalid_value;
        out_.raw(number != 0 ? "true" : "false");
        return kDone;
      case ProtoKind::enum_:
        return symbol(field, whole);
      case ProtoKind::string:
        if (find_invalid_utf8(bytes) != std::string_view::npos) return WireError::wire_invalid_utf8;
        out_.string(bytes);
        return kDone;
      case ProtoKind::bytes:
        out_.base64(bytes);
        return kDone;
      case ProtoKind::message:
        break;
    }
    return WireError::wire_invalid_value;
  }

  WireError symbol(const ProtoField& field, std::int64_t number) noexcept {
    if (number != static_cast<std::int32_t>(number)) return WireError::wire_invalid_value;
    const std::vector<ProtoSymbol>& symbols = schema_.enumeration(field.type).symbols;
    const auto at = std::lower_bound(symbols.begin(), symbols.end(), number,
                                     [](const ProtoSymbol& s, std::int64_t n) { return s.number < n; });
    if (at != symbols.end() && at->number == number)
      out_.string(at->name);
    else
      out_.integer(number);
    return kDone;
  }

  /// Numbers may be packed into one text, or not, or both.
  WireError list(const ProtoField& field, std::size_t at, std::size_t end, std::uint32_t depth) noexcept {
    const WireType plain = wire_type_of(field.kind);
    std::uint64_t index = 0;
    out_.raw('[');
    const auto each = [&](const ProtoEntry& entry) noexcept {
      if (out_.over()) return WireError::record_too_large;
      if (index > 0) out_.raw(',');
      const std::size_t mark = path_.enter(index++);
      const WireError error = value(field, entry, depth);
      if (error == kDone) path_.leave(mark);
      return error;
    };
    for (; at < end; ++at) {
      const ProtoEntry entry = entries_[at];
      if (plain == kBytes || entry.type != kBytes) {
        if (const WireError error = each(entry); error != kDone) return error;
        continue;
      }
      ProtoEntry one = entry;
      one.type = plain;
      for (Cursor cursor{entry.bytes}; !cursor.rest.empty();) {
        if (const WireError error = cursor.value(plain, one.number, one.bytes); error != kDone) return error;
        if (const WireError error = each(one); error != kDone) return error;
      }
    }
    out_.raw(']');
    return kDone;
  }

  /// Each entry is a message of key (1) and value (2); absent ones have their zero.
  WireError map(const ProtoField& field, std::size_t at, std::size_t end, std::uint32_t depth) noexcept {
    const ProtoMessage& pair = schema_.message(field.type);
    if (depth >= depth_max_) return WireError::depth_exceeded;
    const std::size_t first_key = keys_.size();
    out_.raw('{');
    for (std::size_t i = at; i < end; ++i) {
      if (out_.over()) return WireError::record_too_large;
      const ProtoEntry of_map = entries_[i];
      if (of_map.type != kBytes) return WireError::wire_invalid_value;
      const std::size_t mark = path_.enter(std::uint64_t{i - at});
      const std::size_t first = entries_.size();
      if (const WireError error = gather(pair, of_map.bytes); error != kDone) return error;
      ProtoEntry key, value_of;
      bool has[2] = {};
      for (std::size_t j = first; j < entries_.size(); ++j) {
        const std::uint32_t part = entries_[j].field;
        if (has[part]) return WireError::wire_repeated_field;
        has[part] = true;
        (part == 0 ? key : value_of) = entries_[j];
      }
      if (i > at) out_.raw(',');
      if (const WireError error = map_key(pair.fields[0], has[0], key); error != kDone) return error;
      keys_.push_back(key);
      out_.raw(':');
      if (!has[1]) value_of.type = wire_type_of(pair.fields[1].kind);
      if (const WireError error = value(pair.fields[1], value_of, depth + 1); error != kDone) return error;
      entries_.resize(first);
      path_.leave(mark);
    }
    out_.raw('}');
    const bool unique = keys_differ(first_key);
    keys_.resize(first_key);
    return unique ? kDone : WireError::wire_repeated_field;
  }

  /// A key of JSON is a text.
  WireError map_key(const ProtoField& field, bool told, const ProtoEntry& key) noexcept {
    if (told && key.type != wire_type_of(field.kind)) return WireError::wire_invalid_value;
    if (field.kind == ProtoKind::string) return scalar(field, 0, key.bytes);
    out_.raw('"');
    const WireError error = scalar(field, key.number, {});
    out_.raw('"');
    return error;
  }

  [[nodiscard]] bool keys_differ(std::size_t first) noexcept {
    const auto begin = keys_.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(begin, keys_.end(), [](const ProtoEntry& a, const ProtoEntry& b) {
      return a.number != b.number ? a.number < b.number : a.bytes < b.bytes;
    });
    return std::adjacent_find(begin, keys_.end(), [](const ProtoEntry& a, const ProtoEntry& b) {
             return a.number == b.number && a.bytes == b.bytes;
           }) == keys_.end();
  }

  /// The one entry of the field with that number; null where there is none. `error` when there are several.
  const ProtoEntry* only(const ProtoMessage& of, std::size_t first, std::uint32_t number,
                         WireError& error) noexcept {
    const ProtoEntry* found = nullptr;
    for (std::size_t i = first; i < entries_.size(); ++i) {
      const ProtoField& field = of.fields[entries_[i].field];
      if (field.number != number) continue;
      if (found != nullptr) error = WireError::wire_repeated_field;
      if (entries_[i].type != wire_type_of(field.kind)) error = WireError::wire_invalid_value;
      found = &entries_[i];
    }
    return found;
  }

  WireError meaning(const ProtoMessage& of, std::size_t first) noexcept {
    WireError error = kDone;
    const ProtoEntry* const one = only(of, first, 1, error);
    const ProtoEntry* const two = only(of, first, 2, error);
    const ProtoEntry* const three = only(of, first, 3, error);
    if (error != kDone) return error;
    const auto number = [](const ProtoEntry* entry) {
      return entry == nullptr ? 0 : static_cast<std::int64_t>(entry->number);
    };
    switch (of.meaning) {
      case ProtoMeaning::timestamp:
        return valid(write_instant(number(one), number(two), true, out_));
      case ProtoMeaning::duration:
        return duration(number(one), number(two));
      case ProtoMeaning::date:
        return date(number(one), number(two), number(three));
      case ProtoMeaning::decimal: {
        const std::int64_t scale = number(three);
        if (scale < 0 || scale > UINT32_MAX) return WireError::wire_invalid_value;
        return valid(write_decimal(one == nullptr ? std::string_view("\0", 1) : one->bytes,
                                   static_cast<std::uint32_t>(scale), out_));
      }
      case ProtoMeaning::wrapper:
        return scalar(of.fields[0], one == nullptr ? 0 : one->number, one == nullptr ? "" : one->bytes);
      case ProtoMeaning::none:
        break;
    }
    return WireError::wire_invalid_value;
  }

  static WireError valid(bool written) noexcept { return written ? kDone : WireError::wire_invalid_value; }

  WireError duration(std::int64_t seconds, std::int64_t nanos) noexcept {
    constexpr std::int64_t kSecondsMax = 315'576'000'000, kNanos = 1'000'000'000;
    if (seconds < -kSecondsMax || seconds > kSecondsMax || nanos <= -kNanos || nanos >= kNanos ||
        (seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0))
      return WireError::wire_invalid_value;
    out_.raw(seconds < 0 || nanos < 0 ? "\"-" : "\"");
    out_.integer(seconds < 0 ? -seconds : seconds);
    std::int64_t rest = nanos < 0 ? -nanos : nanos;
    if (rest != 0) out_.raw('.');
    for (std::int64_t scale = kNanos / 10; rest != 0; scale /= 10) {
      out_.raw(static_cast<char>('0' + rest / scale));
      rest %= scale;
    }
    out_.raw("s\"");
    return kDone;
  }

  /// A date may lack its day or its year: then it is none, and nothing takes it for one.
  WireError date(std::int64_t year, std::int64_t month, std::int64_t day) noexcept {
    const std::chrono::year_month_day whole{std::chrono::year(static_cast<int>(year)),
                                            std::chrono::month(static_cast<unsigned>(month)),
                                            std::chrono::day(static_cast<unsigned>(day))};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 || !whole.ok())
      return WireError::wire_invalid_value;
    return valid(write_day(std::chrono::sys_days(whole).time_since_epoch().count(), out_));
  }

  const ProtobufSchema& schema_;
  std::uint32_t depth_max_;
  JsonText& out_;
  WirePath& path_;
  std::vector<ProtoEntry>& entries_;
  std::vector<ProtoEntry>& keys_;
};

}  // namespace

WireError ProtobufDecoder::decode(const ProtobufSchema& schema, std::uint32_t message,
                                  std::string_view record, std::string& json) noexcept {
  path_.clear();
  entries_.clear();
  keys_.clear();
  JsonText out(json, limits_.json_bytes_max);
  const WireError error = Walk(schema, limits_, out, path_, entries_, keys_).message(message, record, 0);
  if (error != WireError::none) return error;
  return out.over() ? WireError::record_too_large : WireError::none;
}

}  // namespace ordergate::wire
