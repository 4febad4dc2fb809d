// Numbers that matter in a listing: memory sizes, counts, lots, and processors of laptops. Positions
// count bytes of the folded text. No allocation.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ordergate::matchers {

struct MemorySize {
  std::uint32_t gigabytes = 0;
  std::uint32_t begin = 0, end = 0;
};

/// The memory sizes of a text, in order: "80GB", "80 GB", "80G", "8 0 G B".
struct MemorySizes {
  static constexpr std::size_t kCountMax = 32;
  std::array<MemorySize, kCountMax> sizes;
  std::uint32_t count = 0;
  [[nodiscard]] const MemorySize* begin() const noexcept { return sizes.data(); }
  [[nodiscard]] const MemorySize* end() const noexcept { return sizes.data() + count; }
};
[[nodiscard]] MemorySizes find_memory_sizes(std::string_view folded) noexcept;

/// How many of the model that stands at [begin, end): "8x H100", "2x8x", "H100 x8", "8-GPU". 1: not said.
[[nodiscard]] std::uint32_t find_count(std::string_view folded, std::uint32_t begin,
                                       std::uint32_t end) noexcept;

/// How many units are sold together: "lot of 4", "4-pack", "5pcs", "qty 10". 1: not said.
[[nodiscard]] std::uint32_t find_lot(std::string_view folded) noexcept;

/// The count that ends before `end` or begins at `begin`, a space or hyphen aside ("10 pcs", "qty: 5").
/// 0: none, or not a plausible count.
[[nodiscard]] std::uint32_t number_ending(std::string_view folded, std::uint32_t end) noexcept;
[[nodiscard]] std::uint32_t number_beginning(std::string_view folded, std::uint32_t begin) noexcept;

/// A laptop's processor: "i9-14900HX", "9955HX3D", "185H".
[[nodiscard]] bool has_laptop_processor(std::string_view folded) noexcept;

}  // namespace ordergate::matchers
