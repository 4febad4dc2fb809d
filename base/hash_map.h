// Open addressing with linear probing: the one loop of every hash table of ours.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ordergate {

/// Of `slots` slots, a power of two, the first from that of `hash` on that `stop(place)` takes: the key's own
/// or a free one. One must be free.
template <typename Stop>
[[nodiscard]] constexpr std::size_t probe(std::size_t slots, std::uint64_t hash, Stop&& stop) {
  std::size_t at = static_cast<std::size_t>(hash) & (slots - 1);
  while (!stop(at)) at = (at + 1) & (slots - 1);
  return at;
}

/// From 64-bit keys, hashes themselves and never 0, to values; at most half full. Grows when it is written to
/// (cold); reading allocates nothing.
template <typename Value>
class HashMap {
 public:
  struct Slot {
    std::uint64_t key = 0;  // 0: free
    Value value{};
  };

  explicit HashMap(std::size_t slots_min) : slots_min_(slots_min) {}

  /// The value of `key`, made when there is none. Lives until the next at().
  [[nodiscard]] Value& at(std::uint64_t key) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = slots_[slot_of(key)];
    if (slot.key == 0) {
      slot.key = key;
      ++used_;
    }
    return slot.value;
  }
  /// Null when there is none.
  [[nodiscard]] const Value* find(std::uint64_t key) const noexcept {
    if (used_ == 0) return nullptr;
    const Slot& slot = slots_[slot_of(key)];
    return slot.key == 0 ? nullptr : &slot.value;
  }
  /// Calls `take(key, value)` for each, in no order.
  template <typename Take>
  void each(Take&& take) {
    for (Slot& slot : slots_)
      if (slot.key != 0) take(slot.key, slot.value);
  }
  [[nodiscard]] std::size_t memory_bytes() const noexcept { return slots_.capacity() * sizeof(Slot); }

 private:
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const noexcept {
    return probe(slots_.size(), key,
                 [&](std::size_t at) { return slots_[at].key == 0 || slots_[at].key == key; });
  }
  void grow() {
    std::vector<Slot> old(std::max(slots_.size() * 2, slots_min_));
    old.swap(slots_);
    for (Slot& slot : old)
      if (slot.key != 0) slots_[slot_of(slot.key)] = std::move(slot);
  }

  std::vector<Slot> slots_;  // a power of two, or none yet
  std::size_t slots_min_;
  std::size_t used_ = 0;
};

}  // namespace ordergate
