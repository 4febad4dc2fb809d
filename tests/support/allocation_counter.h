// Counts heap allocations of this thread. Include in exactly one .cpp of a test program: it replaces the
// global operator new. Its other files include count_allocations.h.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

#include "tests/support/count_allocations.h"

namespace ordergate::test {

inline void* counted_allocate(std::size_t size, std::size_t align) {
  ++allocations;
  void* memory = align <= alignof(std::max_align_t)
                     ? std::malloc(size == 0 ? 1 : size)
                     : std::aligned_alloc(align, (size + align - 1) / align * align);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace ordergate::test

[[gnu::noinline]] void* operator new(std::size_t size) { return ordergate::test::counted_allocate(size, 1); }
[[gnu::noinline]] void* operator new[](std::size_t size) {
  return ordergate::test::counted_allocate(size, 1);
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t align) {
  return ordergate::test::counted_allocate(size, static_cast<std::size_t>(align));
}
[[gnu::noinline]] void* operator new[](std::size_t size, std::align_val_t align) {
  return ordergate::test::counted_allocate(size, static_cast<std::size_t>(align));
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return ordergate::test::counted_allocate(size, 1);
}
[[gnu::noinline]] void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return ordergate::test::counted_allocate(size, 1);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
