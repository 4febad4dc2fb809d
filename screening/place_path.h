// The path of a value in the record: "items[12].description", "parties[1].addresses[0]".
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/arena.h"

namespace ordergate {

/// `field` may be empty; `inner` is the position in its list.
[[nodiscard]] std::string_view place_path(std::string_view list, std::size_t index, std::string_view field,
                                          Arena& arena, std::optional<std::size_t> inner = std::nullopt);

}  // namespace ordergate
