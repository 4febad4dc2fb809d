// Every order that the tree knows: examples, golden cases, the examples of the rules; and, where they lie
// beside the tree, the shared decks (read, never copied into it).
#pragma once

#include <string>
#include <vector>

namespace ordergate::fuzz {

/// One JSON text an order, in a fixed order.
[[nodiscard]] std::vector<std::string> known_orders();

}  // namespace ordergate::fuzz
