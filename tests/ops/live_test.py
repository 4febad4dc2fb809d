"""Every query of every panel and alert against the real thing: Kafka, the daemon, a load, a Prometheus.

usage: live_test.py BINARY [--pictures DIR [--seconds N]]
With --pictures it also draws the dashboards' queries (needs matplotlib) after N seconds of load.
Exit 77 (skipped) when Java, Kafka's jars, promtool or prometheus are missing.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "broker"), str(ROOT / "ops" / "grafana")]
sys.dont_write_bytecode = True

import orders  # noqa: E402
from daemon_process import Daemon, settings  # noqa: E402
from kafka_broker import Broker, Missing, free_ports  # noqa: E402
from panels import DASHBOARDS  # noqa: E402
from prometheus_server import RULES, Prometheus  # noqa: E402

import yaml  # noqa: E402

SEED = 20260801
SELECTOR = re.compile(r"\b((?:ordergate|process)[\w:]*|up|ALERTS)\b(\{[^}]*\})?(?!\s*\()")
#: May be empty in a healthy process: alerts that do not fire, publishers, paths and files of ownership, decisions where none are set.
MAY_BE_EMPTY = {"ordergate_decisions_ended_total", "ordergate_decisions_read_timestamp_seconds",
                "ALERTS", "ordergate_list_fetch_confirmed_timestamp_seconds", "ordergate_list_fetch_every_seconds",
                "ordergate_list_fetch_failures", "ordergate_list_fetch_quarantined", "ordergate_list_written_timestamp_seconds",
                "ordergate_ownership_relations"}


def filled_in(expression: str, interval: str = "10s") -> str:
    return expression.replace("$job", ".+").replace("$instance", ".+").replace("$__rate_interval", interval)


def panel_queries():
    for title, panels in DASHBOARDS.values():
        for panel in panels:
            for expression, _ in panel["queries"]:
                yield f"{title}: {panel['title']}", filled_in(expression)


def rule_queries():
    for name in ("rules.yml", "alerts.yml"):
        for group in yaml.safe_load((RULES / name).read_text())["groups"]:
            for rule in group["rules"]:
                yield rule.get("alert") or rule["record"], rule["expr"]


def history(instance: str, now: int) -> str:
    """A day of verdicts before this process was started, as OpenMetrics."""
    lines = ["# TYPE ordergate_verdicts counter"]
    for verdict, per_minute in (("allow", 300), ("hold", 250), ("deny", 60)):
        for minute in range(0, 26 * 60, 2):
            at = now - 26 * 3600 + minute * 60
            lines.append(f'ordergate_verdicts_total{{job="ordergate",instance="{instance}",verdict="{verdict}"}} '
                         f"{per_minute * minute} {at}")
    return "\n".join([*lines, "# EOF", ""])


class Load(threading.Thread):
    """Writes orders all the while, in waves."""

    def __init__(self, producer, topic: str):
        super().__init__(daemon=True)
        self.producer, self.topic, self.stopped, self.number = producer, topic, threading.Event(), 0

    def run(self):
        while not self.stopped.wait(0.2):
            self.number += 1
            count = 60 + 40 * (self.number // 25 % 3)
            orders.write(self.producer, self.topic, orders.records(count, SEED + self.number))


class Checks:
    def __init__(self, server: Prometheus, daemon: Daemon):
        self.server, self.daemon, self.failures, self.passed = server, daemon, [], 0

    def note(self, good: bool, what: str):
        self.passed += good
        if not good:
            self.failures.append(what)

    def exported(self) -> set:
        return set(re.findall(r"^# TYPE (\S+)", self.daemon.http("/metrics")[1], re.MULTILINE))

    def metrics_text(self):
        text = self.daemon.http("/metrics")[1]
        done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
        self.note(done.returncode == 0 and not done.stderr.strip(), "promtool check metrics: " + done.stderr)

    def panels(self):
        for where, expression in panel_queries():
            try:
                names = {name for name, _ in SELECTOR.findall(expression)}
                self.note(bool(self.server.query(expression)) or names <= MAY_BE_EMPTY, f"{where}: empty: {expression}")
            except ValueError as error:
                self.note(False, f"{where}: {error}")

    def rules(self):
        """An alert's answer is empty when all is well; what it selects must be there."""
        for where, expression in rule_queries():
            try:
                self.server.query(expression)
            except ValueError as error:
                self.note(False, f"{where}: {error}")
            for name, labels in SELECTOR.findall(expression):
                selector = name + labels
                self.note(name in MAY_BE_EMPTY or bool(self.server.query(selector)), f"{where}: {selector} selects nothing")
        for group in self.server.get("rules")["groups"]:
            for rule in group["rules"]:
                self.note(rule["health"] == "ok", f"{rule['name']}: {rule.get('lastError')}")

    def names(self):
        exported = self.exported()
        used = {name for source in (panel_queries(), rule_queries()) for _, expression in source
                for name, _ in SELECTOR.findall(expression) if ":" not in name} - MAY_BE_EMPTY - {"up"}
        base = {name if name in exported else re.sub(r"_(bucket|sum|count)$", "", name) for name in used}
        self.note(base <= exported, f"no such metrics: {sorted(base - exported)}")
        reference = (ROOT / "docs" / "METRICS.md").read_text()
        on_panels = {re.sub(r"_(bucket|sum|count)$", "", name) if name not in exported else name
                     for _, expression in panel_queries() for name, _ in SELECTOR.findall(expression)}
        for name in sorted(exported):
            self.note(f"`{name}`" in reference, f"{name} is not in docs/METRICS.md")
            self.note(name in on_panels, f"{name} is on no panel")


