// How a record of another format becomes JSON: what can go wrong, where, and within which bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ordergate::wire {

/// Why a record is none of its schema. Zero is success. The word in a verdict's error.code is to_string().
enum class WireError : std::uint8_t {
  none,
  wire_header,          // no magic byte, schema id or message index where they must be
  wire_truncated,       // ends inside a value, or a length says more than there is
  wire_trailing,        // bytes behind the record
  wire_invalid_utf8,    // text that is no UTF-8
  wire_invalid_value,   // a value that its type does not have: an enum's symbol, a union's branch, a day
  wire_unknown_field,   // Protobuf: a field that the schema does not have
  wire_repeated_field,  // Protobuf: a field that stands twice and may stand once
  depth_exceeded,       // nested deeper than allowed
  record_too_large,     // more JSON than a record may be
};
[[nodiscard]] std::string_view to_string(WireError error) noexcept;
/// One line for a person.
[[nodiscard]] std::string_view message_of(WireError error) noexcept;

struct WireLimits {
  std::size_t json_bytes_max = std::size_t{1} << 20;
  std::uint32_t depth_max = 32;
};

/// Where decoding stands, as a path: "lines[0].qty". Text of a failure; reused, so that a warm one allocates
/// nothing. One thread.
class WirePath {
 public:
  void clear() noexcept { text_.clear(); }
  /// Goes into a field or element; gives what leave() takes.
  [[nodiscard]] std::size_t enter(std::string_view field) noexcept;
  [[nodiscard]] std::size_t enter(std::uint64_t index) noexcept;
  void leave(std::size_t mark) noexcept { text_.resize(mark); }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }

 private:
  std::string text_;
};

}  // namespace ordergate::wire
