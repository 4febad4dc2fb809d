// How many units a text sells, in the words of its language: "8 pcs", "10张", "lot of 4", "a pair".
#pragma once

#include <cstdint>

#include "matchers/items/item_context.h"

namespace ordergate::matchers {

/// How many of the model the text says are sold as one: "8x H100", "8x NVIDIA H100", "8-GPU". 1: not said.
[[nodiscard]] std::uint32_t count_of(const TextContext& context, const ItemMention& model) noexcept;

/// The largest number of units that the text states; 1: none.
[[nodiscard]] std::uint32_t find_units(const TextContext& context) noexcept;

}  // namespace ordergate::matchers
