// Traces as the body of an OTLP/HTTP request in protobuf (opentelemetry.io/docs/specs/otlp), and its answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "tracing/order_trace.h"

namespace ordergate::tracing {

inline constexpr std::size_t kSpansPerTrace = 4;

/// Who sends, as OpenTelemetry's semantic conventions name it.
struct Sender {
  std::string instance;        // service.instance.id
  std::string group;           // messaging.consumer.group.name
  std::string verdicts_topic;  // where write goes
};

[[nodiscard]] std::string encode_traces(std::span<const OrderTrace> traces, const Sender& sender);

/// What the collector says of a request that it took.
struct TakenInPart {
  std::int64_t rejected_spans = 0;
  std::string why;
};
/// All zero and empty for an answer that says nothing, or that is none.
[[nodiscard]] TakenInPart read_answer(std::string_view body);

}  // namespace ordergate::tracing
