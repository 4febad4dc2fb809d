#include "daemon/order_tracer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "daemon/log.h"
#include "order/encoder.h"

namespace ordergate::daemon {
namespace {

using std::chrono::duration_cast;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;
using tracing::OrderTrace;
using tracing::TraceEnd;

constexpr std::int64_t kNsPerMs = 1'000'000;
/// Failures come in thousands when a broker is gone: one line for all of a minute.
constexpr std::int64_t kTellFailuresNs = 60'000 * kNsPerMs;

template <std::size_t N>
std::string_view view(const std::array<char, N>& text) {
  return {text.data(), N};
}

void log_trace(log::Level level, std::string_view message, const OrderTrace& trace) {
  log::write(level, message,
             {{"topic", trace.topic.view()},
              {"partition", trace.partition},
              {"offset", trace.offset},
              {"verdict", trace.verdict.view()},
              {"verdict_id", trace.verdict_id.view()},
              {"trace_id", view(tracing::to_hex(trace.trace))},
              {"span_id", view(tracing::to_hex(trace.process))}});
}

/// The value of the only header of that name.
std::optional<std::string_view> only(std::span<const Header> headers, std::string_view name) noexcept {
  std::optional<std::string_view> found;
  for (const Header& header : headers) {
    if (header.name != name) continue;
    if (found) return std::nullopt;
    found = header.value.value_or("");
  }
  return found;
}

bool has(std::span<const Header> headers, std::string_view name) noexcept {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const Header& header) { return header.name == name; });
}

/// Cut between its entries, which are separated by commas (Trace Context, 3.3.1.5).
std::string_view shortened(std::string_view state, std::size_t bytes_max) noexcept {
  if (state.size() <= bytes_max) return state;
  const std::size_t comma = state.rfind(',', bytes_max);
  return comma == std::string_view::npos ? std::string_view{} : state.substr(0, comma);
}

tracing::TraceId trace_id_of(const VerdictId& id) noexcept {
  tracing::TraceId trace;
  for (std::size_t i = 0; i < trace.bytes.size(); ++i)
    trace.bytes[i] = static_cast<std::uint8_t>(id.words[i / 8] >> (8 * (7 - i % 8)));
  return trace;
}

}  // namespace

OrderTracer::OrderTracer(const TracingSettings& settings, std::uint64_t seed, tracing::TraceQueue& queue)
    : sampled_per_million_(static_cast<std::uint32_t>(settings.sampled_per_million)),
      started_per_million_(static_cast<std::uint32_t>(settings.started_per_million)),
      queue_(queue),
      open_(static_cast<std::size_t>(settings.queue_max)),
      span_ids_(seed) {}

void OrderTracer::set_time(WallTime wall, SteadyTime steady) noexcept {
  base_wall_ns_ = unix_ms(wall) * kNsPerMs;
  base_steady_ = steady;
}

std::int64_t OrderTracer::now_ns() const noexcept {
  return base_wall_ns_ + duration_cast<nanoseconds>(steady_clock::now() - base_steady_).count();
}

void OrderTracer::record_read(const Record& record) noexcept {
  traced_ = false;
  trace_.poll_at_ns = poll_at_ns_;
  trace_.read_at_ns = now_ns();
  trace_.age_ms = record.timestamp_ms < 0
                      ? -1
                      : std::max<std::int64_t>(0, trace_.read_at_ns / kNsPerMs - record.timestamp_ms);
}

bool OrderTracer::continues(const Record& record) noexcept {
  const auto text = only(record.headers, tracing::kTraceparent);
  const auto context = text ? tracing::parse_traceparent(*text) : std::nullopt;
  if (!context || (context->flags & tracing::kSampledFlag) == 0 ||
      !tracing::sampled(context->trace, sampled_per_million_))
    return false;
  trace_.trace = context->trace;
  trace_.parent = context->span;
  trace_.flags = context->flags & tracing::kKnownFlags;
  trace_.state.set(shortened(only(record.headers, tracing::kTracestate).value_or(""), 512));
  return true;
}

bool OrderTracer::begins(const Verdict& verdict) noexcept {
  const tracing::TraceId id = trace_id_of(verdict.id);
  if (started_per_million_ == 0 || id == tracing::TraceId{} || !tracing::sampled(id, started_per_million_))
    return false;
  trace_.trace = id;
  trace_.parent = {};
  trace_.flags = tracing::kKnownFlags;  // the id is a hash, as good as random
  trace_.state.set("");
  return true;
}

bool OrderTracer::screened(const Record& record, const Verdict& verdict) {
  traced_ = has(record.headers, tracing::kTraceparent) ? continues(record) : begins(verdict);
  if (!traced_) return false;
  trace_.screened_at_ns = now_ns();
  trace_.process = span_ids_.next();
  trace_.read = span_ids_.next();
  trace_.screen = span_ids_.next();
  trace_.write = span_ids_.next();
  trace_.topic.set(record.topic);
  trace_.partition = record.partition;
  trace_.offset = record.offset;
  trace_.verdict.set(to_string(verdict.decision));
  trace_.error_code.set(verdict.error.code);
  std::string id;
  append_verdict_id(verdict.id, id);
  trace_.verdict_id.set(id);
  traceparent_ = tracing::write_traceparent({trace_.trace, trace_.write, trace_.flags});
  return true;
}

Header OrderTracer::header() const noexcept { return {tracing::kTraceparent, view(traceparent_)}; }

void OrderTracer::written(Ticket ticket, std::uint32_t pieces, bool dead_letter) noexcept {
  if (!traced_) return;
  trace_.dead_letter = dead_letter;
  if (!open_.put(ticket.value, pieces, trace_)) queue_.count_dropped();
}

void OrderTracer::delivered(const Delivery& delivery) noexcept {
  if (!open_.finish_piece(delivery.ticket.value, delivery.acknowledged, ended_)) return;
  end(ended_, delivery.acknowledged ? TraceEnd::acknowledged : TraceEnd::unacknowledged);
}

void OrderTracer::failed(Ticket ticket) noexcept {
  if (open_.finish_piece(ticket.value, false, ended_)) end(ended_, TraceEnd::unacknowledged);
}

void OrderTracer::abandon() noexcept {
  while (open_.take_any(ended_)) end(ended_, TraceEnd::aborted);
}

void OrderTracer::end(OrderTrace& trace, TraceEnd how) noexcept {
  trace.end = how;
  trace.ended_at_ns = std::max(now_ns(), trace.screened_at_ns);  // the wall clock may be set back meanwhile
  queue_.push(trace);
  if (how == TraceEnd::acknowledged) {
    if (log::enabled(log::Level::debug)) log_trace(log::Level::debug, "order answered", trace);
    return;
  }
  if (told_at_ns_ != 0 && trace.ended_at_ns - told_at_ns_ < kTellFailuresNs) return;
  told_at_ns_ = trace.ended_at_ns;
  log_trace(log::Level::warning, "a traced order was not answered: it is read again", trace);
}

}  // namespace ordergate::daemon
