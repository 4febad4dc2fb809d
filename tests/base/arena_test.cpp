#include "base/arena.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "base/arena_list.h"
#include "tests/support/allocation_counter.h"

namespace ordergate {
namespace {

TEST(ArenaTest, AlignsWhatItHandsOut) {
  Arena arena(128);
  for (int i = 0; i < 100; ++i) {
    static_cast<void>(arena.allocate(1, 1));
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(arena.allocate_array<double>(1)) % alignof(double), 0U);
  }
}

TEST(ArenaTest, TakesMoreThanABlock) {
  Arena arena(64);
  const std::string large(1000, 'x');
  const std::string_view first = arena.copy(large);
  const std::string_view second = arena.copy("small");
  EXPECT_EQ(first, large);
  EXPECT_EQ(second, "small");
  EXPECT_TRUE(arena.copy("").empty());
}

TEST(ArenaTest, AllocatesNothingOnceWarm) {
  Arena arena(256);
  const auto fill = [&arena] {
    arena.reset();
    ArenaList<int> list;
    for (int i = 0; i < 500; ++i) list.push_back(arena, i);
    return list[499];
  };
  EXPECT_EQ(fill(), 499);
  int last = 0;
  EXPECT_EQ(test::count_allocations([&] { last = fill(); }), 0U);
  EXPECT_EQ(last, 499);
}

/// One block for each of them would be gigabytes after as many records.
TEST(ArenaTest, RecordsThatAreEachAByteLongerShareABlock) {
  Arena arena(256);
  const auto record = [&arena](std::size_t bytes) {
    arena.reset();
    static_cast<void>(arena.allocate(bytes, 1));
  };
  record(5'000);
  EXPECT_EQ(test::count_allocations([&] {
              for (std::size_t bytes = 5'001; bytes <= 8'000; ++bytes) record(bytes);
            }),
            0U);
}

TEST(ArenaListTest, KeepsOrderWhileItGrows) {
  Arena arena;
  ArenaList<int> list;
  EXPECT_TRUE(list.empty());
  for (int i = 0; i < 100; ++i) list.push_back(arena, i);
  EXPECT_EQ(list.size(), 100U);
  int expected = 0;
  for (const int value : list) EXPECT_EQ(value, expected++);
  list.clear();
  EXPECT_TRUE(list.span().empty());
}

}  // namespace
}  // namespace ordergate
