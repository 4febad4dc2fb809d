"""`ordergate run` with decisions from a topic, against a real Apache Kafka: an order is held, a person decides, the next
order of that customer passes with the decision quoted, the entry changes in a reload, it is held again.

usage: decisions_test.py BINARY [unittest arguments]. Exit 77 (skipped) when Java or Kafka's jars are missing.
"""
import hashlib
import hmac
import itertools
import json
import re

import stream_case
from kafka_broker import Broker
from stream_case import StreamTest

KEY = b"k" * 40


def order(number: int) -> dict:
    return {"order_id": f"S-{number}", "kind": "sale", "ship_date": "2026-03-10", "from_country": "US",
            "destination_country": "DE", "items": [{"description": "office chair", "quantity": 1, "eccn": "EAR99"}],
            "parties": [{"role": "purchaser", "id": "C-7", "name": "Nothern Lantern Microsistems", "country": "DE",
                         "headquarters_country": "DE"}]}


def signed(record: dict, key: bytes = KEY) -> bytes:
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return json.dumps({**record, "signature": "hmac-sha256:" + hmac.new(key, text, hashlib.sha256).hexdigest()}).encode()


class DecisionsTest(StreamTest):
    partitions = 1

    def setUp(self):
        super().setUp()
        self.create_topics()
        self.decisions = self.names["orders"] + ".decisions"
        self.broker.create_topics([self.decisions], 1, **{"cleanup.policy": "compact"})
        self.key = self.directory / "key"
        self.key.write_bytes(KEY)
        self.numbers = itertools.count(1)
        self.offset = 0  # of the topic of decisions, behind what was written

    def gate(self):
        return self.daemon(review=f'topic = "{self.decisions}"\nsigning_key = "{self.key}"').start().wait_ready()

    def decide(self, record: dict, key: bytes = KEY, **where):
        self.producer.produce(self.decisions, signed(record, key), record["decision_id"].encode(), **where)
        self.assertEqual(self.producer.flush(60), 0)
        self.offset = max(self.broker.end_offsets(self.decisions).values())

    def snapshot(self, daemon) -> str:
        return re.search(r'ordergate_snapshot_info\{id="([^"]+)"', daemon.http("/metrics")[1]).group(1)

    def ask(self, daemon, offsets=None) -> dict:
        """The verdict of an order, the first that knows the lists in use and all that was decided."""
        known = (self.snapshot(daemon), offsets or [self.offset])
        return self.ask_for(daemon, lambda verdict: (verdict["snapshot"]["id"], verdict["decisions"]["offsets"]) == known)

    def ask_for(self, daemon, wanted) -> dict:
        """The first verdict of an order that is `wanted`."""
        while True:
            number = next(self.numbers)
            self.producer.produce(self.names["orders"], json.dumps(order(number)).encode(), b"C-7")
            self.producer.flush(60)
            daemon.wait("a verdict", lambda count=number: self.verdict_count() >= count)
            verdict = json.loads(self.broker.read_all(self.names["verdicts"])[-1].value())
            self.assertEqual(verdict["order_id"], f"S-{number}")
            if wanted(verdict):
                return verdict

    def clearance(self, verdict: dict, decision_id="d-1") -> dict:
        match = next(finding["match"] for finding in verdict["findings"] if "match" in finding)
        return {"decision_id": decision_id, "kind": "not_the_party", "by": "ada", "at": "2026-03-01T00:00:00Z",
                "reason": "other founders", "scope": {"list": match["list"], "entry": match["entry"], "party_id": "C-7",
                                                      "entry_hash": match["entry_hash"], "party": match["party"]}}

    def said(self, verdict: dict, key: str) -> list:
        return [finding[key] for finding in verdict["findings"] if key in finding]

    def test_a_decision_lets_the_next_order_pass_until_the_entry_changes(self):
        daemon = self.gate()
        held = self.ask(daemon)
        self.assertEqual(held["verdict"], "hold")
        self.decide(self.clearance(held))
        allowed = self.ask(daemon)
        self.assertEqual(allowed["verdict"], "allow")
        self.assertEqual([(each["id"], each["by"]) for each in self.said(allowed, "decision")], [("d-1", "ada")])
        self.assertGreaterEqual(daemon.metric("ordergate_decisions_applied_total"), 1)

        before = self.lists.read_text(encoding="utf-8")
        self.lists.write_text(before.replace("Haidian District", "Chaoyang District"), encoding="utf-8")
        self.assertEqual(daemon.http("/-/reload", "POST")[0], 200)
        changed = self.ask(daemon)
        self.assertEqual(changed["verdict"], "hold")
        self.assertEqual([each["why"] for each in self.said(changed, "decision_ended")], ["entry_changed"])

        self.lists.write_text(before, encoding="utf-8")
        self.assertEqual(daemon.http("/-/reload", "POST")[0], 200)
        self.assertEqual(self.ask(daemon)["verdict"], "allow")
        self.decide({"decision_id": "w-1", "kind": "withdraw", "by": "grace", "at": "2026-03-02T00:00:00Z",
                     "reason": "same founders", "scope": {"decision_id": "d-1"}})
        withdrawn = self.ask(daemon)
        self.assertEqual(withdrawn["verdict"], "hold")
        self.assertEqual([each["why"] for each in self.said(withdrawn, "decision_ended")], ["withdrawn"])
        self.assertEqual(daemon.stop(), 0, daemon.tail())

    def test_decisions_are_read_to_their_end_before_the_first_order(self):
        daemon = self.gate()
        record = self.clearance(self.ask(daemon))
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        for i in range(200):
            self.decide({**record, "decision_id": f"o-{i}", "scope": {**record["scope"], "entry": f"other-{i}"}})
        self.decide(record)
        number = next(self.numbers)
        self.producer.produce(self.names["orders"], json.dumps(order(number)).encode(), b"C-7")
        self.producer.flush(60)
        daemon.start()
        daemon.wait("the verdict", lambda: self.verdict_count() >= number)
        verdict = json.loads(self.broker.read_all(self.names["verdicts"])[-1].value())
        self.assertEqual((verdict["verdict"], verdict["decisions"]["offsets"], verdict["decisions"]["count"]),
                         ("allow", [self.offset], 201))
        self.assertEqual(daemon.stop(), 0, daemon.tail())

    def test_forged_records_are_counted_and_clear_nothing(self):
        daemon = self.gate()
        record = self.clearance(self.ask(daemon))
        self.decide(record, b"o" * 40)
        self.assertEqual(self.ask(daemon)["verdict"], "hold")
        self.assertEqual(daemon.metric('ordergate_decisions_refused{reason="forged"}'), 1)
        self.assertEqual(daemon.metric("ordergate_decisions"), 0)
        self.decide(record)
        self.assertEqual(self.ask(daemon)["verdict"], "allow")
        # A record that is deleted counts no more.
        self.producer.produce(self.decisions, None, b"d-1")
        self.producer.flush(60)
        self.offset += 1
        self.assertEqual(self.ask(daemon)["verdict"], "hold")
        self.assertEqual(daemon.stop(), 0, daemon.tail())

    def test_a_partition_that_is_added_is_read(self):
        daemon = self.gate()
        record = self.clearance(self.ask(daemon))
        self.decide(record)
        self.assertEqual(self.ask(daemon)["verdict"], "allow")
        self.broker.add_partitions(self.decisions, 3)
        self.producer = self.broker.producer()  # that knows of them
        withdrawal = {"decision_id": "w-1", "kind": "withdraw", "by": "grace", "at": "2026-03-02T00:00:00Z",
                      "reason": "same founders", "scope": {"decision_id": "d-1"}}
        self.producer.produce(self.decisions, signed(withdrawal), b"w-1", partition=2)
        self.assertEqual(self.producer.flush(60), 0)
        withdrawn = self.ask(daemon, [1, 0, 1])
        self.assertEqual([each["why"] for each in self.said(withdrawn, "decision_ended")], ["withdrawn"])
        # What comes to the first partition is read on from where it stood.
        self.decide({**record, "decision_id": "d-2"}, partition=0)
        again = self.ask(daemon, [2, 0, 1])
        self.assertEqual([each["id"] for each in self.said(again, "decision")], ["d-2"])
        self.assertEqual(daemon.metric("ordergate_decisions"), 3)
        self.assertEqual(daemon.stop(), 0, daemon.tail())

    def test_files_that_cannot_be_read_clear_nothing_and_hinder_no_list(self):
        file = self.directory / "decisions.ndjson"
        file.write_text("", encoding="ascii")
        daemon = self.daemon(review=f'decisions = ["{file}"]').start().wait_ready()
        held = self.ask_for(daemon, lambda verdict: True)
        file.write_text(json.dumps(self.clearance(held)) + "\n", encoding="ascii")
        self.assertEqual(daemon.http("/-/reload", "POST")[0], 200)
        self.ask_for(daemon, lambda verdict: verdict["verdict"] == "allow")
        file.unlink()
        self.lists.write_text(self.lists.read_text(encoding="utf-8").replace("Haidian District", "Chaoyang District"),
                              encoding="utf-8")
        status, text = daemon.http("/-/reload", "POST")
        self.assertEqual((status, "lists and rules reloaded; decisions cannot be read" in text), (500, True), text)
        self.assertEqual(daemon.metric("ordergate_decisions_unreadable"), 1)
        self.assertEqual(daemon.metric('ordergate_reloads_total{outcome="loaded"}'), 2)
        status, text = daemon.http("/readyz")
        self.assertEqual((status, str(file) in text), (200, True), text)
        snapshot = self.snapshot(daemon)
        self.assertNotEqual(snapshot, held["snapshot"]["id"])
        ended = self.ask_for(daemon, lambda verdict: verdict["snapshot"]["id"] == snapshot)
        self.assertEqual((ended["verdict"], [each["why"] for each in self.said(ended, "decision_ended")]),
                         ("hold", ["unreadable"]))
        self.assertEqual(daemon.stop(), 0, daemon.tail())

    def test_without_the_topic_no_order_is_read(self):
        daemon = self.daemon(review='topic = "no.such.decisions"')
        self.producer.produce(self.names["orders"], json.dumps(order(1)).encode(), b"C-7")
        self.producer.flush(60)
        daemon.start()
        daemon.wait_for_text("decisions cannot be read")
        status, text = daemon.http("/readyz")
        self.assertEqual((status, "decisions are not read to their end yet: topic no.such.decisions" in text), (503, True), text)
        self.assertEqual(daemon.metric("ordergate_decisions_unreadable"), 1)
        self.assertEqual(self.verdict_count(), 0)
        self.assertEqual(daemon.stop(), 0, daemon.tail())


if __name__ == "__main__":
    stream_case.main(Broker)
