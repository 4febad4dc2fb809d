// Ids: the place of a thing in the table of its kind. Each kind has an enum of its own over 32 bits, so that
// a place in one table is never taken for one in another.
#pragma once

#include <cstdint>
#include <type_traits>

namespace ordergate {

template <typename Id>
concept IdType = std::is_enum_v<Id> && std::is_same_v<std::underlying_type_t<Id>, std::uint32_t>;

/// Where the thing is in the table of its kind.
template <IdType Id>
[[nodiscard]] constexpr std::uint32_t index_of(Id id) noexcept {
  return static_cast<std::uint32_t>(id);
}

}  // namespace ordergate