def unanswered(server: Prometheus) -> list:
    """What is missing until enough was scraped for rates and the recorded rules were evaluated with them."""
    needed = ("rate(ordergate_order_seconds_count[10s]) > 0", "ordergate:verdict_share:rate30m",
              "ordergate:verdict_share:rate1d", "ordergate:slow_share:rate6h", "ordergate_broker_round_trip_seconds",
              "ordergate:orders_consumed:increase30m", "ordergate:dead_letters:increase30m",
              "rate(ordergate_matches_total[10s])", "rate(ordergate_dead_letters_total[10s])",
              "ordergate_reload_timestamp_seconds > 0", "delta(ordergate_list_entries[1d])")
    return [each for each in needed if not server.query(each)]


def run(options, directory: pathlib.Path, cleanup: list) -> int:
    broker = Broker()
    cleanup.append(broker.stop)
    broker.start()
    names = {"orders": "orders", "verdicts": "order-verdicts", "dead_letter": "orders.dlq"}
    broker.create_topics(names.values(), 4)
    daemon = Daemon(options.binary, directory, settings(broker.address, names, workers=1))
    cleanup.append(daemon.kill)
    daemon.start().wait_ready()
    load = Load(broker.producer(), "orders")
    load.start()
    cleanup.append(load.stopped.set)
    server = Prometheus(directory, free_ports(1)[0], f"127.0.0.1:{daemon.port}")
    cleanup.append(server.stop)
    server.backfill(history(f"127.0.0.1:{daemon.port}", int(time.time())))
    server.start()
    daemon.http("/-/reload", "POST")
    server.wait(lambda: f"answered: {unanswered(server)}", lambda: not unanswered(server))
    if options.pictures:
        import pictures
        until = time.monotonic() + options.seconds
        server.wait("enough load", lambda: time.monotonic() > until, options.seconds + 400)
        pictures.draw(server, options.pictures, options.seconds)
    checks = Checks(server, daemon)
    checks.metrics_text()
    checks.panels()
    checks.rules()
    checks.names()
    print("\n".join(checks.failures))
    print(f"{checks.passed} passed, {len(checks.failures)} failed")
    return 1 if checks.failures else 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    for tool in ("promtool", "prometheus", "java"):
        if shutil.which(tool) is None:
            print(f"skipped: {tool} is missing")
            return 77
    directory, cleanup = pathlib.Path(tempfile.mkdtemp(prefix="ordergate-live-")), []
    try:
        return run(options, directory, cleanup)
    except Missing as missing:
        print(f"skipped: {missing}")
        return 77
    finally:
        for each in reversed(cleanup):
            each()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
