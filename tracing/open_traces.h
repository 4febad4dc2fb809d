// Traces of orders whose verdict is written and not yet acknowledged, found by the ticket that the records
// carry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "tracing/order_trace.h"

namespace ordergate::tracing {

/// A table of fixed size, allocated here. One thread.
class OpenTraces {
 public:
  /// Holds `traces_max`, about 1 KiB each.
  explicit OpenTraces(std::size_t traces_max);

  /// False when it is full. `ticket` stands in it once at most; `pieces` acknowledgements end the trace.
  [[nodiscard]] bool put(std::uint64_t ticket, std::uint32_t pieces, const OrderTrace& trace) noexcept;

  /// One piece of the ticket's was acknowledged (or not); copies the trace out and forgets it when that ends
  /// it: with the last piece, or with the first that was not. False otherwise, and where the ticket is not
  /// traced.
  [[nodiscard]] bool finish_piece(std::uint64_t ticket, bool acknowledged, OrderTrace& into) noexcept;

  /// Copies any trace out and forgets it; false when there is none.
  [[nodiscard]] bool take_any(OrderTrace& into) noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  struct Entry {
    std::uint64_t ticket = 0;
    std::uint32_t pieces = 0;  // 0: free
    OrderTrace trace;
  };
  [[nodiscard]] std::size_t slot_of(std::uint64_t ticket) const noexcept;
  void erase(std::size_t at) noexcept;

  std::size_t traces_max_, mask_;
  std::unique_ptr<Entry[]> entries_;
  std::size_t size_ = 0;
};

}  // namespace ordergate::tracing
