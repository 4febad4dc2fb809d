#include "tracing/trace_queue.h"

#include <bit>

namespace ordergate::tracing {

TraceQueue::TraceQueue(std::size_t traces_max)
    : mask_(std::bit_ceil(traces_max) - 1), slots_(std::make_unique<OrderTrace[]>(mask_ + 1)) {}

void TraceQueue::push(const OrderTrace& trace) noexcept {
  const std::size_t at = written_.load(std::memory_order_relaxed);
  if (at - read_.load(std::memory_order_acquire) > mask_) return count_dropped();
  slots_[at & mask_] = trace;
  written_.store(at + 1, std::memory_order_release);
}

void TraceQueue::count_dropped(std::uint64_t traces) noexcept {
  dropped_.store(dropped_.load(std::memory_order_relaxed) + traces, std::memory_order_relaxed);
}

bool TraceQueue::pop(OrderTrace& into) noexcept {
  const std::size_t at = read_.load(std::memory_order_relaxed);
  if (at == written_.load(std::memory_order_acquire)) return false;
  into = slots_[at & mask_];
  read_.store(at + 1, std::memory_order_release);
  return true;
}

}  // namespace ordergate::tracing
