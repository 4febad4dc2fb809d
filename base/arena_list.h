// A growing array of small values inside an Arena. Grows by doubling; the old storage stays in the
// arena until reset. Valid until the arena is reset. One thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <type_traits>

#include "base/arena.h"

namespace ordergate {

template <typename T>
class ArenaList {
  static_assert(std::is_trivially_destructible_v<T> && std::is_trivially_copyable_v<T>);

 public:
  T& push_back(Arena& arena, const T& value) {
    if (size_ == capacity_) grow(arena);
    data_[size_] = value;
    return data_[size_++];
  }
  /// Appends a fresh value, to be filled in where it stands.
  T& push_back(Arena& arena) {
    if (size_ == capacity_) grow(arena);
    return *::new (static_cast<void*>(data_ + size_++)) T{};
  }
  /// Makes room for so many in all.
  void reserve(Arena& arena, std::uint32_t capacity) {
    if (capacity > capacity_) grow_to(arena, capacity);
  }
  void clear() noexcept { size_ = 0; }
  /// Drops what stands behind the first `size`.
  void truncate(std::uint32_t size) noexcept { size_ = size < size_ ? size : size_; }

  [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] T* begin() noexcept { return data_; }
  [[nodiscard]] T* end() noexcept { return data_ + size_; }
  [[nodiscard]] const T* begin() const noexcept { return data_; }
  [[nodiscard]] const T* end() const noexcept { return data_ + size_; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return data_[i]; }
  [[nodiscard]] std::span<const T> span() const noexcept { return {data_, size_}; }
  friend bool operator==(const ArenaList& left, const ArenaList& right) noexcept {
    return std::equal(left.begin(), left.end(), right.begin(), right.end());
  }

 private:
  void grow(Arena& arena) { grow_to(arena, capacity_ == 0 ? 4 : capacity_ * 2); }
  void grow_to(Arena& arena, std::uint32_t capacity) {
    T* data = arena.allocate_array<T>(capacity);
    for (std::uint32_t i = 0; i < size_; ++i) data[i] = data_[i];
    data_ = data;
    capacity_ = capacity;
  }
  T* data_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;
};

}  // namespace ordergate
