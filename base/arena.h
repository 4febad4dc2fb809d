// Memory for one record: bump allocation, freed all at once. Grows in blocks while warming up and
// keeps them, so that a warm arena never allocates. One thread.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ordergate {

class Arena {
 public:
  explicit Arena(std::size_t block_bytes = 64 * 1024) : block_bytes_(block_bytes) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// Everything handed out so far becomes invalid; the blocks stay.
  void reset() noexcept {
    block_ = 0;
    used_ = 0;
  }

  [[nodiscard]] void* allocate(std::size_t bytes, std::size_t align) {
    for (;;) {
      if (block_ < blocks_.size()) {
        const std::size_t at = (used_ + align - 1) & ~(align - 1);
        if (at + bytes <= blocks_[block_].size) {
          used_ = at + bytes;
          return blocks_[block_].data.get() + at;
        }
        ++block_;
        used_ = 0;
        continue;
      }
      // Powers of two: records whose largest text is ever a bit longer would each add a block of their own.
      const std::size_t size = std::max(block_bytes_, std::bit_ceil(bytes + align));
      blocks_.push_back({std::make_unique<std::byte[]>(size), size});
    }
  }

  template <typename T>
  [[nodiscard]] T* allocate_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
  }

  template <typename T, typename... Args>
  [[nodiscard]] T* create(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  [[nodiscard]] std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* data = allocate_array<char>(text.size());
    std::memcpy(data, text.data(), text.size());
    return {data, text.size()};
  }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> data;
    std::size_t size;
  };
  std::size_t block_bytes_;
  std::vector<Block> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
};

}  // namespace ordergate
