// Listed names as people and programs write them: what a fitted score must still find.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ordergate::matchers::fit {

inline constexpr std::size_t kWaysOfChange = 12;

/// `name` (UTF-8, not empty) changed in way `way` (below kWaysOfChange), the same for the same `seed`;
/// unchanged where it has nothing to change.
[[nodiscard]] std::string changed_name(std::string_view name, std::size_t way, std::uint64_t seed);

}  // namespace ordergate::matchers::fit
