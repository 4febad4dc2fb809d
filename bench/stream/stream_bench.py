#!/usr/bin/python3
"""The daemon against a null pass-through: same broker, same topic of orders, same client settings, one after the other.

usage: stream_bench.py BUILD_DIR [--orders N] [--rounds N] [--lists PATH] [--workers N…] [--hard] [--exactly-once]
                       [--latency S] [--tracing] [--consumer NAME=VALUE…] [--producer NAME=VALUE…]

Both read the whole topic; the pass-through writes values as long as the mean verdict. Throughput is taken between 5 %
and 95 % of the records; CPU is the client's own, all threads, over its whole run. Before any time is taken, every order
must have its verdict. Orders are those of the engine bench (customers repeat as with a distributor); --hard takes the
example orders instead, which are all findings. The list is ../shared's full one where it is there, else the sample list.
--consumer and --producer try settings on both. --exactly-once adds the daemon with transactions to each round. --latency writes orders for S
seconds at shares of the daemon's throughput with one worker and takes the time from the producer's stamp on the order to
the broker's stamp on its verdict. --tracing compares the daemon with itself instead: no order traced, one in a hundred, every one, sent to
a collector in a process of its own that reads and forgets; the CPU is the daemon's, with the thread that sends.
"""
import argparse
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "broker"))

import orders  # noqa: E402
from daemon_process import Daemon, settings  # noqa: E402
from kafka_broker import Broker, end_offset  # noqa: E402

from confluent_kafka import Consumer  # noqa: E402

PARTITIONS = 8
FULL_LIST = ROOT.parent / "shared" / "data" / "lists" / "csl" / "consolidated_2026-07-31.csv"
SAMPLE_LIST = ROOT / "lists" / "sample" / "sample_list.csv"
LOOK_SECONDS = 0.05
TICKS = os.sysconf("SC_CLK_TCK")


STAGES = ("poll", "parse", "normalize", "fold_texts", "match_parties", "identify_items", "scan_texts", "read_places", "rules", "encode", "produce")


def stage_micros(daemon: Daemon, stage: str) -> float:
    """One order in 64 is timed, by the clock: where cores are shared, waiting for one counts."""
    seconds, count = (daemon.metric(f'ordergate_stage_seconds_{end}{{stage="{stage}"}}') for end in ("sum", "count"))
    return seconds / max(count, 1) * 1e6


class Ends:
    """How many records a topic holds, asked for often."""

    def __init__(self, broker: Broker, topic: str):
        self.consumer = Consumer({"bootstrap.servers": broker.address, "group.id": "none", "log_level": 0})
        self.topic = topic

    def count(self) -> int:
        return sum(end_offset(self.consumer, self.topic, p) for p in range(PARTITIONS))


def cpu_seconds(pid: int) -> float:
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_bytes(pid: int) -> int:
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def timed(process: subprocess.Popen, ends: Ends, count: int, cpu_at_start: float) -> tuple:
    """Records a second between 5 % and 95 %, and CPU microseconds a record."""
    marks, pace = {}, threading.Event()
    while not pace.wait(LOOK_SECONDS):
        done = ends.count()
        now = time.monotonic()
        for share in (0.05, 0.95):
            if done >= share * count:
                marks.setdefault(share, (now, done))
        if done >= count:
            break
        if process.poll() is not None:
            raise SystemExit(f"a client ended with {process.returncode}")
    cpu = cpu_seconds(process.pid) - cpu_at_start
    (begin, first), (end, last) = marks[0.05], marks[0.95]
    return (last - first) / (end - begin), cpu / count * 1e6


