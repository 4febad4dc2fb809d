"""The daemon against a real Apache Kafka: nothing lost, nothing unscreened, whatever ends it.

usage: stream_test.py BINARY [unittest arguments]. Exit 77 (skipped) when Java or Kafka's jars are missing.
"""
import collections
import datetime
import json
import pathlib
import signal

import orders
import stream_case
from kafka_broker import HANG_SECONDS, Broker
from stream_case import SEED, StreamTest


class VerdictsTest(StreamTest):
    outcome_topics = True

    def test_verdicts_equal_screen(self):
        """A few thousand records of every kind: verdicts, keys, headers, dead letters, probes, exit."""
        self.create_topics()
        made = orders.records(3000, SEED)
        too_long = orders.Record(b'{"order_id":"long","notes":"' + b"x" * 150000 + b'"}', b"long", [("h", b"1")])
        made += [too_long, orders.Record(b"", b"empty", [])]
        written = orders.write(self.producer, self.names["orders"], made)
        daemon = self.daemon(limits="record_bytes_max = 100000").start().wait_ready()
        daemon.wait("all committed", self.committed_all)
        found = self.check_complete(written, duplicates_allowed=False)
        self.check_against_screen(written, found, daemon.config)
        self.check_keys_and_headers(written, found)
        self.check_dead_letters(written, found)
        self.check_outcome_topics(found)
        self.check_http(daemon, written, found)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.assertEqual({body["verdict"] for body in map(self.body, found.values())}, {"allow", "hold", "deny"})

    @staticmethod
    def body(messages) -> dict:
        return json.loads(messages[0].value())

    def check_keys_and_headers(self, written, found):
        for position, messages in found.items():
            record, body = written[position], self.body(messages)
            order_id = body["order_id"]
            key = record.key if record.key is not None else (order_id.encode() if order_id else None)
            got = messages[0].key()
            if record.key is None and got is not None:  # the id's own bytes, be they UTF-8 or not
                got = got.decode(errors="replace").encode()
            self.assertEqual(got, key, position)
            carried = [header for header in record.headers if header[0] != "ordergate-verdict"]
            self.assertEqual(messages[0].headers(), carried + [("ordergate-verdict", body["verdict"].encode())])

    def check_dead_letters(self, written, found):
        letters = {}
        for message in self.broker.read_all(self.names["dead_letter"]):
            headers = dict(message.headers()[-5:])
            self.assertEqual(headers["ordergate-source-topic"].decode(), self.names["orders"])
            position = (int(headers["ordergate-source-partition"]), int(headers["ordergate-source-offset"]))
            self.assertNotIn(position, letters)
            letters[position] = message
            record, body = written[position], self.body(found[position])
            self.assertEqual(message.value(), record.value, position)
            self.assertEqual(message.key(), record.key, position)
            self.assertEqual(message.headers()[:-5], record.headers, position)
            self.assertEqual(body["verdict"], "hold")
            self.assertEqual(headers["ordergate-error-code"].decode(), body["error"]["code"])
            self.assertEqual(headers["ordergate-error-message"].decode(), body["error"]["message"])
        failed = {p for p, messages in found.items() if self.body(messages)["error"] is not None}
        self.assertEqual(failed, letters.keys())
        codes = {self.body(found[p])["error"]["code"] for p in failed}
        self.assertGreater(len(codes), 4, codes)
        self.assertIn("record_too_large", codes)
        self.assertIn("empty_record", codes)

    def check_outcome_topics(self, found):
        wanted = collections.Counter(self.body(messages)["verdict"] for messages in found.values())
        for outcome in ("allow", "hold", "deny"):
            copies = self.broker.read_all(self.names[outcome])
            self.assertEqual(len(copies), wanted[outcome], outcome)
            self.assertEqual({json.loads(copy.value())["verdict"] for copy in copies}, {outcome})

    def check_http(self, daemon, written, found):
        self.assertEqual(daemon.http("/livez"), (200, "live\n"))
        self.assertEqual(daemon.http("/readyz")[0], 200)
        self.assertEqual(daemon.http("/-/reload")[0], 404, "a GET must not reload")
        tombstones = sum(record.value is None for record in written.values())
        self.assertEqual(daemon.metric("ordergate_orders_consumed_total"), len(written))
        self.assertEqual(daemon.metric("ordergate_tombstones_total"), tombstones)
        self.assertEqual(daemon.metric("ordergate_verdicts_total"), len(found))
        self.assertEqual(daemon.metric("ordergate_order_seconds_count"), len(found))
        self.assertEqual(daemon.metric("ordergate_partitions_assigned"), self.partitions)
        self.assertEqual(daemon.metric("ordergate_in_flight_records"), 0)
        for absent in ("ordergate_delivery_failures_total", "ordergate_deliveries_without_offset_total",
                       "ordergate_rewinds_total", "ordergate_commit_failures_total",
                       "ordergate_records_ignored_total", "ordergate_client_rebuilds_total"):
            self.assertEqual(daemon.metric(absent), 0, absent)
        for name in ("ordergate_findings_total", "ordergate_errors_total", "ordergate_stage_seconds_count",
                     "ordergate_list_entries", "ordergate_snapshot_info", "ordergate_build_info"):
            self.assertGreater(daemon.metric(name), 0, name)


