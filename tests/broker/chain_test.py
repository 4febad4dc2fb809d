#!/usr/bin/python3
"""The chain of verdicts ([audit] chain) against a real Apache Kafka: whole through kills, rebalances and restarts.

usage: chain_test.py BINARY [unittest arguments]. Exit 77 (skipped) when Java or Kafka's jars are missing.
"""
import json
import subprocess

import orders
import stream_case
from kafka_broker import Broker
from stream_case import SEED, StreamTest


class ChainTest(StreamTest):
    session_ms = 3000

    def gate(self, name: str, **more):
        return self.daemon(name, audit="chain = true", **more)

    def verify(self, config, expect=0):
        done = subprocess.run([self.binary, "evidence", "verify", "--json", "--config", str(config)], capture_output=True, text=True,
                              check=False)
        self.assertEqual(expect, done.returncode, done.stdout[-3000:] + done.stderr[-2000:])
        return json.loads(done.stdout)

    def flow_and_kill(self, kills: int, **more) -> dict:
        """Orders flow while instances are killed and a second one joins and leaves; gives the report."""
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(1000, SEED + 21))
        with self.flow(written):
            for number in range(kills):
                daemon = self.gate(f"gate{number}", **more).start()
                seen = self.committed_sum()
                daemon.wait("committing", lambda: self.committed_sum() > seen)
                daemon.kill()
            first = self.gate("first", **more).start()
            seen = self.committed_sum()
            first.wait("committing", lambda: self.committed_sum() > seen)
            second = self.gate("second", **more).start()
            second.wait("both working", lambda: second.metric("ordergate_verdicts_total") > 20)
            self.assertEqual(first.stop(), 0, first.tail())
        second.wait("all committed", self.committed_all)
        self.assertEqual(second.stop(), 0, second.tail())
        report = self.verify(second.config)
        self.assertEqual(self.verdict_messages(), report["chained"])
        self.check_complete(written, duplicates_allowed=True)
        return report

    def verdict_messages(self) -> int:
        return len(self.broker.read_all(self.names["verdicts"]))

    def test_at_least_once_the_chain_goes_on_behind_one_of_several_answers(self):
        self.flow_and_kill(3)

    def test_exactly_once_the_chain_is_one_line(self):
        report = self.flow_and_kill(2, delivery='mode = "exactly_once"',
                                    kafka__producer='\n"transaction.timeout.ms" = "3000"')
        self.assertEqual(0, report["redelivered"])

    def test_a_verdict_written_by_another_hand_is_found(self):
        self.create_topics()
        orders.write(self.producer, self.names["orders"], orders.records(50, SEED + 22))
        daemon = self.gate("gate").start()
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.verify(daemon.config)
        forged = json.loads(self.broker.read_all(self.names["verdicts"])[0].value())
        forged["verdict_id"] = "0" * 32
        self.producer.produce(self.names["verdicts"], value=json.dumps(forged).encode(), partition=0)
        self.producer.flush()
        self.assertEqual(1, len(self.verify(daemon.config, expect=1)["problems"]))


if __name__ == "__main__":
    stream_case.main(Broker)
