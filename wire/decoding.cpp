#include "wire/decoding.h"

#include <array>
#include <charconv>

namespace ordergate::wire {
namespace {

struct Words {
  std::string_view code, message;
};
constexpr std::array<Words, 10> kWords = {{
    {"", ""},
    {"wire_header", "no magic byte, schema id or message index where they must be"},
    {"wire_truncated", "ends inside a value, or a length says more than there is"},
    {"wire_trailing", "trailing bytes after the record"},
    {"wire_invalid_utf8", "invalid UTF-8"},
    {"wire_invalid_value", "a value that its type does not have"},
    {"wire_unknown_field", "a field that the schema does not have"},
    {"wire_repeated_field", "a field that stands twice and may stand once"},
    {"depth_exceeded", "nested deeper than allowed"},
    {"record_too_large", "larger than a record may be"},
}};

}  // namespace

std::string_view to_string(WireError error) noexcept { return kWords[static_cast<std::size_t>(error)].code; }
std::string_view message_of(WireError error) noexcept {
  return kWords[static_cast<std::size_t>(error)].message;
}

std::size_t WirePath::enter(std::string_view field) noexcept {
  const std::size_t mark = text_.size();
  if (mark != 0) text_ += '.';
  text_ += field;
  return mark;
}

std::size_t WirePath::enter(std::uint64_t index) noexcept {
  const std::size_t mark = text_.size();
  char digits[24];
  const std::to_chars_result end = std::to_chars(digits, digits + sizeof digits, index);
  text_ += '[';
  text_.append(digits, static_cast<std::size_t>(end.ptr - digits));
  text_ += ']';
  return mark;
}

}  // namespace ordergate::wire
