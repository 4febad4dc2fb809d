// W3C Trace Context (w3.org/TR/trace-context): the header `traceparent`, and which traces are sampled. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ordergate::tracing {

inline constexpr std::string_view kTraceparent = "traceparent";
inline constexpr std::string_view kTracestate = "tracestate";

/// 16 bytes, not all zero.
struct TraceId {
  std::array<std::uint8_t, 16> bytes{};
  friend bool operator==(const TraceId&, const TraceId&) = default;
};

/// 8 bytes; all zero: there is no such span.
struct SpanId {
  std::array<std::uint8_t, 8> bytes{};
  friend bool operator==(const SpanId&, const SpanId&) = default;
};

struct TraceContext {
  TraceId trace;
  SpanId span;  // of the caller
  std::uint8_t flags = 0;
};

inline constexpr std::uint8_t kSampledFlag = 1;
/// Flags that are handed on: sampled, and (level 2) that the trace id is random.
inline constexpr std::uint8_t kKnownFlags = 3;

/// Nothing when the text is none, be it by one upper-case letter: the standard then says to act as if there
/// were no header. Of a version above 00 the part that version 00 knows is read.
[[nodiscard]] std::optional<TraceContext> parse_traceparent(std::string_view text) noexcept;

inline constexpr std::size_t kTraceparentSize = 55;
using TraceparentText = std::array<char, kTraceparentSize>;
/// Version 00, with the flags known here.
[[nodiscard]] TraceparentText write_traceparent(const TraceContext& context) noexcept;

/// Lower-case hexadecimal, without a terminating zero.
[[nodiscard]] std::array<char, 32> to_hex(const TraceId& id) noexcept;
[[nodiscard]] std::array<char, 16> to_hex(const SpanId& id) noexcept;

inline constexpr std::uint32_t kMillion = 1'000'000;
/// Whether `per_million` of all traces hold this one: by the last seven bytes of its id, which are random
/// (Trace Context level 2), so that every process that samples so keeps the same traces, and those of a lower
/// share are among those of a higher one.
[[nodiscard]] bool sampled(const TraceId& id, std::uint32_t per_million) noexcept;

/// Span ids, from a seed that no two workers share. One thread. splitmix64 (Steele, Lea, Flood 2014).
class SpanIds {
 public:
  explicit SpanIds(std::uint64_t seed) noexcept : state_(seed) {}
  [[nodiscard]] SpanId next() noexcept;

 private:
  std::uint64_t state_;
};

}  // namespace ordergate::tracing
