"""Reads the topics and says what is wrong with them. Knows nothing of the faults; judges no order itself, that is done
by `ordergate screen` with each version of the lists that was in use."""
import collections
import json
import pathlib
import subprocess

from kafka_broker import ROOT, default_environment

OF_THE_SOURCE = ("source", "verdict_id", "screened_at")
EXAMPLES_MAX = 5


def judged(verdict: dict) -> dict:
    return {key: value for key, value in verdict.items() if key not in OF_THE_SOURCE}


class Checker:
    def __init__(self, cluster, binary: str, directory: pathlib.Path):
        self.cluster, self.binary, self.directory = cluster, binary, directory
        self.orders = {}  # (topic, partition, offset) -> message
        self.expected = {}  # snapshot id -> position -> verdict
        self.problems = collections.OrderedDict()

    def complain(self, what: str, where):
        self.problems.setdefault(what, []).append(str(where))

    def read_orders(self, topics: list):
        for topic in topics:
            for message in self.cluster.read_all(topic):
                self.orders[(topic, message.partition(), message.offset())] = message

    def screen(self, config: pathlib.Path, list_versions: list):
        """What `ordergate screen` says about every order, for each version of the list."""
        positions = [p for p, m in self.orders.items() if m.value() and b"\n" not in m.value() and m.value().strip()]
        path = self.directory / "orders.ndjson"
        path.write_bytes(b"".join(self.orders[p].value() + b"\n" for p in positions))
        for version in list_versions:
            text = config.read_text()
            start = text.index("paths = [")
            screen_config = self.directory / "screen.toml"
            screen_config.write_text(text[:start] + f'paths = ["{version}"]' + text[text.index("\n", start):])
            done = subprocess.run([self.binary, "screen", "--quiet", "--config", str(screen_config), str(path)],
                                  capture_output=True, env=default_environment(), cwd=ROOT, check=True)
            verdicts = [json.loads(line) for line in done.stdout.splitlines()]
            assert len(verdicts) == len(positions)
            self.expected[verdicts[0]["snapshot"]["id"]] = dict(zip(positions, verdicts))

    def check(self, fleet) -> dict:
        """Adds what is wrong with a fleet's verdicts and dead letters to `problems`; the counts."""
        verdicts = self.cluster.read_all(fleet.names["verdicts"])
        found = collections.defaultdict(list)
        for message in verdicts:
            body = json.loads(message.value())
            source = body["source"]
            found[(source["topic"], source["partition"], source["offset"])].append((message, body))
        wanted = {p for p, message in self.orders.items() if message.value() is not None}
        for position in wanted - found.keys():
            self.complain(f"{fleet.mode}: order without a verdict", position)
        for position in found.keys() - wanted:
            self.complain(f"{fleet.mode}: verdict without an order", position)
        snapshots = collections.Counter()
        for position in wanted & found.keys():
            self.check_order(fleet, position, found[position], snapshots)
        self.check_sequence(fleet, verdicts, found)
        letters = self.check_dead_letters(fleet, found)
        counts = collections.Counter(entries[0][1]["verdict"] for entries in found.values())
        return {"orders": len(wanted), "tombstones": len(self.orders) - len(wanted), "verdicts": len(verdicts),
                "repeated": len(verdicts) - len(found), **dict(sorted(counts.items())), "dead_letters": letters,
                "snapshots": len(snapshots)}

    def check_order(self, fleet, position, entries: list, snapshots: collections.Counter):
        if len({body["verdict_id"] for _, body in entries}) != 1:
            self.complain(f"{fleet.mode}: repeated verdict with another verdict_id", position)
        if fleet.exactly_once and len(entries) != 1:
            self.complain("exactly_once: more than one committed verdict", position)
        for message, body in entries:
            snapshot = body["snapshot"]["id"]
            snapshots[snapshot] += 1
            if snapshot not in self.expected:
                self.complain(f"{fleet.mode}: verdict of a snapshot that never was", position)
                continue
            if dict(message.headers() or []).get("ordergate-verdict") != body["verdict"].encode():
                self.complain(f"{fleet.mode}: header and verdict disagree", position)
            expected = self.expected[snapshot].get(position)
            if expected is None:  # blank or with a line break: `screen` cannot be given it
                if body["verdict"] != "hold" or body["error"] is None:
                    self.complain(f"{fleet.mode}: no order, and not held", position)
                continue
            if body["verdict"] == "allow" and expected["verdict"] != "allow":
                self.complain(f"{fleet.mode}: ALLOWED WHAT SHOULD NOT BE", position)
            if judged(body) != judged(expected):
                self.complain(f"{fleet.mode}: verdict differs from that of screen", position)

    def check_sequence(self, fleet, verdicts: list, found: dict):
        """The first verdict of each order: in the order of the orders, wherever key and partition are the same."""
        last = {}
        for message in sorted(verdicts, key=lambda m: (m.partition(), m.offset())):
            if message.key() is None:
                continue  # may go to any partition, another one each time
            source = json.loads(message.value())["source"]
            position = (source["topic"], source["partition"], source["offset"])
            first = min((m.offset() for m, _ in found[position] if m.partition() == message.partition()))
            if message.offset() != first:
                continue
            lane = (source["topic"], source["partition"], message.partition())
            if last.get(lane, -1) > source["offset"]:
                self.complain(f"{fleet.mode}: verdicts of a partition out of order", (lane, source["offset"]))
            last[lane] = max(last.get(lane, -1), source["offset"])

    def check_dead_letters(self, fleet, found: dict) -> int:
        letters = collections.defaultdict(list)
        for message in self.cluster.read_all(fleet.names["dead_letter"]):
            headers = dict(message.headers()[-5:])
            position = (headers["ordergate-source-topic"].decode(), int(headers["ordergate-source-partition"]),
                        int(headers["ordergate-source-offset"]))
            letters[position].append(message)
        failed = {p for p, entries in found.items() if entries[0][1]["error"] is not None}
        for position in failed ^ letters.keys():
            self.complain(f"{fleet.mode}: no order without a dead letter, or the other way round", position)
        for position, messages in letters.items():
            order = self.orders.get(position)
            for message in messages:
                if order is None or message.value() != order.value() or message.key() != order.key() or \
                        message.headers()[:-5] != (order.headers() or []):
                    self.complain(f"{fleet.mode}: dead letter differs from its order", position)
            if fleet.exactly_once and len(messages) != 1:
                self.complain("exactly_once: more than one committed dead letter", position)
        return sum(map(len, letters.values()))

    def report(self) -> str:
        return "\n".join(f"  {what}: {len(where)}, such as {', '.join(where[:EXAMPLES_MAX])}"
                         for what, where in self.problems.items())
