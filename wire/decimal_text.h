// Big decimals of binary formats as exact texts.
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/json_text.h"

namespace ordergate::wire {

inline constexpr std::size_t kDecimalBytesMax = 64;
inline constexpr std::uint32_t kDecimalScaleMax = 128;

/// Writes a quoted text: `bytes` is a two's complement, big-endian, divided by ten to the power of `scale`.
/// False, and nothing, for no bytes or more than the bounds.
[[nodiscard]] bool write_decimal(std::string_view bytes, std::uint32_t scale, JsonText& out) noexcept;

}  // namespace ordergate::wire
