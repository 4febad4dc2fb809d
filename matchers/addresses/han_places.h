// Streets, districts and towns whose names in Latin letters cannot be read off their characters: Hong Kong's
// English names, Japanese readings (data/han_places.txt). Internal to address parsing.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "base/completeness.h"

namespace ordergate::matchers {

inline constexpr std::size_t kHanTextMax = 4096;  // bytes of an address as written out

/// An address with those names written out, for the tokenizer to read.
struct WrittenOut {
  std::array<char, kHanTextMax> bytes;
  std::size_t size = 0;
  bool japanese = false;                               // a name of Japan was among them
  bool hong_kong = false;                              // one of Hong Kong
  Completeness completeness = Completeness::complete;  // false: it did not fit
  [[nodiscard]] std::string_view text() const noexcept { return {bytes.data(), size}; }
};

/// False, and `out` untouched, when the text has no such name. Noexcept, no allocation.
[[nodiscard]] bool write_out_han(std::string_view text, WrittenOut& out) noexcept;

}  // namespace ordergate::matchers
