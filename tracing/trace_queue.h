// One worker's finished traces on their way to the exporter.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "tracing/order_trace.h"

namespace ordergate::tracing {

/// A ring with one writer and one reader, each a thread of its own; neither waits for the other.
class TraceQueue {
 public:
  /// Holds at least `traces_max`, about 1 KiB each, allocated here.
  explicit TraceQueue(std::size_t traces_max);

  /// The writer's. Full: drops the trace and counts it.
  void push(const OrderTrace& trace) noexcept;
  /// The writer's: a trace that was begun and will not come.
  void count_dropped(std::uint64_t traces = 1) noexcept;
  /// The reader's. False when there is none.
  [[nodiscard]] bool pop(OrderTrace& into) noexcept;

  /// Any thread.
  [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_.load(std::memory_order_relaxed); }

 private:
  std::size_t mask_;
  std::unique_ptr<OrderTrace[]> slots_;
  std::atomic<std::size_t> written_{0}, read_{0};
  std::atomic<std::uint64_t> dropped_{0};
};

}  // namespace ordergate::tracing
