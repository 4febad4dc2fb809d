// The form of a part number in which two spellings of the same one are equal: letters upper-case,
// digits, nothing else. Hot; no allocation.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ordergate::rules {

struct PartKey {
  static constexpr std::size_t kSizeMax = 64;
  std::array<char, kSizeMax> bytes{};
  std::uint8_t size = 0;
  [[nodiscard]] std::string_view text() const noexcept { return {bytes.data(), size}; }
};

/// False when nothing is left of it or it is longer than kSizeMax.
[[nodiscard]] inline bool make_part_key(std::string_view part_number, PartKey& key) noexcept {
  key.size = 0;
  for (char c : part_number) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) continue;
    if (key.size == PartKey::kSizeMax) return false;
    key.bytes[key.size++] = c;
  }
  return key.size > 0;
}

}  // namespace ordergate::rules
