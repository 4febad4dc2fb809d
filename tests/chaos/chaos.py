"""Orders flow, faults come one after another, everything comes back, the topics are read: one run of it, for `run` (one)
and `marathon` (many)."""
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time

import orders
from checker import Checker
from confluent_kafka import Producer
from faults import Faults
from fleet import Fleet
from kafka_broker import ROOT
from kafka_cluster import Cluster
from proxy import Proxy

QUIET_SECONDS_MAX = 300
FAULT_EVERY_SECONDS = 1.5


class Busy:
    """Loops that take the processors away from everything else while orders flow."""

    def __init__(self, count: int):
        self.loops = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(count)]

    def stop(self):
        for loop in self.loops:
            loop.kill()
            loop.wait()
        self.loops = []


class Flow:
    """Writes orders until stopped; the brokers may come and go meanwhile."""

    def __init__(self, address: str, rate: int, seed: int):
        self.producer = Producer({"bootstrap.servers": address, "linger.ms": 5, "partitioner": "murmur2_random",
                                  "message.timeout.ms": 0, "log_level": 0})
        self.rate, self.seed = rate, seed
        self.topics = []
        self.written = 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.write)

    def delivered(self, error, _message):
        self.written += error is None

    def write(self):
        batch = 0
        while not self.stopping.wait(0.1):
            batch += 1
            for number, record in enumerate(orders.records(self.rate // 10, self.seed * 100_000 + batch)):
                try:
                    self.producer.produce(self.topics[number % len(self.topics)], value=record.value, key=record.key,
                                          headers=record.headers, on_delivery=self.delivered)
                except BufferError:
                    break
            self.producer.poll(0)

    def stop(self):
        self.stopping.set()
        self.thread.join()
        self.producer.flush(60)


class Run:
    def __init__(self, arguments, directory: pathlib.Path):
        self.arguments, self.directory = arguments, directory
        self.began = time.monotonic()
        self.pace = threading.Event()  # never set: waits between looks
        self.busy = Busy(0)
        self.counts = {}
        self.proxy = Proxy(arguments.nodes)
        self.cluster = Cluster(self.proxy.ports)
        self.proxy.targets = [node.inner for node in self.cluster.nodes]
        self.order_topics = ["orders", "orders.late"]
        self.lists = directory / "list.csv"
        shutil.copy(ROOT / "lists" / "sample" / "sample_list.csv", self.lists)
        modes = ["at_least_once", "exactly_once"] if arguments.mode == "both" else [arguments.mode]
        self.fleets = [Fleet(mode, arguments.binary, directory, self.cluster.proxied_address, self.order_topics,
                             str(self.lists)) for mode in modes]
        self.faults = Faults(arguments.seed, self.cluster, self.proxy, self.fleets, self.lists, self.say,
                             arguments.instances)

    def say(self, what: str):
        print(f"{time.monotonic() - self.began:6.1f} s  {what}", flush=True)

    def topics(self, names):
        self.cluster.create_topics(names, self.arguments.partitions, **{
            "min.insync.replicas": str(min(2, self.arguments.nodes))})

    def start(self):
        """Daemons first, then brokers, then topics: the order does not matter."""
        for fleet in self.fleets:
            for number in range(self.arguments.instances):
                fleet.start(number, static=number % 2 == 0)
        self.cluster.start()
        self.say(f"{self.arguments.nodes} nodes, {sum(f.started for f in self.fleets)} instances")
        self.topics(["orders"] + [fleet.names[key] for fleet in self.fleets for key in ("verdicts", "dead_letter")])

    def disturb(self):
        self.busy = Busy(self.arguments.busy)
        flow = Flow(self.cluster.address, self.arguments.rate, self.arguments.seed)
        flow.topics = ["orders"]
        flow.thread.start()
        try:
            begin = time.monotonic()
            next_fault = begin + 2
            while not self.cluster.whole():
                self.pace.wait(0.1)
            self.faults.do(self.faults.refuse_fresh_instances)
            while (now := time.monotonic()) < begin + self.arguments.seconds:
                self.faults.due()
                self.revive()
                if len(flow.topics) == 1 and now > begin + self.arguments.seconds / 3 and not self.faults.broker_busy:
                    self.topics(["orders.late"])
                    flow.topics = self.order_topics
                    self.say("the second order topic appears")
                if now >= next_fault:
                    self.faults.step()
                    next_fault = now + FAULT_EVERY_SECONDS
                self.pace.wait(0.05)
            if len(flow.topics) == 1:
                self.topics(["orders.late"])
                flow.topics = self.order_topics
                self.pace.wait(1)
        finally:
            self.faults.due(everything=True)
            flow.stop()
        self.say(f"quiet: {flow.written} records written")

    def revive(self):
        """An instance that ended by itself is started again, as a supervisor would."""
        for fleet in self.fleets:
            for number in fleet.ended_by_itself():
                self.say(f"{fleet.mode}-{number} ended by itself; start it again")
                fleet.start(number, fleet.instances[number].static)

    def settle(self) -> bool:
        """Waits until every order is committed, for as long as the lag gets less: a busy machine is slow, not wrong."""
        left, least, since = {}, None, time.monotonic()
        while time.monotonic() < since + QUIET_SECONDS_MAX:
            self.revive()
            left = {(f.mode, topic): self.lag(f.mode, topic) for f in self.fleets for topic in self.order_topics}
            if not any(left.values()):
                self.say("no lag is left")
                return True
            if least is None or sum(left.values()) < least:
                least, since = sum(left.values()), time.monotonic()
            self.pace.wait(0.3)
        self.say(f"lag is left: {left}")
        for name, topic in self.cluster.admin.list_topics(timeout=10).topics.items():
            print(name, {p.id: (p.leader, p.isrs) for p in topic.partitions.values()})
        print("nodes running:", [node.running() for node in self.cluster.nodes], "proxy:", self.proxy.modes)
        for fleet in self.fleets:
            for number in fleet.awake():
                self.describe(f"{fleet.mode}-{number}", fleet.instances[number])
        return False

    @staticmethod
    def describe(name: str, daemon):
        telling = ("ordergate_partition_lag", "ordergate_in_flight", "ordergate_worker_silence", "ordergate_orders_consumed",
                   "ordergate_records_ignored", "ordergate_commit", "ordergate_transaction", "ordergate_rewinds",
                   "ordergate_client_rebuilds")
        lines = [line for line in daemon.http("/metrics")[1].splitlines() if line.startswith(telling)]
        log = [line for line in daemon.log_text().splitlines() if "facility=FAIL" not in line]
        print("\n".join([f"--- {name}", str(daemon.http("/readyz"))] + lines + log[-25:]), flush=True)
        if shutil.which("gdb"):
            subprocess.run(["gdb", "-p", str(daemon.process.pid), "-batch", "-ex", "thread apply all bt 12"],
                           stderr=subprocess.DEVNULL, check=False)

    def lag(self, group: str, topic: str) -> int:
        committed = self.cluster.committed(group, topic)
        return sum(end - max(0, committed[p]) for p, end in self.cluster.end_offsets(topic).items())

    def check(self, settled: bool) -> int:
        """0: nothing is wrong. What was counted is in `counts`, by mode."""
        self.busy.stop()
        codes = [code for fleet in self.fleets for code in fleet.stop()]
        checker = Checker(self.cluster, self.arguments.binary, self.directory)
        checker.read_orders(self.order_topics)
        verdicts = {fleet.mode: checker.read_verdicts(fleet) for fleet in self.fleets}
        checker.screen(self.fleets[0].config, self.faults.versions, verdicts.values())
        print("faults:", ", ".join(f"{count} {name}" for name, count in sorted(self.faults.counts.items())))
        for fleet in self.fleets:
            counts = checker.check(fleet, verdicts[fleet.mode])
            self.counts[fleet.mode] = {"starts": fleet.started, **counts}
            print(f"{fleet.mode}:", ", ".join(f"{n} {name}" for name, n in self.counts[fleet.mode].items()))
        problems = [problem for fleet in self.fleets for problem in fleet.problems]
        if not settled:
            problems.append(f"the lag did not get less for {QUIET_SECONDS_MAX} s")
        if any(codes):
            problems.append(f"exit codes at the end: {codes}")
        if checker.problems:
            problems.append(checker.report())
        print("\n".join(["WRONG:"] + problems) if problems else "nothing wrong", flush=True)
        return 1 if problems else 0

    def stop(self):
        self.busy.stop()
        for fleet in self.fleets:
            for number in fleet.running():
                fleet.kill(number)
        self.cluster.stop()


def run_once(arguments) -> tuple:
    """One run in a directory of its own, kept when something was wrong: whether it was, and the run."""
    directory = pathlib.Path(tempfile.mkdtemp(prefix="ordergate-chaos-"))
    run, wrong = None, 1
    try:
        run = Run(arguments, directory)
        run.start()
        run.disturb()
        wrong = run.check(run.settle())
        return wrong, run
    finally:
        if run is not None:
            run.stop()
        if arguments.keep or (run is not None and wrong):  # logs of a failure are worth keeping
            print(f"kept {directory}")
        else:
            shutil.rmtree(directory, ignore_errors=True)
