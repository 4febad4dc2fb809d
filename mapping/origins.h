// Where in the record each value of an order was read. Internal to mapping.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "order/json_tree.h"

namespace ordergate::mapping {

/// The places of one order, in the order of writing: an object or a list stands before what is in it. Keys
/// are those of the map's target. Allocates while warming up only. One thread.
class Origins {
 public:
  void clear() noexcept { entries_.clear(); }

  /// A member of the object that is open, or an entry of the list. Gives what close() or drop() takes.
  std::uint32_t open(std::string_view key, std::uint32_t index = 0) {
    entries_.push_back({key, index, 0, JsonTree::kNone});
    return static_cast<std::uint32_t>(entries_.size() - 1);
  }
  /// It was made of `node`, of several (kNone), and stays.
  void close(std::uint32_t opened, std::uint32_t node) noexcept {
    entries_[opened].end = static_cast<std::uint32_t>(entries_.size());
    entries_[opened].node = node;
  }
  /// It was left out, with all that is in it.
  void drop(std::uint32_t opened) noexcept { entries_.resize(opened); }

  void add(std::string_view key, std::uint32_t index, std::uint32_t node) {
    entries_.push_back({key, index, static_cast<std::uint32_t>(entries_.size() + 1), node});
  }

  /// The value of the record that the order's `place` was read from ("parties[0].name"): of one that the map
  /// says itself, or that is absent, what is around it was read from; of an object without a list behind it
  /// what holds all its values, or its first where that is all of `record`. kNone when there is none.
  [[nodiscard]] std::uint32_t find(std::string_view place, const JsonTree& tree,
                                   std::uint32_t record) const noexcept;

 private:
  struct Entry {
    std::string_view key;  // empty: an entry of a list
    std::uint32_t index = 0;
    std::uint32_t end = 0;  // where the next one beside it stands
    std::uint32_t node = JsonTree::kNone;
  };
  [[nodiscard]] std::uint32_t step(std::uint32_t from, std::uint32_t to, std::string_view key,
                                   std::uint32_t index) const noexcept;
  [[nodiscard]] std::uint32_t node_of(std::uint32_t entry, const JsonTree& tree,
                                      std::uint32_t record) const noexcept;

  std::vector<Entry> entries_;
};

}  // namespace ordergate::mapping
