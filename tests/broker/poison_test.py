"""An order that ends the process, against a real Apache Kafka: two deaths, then it is held and the stream goes on.

usage: poison_test.py ORDERGATE_POISONED [unittest arguments]. The binary dies at orders that say so
(poisoned_screener.cpp). Exit 77 (skipped) when Java or Kafka's jars are missing.
"""
import json

import orders
import stream_case
from kafka_broker import Broker
from stream_case import SEED, StreamTest


class PoisonTest(StreamTest):
    session_ms = 3000
    partitions = 2

    def poisoned(self, written: dict, word: str):
        """One of the orders says `word`; its position and bytes."""
        value = json.dumps({**orders.examples()[0], "order_id": "poisoned", "notes": word}).encode()
        added = orders.write(self.producer, self.names["orders"], [orders.Record(value, b"poisoned", [])])
        written.update(added)
        position, = added
        return position, value

    def run_until_held(self, word: str, **more):
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(150, SEED + 41))
        position, value = self.poisoned(written, word)
        written |= orders.write(self.producer, self.names["orders"], orders.records(150, SEED + 42))
        state = self.directory / "state"
        daemon = self.daemon(daemon=f'state_dir = "{state}"', **more)
        for death in range(2):
            daemon.start()
            self.assertNotEqual(daemon.process.wait(), 0, f"death {death}: {daemon.tail()}")
        daemon.start()
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.metric("ordergate_poison_orders_total"), 1)
        self.assertEqual(daemon.metric('ordergate_dead_letters_total{code="not_screened"}'), 1)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        found = self.check_complete(written, duplicates_allowed=True)
        verdict = json.loads(found[position][0].value())
        self.assertEqual((verdict["verdict"], verdict["error"]["code"]), ("hold", "not_screened"))
        letters = [m for m in self.broker.read_all(self.names["dead_letter"]) if m.value() == value]
        self.assertEqual(len(letters), 1, "the order goes unchanged to the dead letters")
        self.assertEqual((letters[0].key(), dict(letters[0].headers())["ordergate-error-code"]),
                         (b"poisoned", b"not_screened"))
        held = [p for p, messages in found.items() for m in messages
                if (json.loads(m.value())["error"] or {}).get("code") == "not_screened"]
        self.assertEqual(set(held), {position}, "no other order is held for it")
        others = {p: r for p, r in written.items() if p != position}
        self.check_against_screen(others, found, daemon.config)

    def test_an_order_that_aborts(self):
        self.run_until_held("poison-abort")

    def test_an_order_that_faults_exactly_once(self):
        self.run_until_held("poison-fault", kafka='instance_id = "gate"', delivery='mode = "exactly_once"')

    def test_an_order_at_which_the_process_is_killed(self):
        """As when memory runs out: no fault names the thread, and what the other worker has in hand is a suspect too."""
        self.run_until_held("poison-kill")


if __name__ == "__main__":
    stream_case.main(Broker)
