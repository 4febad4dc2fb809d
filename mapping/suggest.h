// A draft of a map from one record: what stands where by its keys and its values. Cold.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace ordergate::mapping {

/// A map that `map check` accepts and that makes an order of the record, as far as it can be told; with a
/// comment where it was guessed. The error says why there is none: no JSON, a delete.
[[nodiscard]] Result<std::string> suggest_map(std::string_view record, std::string_view name);

}  // namespace ordergate::mapping
