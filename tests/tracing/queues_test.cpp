// What waits is bounded, what is over is counted, and what is found is what was put.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <thread>

#include "tracing/open_traces.h"
#include "tracing/trace_queue.h"

namespace ordergate::tracing {
namespace {

OrderTrace trace_of(std::int64_t offset) {
  OrderTrace trace;
  trace.offset = offset;
  trace.topic.set("orders");
  return trace;
}

TEST(TraceQueue, gives_what_was_pushed_in_order_and_drops_what_is_too_much) {
  TraceQueue queue(4);
  for (int i = 0; i < 6; ++i) queue.push(trace_of(i));
  EXPECT_EQ(queue.dropped(), 2U);
  OrderTrace trace;
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(queue.pop(trace));
    EXPECT_EQ(trace.offset, i);
  }
  EXPECT_FALSE(queue.pop(trace));
  queue.push(trace_of(9));
  ASSERT_TRUE(queue.pop(trace));
  EXPECT_EQ(trace.offset, 9);
}

TEST(TraceQueue, between_two_threads_nothing_is_lost_that_was_not_counted) {
  TraceQueue queue(16);
  constexpr int kPushed = 20'000;
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; i < kPushed; ++i) queue.push(trace_of(i));
    done.store(true);
  });
  std::int64_t last = -1;
  std::uint64_t got = 0;
  OrderTrace trace;
  for (bool over = false; !over;) {
    over = done.load();  // what is there afterwards is the rest
    while (queue.pop(trace)) {
      EXPECT_GT(trace.offset, last);
      last = trace.offset;
      ++got;
    }
  }
  writer.join();
  EXPECT_EQ(got + queue.dropped(), kPushed);
}

TEST(OpenTraces, end_with_their_last_piece_or_the_first_that_failed) {
  OpenTraces open(4);
  ASSERT_TRUE(open.put(7, 2, trace_of(1)));
  ASSERT_TRUE(open.put(8, 2, trace_of(2)));
  OrderTrace trace;
  EXPECT_FALSE(open.finish_piece(7, true, trace));
  EXPECT_FALSE(open.finish_piece(99, true, trace));
  ASSERT_TRUE(open.finish_piece(7, true, trace));
  EXPECT_EQ(trace.offset, 1);
  EXPECT_EQ(trace.end, TraceEnd::acknowledged);
  ASSERT_TRUE(open.finish_piece(8, false, trace));
  EXPECT_EQ(trace.end, TraceEnd::unacknowledged);
  EXPECT_FALSE(open.finish_piece(8, true, trace));
  EXPECT_EQ(open.size(), 0U);
}

TEST(OpenTraces, hold_no_more_than_they_say) {
  OpenTraces open(2);
  EXPECT_TRUE(open.put(1, 1, trace_of(1)));
  EXPECT_TRUE(open.put(2, 1, trace_of(2)));
  EXPECT_FALSE(open.put(3, 1, trace_of(3)));
  OrderTrace trace;
  EXPECT_TRUE(open.take_any(trace));
  EXPECT_TRUE(open.take_any(trace));
  EXPECT_FALSE(open.take_any(trace));
}

TEST(OpenTraces, agree_with_a_map_whatever_comes_and_goes) {
  std::mt19937_64 random(20261130);
  OpenTraces open(64);
  std::map<std::uint64_t, std::int64_t> known;
  OrderTrace trace;
  for (int i = 0; i < 50'000; ++i) {
    const std::uint64_t ticket = (random() % 90) << (random() % 2 == 0 ? 0U : 33U);
    if (random() % 2 == 0) {
      if (known.count(ticket) != 0) continue;
      const bool room = known.size() < 64;
      ASSERT_EQ(open.put(ticket, 1, trace_of(i)), room);
      if (room) known[ticket] = i;
    } else {
      const auto found = known.find(ticket);
      ASSERT_EQ(open.finish_piece(ticket, true, trace), found != known.end());
      if (found == known.end()) continue;
      ASSERT_EQ(trace.offset, found->second);
      known.erase(found);
    }
    ASSERT_EQ(open.size(), known.size());
  }
}

}  // namespace
}  // namespace ordergate::tracing
