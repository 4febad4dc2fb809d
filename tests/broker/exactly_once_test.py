"""Exactly once against a real Apache Kafka: under read_committed every order has one verdict, whatever ends what.

usage: exactly_once_test.py BINARY [unittest arguments]. Exit 77 (skipped) when Java or Kafka's jars are missing.
"""
import signal

import orders
import stream_case
from kafka_broker import HANG_SECONDS, Broker
from stream_case import SEED, StreamTest

MODE = 'mode = "exactly_once"'


class OnceCase(StreamTest):
    session_ms = 3000
    outcome_topics = True

    def gate(self, name: str, timeout_ms: int = 3000, **more):
        producer = more.pop("kafka__producer", "") + f'\n"transaction.timeout.ms" = "{timeout_ms}"'
        return self.daemon(name, delivery=MODE, kafka__producer=producer, **more)

    def check_once(self, written: dict, config):
        found = self.check_complete(written, duplicates_allowed=False)
        self.check_against_screen(written, found, config)
        copies = sum(len(self.broker.read_all(self.names[outcome])) for outcome in ("allow", "hold", "deny"))
        self.assertEqual(copies, len(found), "one copy by outcome for each verdict")

    def kill_and_restart(self, kills: int):
        """kill -9 in the middle, several times, with and without an instance_id."""
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(2000, SEED + 11))
        interrupted = 0
        with self.flow(written):
            for number in range(kills):
                named = {"kafka": 'instance_id = "gate"'} if number % 2 else {}
                daemon = self.gate(f"gate{number}", **named).start()
                seen = self.committed_sum()
                daemon.wait("committing", lambda: self.committed_sum() > seen)
                daemon.kill()
                interrupted += not self.committed_all()
        daemon = self.gate("last").start()
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.assertGreater(interrupted, 0, "no kill came in the middle of anything")
        self.check_once(written, daemon.config)


class NewerLibraryTest(OnceCase):
    """With a current librdkafka in front of Debian's."""
    newer_library = True

    def test_kill_and_restart(self):
        self.kill_and_restart(2)


class ExactlyOnceTest(OnceCase):
    def test_kill_and_restart(self):
        self.kill_and_restart(5)

    def test_joins_and_leaves(self):
        """A second instance joins while orders flow, then the first leaves."""
        self.create_topics()
        written = {}
        first = self.gate("first", workers=1).start().wait_ready()
        with self.flow(written):
            first.wait("under way", lambda: self.verdict_count() > 100)
            second = self.gate("second", workers=1).start()
            second.wait("both working", lambda: second.metric("ordergate_verdicts_total") > 50)
            self.assertEqual(first.stop(), 0, first.tail())
            seen = self.verdict_count()
            second.wait("going on", lambda: self.verdict_count() > seen + 100)
        second.wait("all committed", self.committed_all)
        self.assertEqual(second.stop(), 0, second.tail())
        self.check_once(written, second.config)

    def test_frozen_past_its_transaction(self):
        """SIGSTOP until session and transaction timed out and another took over, then SIGCONT."""
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(300, SEED + 12))
        frozen = self.gate("frozen", workers=1, timeout_ms=1500).start().wait_ready()
        with self.flow(written):
            frozen.wait("under way", lambda: self.committed_sum() > 50)
            frozen.signal(signal.SIGSTOP)
            other = self.gate("other", workers=1).start()
            seen = self.committed_sum()
            other.wait("taken over", lambda: self.committed_sum() > seen + 300)
            frozen.signal(signal.SIGCONT)
            half = self.partitions // 2
            frozen.wait("back", lambda: frozen.metric("ordergate_partitions_assigned") == half)
            seen = frozen.metric("ordergate_verdicts_total")
            frozen.wait("working", lambda: frozen.metric("ordergate_verdicts_total") > seen + 50)
        other.wait("all committed", self.committed_all)
        self.assertEqual(frozen.stop(), 0, frozen.tail())
        self.assertEqual(other.stop(), 0, other.tail())
        self.check_once(written, other.config)

    def test_a_second_of_the_same_name_ends_the_first(self):
        """Two processes with one instance_id: the later one works, the earlier one ends and says why."""
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(300, SEED + 13))
        first = self.gate("first", workers=1, kafka='instance_id = "gate"').start().wait_ready()
        first.wait("all committed", self.committed_all)
        second = self.gate("second", workers=1, kafka='instance_id = "gate"').start()
        with self.flow(written):
            first.wait("fenced", lambda: first.metric("ordergate_fenced") == 1)
            self.assertIn("took over", first.http("/readyz")[1])
            self.assertEqual(first.process.wait(timeout=HANG_SECONDS), 5, first.tail())
        self.assertIn('another process with kafka.instance_id "gate" took over', first.log_text())
        second.wait("all committed", self.committed_all)
        self.assertEqual(second.stop(), 0, second.tail())
        self.check_once(written, second.config)

    def test_a_failed_delivery_aborts_and_reads_again(self):
        """A topic that appears late: transactions are aborted until it is there, then all is committed once."""
        missing = self.names["dead_letter"]
        self.broker.create_topics([name for name in self.names.values() if name != missing], self.partitions)
        written = orders.write(self.producer, self.names["orders"], orders.records(300, SEED + 14))
        daemon = self.gate("gate", workers=1, timeout_ms=2000).start()
        daemon.wait("aborting", lambda: daemon.metric("ordergate_transaction_aborts_total") > 0)
        daemon.wait("not ready", lambda: daemon.http("/readyz")[0] == 503)
        self.broker.create_topics([missing], self.partitions)
        daemon.wait("all committed", self.committed_all)
        daemon.wait_ready()
        self.assertEqual(daemon.metric("ordergate_dead_letters_total"), len(self.broker.read_all(missing)))
        self.assertEqual(daemon.metric("ordergate_delivery_failing"), 1, "a minute and a half remembers it")
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_once(written, daemon.config)

    def test_broker_gone_and_back(self):
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(300, SEED + 15))
        daemon = self.gate("gate").start().wait_ready()
        daemon.wait("all committed", self.committed_all)
        self.broker.kill()
        try:
            daemon.wait("not ready", lambda: daemon.http("/readyz")[0] == 503)
        finally:
            self.broker.start()
        written |= orders.write(self.broker.producer(), self.names["orders"], orders.records(300, SEED + 16))
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_once(written, daemon.config)


if __name__ == "__main__":
    stream_case.main(Broker)
