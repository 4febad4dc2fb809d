// Values of a record that nothing read and that look like they say who, where or what. Internal to mapping.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "mapping/map_expression.h"
#include "order/json_tree.h"

namespace ordergate::mapping {

/// What a text looks like.
enum class LooksLike : std::uint8_t { nothing, name, address, country, item, note, words };
[[nodiscard]] std::string_view to_string(LooksLike looks) noexcept;

/// What a key says of the text under it: "billing_city" is an address.
[[nodiscard]] LooksLike key_says(std::string_view key) noexcept;
/// By what the key says, and by the letters of the text as it stands between its quotes.
[[nodiscard]] LooksLike looks_like(LooksLike key, std::string_view text) noexcept;

/// Finds them, record after record. Remembers what each key looks like. One thread.
class UnreadFinder {
 public:
  /// Calls `found(node, looks)` for each below `root`, but not below what `ignored` names: a path leads
  /// through lists. False from `found` ends it. Allocates for keys not seen before only.
  template <typename Found>
  void find(const JsonTree& tree, std::uint32_t root, const PathTree* ignored, Found&& found) noexcept {
    const JsonNode& owner = tree[root];
    for (std::uint32_t at = owner.first; at != 0; at = tree[at].next) {
      const JsonNode& node = tree[at];
      const PathTree* below = ignored;
      if (owner.kind == JsonKind::object && ignored != nullptr) {
        const PathTree::Key* const key = ignored->find(node);
        if (key != nullptr && key->below == nullptr) continue;
        below = key == nullptr ? nullptr : key->below;
      }
      if (node.kind == JsonKind::object || node.kind == JsonKind::array) {
        find(tree, at, below, found);
      } else if (node.kind == JsonKind::text && !node.read) {
        const LooksLike looks = look(tree, at);
        if (looks != LooksLike::nothing) found(at, looks);
      }
    }
  }

 private:
  [[nodiscard]] LooksLike look(const JsonTree& tree, std::uint32_t node) noexcept;

  /// What keys said, by a hash of theirs; one that meets another takes its place.
  struct Known {
    std::uint32_t mark = 0;
    std::string key;
    LooksLike says = LooksLike::nothing;
  };
  std::array<Known, 1024> known_;
};

}  // namespace ordergate::mapping
