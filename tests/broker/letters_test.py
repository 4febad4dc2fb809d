"""`ordergate dead-letters` and `ordergate tap` against a real Apache Kafka.

usage: letters_test.py BINARY [unittest arguments]. Exit 77 (skipped) when Java or Kafka's jars are missing.
"""
import collections
import json
import subprocess

import orders
import stream_case
from kafka_broker import ROOT, Broker, default_environment
from stream_case import SEED, StreamTest

GOOD = orders.examples()[0]


class LettersTest(StreamTest):
    partitions = 2

    def command(self, daemon, *arguments, code=0) -> list:
        done = subprocess.run([self.binary, *arguments, "--config", str(daemon.config)], capture_output=True, text=True,
                              env=default_environment(), cwd=ROOT, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout.splitlines()

    def letters(self) -> list:
        """Without the marks."""
        return [m for m in self.broker.read_all(self.names["dead_letter"]) if b"ordergate-error-code" in
                [name.encode() for name, _ in m.headers() or []]]

    def spoiled(self, count: int) -> list:
        """Records whose only fault is a kind that is no word, each with a key and headers."""
        return [orders.Record(json.dumps({**GOOD, "order_id": f"spoiled-{i}", "kind": "sael"}).encode(), f"key-{i}".encode(),
                              [("trace", f"t-{i}".encode()), ("none", None)]) for i in range(count)]

    def run_until_dead(self, records: list):
        self.create_topics()
        orders.write(self.producer, self.names["orders"], records)
        daemon = self.daemon()
        daemon.start()
        daemon.wait("dead letters", lambda: len(self.letters()) == len(records))
        return daemon

    def place_of(self, key: bytes) -> str:
        return next(f"{m.partition()}/{m.offset()}" for m in self.letters() if m.key() == key)

    def replayed(self) -> list:
        return [m for m in self.broker.read_all(self.names["orders"]) if dict(m.headers() or []).get("ordergate-replayed-from")]

    def test_a_mended_letter_goes_back_once_with_its_key_and_headers(self):
        daemon = self.run_until_dead(self.spoiled(3))
        place = self.place_of(b"key-1")
        listed = self.command(daemon, "dead-letters", "list")
        self.assertEqual(sum("  open  " in line and "invalid_value" in line for line in listed), 3, listed)
        shown = "\n".join(self.command(daemon, "dead-letters", "show", place))
        for words in ("invalid_value", "key-1", "trace = t-1", "none = null", self.names["orders"], "sael"):
            self.assertIn(words, shown)
        value = "\n".join(self.command(daemon, "dead-letters", "show", "--value", place))
        mended = self.directory / "mended.json"
        mended.write_text(value.replace("sael", "sale"))

        refused = self.command(daemon, "dead-letters", "replay", place, code=1)
        self.assertIn("still no order: invalid_value at kind", refused[0])
        self.command(daemon, "dead-letters", "replay", "--dry-run", place, "--value", str(mended))
        self.assertEqual(self.replayed(), [], "refused, and a dry run, write nothing")
        self.assertIn("1 put back", self.command(daemon, "dead-letters", "replay", place, "--value", str(mended))[-1])
        self.assertIn("1 had been already", self.command(daemon, "dead-letters", "replay", place, "--value", str(mended))[-1])

        order, = self.replayed()
        letter = next(m for m in self.letters() if m.key() == b"key-1")
        self.assertEqual(order.headers(), [("trace", b"t-1"), ("none", None),
                                           ("ordergate-replayed-from", f"{self.names['dead_letter']}/{place}".encode())])
        self.assertEqual((order.key(), order.value()), (b"key-1", mended.read_bytes().rstrip(b"\n")))
        self.assertEqual(str(order.partition()), dict(letter.headers())["ordergate-source-partition"].decode())
        daemon.wait("its verdict", lambda: (order.partition(), order.offset()) in self.verdicts())
        verdict = json.loads(self.verdicts()[(order.partition(), order.offset())][0].value())
        self.assertEqual((verdict["order_id"], verdict["error"]), ("spoiled-1", None))
        states = collections.Counter(line.split()[1] for line in self.command(daemon, "dead-letters", "list") if "/" in line.split()[0])
        self.assertEqual(states, {"open": 2, "replayed": 1})

    def test_a_letter_of_another_shape_is_read_as_its_source_says(self):
        """Shopify's order whose ship-to country is none."""
        order = {"id": 9, "name": "#9", "created_at": "2026-02-03T04:31:44-05:00", "currency": "USD", "total_price": "10.00",
                 "shipping_address": {"name": "Maria Muster", "address1": "Gasse 1", "city": "Bern", "country_code": "QQ"},
                 "billing_address": {"name": "Maria Muster", "address1": "Gasse 1", "city": "Bern", "country_code": "CH"},
                 "line_items": [{"title": "paper clips", "sku": "PC-1", "quantity": 1, "price": "10.00"}]}
        self.create_topics()
        orders.write(self.producer, self.names["orders"], [orders.Record(json.dumps(order).encode(), b"key-9", [])])
        daemon = self.daemon()
        daemon.config.write_text(daemon.config.read_text() + f'''
[[source]]
topic = "{self.names["orders"]}"
map = "shopify"
settings = {{ from_country = "US" }}
''')
        daemon.start()
        daemon.wait("a dead letter", lambda: len(self.letters()) == 1)
        place = self.place_of(b"key-9")
        refused = self.command(daemon, "dead-letters", "replay", place, code=1)
        self.assertIn("still no order: mapping_failed at shipping_address.country_code", refused[0])
        mended = self.directory / "mended.json"
        mended.write_text(json.dumps(order).replace("QQ", "CH"))
        self.assertIn("1 put back", self.command(daemon, "dead-letters", "replay", place, "--value", str(mended))[-1])
        back, = self.replayed()
        daemon.wait("its verdict", lambda: (back.partition(), back.offset()) in self.verdicts())
        self.assertIsNone(json.loads(self.verdicts()[(back.partition(), back.offset())][0].value())["error"])

    def test_a_replay_that_is_killed_goes_on_and_repeats_nothing(self):
        """Letters that are orders by now: those of a topic whose limit was raised."""
        count = 450
        records = [orders.Record(json.dumps({**GOOD, "order_id": f"large-{i}", "notes": "x" * 3000}).encode(), f"key-{i}".encode(), [])
                   for i in range(count)]
        self.create_topics()
        orders.write(self.producer, self.names["orders"], records)
        daemon = self.daemon(limits="record_bytes_max = 2500")
        daemon.start()
        daemon.wait("dead letters", lambda: len(self.letters()) == count)
        self.assertEqual(daemon.stop(), 0)
        daemon.config.write_text(daemon.config.read_text().replace("record_bytes_max = 2500", ""))
        for _ in range(3):
            run = subprocess.Popen([self.binary, "dead-letters", "replay", "--all", "--config", str(daemon.config)],
                                   stdout=subprocess.DEVNULL, env=default_environment(), cwd=ROOT)
            before = len(self.replayed())
            while run.poll() is None and len(self.replayed()) == before:
                pass  # reading the topic is the wait
            run.kill()
            run.wait()
        self.command(daemon, "dead-letters", "replay", "--all")
        self.assertEqual(collections.Counter(m.key() for m in self.replayed()), {f"key-{i}".encode(): 1 for i in range(count)})
        self.assertIn(f"0 put back, {count} had been already", self.command(daemon, "dead-letters", "replay", "--all")[-1])

    def test_an_order_that_was_set_aside_twice_goes_back_once(self):
        """As after a crash at least once: the letter was written, the offset not committed."""
        record = orders.Record(json.dumps({**GOOD, "notes": "x" * 3000}).encode(), b"key", [])
        self.create_topics()
        orders.write(self.producer, self.names["orders"], [record])
        daemon = self.daemon(limits="record_bytes_max = 2500")
        daemon.start()
        daemon.wait("a dead letter", lambda: len(self.letters()) == 1)
        self.assertEqual(daemon.stop(), 0)
        letter, = self.letters()
        self.producer.produce(self.names["dead_letter"], letter.value(), letter.key(), partition=letter.partition(),
                              headers=letter.headers())
        self.producer.flush()
        daemon.config.write_text(daemon.config.read_text().replace("record_bytes_max = 2500", ""))
        self.assertIn("1 put back, 1 had been already", self.command(daemon, "dead-letters", "replay", "--all")[-1])
        self.assertEqual(len(self.replayed()), 1)
        self.assertIn("2 dead letters, 0 open", self.command(daemon, "dead-letters", "list")[-1])

    def test_a_letter_cannot_be_led_elsewhere_or_hidden_by_its_headers(self):
        forged = [("ordergate-source-topic", self.names["verdicts"].encode()), ("ordergate-replay-of", b"0/0"),
                  ("ordergate-value-omitted", b"yes")]
        record = orders.Record(json.dumps({**GOOD, "kind": "sael"}).encode(), b"key", forged)
        daemon = self.run_until_dead([record])
        listed = self.command(daemon, "dead-letters", "list")
        self.assertIn("1 dead letters, 1 open", listed[-1])
        self.assertIn(self.names["orders"], listed[0])
        self.assertIn(" bytes", listed[0])

    def test_what_is_asked_wrongly_is_said(self):
        daemon = self.run_until_dead(self.spoiled(1))
        self.command(daemon, "dead-letters", "replay", code=2)
        self.command(daemon, "dead-letters", "show", "nowhere", code=2)
        self.command(daemon, "dead-letters", "show", "1/99", code=3)
        self.assertIn("no such dead letter", self.command(daemon, "dead-letters", "replay", "1/99", code=1)[0])


class TapTest(StreamTest):
    partitions = 2

    def tap(self, daemon, *arguments) -> list:
        done = subprocess.run([self.binary, "tap", "-q", "--config", str(daemon.config), *arguments], capture_output=True, text=True,
                              env=default_environment(), cwd=ROOT, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout.splitlines()

    def test_the_stream_is_seen_as_it_is_judged_and_nothing_is_committed(self):
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(60, SEED + 51))
        daemon = self.daemon()
        daemon.start()
        daemon.wait("all committed", self.committed_all)
        found = self.check_complete(written, duplicates_allowed=False)
        committed = self.broker.committed(self.group, self.names["orders"])
        seen = [json.loads(line) for line in self.tap(daemon, "--last", "1000", "--json")]
        self.assertEqual({(v["source"]["partition"], v["source"]["offset"]) for v in seen}, found.keys())
        for verdict in seen:
            judged = json.loads(found[(verdict["source"]["partition"], verdict["source"]["offset"])][0].value())
            self.assertEqual({**verdict, "screened_at": ""}, {**judged, "screened_at": ""})
        held = [v for v in seen if v["verdict"] == "hold"]
        self.assertEqual(len(self.tap(daemon, "--last", "1000", "--json", "--verdict", "hold")), len(held))
        rule = next(f["rule"] for v in seen for f in v["findings"])
        self.assertEqual(len(self.tap(daemon, "--last", "1000", "--json", "--rule", rule)),
                         sum(any(f["rule"] == rule for f in v["findings"]) for v in seen))
        text = "\n".join(self.tap(daemon, "--last", "1000", "--verdict", "hold"))
        self.assertIn("What was judged", text)
        self.assertEqual(self.tap(daemon, "--last", "1000", "--party", "no party is called so"), [])
        name = GOOD["parties"][0]["name"].upper()
        self.assertTrue(self.tap(daemon, "--last", "1000", "--json", "--party", name))
        self.assertEqual(self.broker.committed(self.group, self.names["orders"]), committed)
        self.assertEqual(daemon.stop(), 0)

    def test_it_follows_until_it_is_interrupted(self):
        self.create_topics()
        daemon = self.daemon()
        following = subprocess.Popen([self.binary, "tap", "-q", "--json", "--follow", "--last", "0", "--config", str(daemon.config)],
                                     stdout=subprocess.PIPE, text=True, env=default_environment(), cwd=ROOT)
        self.addCleanup(following.kill)
        written = {}
        with self.flow(written):  # it begins at the end that it finds: what is written later is seen
            first = json.loads(following.stdout.readline())
            second = json.loads(following.stdout.readline())
        self.assertNotEqual(first["source"]["offset"], second["source"]["offset"])
        following.terminate()
        following.communicate()


if __name__ == "__main__":
    stream_case.main(Broker)
