// Suggests what a mistyped name may have meant.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/edit_distance.h"

namespace ordergate {

/// " (did you mean 'x'?)", or "" when no candidate is near. Ties go to the first.
[[nodiscard]] inline std::string did_you_mean(std::string_view name,
                                              const std::vector<std::string_view>& candidates) {
  if (name.size() > 64) return "";
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, std::min<std::size_t>(3, name.size() / 3)) + 1;
  for (const std::string_view candidate : candidates) {
    if (best_distance == 0) break;
    const std::size_t distance = edit_distance(name, candidate, best_distance - 1);
    if (distance >= best_distance) continue;
    best = candidate;
    best_distance = distance;
  }
  return best.empty() ? "" : " (did you mean '" + std::string(best) + "'?)";
}

}  // namespace ordergate
