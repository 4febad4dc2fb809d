// A map's own examples, run. Cold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/record_map.h"

namespace ordergate::mapping {

/// What is wrong with the examples of a map, "PATH:LINE: ..." each; empty when nothing is.
[[nodiscard]] std::vector<std::string> check_examples(const RecordMap& map);

/// The first difference between two JSON texts, whatever the order of keys, as "parties[0].name: A, expected
/// B"; empty when they say the same.
[[nodiscard]] std::string json_difference(std::string_view found, std::string_view expected);

}  // namespace ordergate::mapping