# Says its port, then takes whatever is posted: its work is not the daemon's.
COLLECTOR = """
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


class Bench:
    def __init__(self, arguments):
        self.build = pathlib.Path(arguments.build)
        self.lists = arguments.lists or str(FULL_LIST if FULL_LIST.exists() else SAMPLE_LIST)
        self.tried = {f"kafka__{side}": "".join(f'"{name}" = "{value}"\n' for name, _, value in
                                                (each.partition("=") for each in getattr(arguments, side)))
                      for side in ("consumer", "producer")}
        self.count = arguments.orders
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="ordergate-bench-"))
        self.broker = Broker().start()
        self.broker.create_topics(["orders"], PARTITIONS)
        lines = self.example_lines() if arguments.hard else self.invented_lines()
        self.batch = [orders.Record(value, key, []) for key, value in (line.split(b"\t", 1) for line in lines[:20000])]
        self.in_bytes = sum(map(len, lines)) / self.count
        path = self.directory / "orders.tsv"
        path.write_bytes(b"\n".join(lines) + b"\n")
        del lines
        subprocess.run(["kcat", "-P", "-b", self.broker.address, "-t", "orders", "-K", "\t", "-l", "-z", "none",
                        "-X", "partitioner=murmur2_random", "-X", "queue.buffering.max.messages=10000000",
                        "-X", "queue.buffering.max.kbytes=2097151", str(path)], check=True)
        path.unlink()
        if Ends(self.broker, "orders").count() != self.count:
            raise SystemExit("the topic does not hold every order")
        self.out_bytes = 0
        self.run_number = 0
        self.peak_mib = 0.0
        self.dropped = 0  # traces, in the last run of the daemon
        self.stages = {}  # of the last run of the daemon, microseconds an order

    def invented_lines(self) -> list:
        made = subprocess.run([str(self.build / "bench/bench_orders"), str(self.count), self.lists], check=True,
                              capture_output=True)
        return made.stdout.splitlines()

    def example_lines(self) -> list:
        made = [r for r in orders.records(2000, 7) if r.value and r.value.startswith(b'{"order_id": "EX') and r.value.endswith(b"}")]
        lines = [(r.key or b"none") + b"\t" + r.value for r in made]
        return (lines * (self.count // len(lines) + 1))[: self.count]

    def config(self, workers: int, **more) -> str:
        self.run_number += 1
        self.verdicts = f"verdicts-{self.run_number}"
        self.broker.create_topics([self.verdicts, f"dlq-{self.run_number}"], PARTITIONS)
        names = {"orders": more.pop("orders", "orders"), "verdicts": self.verdicts, "dead_letter": f"dlq-{self.run_number}"}
        return settings(self.broker.address, names, lists=self.lists, group=f"group-{self.run_number}",
                        workers=workers, **self.tried, **more)

    def daemon(self, workers: int, **more) -> tuple:
        daemon = Daemon(str(self.build / "ordergate"), self.directory, self.config(workers, **more))
        ends = Ends(self.broker, self.verdicts)
        daemon.start()
        daemon.wait("listening", lambda: daemon.http("/livez")[0] == 200)
        result = timed(daemon.process, ends, self.count, cpu_seconds(daemon.process.pid))
        self.peak_mib = max(self.peak_mib, peak_bytes(daemon.process.pid) / 2**20)
        self.stages = {stage: stage_micros(daemon, stage) for stage in STAGES}
        self.dropped = daemon.metric("ordergate_traces_dropped_total") if "tracing" in more else 0
        if daemon.stop() != 0:
            raise SystemExit("the daemon did not drain:\n" + daemon.tail())
        if self.out_bytes == 0:
            messages = self.broker.read_all(self.verdicts)
            positions = {(m.partition(), m.offset()) for m in messages}
            if len(messages) != self.count or len(positions) != self.count:
                raise SystemExit("not every order has its verdict: no number is worth anything")
            self.out_bytes = round(sum(len(m.value()) for m in messages) / len(messages))
        return result

    def latency(self, rate: int, seconds: float) -> list:
        """Milliseconds of each order, sorted."""
        topic = f"paced-{self.run_number}"
        self.broker.create_topics([topic], PARTITIONS)
        text = self.config(1, orders=topic)
        self.broker.configure(self.verdicts, **{"message.timestamp.type": "LogAppendTime"})
        daemon = Daemon(str(self.build / "ordergate"), self.directory, text).start().wait_ready()
        producer = self.broker.producer(**{"linger.ms": 1})
        begin, written = time.monotonic(), 0
        while (passed := time.monotonic() - begin) < seconds:
            while written < passed * rate:
                record = self.batch[written % len(self.batch)]
                producer.produce(topic, value=record.value, key=record.key)
                written += 1
            producer.poll(0.001)
        producer.flush(60)
        daemon.wait("no lag", lambda: daemon.metric("ordergate_orders_consumed_total") >= written, seconds=60)
        if daemon.stop() != 0:
            raise SystemExit("the daemon did not drain:\n" + daemon.tail())
        sent = {(m.partition(), m.offset()): m.timestamp()[1] for m in self.broker.read_all(topic)}
        times = []
        for message in self.broker.read_all(self.verdicts):
            source = json.loads(message.value())["source"]
            times.append(message.timestamp()[1] - sent.pop((source["partition"], source["offset"])))
        if sent:
            raise SystemExit("not every order has its verdict: no number is worth anything")
        return sorted(times[len(times) // 10:])  # the first tenth joins the group

    def tracing(self, rounds: int):
        """The daemon with one worker, by how many orders are traced; a round has one run of each."""
        collector = subprocess.Popen([sys.executable, "-c", COLLECTOR], stdout=subprocess.PIPE, text=True)
        try:
            to = f'endpoint = "http://127.0.0.1:{int(collector.stdout.readline())}/v1/traces"\nqueue_max = 65536\ninterval = "1s"\n'
            cases = {"off": {}, "1 %": {"tracing": to + "started_per_million = 10000"},
                     "all": {"tracing": to + "started_per_million = 1000000"}}
            seen, dropped = {name: [] for name in cases}, dict.fromkeys(cases, 0)
            for _ in range(rounds):
                for name, more in cases.items():
                    seen[name].append(self.daemon(1, **more))
                    dropped[name] += self.dropped
            base = statistics.median(cpu for _, cpu in seen["off"])
            print("traced  daemon/s  daemon CPU us   more  dropped")
            for name, runs in seen.items():
                speed, cpu = (statistics.median(run[i] for run in runs) for i in (0, 1))
                print(f"{name:>6}  {speed:8.0f}  {cpu:13.1f}  {cpu / base - 1:+5.1%}  {dropped[name]:7.0f}", flush=True)
        finally:
            collector.kill()
            collector.wait()

    def pass_through(self, workers: int) -> tuple:
        path = self.directory / "pass.toml"
        path.write_text(self.config(workers))
        ends = Ends(self.broker, self.verdicts)
        process = subprocess.Popen([str(self.build / "bench/bench_pass_through"), str(path), str(self.out_bytes)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        result = timed(process, ends, self.count, 0)
        process.send_signal(signal.SIGTERM)
        process.wait()
        return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--orders", type=int, default=100000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lists", default="")
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--consumer", nargs="*", default=[])
    parser.add_argument("--producer", nargs="*", default=[])
    parser.add_argument("--exactly-once", action="store_true")
    parser.add_argument("--latency", type=float, default=0)
    parser.add_argument("--tracing", action="store_true")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    bench = Bench(arguments)
    try:
        bench.daemon(arguments.workers[0])  # warms the broker, checks the answers, tells the size of a verdict
        print(f"{arguments.orders} orders of {bench.in_bytes:.0f} bytes, verdicts of {bench.out_bytes} bytes, "
              f"list {pathlib.Path(bench.lists).name}, {PARTITIONS} partitions, median of {arguments.rounds} rounds, load {os.getloadavg()[0]:.1f}")
        if arguments.tracing:
            return bench.tracing(arguments.rounds)
        print("workers  daemon/s  pass-through/s  ratio   daemon CPU us  pass-through CPU us")
        capacity = 0
        for workers in arguments.workers:
            rounds = [(bench.daemon(workers), bench.pass_through(workers)) for _ in range(arguments.rounds)]
            ours, null = ([statistics.median(r[side][i] for r in rounds) for i in (0, 1)] for side in (0, 1))
            ratio = statistics.median(r[0][0] / r[1][0] for r in rounds)
            print(f"{workers:7}  {ours[0]:8.0f}  {null[0]:14.0f}  {ratio:5.2f}  {ours[1]:13.1f}  {null[1]:19.1f}", flush=True)
            print("         stages, us: " + ", ".join(f"{stage} {us:.2f}" for stage, us in bench.stages.items()), flush=True)
            capacity = capacity or ours[0]
            if arguments.exactly_once:
                once = [bench.daemon(workers, delivery='mode = "exactly_once"') for _ in range(arguments.rounds)]
                speed, cpu = (statistics.median(r[i] for r in once) for i in (0, 1))
                print(f"{workers:7}  {speed:8.0f}  exactly once, {speed / ours[0]:.2f} of at least once, CPU {cpu:.1f} us",
                      flush=True)
        print(f"at most {bench.peak_mib:.0f} MiB resident in the daemon", flush=True)
        for share in (0.1, 0.5, 0.9) if arguments.latency else ():
            times = bench.latency(int(capacity * share), arguments.latency)
            p50, p99, p999 = (times[min(len(times) - 1, int(len(times) * q))] for q in (0.5, 0.99, 0.999))
            print(f"latency at {share:.0%} ({capacity * share:.0f}/s, {len(times)} orders): p50 {p50} ms, p99 {p99} ms, "
                  f"p99.9 {p999} ms, load {os.getloadavg()[0]:.1f}", flush=True)
    finally:
        bench.broker.stop()


if __name__ == "__main__":
    main()
