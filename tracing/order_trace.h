// What is known of one traced order. A plain value of fixed size: it is copied through queues, and a worker
// that fills it allocates nothing. Nothing in it names a party.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tracing/trace_context.h"

namespace ordergate::tracing {

/// Text of at most N bytes; what is longer is cut.
template <std::size_t N>
class ShortText {
 public:
  void set(std::string_view text) noexcept {
    size_ = static_cast<std::uint16_t>(std::min(text.size(), N));
    std::copy_n(text.begin(), size_, text_.begin());
  }
  [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size_}; }

 private:
  std::array<char, N> text_;
  std::uint16_t size_ = 0;
};

/// Why an order's spans end in an error.
enum class TraceEnd : std::uint8_t {
  acknowledged,    // by the broker, whatever was written
  unacknowledged,  // refused, timed out or purged; the order is read again, as another trace of the same id
  aborted,         // with its transaction; the same
};

/// Four spans: the order as a whole (process), and in it read, screen and write. All but the last end where
/// the next begins. Times are Unix nanoseconds.
struct OrderTrace {
  TraceId trace;
  SpanId parent;  // zero: the trace begins here
  SpanId process, read, screen, write;
  std::uint8_t flags = 0;
  std::int64_t poll_at_ns = 0;      // the source was asked
  std::int64_t read_at_ns = 0;      // the record was there
  std::int64_t screened_at_ns = 0;  // the verdict was made
  std::int64_t ended_at_ns = 0;  // the last of what was written for it was acknowledged, or something failed
  std::int64_t age_ms = -1;      // from the record's own timestamp to reading it; -1: it has none
  std::int64_t offset = -1;
  std::int32_t partition = -1;
  TraceEnd end = TraceEnd::acknowledged;
  bool dead_letter = false;
  ShortText<5> verdict;  // allow, hold, deny
  ShortText<32> verdict_id;
  ShortText<64> error_code;
  ShortText<249> topic;  // Kafka's bound
  ShortText<512> state;  // the header tracestate; longer ones may be cut short (Trace Context, 3.3.1.5)
};

}  // namespace ordergate::tracing
