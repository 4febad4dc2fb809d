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

    def read_verdicts(self, fleet) -> dict:
        """What a fleet wrote, by the position of the order: (message, verdict), in the order of the topic."""
        found = collections.defaultdict(list)
        for message in self.cluster.read_all(fleet.names["verdicts"]):
            body = json.loads(message.value())
            source = body["source"]
            found[(source["topic"], source["partition"], source["offset"])].append((message, body))
        return found

    def screen(self, config: pathlib.Path, list_versions: list, found: list):
        """What `ordergate screen` says about every order with each version of the list that it was judged with."""
        wanted = collections.defaultdict(set)
        for verdicts in found:
            for position, entries in verdicts.items():
                order = self.orders.get(position)
                if order is not None and order.value() and b"\n" not in order.value() and order.value().strip():
                    for _, body in entries:
                        wanted[body["snapshot"]["id"]].add(position)
        for version in list_versions:
            text = config.read_text()
            start = text.index("paths = [")
            screen_config = self.directory / "screen.toml"
            screen_config.write_text(text[:start] + f'paths = ["{version}"]' + text[text.index("\n", start):])
            snapshot = self.run_screen(screen_config, [b"{}"])[0]["snapshot"]["id"]
            positions = list(wanted[snapshot])
            verdicts = self.run_screen(screen_config, [self.orders[p].value() for p in positions])
            assert len(verdicts) == len(positions)
            self.expected[snapshot] = dict(zip(positions, verdicts))

    def run_screen(self, config: pathlib.Path, orders: list) -> list:
        path = self.directory / "orders.ndjson"
        path.write_bytes(b"".join(order + b"\n" for order in orders))
        done = subprocess.run([self.binary, "screen", "--quiet", "--config", str(config), str(path)],
                              capture_output=True, env=default_environment(), cwd=ROOT, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def check(self, fleet, found: dict) -> dict:
        """Adds what is wrong with a fleet's verdicts and dead letters to `problems`; the counts."""
        wanted = {p for p, message in self.orders.items() if message.value() is not None}
        for position in wanted - found.keys():
            self.complain(f"{fleet.mode}: order without a verdict", position)
        for position in found.keys() - wanted:
            self.complain(f"{fleet.mode}: verdict without an order", position)
        snapshots = collections.Counter()
        for position in wanted & found.keys():
            self.check_order(fleet, position, found[position], snapshots)
        self.check_sequence(fleet, found)
        letters = self.check_dead_letters(fleet, found)
        counts = collections.Counter(entries[0][1]["verdict"] for entries in found.values())
        verdicts = sum(map(len, found.values()))
        return {"orders": len(wanted), "tombstones": len(self.orders) - len(wanted), "verdicts": verdicts,
                "lost": len(wanted - found.keys()), "repeated": verdicts - len(found), **dict(sorted(counts.items())), "dead_letters": letters,
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

    def check_sequence(self, fleet, found: dict):
        """The first verdict of each order: in the order of the orders, wherever key and partition are the same."""
        firsts = []  # (verdict's partition, its offset, position)
        for position, entries in found.items():
            lanes = {}  # without a key it may go to any partition, another one each time
            for message, _ in entries:
                if message.key() is not None:
                    lanes[message.partition()] = min(message.offset(), lanes.get(message.partition(), message.offset()))
            firsts += [(partition, offset, position) for partition, offset in lanes.items()]
        last = {}
        for partition, _, (topic, source, offset) in sorted(firsts):
            lane = (topic, source, partition)
            if last.get(lane, -1) > offset:
                self.complain(f"{fleet.mode}: verdicts of a partition out of order", (lane, offset))
            last[lane] = max(last.get(lane, -1), offset)

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
