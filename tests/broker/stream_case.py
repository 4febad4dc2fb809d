"""What tests of the stream share: topics, a daemon, a flow of orders, and what must be true at the end."""
import collections
import contextlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import orders
from daemon_process import Daemon, settings
from kafka_broker import ROOT, Missing, default_environment

SEED = 20260731
SAMPLE_LIST = ROOT / "lists" / "sample" / "sample_list.csv"
#: What may differ between the verdict of the stream and that of `ordergate screen`.
OF_THE_SOURCE = ("source", "verdict_id", "screened_at", "chain")


def judged(verdict: dict) -> dict:
    return {key: value for key, value in verdict.items() if key not in OF_THE_SOURCE}


class StreamTest(unittest.TestCase):
    binary = ""
    broker = None
    partitions = 4
    outcome_topics = False
    #: Longer than a busy machine keeps a live member silent: where none dies, none is taken for dead, and no order is
    #: answered twice. Tests in which members die say a shorter one.
    session_ms = 30000
    newer_library = False  # the daemons run with the librdkafka of ops/fetch-librdkafka.sh

    def setUp(self):
        self.began = time.monotonic()
        name = self.id().split(".", 1)[1]
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="ordergate-test-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.names = {"orders": f"{name}.orders", "verdicts": f"{name}.verdicts", "dead_letter": f"{name}.dlq"}
        if self.outcome_topics:
            self.names |= {outcome: f"{name}.{outcome}" for outcome in ("allow", "hold", "deny")}
        self.group = name
        self.producer = self.broker.producer()
        self.lists = self.directory / "list.csv"
        shutil.copy(SAMPLE_LIST, self.lists)

    def tearDown(self):
        print(f"{time.monotonic() - self.began:.1f} s ", end="", file=sys.stderr, flush=True)

    def create_topics(self):
        self.broker.create_topics(self.names.values(), self.partitions)

    def daemon(self, name="gate", **more) -> Daemon:
        text = settings(self.broker.address, self.names, lists=str(self.lists), group=self.group,
                        **{"session_ms": self.session_ms} | more)
        daemon = Daemon(self.binary, self.directory, text, name)
        if self.newer_library:
            daemon.environment["LD_LIBRARY_PATH"] = self.newer_library_folder()
        self.addCleanup(daemon.kill)
        return daemon

    def newer_library_folder(self) -> str:
        fetched = subprocess.run([str(ROOT / "ops" / "fetch-librdkafka.sh")], capture_output=True, text=True, check=False)
        if fetched.returncode != 0:
            self.skipTest((fetched.stderr.strip().splitlines() or ["no newer librdkafka"])[-1])
        return fetched.stdout.strip().splitlines()[-1]

    @contextlib.contextmanager
    def flow(self, written: dict):
        """Writes orders all the while, a few at a time, and adds them to `written`."""
        stop = threading.Event()

        def write():
            while not stop.wait(0.05):
                made = orders.records(40, SEED + len(written))
                written.update(orders.write(self.producer, self.names["orders"], made))

        thread = threading.Thread(target=write)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def verdict_count(self) -> int:
        return sum(self.broker.end_offsets(self.names["verdicts"]).values())

    def committed_sum(self) -> int:
        return sum(max(0, o) for o in self.broker.committed(self.group, self.names["orders"]).values())

    def committed_all(self) -> bool:
        ends = self.broker.end_offsets(self.names["orders"])
        committed = self.broker.committed(self.group, self.names["orders"])
        return all(committed[p] == end for p, end in ends.items() if end > 0)

    def verdicts(self) -> dict:
        """Messages by the (partition, offset) of their order."""
        found = collections.defaultdict(list)
        for message in self.broker.read_all(self.names["verdicts"]):
            source = json.loads(message.value())["source"]
            self.assertEqual(source["topic"], self.names["orders"])
            found[(source["partition"], source["offset"])].append(message)
        return found

    def moves(self) -> str:
        """What the daemons' logs say of partitions that came and went."""
        lines = [line for path in sorted(self.directory.glob("*.log")) for line in path.read_text(errors="replace").splitlines()]
        return "\n".join(line for line in lines if " partitions " in line or " commit failed " in line)

    def check_complete(self, written: dict, duplicates_allowed: bool) -> dict:
        """Every order has its verdict; more than one only as the same verdict with the same id."""
        found = self.verdicts()
        wanted = {position for position, record in written.items() if record.value is not None}
        self.assertEqual(wanted - found.keys(), set(), "orders without a verdict")
        self.assertEqual(found.keys() - wanted, set(), "verdicts without an order")
        for position, messages in found.items():
            if not duplicates_allowed:
                self.assertEqual(len(messages), 1, f"{position} has more than one verdict; moves: {self.moves()}")
            bodies = [json.loads(message.value()) for message in messages]
            self.assertEqual(len({body["verdict_id"] for body in bodies}), 1, position)
            for body in bodies[1:]:
                self.assertEqual(judged(body), judged(bodies[0]), position)
        return found

    def check_against_screen(self, written: dict, found: dict, config: pathlib.Path):
        """The stream's verdicts are those of `ordergate screen` for the same bytes and settings."""
        positions = [p for p, record in sorted(written.items()) if record.value and b"\n" not in record.value
                     and record.value.strip()]
        path = self.directory / "orders.ndjson"
        path.write_bytes(b"".join(written[p].value + b"\n" for p in positions))
        screen = subprocess.run([self.binary, "screen", "--quiet", "--config", str(config), str(path)],
                                capture_output=True, env=default_environment(), cwd=ROOT, check=False)
        self.assertEqual(screen.returncode, 0, screen.stderr.decode())
        lines = screen.stdout.splitlines()
        self.assertEqual(len(lines), len(positions))
        for position, line in zip(positions, lines):
            expected = judged(json.loads(line))
            # Of a line over the limit `screen` reads, and hashes, no more than shows that it is over it.
            cut = {"order_hash"} if (expected["error"] or {}).get("code") == "record_too_large" else set()
            for message in found[position]:
                answered = judged(json.loads(message.value()))
                for key in cut:
                    self.assertNotEqual(answered.pop(key), expected.pop(key))
                self.assertEqual(answered, expected, position)


def main(make_broker):
    """Runs the tests of the calling script: argument 1 is the binary. Exit 77 without Java or Kafka's jars."""
    StreamTest.binary = str(pathlib.Path(sys.argv.pop(1)).resolve())
    try:
        StreamTest.broker = make_broker()
    except Missing as missing:
        print(f"{sys.argv[0]} skipped: {missing}", file=sys.stderr)
        sys.exit(77)
    try:
        StreamTest.broker.start()
        unittest.main(verbosity=2)
    finally:
        StreamTest.broker.stop()
