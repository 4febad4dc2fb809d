// How many single letters apart two words are. What compares one word with many listed ones has a pattern of
// its own (matchers/names/similarity.h, WordPattern).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace ordergate {

inline constexpr std::size_t kEditedBytesMax = 80;  // longer words are over any limit

/// Letters (bytes) changed, left out or added (Levenshtein); `limit` + 1 when there are more than `limit`.
/// Quadratic in the words; allocates nothing.
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b,
                                               std::size_t limit) noexcept {
  if (a.size() > kEditedBytesMax || b.size() > kEditedBytesMax) return limit + 1;
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::array<std::uint8_t, kEditedBytesMax + 1> row;
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<std::uint8_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::uint8_t diagonal = row[0];
    row[0] = static_cast<std::uint8_t>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::uint8_t above = row[j];
      const auto change = static_cast<std::uint8_t>(diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
      row[j] =
          std::min({change, static_cast<std::uint8_t>(above + 1), static_cast<std::uint8_t>(row[j - 1] + 1)});
      diagonal = above;
    }
  }
  return std::min<std::size_t>(row[b.size()], limit + 1);
}

/// At most one letter changed, left out or added, or two beside each other exchanged. Linear.
[[nodiscard]] constexpr bool within_one_edit(std::string_view a, std::string_view b) noexcept {
  if (a.size() < b.size()) std::swap(a, b);
  if (a.size() - b.size() > 1) return false;
  std::size_t same = 0;
  while (same < b.size() && a[same] == b[same]) ++same;
  const std::string_view rest_a = a.substr(std::min(same + 1, a.size()));
  if (a.size() > b.size()) return rest_a == b.substr(same);
  if (same == b.size()) return true;
  if (rest_a == b.substr(same + 1)) return true;
  return same + 1 < a.size() && a[same] == b[same + 1] && a[same + 1] == b[same] &&
         a.substr(same + 2) == b.substr(same + 2);
}

}  // namespace ordergate
