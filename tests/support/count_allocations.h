// Counts heap allocations of this thread, where allocation_counter.h is part of the program.
#pragma once

#include <cstdint>

namespace ordergate::test {

inline thread_local std::uint64_t allocations = 0;

/// Allocations made by this thread while `work` runs.
template <typename Work>
std::uint64_t count_allocations(Work&& work) {
  const std::uint64_t before = allocations;
  work();
  return allocations - before;
}

}  // namespace ordergate::test
