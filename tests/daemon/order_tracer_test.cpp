// A worker between fakes that traces: which orders, what their verdicts carry, and how the traces end.
#include "daemon/order_tracer.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/daemon/fakes.h"
#include "tracing/trace_queue.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;
using tracing::OrderTrace;
using tracing::TraceEnd;

const std::string kTrace = "0af7651916cd43dd8448eb211c80319c";
const std::string kSampled = "00-" + kTrace + "-b7ad6b7169203331-01";

class OrderTracerTest : public ::testing::Test {
 protected:
  void start(const TracingSettings& tracing = {}) {
    WorkerSettings settings;
    settings.commit_interval = milliseconds{0};
    settings.poll_wait = settings.poll_wait_in_flight = milliseconds{0};
    settings.stop_drain_max = milliseconds{5};
    tracer.emplace(tracing, 1, queue);
    worker = std::make_unique<Worker>(source, sink, store, screening.stage(), settings, counters);
    worker->trace_with(*tracer);
    source.assign(0);
    worker->turn();
  }
  void append(const std::string& value, std::optional<std::string> traceparent) {
    source.append(0, value);
    auto& headers = source.logs[0].back().headers;
    headers.clear();
    if (traceparent) headers.emplace_back("traceparent", *traceparent);
  }
  /// What the record that was written carries under this name; each once.
  [[nodiscard]] std::string header(const test::Written& written, const std::string& name) const {
    std::string found;
    for (const auto& [key, value] : written.headers) {
      if (key != name) continue;
      EXPECT_EQ(found, "") << name << " stands twice";
      found = value;
    }
    return found;
  }
  std::vector<OrderTrace> traces() {
    std::vector<OrderTrace> all;
    OrderTrace trace;
    while (queue.pop(trace)) all.push_back(trace);
    return all;
  }

  test::FakeSource source;
  test::FakeSink sink;
  test::FakeStore store;
  test::FakeScreening screening;
  WorkerCounters counters;
  tracing::TraceQueue queue{64};
  std::optional<OrderTracer> tracer;
  std::unique_ptr<Worker> worker;
};

TEST_F(OrderTracerTest, a_sampled_trace_goes_on_in_the_verdict_and_ends_with_its_acknowledgement) {
  append("deny", kSampled);
  source.logs[0].back().headers.emplace_back("tracestate", "a=1");
  start();
  worker->turn();
  EXPECT_TRUE(traces().empty()) << "nothing is acknowledged yet";
  const std::string carried = header(sink.written.at(0), "traceparent");
  EXPECT_EQ(header(sink.written.at(0), "tracestate"), "a=1");
  sink.finish(1, true);
  worker->turn();
  const std::vector<OrderTrace> all = traces();
  ASSERT_EQ(all.size(), 1U);
  const OrderTrace& trace = all[0];
  const auto write = tracing::parse_traceparent(carried);
  ASSERT_TRUE(write);
  EXPECT_EQ(carried.substr(3, 32), kTrace);
  EXPECT_EQ(write->span, trace.write) << "who reads the verdict continues from the writing of it";
  EXPECT_EQ(trace.parent, tracing::parse_traceparent(kSampled)->span);
  EXPECT_EQ(trace.end, TraceEnd::acknowledged);
  EXPECT_EQ(trace.verdict.view(), "deny");
  EXPECT_EQ(trace.topic.view(), "orders");
  EXPECT_EQ(trace.offset, 100);
  EXPECT_EQ(trace.state.view(), "a=1");
  EXPECT_LE(trace.poll_at_ns, trace.read_at_ns);
  EXPECT_LE(trace.read_at_ns, trace.screened_at_ns);
  EXPECT_LE(trace.screened_at_ns, trace.ended_at_ns);
}

TEST_F(OrderTracerTest, what_is_not_sampled_is_handed_on_as_it_came) {
  const std::string unsampled = kSampled.substr(0, 53) + "00";
  const std::string broken = "00-1";
  append("allow", unsampled);
  append("allow", broken);
  append("allow", std::nullopt);
  append("allow", kSampled);
  source.logs[0].back().headers.emplace_back("traceparent", kSampled);  // two of them are none
  start();
  sink.automatic = true;
  for (int i = 0; i < 3; ++i) worker->turn();
  EXPECT_TRUE(traces().empty());
  EXPECT_EQ(header(sink.written.at(0), "traceparent"), unsampled);
  EXPECT_EQ(header(sink.written.at(1), "traceparent"), broken);
  EXPECT_EQ(header(sink.written.at(2), "traceparent"), "");
  EXPECT_EQ(sink.written.at(3).headers.size(), 3U);
}

TEST_F(OrderTracerTest, an_order_without_a_trace_begins_one_where_that_is_asked) {
  screening.verdict_id = VerdictId{{0x0123456789abcdefU, 0xfedcba9876543210U}};
  append("allow", std::nullopt);
  TracingSettings tracing;
  tracing.started_per_million = 1'000'000;
  start(tracing);
  sink.automatic = true;
  for (int i = 0; i < 3; ++i) worker->turn();
  const std::vector<OrderTrace> all = traces();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].parent, tracing::SpanId{});
  EXPECT_EQ(header(sink.written.at(0), "traceparent").substr(3, 32), "0123456789abcdeffedcba9876543210");
  EXPECT_EQ(all[0].verdict_id.view(), "0123456789abcdeffedcba9876543210");
}

TEST_F(OrderTracerTest, a_verdict_that_is_not_acknowledged_ends_its_trace_in_an_error) {
  append("allow", kSampled);
  start();
  worker->turn();
  sink.finish(1, false);
  worker->turn();
  const std::vector<OrderTrace> all = traces();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].end, TraceEnd::unacknowledged);
}

TEST_F(OrderTracerTest, a_dead_letter_keeps_its_headers_and_the_trace_waits_for_it) {
  append("broken", kSampled);
  start();
  worker->turn();
  ASSERT_EQ(sink.written.size(), 2U);
  EXPECT_NE(header(sink.written[0], "traceparent"), kSampled);
  EXPECT_EQ(header(sink.written[1], "traceparent"), kSampled);
  sink.finish(1, true);
  worker->turn();
  EXPECT_TRUE(traces().empty());
  sink.finish(1, true);
  worker->turn();
  const std::vector<OrderTrace> all = traces();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].dead_letter);
  EXPECT_EQ(all[0].error_code.view(), "malformed_json");
}

TEST_F(OrderTracerTest, more_than_may_wait_is_dropped_and_counted_and_every_order_is_answered) {
  for (int i = 0; i < 200; ++i) append("allow", kSampled);
  TracingSettings tracing;
  tracing.queue_max = 10;  // the queue of this test holds 64
  start(tracing);
  worker->turn();
  EXPECT_EQ(sink.written.size(), 200U);
  EXPECT_EQ(queue.dropped(), 190U);
  sink.finish(200, true);
  for (int i = 0; i < 3; ++i) worker->turn();
  EXPECT_EQ(store.committed[0], 300);
  EXPECT_EQ(traces().size(), 10U);
}

}  // namespace
}  // namespace ordergate::daemon
