#include "tracing/otlp.h"

#include <tracing/otlp.pb.h>

namespace ordergate::tracing {
namespace {

constexpr int kInternal = 1, kProducer = 4, kConsumer = 5;
constexpr int kStatusError = 2;

template <std::size_t N>
std::string bytes(const std::array<std::uint8_t, N>& id) {
  return {id.begin(), id.end()};
}

/// Adds attributes to whatever has them.
template <typename To>
class Attributes {
 public:
  explicit Attributes(To& to) : to_(to) {}
  void text(const char* key, std::string_view value) {
    if (!value.empty()) add(key).set_string_value(std::string(value));
  }
  void number(const char* key, std::int64_t value) { add(key).set_int_value(value); }
  void truth(const char* key, bool value) { add(key).set_bool_value(value); }

 private:
  otlp::Value& add(const char* key) {
    otlp::Attribute& made = *to_.add_attributes();
    made.set_key(key);
    return *made.mutable_value();
  }
  To& to_;
};

/// The spans of one trace.
class Spans {
 public:
  Spans(const OrderTrace& trace, const Sender& sender, otlp::ScopeSpans& into)
      : trace_(trace), sender_(sender), into_(into) {}

  void add() {
    process();
    internal("read", trace_.read, trace_.poll_at_ns, trace_.read_at_ns);
    internal("screen", trace_.screen, trace_.read_at_ns, trace_.screened_at_ns);
    write();
  }

 private:
  otlp::Span& span(const std::string& name, int kind, const SpanId& id, const SpanId& parent,
                   std::int64_t begin_ns, std::int64_t end_ns) {
    otlp::Span& made = *into_.add_spans();
    made.set_trace_id(bytes(trace_.trace.bytes));
    made.set_span_id(bytes(id.bytes));
    if (!(parent == SpanId{})) made.set_parent_span_id(bytes(parent.bytes));
    made.set_trace_state(std::string(trace_.state.view()));
    made.set_name(name);
    made.set_kind(kind);
    made.set_start_time_unix_nano(static_cast<std::uint64_t>(begin_ns));
    made.set_end_time_unix_nano(static_cast<std::uint64_t>(end_ns));
    made.set_flags(trace_.flags);
    return made;
  }

  void internal(const char* name, const SpanId& id, std::int64_t begin_ns, std::int64_t end_ns) {
    span(name, kInternal, id, trace_.process, begin_ns, end_ns);
  }

  void process() {
    const std::string topic(trace_.topic.view());
    otlp::Span& made = span("process " + topic, kConsumer, trace_.process, trace_.parent, trace_.poll_at_ns,
                            trace_.ended_at_ns);
    Attributes<otlp::Span> attributes(made);
    attributes.text("messaging.system", "kafka");
    attributes.text("messaging.operation.name", "process");
    attributes.text("messaging.operation.type", "process");
    attributes.text("messaging.destination.name", topic);
    attributes.text("messaging.destination.partition.id", std::to_string(trace_.partition));
    attributes.number("messaging.kafka.offset", trace_.offset);
    attributes.text("messaging.consumer.group.name", sender_.group);
    attributes.text("ordergate.verdict", trace_.verdict.view());
    attributes.text("ordergate.verdict_id", trace_.verdict_id.view());
    attributes.text("ordergate.error_code", trace_.error_code.view());
    if (trace_.age_ms >= 0) attributes.number("ordergate.order_age_ms", trace_.age_ms);
    if (trace_.dead_letter) attributes.truth("ordergate.dead_letter", true);
    fail(made);
  }

  void write() {
    otlp::Span& made = span("write " + sender_.verdicts_topic, kProducer, trace_.write, trace_.process,
                            trace_.screened_at_ns, trace_.ended_at_ns);
    Attributes<otlp::Span> attributes(made);
    attributes.text("messaging.system", "kafka");
    attributes.text("messaging.operation.name", "write");
    attributes.text("messaging.operation.type", "send");
    attributes.text("messaging.destination.name", sender_.verdicts_topic);
    fail(made);
  }

  void fail(otlp::Span& span) const {
    if (trace_.end == TraceEnd::acknowledged) return;
    span.mutable_status()->set_code(kStatusError);
    span.mutable_status()->set_message(trace_.end == TraceEnd::aborted
                                           ? "the transaction was aborted"
                                           : "the broker did not acknowledge the verdict");
    Attributes<otlp::Span>(span).text("error.type",
                                      trace_.end == TraceEnd::aborted ? "aborted" : "unacknowledged");
  }

  const OrderTrace& trace_;
  const Sender& sender_;
  otlp::ScopeSpans& into_;
};

}  // namespace

std::string encode_traces(std::span<const OrderTrace> traces, const Sender& sender) {
  otlp::ExportRequest request;
  otlp::ResourceSpans& from = *request.add_resource_spans();
  Attributes<otlp::Resource> attributes(*from.mutable_resource());
  attributes.text("service.name", "ordergate");
  attributes.text("service.version", OG_VERSION);
  attributes.text("service.instance.id", sender.instance);
  otlp::ScopeSpans& spans = *from.add_scope_spans();
  spans.mutable_scope()->set_name("ordergate");
  spans.mutable_scope()->set_version(OG_VERSION);
  for (const OrderTrace& trace : traces) Spans(trace, sender, spans).add();
  return request.SerializeAsString();
}

TakenInPart read_answer(std::string_view body) {
  otlp::ExportResponse answer;
  if (!answer.ParseFromArray(body.data(), static_cast<int>(body.size()))) return {};
  return {answer.partial_success().rejected_spans(), answer.partial_success().error_message()};
}

}  // namespace ordergate::tracing
