// The keys of one object that no field claims, to find one that comes twice. Linear, also against a sender
// who picks the keys: few keys are compared one by one, many are hashed with a seed he cannot know.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ordergate {

/// Reused from object to object; keeps its memory, so a warm set allocates nothing. One thread.
class KeySet {
 public:
  void clear() noexcept {
    keys_.clear();
    mask_ = 0;
  }
  /// False when `key` was there. The text must outlive the set's use.
  [[nodiscard]] bool insert(std::string_view key, std::uint64_t seed);

 private:
  void rebuild(std::uint64_t seed);
  [[nodiscard]] std::size_t slot_of(std::string_view key, std::uint64_t seed) const noexcept;

  static constexpr std::size_t kCompareMax = 12;  // up to here hashing costs more than comparing
  std::vector<std::string_view> keys_;
  std::vector<std::uint32_t> slots_;  // 0: free, else 1 + index into keys_
  std::size_t mask_ = 0;              // slots in use - 1; 0: not hashed yet
};

}  // namespace ordergate