class KillCase(StreamTest):
    def kill_and_restart(self, kills: int):
        """kill -9 in the middle, several times: no order without a verdict, duplicates are the same verdict."""
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(2000, SEED + 1))
        interrupted = 0
        with self.flow(written):
            for round_number in range(kills):
                # Verdicts linger in the client, and the kill comes right behind a commit: one that ran ahead
                # of the acknowledgements would lose them.
                daemon = self.daemon(f"gate{round_number}", kafka='instance_id = "gate"',
                                     kafka__producer='"linger.ms" = "700"').start()
                seen = self.committed_sum()
                daemon.wait("committing", lambda: self.committed_sum() > seen)
                daemon.kill()
                interrupted += not self.committed_all()
        daemon = self.daemon("last", kafka='instance_id = "gate"').start()
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.assertGreater(interrupted, 0, "no kill came in the middle of anything")
        found = self.check_complete(written, duplicates_allowed=True)
        self.check_against_screen(written, found, daemon.config)


class NewerLibraryTest(KillCase):
    """With a current librdkafka in front of Debian's."""
    newer_library = True

    def test_kill_and_restart(self):
        self.kill_and_restart(2)


class FaultTest(KillCase):
    def test_kill_and_restart(self):
        self.kill_and_restart(4)

    def test_two_instances(self):
        """A second instance joins while orders flow, then the first leaves: nothing is lost or done twice."""
        self.create_topics()
        written = {}
        first = self.daemon("first", workers=1).start().wait_ready()
        with self.flow(written):
            first.wait("under way", lambda: self.verdict_count() > 100)
            second = self.daemon("second", workers=1).start()
            half = self.partitions // 2
            second.wait("sharing", lambda: all(
                each.metric("ordergate_partitions_assigned") == half for each in (first, second)))
            second.wait("both working", lambda: second.metric("ordergate_verdicts_total") > 50)
            self.assertEqual(first.stop(), 0, first.tail())
            second.wait("alone", lambda: second.metric("ordergate_partitions_assigned") == self.partitions)
            seen = self.verdict_count()
            second.wait("going on", lambda: self.verdict_count() > seen + 100)
        second.wait("all committed", self.committed_all)
        self.assertEqual(second.stop(), 0, second.tail())
        self.check_complete(written, duplicates_allowed=False)

    def test_a_rolling_restart_of_named_instances_is_quiet(self):
        """With an instance_id each, instances restart one after the other and no partition moves."""
        self.create_topics()
        written = {}
        gates = {}
        for name in ("one", "two"):
            gates[name] = self.daemon(name, workers=1, kafka=f'instance_id = "{name}"')
            gates[name].start()
        half = self.partitions // 2
        with self.flow(written):
            gates["two"].wait("sharing", lambda: all(
                gate.metric("ordergate_partitions_assigned") == half for gate in gates.values()))
            for restarted, other in (("one", "two"), ("two", "one")):
                moves = gates[other].metric("ordergate_rebalances_total")
                self.assertEqual(gates[restarted].stop(), 0, gates[restarted].tail())
                gates[restarted].start().wait("working again",
                                              lambda: gates[restarted].metric("ordergate_verdicts_total") > 20)
                self.assertEqual(gates[other].metric("ordergate_rebalances_total"), moves)
        gates["one"].wait("all committed", self.committed_all)
        for gate in gates.values():
            self.assertEqual(gate.stop(), 0, gate.tail())
        self.check_complete(written, duplicates_allowed=False)

    def test_broker_gone_and_back(self):
        """Without a broker the daemon is not ready and waits; with it, it goes on where it was."""
        self.create_topics()
        made = orders.records(600, SEED + 2)
        written = orders.write(self.producer, self.names["orders"], made[:300])
        daemon = self.daemon().start().wait_ready()
        daemon.wait("all committed", self.committed_all)
        self.broker.kill()
        try:
            daemon.wait("not ready", lambda: daemon.http("/readyz")[0] == 503)
            self.assertEqual(daemon.http("/livez")[0], 200)
        finally:
            self.broker.start()
        written |= orders.write(self.broker.producer(), self.names["orders"], made[300:])
        daemon.wait("ready again", lambda: daemon.http("/readyz")[0] == 200)
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_complete(written, duplicates_allowed=True)

    def screened_at(self, ahead: datetime.timedelta) -> bool:
        """Some verdict says that it was made at this machine's time and that much more, give or take ten minutes."""
        then = datetime.datetime.now(datetime.timezone.utc) + ahead
        stamps = (json.loads(m.value())["screened_at"] for messages in self.verdicts().values() for m in messages)
        return any(abs(datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00")) - then) < datetime.timedelta(minutes=10)
                   for stamp in stamps)

    def test_a_clock_that_jumps(self):
        """Half an hour ahead, a day back, home again: orders flow on, none is lost or done twice. (More than an hour ahead
        the broker refuses them; and what waits cannot be shown so, because libfaketime does not move the kernel's clock.)"""
        faketime = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
        if faketime is None:
            self.skipTest("libfaketime is missing (package faketime)")
        self.create_topics()
        written = {}
        clock = self.directory / "clock"
        daemon = self.daemon(workers=1)
        daemon.environment |= {"LD_PRELOAD": str(faketime), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
                               "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        daemon.environment["ASAN_OPTIONS"] += ":verify_asan_link_order=0"
        clock.write_text("+0\n")
        daemon.start().wait_ready()
        with self.flow(written):
            for jump in ("+1800", "-86400", "+0"):
                clock.write_text(jump + "\n")
                daemon.wait(f"a verdict at {jump}", lambda: self.screened_at(datetime.timedelta(seconds=int(jump))))
                self.assertEqual(daemon.http("/livez")[0], 200, jump)
            self.assertEqual(daemon.metric("ordergate_delivery_failures_total"), 0)
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        found = self.check_complete(written, duplicates_allowed=False)
        days = {json.loads(m.value())["screened_at"][:10] for messages in found.values() for m in messages}
        self.assertGreaterEqual(len(days), 2, days)

    def test_topics_come_later(self):
        """The daemon may start first; it is not ready until there is something to read."""
        daemon = self.daemon(workers=1).start()
        daemon.wait("listening", lambda: daemon.http("/readyz")[0] == 503)
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(50, SEED + 3))
        daemon.wait("all committed", self.committed_all)
        daemon.wait_ready()
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_complete(written, duplicates_allowed=False)

    def test_offset_out_of_range_halts(self):
        """An offset that the partition does not have: it stands still and says so, the others go on."""
        self.create_topics()
        topic = self.names["orders"]
        made = orders.records(100, SEED + 4)
        written = orders.write(self.producer, topic, made[:50], partition=0)
        orders.write(self.producer, topic, made[50:], partition=1)
        self.broker.commit(self.group, topic, {1: 5000})
        daemon = self.daemon(workers=1).start()
        daemon.wait("halted", lambda: daemon.metric("ordergate_partition_halted") == 1)
        daemon.wait("others committed", lambda: self.broker.committed(self.group, topic)[0] == 50)
        status, text = daemon.http("/readyz")
        self.assertEqual(status, 503)
        self.assertIn(f"{topic} [1]: halted", text)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.assertEqual(self.broker.committed(self.group, topic)[1], 5000, "left for an operator to set")
        self.check_complete(written, duplicates_allowed=False)


class ReloadTest(StreamTest):
    def test_reload_while_flowing(self):
        """A new list takes effect without a gap; a truncated one is refused and the old one stays."""
        self.create_topics()
        written = {}
        daemon = self.daemon().start().wait_ready()
        entries = daemon.metric("ordergate_list_entries")
        with self.flow(written):
            daemon.wait("under way", lambda: self.verdict_count() > 100)
            self.add_entry()
            daemon.signal(signal.SIGHUP)
            daemon.wait("reloaded", lambda: daemon.metric("ordergate_list_entries") == entries + 1)
            seen = self.verdict_count()
            daemon.wait("going on", lambda: self.verdict_count() > seen + 100)
            lines = self.lists.read_text().splitlines(keepends=True)
            self.lists.write_text("".join(lines[: len(lines) // 2]))
            status, text = daemon.http("/-/reload", "POST")
            self.assertEqual(status, 500, text)
            status, text = daemon.http("/readyz")
            self.assertEqual(status, 200, text)
            self.assertIn("note: the last reload was refused", text)
            self.lists.write_text("this is no list\n")
            self.assertEqual(daemon.http("/-/reload", "POST")[0], 500)
            self.assertEqual(daemon.metric("ordergate_list_entries"), entries + 1, "the old lists stay")
            self.lists.write_text("".join(lines))
            self.assertEqual(daemon.http("/-/reload", "POST")[0], 200)
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.metric('ordergate_reloads_total{outcome="loaded"}'), 2)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        found = self.check_complete(written, duplicates_allowed=False)
        snapshots = {json.loads(m.value())["snapshot"]["id"] for messages in found.values() for m in messages}
        self.assertEqual(len(snapshots), 2, "each verdict says which of the two snapshots judged it")

    def add_entry(self):
        """One more entry: the last one again under another name."""
        lines = self.lists.read_text().splitlines(keepends=True)
        row = lines[-1].split(",")
        name = next(i for i, column in enumerate(lines[0].split(",")) if column == "name")
        row[name] = "Newly Listed Reload Works"
        row[0] = "reload-1"
        replacement = self.lists.with_suffix(".next")
        replacement.write_text("".join(lines) + ",".join(row))
        replacement.rename(self.lists)


class StartTest(StreamTest):
    """What must not start, and says why in one line."""

    def refused(self, code: int, text: str, **more):
        daemon = self.daemon("refused", **more).start()
        self.assertEqual(daemon.process.wait(timeout=HANG_SECONDS), code, daemon.tail())
        self.assertIn(text, daemon.log_text())
        said = [line for line in daemon.log_text().strip().splitlines() if " info starting " not in line and "state_dir is not set" not in line]
        self.assertEqual(len(said), 1, daemon.log_text())

    def test_bad_settings(self):
        self.refused(2, "enable.auto.commit", kafka__consumer='"enable.auto.commit" = "true"')
        self.refused(2, "no.such.property", kafka__producer='"no.such.property" = "1"')
        self.refused(2, "transactional.id", kafka__producer='"transactional.id" = "mine"')

    def test_bad_list(self):
        self.lists.write_text("this is no list\n")
        self.refused(3, str(self.lists))
        self.lists = self.directory / "missing.csv"
        self.refused(3, "missing.csv")


if __name__ == "__main__":
    stream_case.main(Broker)
