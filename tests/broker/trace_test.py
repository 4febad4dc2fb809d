"""Traces against a real Apache Kafka and a collector that reads them with OpenTelemetry's own messages.

usage: trace_test.py BINARY [unittest arguments]. Exit 77 (skipped) when Java, Kafka's jars or opentelemetry-proto are missing.
"""
import collections
import json
import random

import orders
import stream_case
from collector import Collector, messages, plain, unknown_fields
from kafka_broker import Broker
from stream_case import SEED, StreamTest

INTERNAL, PRODUCER, CONSUMER, ERROR = 1, 4, 5, 2


def traceparent(number: int, flags="01") -> str:
    made = random.Random(SEED + number)
    return f"00-{made.getrandbits(128):032x}-{made.getrandbits(64):016x}-{flags}"


class TraceBroker(Broker):
    def __init__(self):
        TraceTest.module = messages()
        super().__init__()


class TraceTest(StreamTest):
    module = None
    partitions = 2

    def setUp(self):
        super().setUp()
        self.collector = Collector(self.module)
        self.addCleanup(self.collector.stop)
        self.create_topics()

    def traced_daemon(self, lines="", **more):
        return self.daemon(tracing=f'endpoint = "{self.collector.url}"\ninterval = "200ms"\n{lines}', **more)

    def with_headers(self, headers: list) -> list:
        """As many orders, each with these headers of its own."""
        made = [record for record in orders.records(2 * len(headers) + 40, SEED) if record.value and record.key]
        for record, each in zip(made, headers):
            record.headers = each
        return made[:len(headers)]

    def write(self, headers: list) -> dict:
        return orders.write(self.producer, self.names["orders"], self.with_headers(headers))

    def by_trace(self) -> dict:
        found = collections.defaultdict(dict)
        for span in self.collector.spans():
            name = span.name.split(" ")[0]
            self.assertNotIn(name, found[span.trace_id.hex()], "a span twice")
            found[span.trace_id.hex()][name] = span
        return found

    def test_a_sampled_order_has_four_spans_and_its_verdict_goes_on_from_the_last(self):
        given = [traceparent(i) for i in range(30)]
        daemon = self.traced_daemon(tracing__headers='Authorization = "Bearer from-the-test"',
                                    log='level = "debug"').start()
        written = self.write([[("traceparent", each.encode()), ("tracestate", b"vendor=1"), ("other", b"x")]
                              for each in given])
        daemon.wait("120 spans", lambda: len(self.collector.spans()) >= 120)
        traces = self.by_trace()
        self.assertEqual([unknown_fields(request) for request in self.collector.requests],
                         [[]] * len(self.collector.requests))
        self.assertEqual(set(traces), {each[3:35] for each in given})
        for position, messages_ in self.verdicts().items():
            message = messages_[0]
            headers = dict(message.headers())
            self.assertEqual((headers["tracestate"], headers["other"]), (b"vendor=1", b"x"))
            came = dict(written[position].headers)["traceparent"].decode()
            spans = traces[came[3:35]]
            self.assertEqual(set(spans), {"process", "read", "screen", "write"})
            self.assertEqual(headers["traceparent"].decode(), f"00-{came[3:35]}-{spans['write'].span_id.hex()}-01")
            self.check_spans(spans, came, json.loads(message.value()), position)
            if message.value().find(b'"error":null') >= 0:
                self.check_names_nobody(str(spans), json.loads(written[position].value))
        resource = plain(self.collector.requests[0].resource_spans[0].resource.attributes)
        self.assertEqual(resource["service.name"], "ordergate")
        self.assertTrue(resource["service.version"] and resource["service.instance.id"])
        seen = self.collector.headers[0]
        self.assertEqual((seen["path"], seen["Content-Type"], seen["Authorization"]),
                         ("/v1/traces", "application/x-protobuf", "Bearer from-the-test"))
        self.assertEqual(daemon.metric("ordergate_trace_spans_exported_total"), 120)
        self.assertEqual(daemon.metric("ordergate_traces_dropped_total"), 0)
        line = next(line for line in daemon.log_text().splitlines() if given[0][3:35] in line)
        self.assertIn(f"span_id={traces[given[0][3:35]]['process'].span_id.hex()}", line)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_against_screen(written, self.check_complete(written, duplicates_allowed=False), daemon.config)

    def check_spans(self, spans, came, verdict, position):
        process, read, screen, write = (spans[name] for name in ("process", "read", "screen", "write"))
        self.assertEqual(process.parent_span_id.hex(), came[36:52])
        self.assertEqual({each.parent_span_id for each in (read, screen, write)}, {process.span_id})
        self.assertEqual([each.kind for each in (process, read, screen, write)], [CONSUMER, INTERNAL, INTERNAL, PRODUCER])
        times = [process.start_time_unix_nano, read.end_time_unix_nano, screen.end_time_unix_nano, write.end_time_unix_nano]
        self.assertEqual(times, sorted(times))
        self.assertEqual([read.start_time_unix_nano, screen.start_time_unix_nano, write.start_time_unix_nano], times[:3])
        self.assertEqual(process.end_time_unix_nano, times[3])
        self.assertEqual((process.trace_state, process.status.code, write.status.code), ("vendor=1", 0, 0))
        said = plain(process.attributes)
        self.assertEqual((int(said["messaging.destination.partition.id"]), said["messaging.kafka.offset"]), position)
        self.assertEqual((said["messaging.destination.name"], said["messaging.consumer.group.name"]),
                         (self.names["orders"], self.group))
        self.assertEqual((said["ordergate.verdict"], said["ordergate.verdict_id"]),
                         (verdict["verdict"], verdict["verdict_id"]))
        self.assertGreaterEqual(said["ordergate.order_age_ms"], 0)

    def check_names_nobody(self, told: str, order: dict):
        for party in order["parties"]:
            self.assertNotIn(party["name"], told)
        self.assertNotIn(order["order_id"], told)

    def test_what_is_not_sampled_passes_untouched_and_a_trace_begins_where_that_is_asked(self):
        unsampled = [[("traceparent", traceparent(i, "00").encode())] for i in range(10)]
        daemon = self.traced_daemon("started_per_million = 1000000").start()
        written = self.write(unsampled + [[] for _ in range(10)])
        daemon.wait("40 spans", lambda: len(self.collector.spans()) >= 40)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        begun = {trace: spans for trace, spans in self.by_trace().items()}
        self.assertEqual(len(begun), 10)
        for position, messages_ in self.verdicts().items():
            headers = dict(messages_[0].headers())
            if written[position].headers:
                self.assertEqual(headers["traceparent"], dict(written[position].headers)["traceparent"])
                continue
            verdict_id = json.loads(messages_[0].value())["verdict_id"]
            self.assertEqual(begun[verdict_id]["process"].parent_span_id, b"")
            self.assertEqual(headers["traceparent"].decode(), f"00-{verdict_id}-{begun[verdict_id]['write'].span_id.hex()}-03")

    def test_a_collector_that_is_silent_refuses_or_is_gone_holds_up_no_order(self):
        self.collector.talk.clear()
        daemon = self.traced_daemon('queue_max = 20\ntimeout = "500ms"').start()
        count = 0
        for trouble in ("silent", "refusing", "gone"):
            if trouble == "refusing":
                self.collector.status = 400
                self.collector.talk.set()
            if trouble == "gone":
                self.collector.stop()
            before = daemon.metric("ordergate_traces_dropped_total")
            while daemon.metric("ordergate_traces_dropped_total") == before:
                count += len(self.write([[("traceparent", traceparent(count + i).encode())] for i in range(300)]))
            daemon.wait("all committed", self.committed_all)
        daemon.wait("refused", lambda: daemon.metric("ordergate_trace_spans_refused_total") > 0)
        self.assertEqual(daemon.log_text().count("the collector takes no traces"), 1)
        self.assertEqual(daemon.metric("ordergate_delivery_failures_total"), 0)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.assertEqual(self.verdict_count(), count)


if __name__ == "__main__":
    stream_case.main(TraceBroker)
