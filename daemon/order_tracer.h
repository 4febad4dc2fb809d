// Follows the orders of one worker whose trace is sampled: from the poll to the acknowledgement. Costs a
// worker a few reads of the clock an order; a traced one, copies of a kilobyte. One thread, the worker's.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/clock.h"
#include "config/config.h"
#include "daemon/flow.h"
#include "daemon/record.h"
#include "order/verdict.h"
#include "tracing/open_traces.h"
#include "tracing/trace_queue.h"

namespace ordergate::daemon {

class OrderTracer {
 public:
  /// `queue` outlives it. `seed`: of span ids; no two workers, processes or starts share one.
  OrderTracer(const TracingSettings& settings, std::uint64_t seed, tracing::TraceQueue& queue);

  /// Once a batch: what the clocks say. Times of traces are this one plus what the steady clock went on.
  void set_time(WallTime wall, SteadyTime steady) noexcept;

  /// The source is asked for a record; and the record is there.
  void poll_begins() noexcept { poll_at_ns_ = now_ns(); }
  void record_read(const Record& record) noexcept;
  /// The verdict of that record is made. True when the order is traced.
  bool screened(const Record& record, const Verdict& verdict);
  /// Of an order that is traced: the `traceparent` that what is written for it carries.
  [[nodiscard]] Header header() const noexcept;
  /// What was written for the order carries `ticket`.
  void written(Ticket ticket, std::uint32_t pieces, bool dead_letter) noexcept;

  /// What became of a piece, of whatever order.
  void delivered(const Delivery& delivery) noexcept;
  /// Something written for the ticket's order was not taken.
  void failed(Ticket ticket) noexcept;
  /// Of everything whose acknowledgement is outstanding none counts any more: its transaction was aborted, or
  /// its clients are given up.
  void abandon() noexcept;

 private:
  [[nodiscard]] std::int64_t now_ns() const noexcept;
  [[nodiscard]] bool continues(const Record& record) noexcept;
  [[nodiscard]] bool begins(const Verdict& verdict) noexcept;
  void end(tracing::OrderTrace& trace, tracing::TraceEnd how) noexcept;

  const std::uint32_t sampled_per_million_, started_per_million_;
  tracing::TraceQueue& queue_;
  tracing::OpenTraces open_;
  tracing::SpanIds span_ids_;
  std::int64_t base_wall_ns_ = 0;
  SteadyTime base_steady_{};

  std::int64_t poll_at_ns_ = 0;
  tracing::OrderTrace trace_;  // of the record in hand
  bool traced_ = false;        // it is
  tracing::TraceparentText traceparent_{};
  tracing::OrderTrace ended_;
  std::int64_t told_at_ns_ = 0;  // of a failure
};

}  // namespace ordergate::daemon
