"""A night of two instances, replayed minute by minute on the alerts as shipped: exactly the named ones fire, each in its time.

usage: night_test.py [--print]    --print: the minutes in which each alert fires, instead of the test
Exit 77 when promtool is missing. Two days are drawn as Prometheus would have scraped them, with the marks of scrapes that failed and the
counters of processes that began anew: a day of a shop before, then the night below. The series are drawn, not recorded:
their names are those of docs/METRICS.md (a test says so), what they do is what the daemon's own tests have seen.
"""
import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "ops" / "prometheus"
#: Minutes from ten in the evening of the day before; the night begins a day later.
DAY = 24 * 60
LENGTH = DAY + 12 * 60


def at(clock: str) -> int:
    """The minute of a time of the night, 22:00 to 09:59."""
    hour, minute = map(int, clock.split(":"))
    return DAY + (hour - 22) % 24 * 60 + minute


class Instance:
    """What is scraped of one process and those that follow it at its address."""

    def __init__(self, name):
        self.name = name
        self.gauges = {}
        self.counters = collections.defaultdict(lambda: [0.0] * LENGTH)
        self.begun = {0}       # the minutes at which a process began
        self.away = set()      # in which no scrape succeeded
        for gauge, value in (("ordergate_ready", 1), ("ordergate_fenced", 0), ("ordergate_delivery_failing", 0),
                             ("ordergate_lists_stale", 0), ("ordergate_lists_sample", 0), ("ordergate_lists_kept", 1),
                             ("ordergate_lists_from_copy", 0), ("ordergate_reload_refused", 0), ("ordergate_lists_age_seconds", 40000),
                             ("ordergate_lists_stale_after_seconds", 172800), ("ordergate_rules_checked_timestamp_seconds", 1),
                             ('ordergate_broker_up{worker="0",client="consumer"}', 1),
                             ('ordergate_broker_up{worker="0",client="producer"}', 1),
                             ('ordergate_partitions_assigned{worker="0"}', 4),
                             ('ordergate_list_entries{source="us_csl",list="EL"}', 2000),
                             ('ordergate_list_entries{source="us_csl",list="SDN"}', 17000),
                             ('ordergate_list_date_timestamp_seconds{source="us_csl"}', 0),
                             ('ordergate_list_rejections{source="us_csl"}', 0),
                             ('ordergate_snapshot_info{id="s1",rules="r"}', 1)):
            self.gauges[gauge] = [value] * LENGTH
        for partition in range(2):
            place = f'{{topic="orders",partition="{partition if name == "a" else partition + 2}"}}'
            for gauge in ("lag_messages", "lag_seconds", "halted", "unproven_offsets"):
                self.gauges[f"ordergate_partition_{gauge}{place}"] = [0] * LENGTH
        for counter in ("ordergate_commits_unproven_total", "ordergate_deliveries_without_offset_total",
                        "ordergate_poison_orders_total", 'ordergate_client_fatal_errors_total{client="producer"}',
                        'ordergate_offset_gaps_total{outcome="repaired"}', 'ordergate_dead_letters_total{code="malformed_json"}'):
            self.counters[counter] = [0.0] * LENGTH

    def hold(self, gauge, begin, end, value):
        """Every series whose name begins so is as said from `begin` on, before `end`."""
        for key, values in self.gauges.items():
            if key.startswith(gauge):
                values[begin:end] = [value] * (end - begin)

    def orders(self, minute, count, slow=0, broken=0):
        """So many are read and answered in a minute."""
        for counter, number in (("ordergate_orders_consumed_total", count), ("ordergate_order_seconds_count", count),
                                ('ordergate_order_seconds_bucket{le="1"}', count - slow),
                                ('ordergate_verdicts_total{verdict="allow"}', 0.9 * (count - broken)),
                                ('ordergate_verdicts_total{verdict="hold"}', 0.09 * (count - broken) + broken),
                                ('ordergate_verdicts_total{verdict="deny"}', 0.01 * (count - broken)),
                                ('ordergate_dead_letters_total{code="malformed_json"}', broken)):
            self.counters[counter][minute] += number

    def event(self, counter, minute, times=1):
        self.counters[counter][minute] += times

    def restart(self, minute, away=1):
        """A process ends and the next one's first scrape is `away` minutes later."""
        self.away |= set(range(minute, minute + away))
        self.begun.add(minute + away)
        self.hold("ordergate_ready", minute + away, minute + away + 1, 0)  # it loads lists and joins the group

    def series(self) -> dict:
        drawn = {"up": [0 if minute in self.away else 1 for minute in range(LENGTH)]}
        starts = [max(begin for begin in self.begun if begin <= minute) * 60 for minute in range(LENGTH)]
        seen = {**self.gauges, "process_start_time_seconds": starts}
        for counter, steps in self.counters.items():
            total, values = 0.0, []
            for minute, step in enumerate(steps):
                total = step if minute in self.begun else total + step
                values.append(round(total, 2))
            seen[counter] = values
        for key, values in seen.items():
            drawn[key] = ["stale" if minute in self.away else value for minute, value in enumerate(values)]
        labelled = {}
        for key, values in drawn.items():
            name, _, labels = key.rstrip("}").partition("{")
            more = f",{labels}" if labels else ""
            labelled[f'{name}{{job="ordergate",instance="{self.name}"{more}}}'] = " ".join(map(str, values))
        return labelled


def per_minute(minute: int) -> float:
    """Orders of the shop: a day, an evening, and at night one each five minutes."""
    hour = (22 + minute // 60) % 24
    if 8 <= hour < 18:
        return 100
    return 15 if 6 <= hour < 22 else (1 if minute % 5 == 0 else 0)


#: The brokers are away.
GONE = range(at("3:30"), at("3:42"))


def night():
    """The instances, and the alerts that may fire: name -> (first minute that may, minute by which it does, last by which it does,
    minute by which it does no more)."""
    a, b = Instance("a"), Instance("b")
    for minute in range(LENGTH):
        for instance in (a, b) if minute not in GONE else ():
            instance.orders(minute, per_minute(minute))
    what_wakes_nobody(a, b)
    return (a, b), what_wakes(a, b)


def what_wakes_nobody(a, b):
    # 23:10  The batch of the day: 20,000 orders in ten minutes, up to a minute and a half behind for four of them.
    for minute in range(at("23:10"), at("23:20")):
        for instance in (a, b):
            instance.orders(minute, 1000)
            instance.hold("ordergate_partition_lag_messages", minute, minute + 1, 400)
            instance.hold("ordergate_partition_lag_seconds", minute, minute + 1, 90 if 3 <= minute % 10 < 7 else 20)

    # 0:30  A leader is elected for half a minute: refused writes, remembered for a minute and a half; eight orders are slow.
    for instance in (a, b):
        instance.hold("ordergate_delivery_failing", at("0:30"), at("0:32"), 1)
        instance.orders(at("0:30"), 4, slow=4)

    # 1:15  A rolling update, one after the other.
    for instance, minute in ((a, at("1:15")), (b, at("1:18"))):
        instance.restart(minute)
        for other in (a, b):
            other.event('ordergate_rebalances_total{event="revoked"}', minute + 1, 2)

    # 2:00  New lists, a little larger; the two take them a minute apart.
    for instance, minute in ((a, at("2:00")), (b, at("2:01"))):
        instance.hold('ordergate_list_entries{source="us_csl",list="EL"', minute, LENGTH, 2012)
        values = instance.gauges.pop('ordergate_snapshot_info{id="s1",rules="r"}')
        instance.gauges['ordergate_snapshot_info{id="s1",rules="r"}'] = values[:minute] + ["_"] * (LENGTH - minute)
        instance.gauges['ordergate_snapshot_info{id="s2",rules="r"}'] = ["_"] * minute + values[minute:]


def what_wakes(a, b) -> dict:
    fires = {}
    # 2:40  A list that is cut is refused at both, and mended forty minutes later.
    for instance in (a, b):
        instance.hold("ordergate_reload_refused", at("2:40"), at("3:20"), 1)
    fires["OrdergateReloadRefused"] = (at("2:45"), at("2:46"), at("3:19"), at("3:21"))

    # 3:30  The brokers are away for twelve minutes; six orders wait that long.
    for instance in (a, b):
        instance.hold("ordergate_broker_up", GONE.start, GONE.stop, 0)
        instance.hold("ordergate_ready", GONE.start + 1, GONE.stop + 1, 0)
        for minute in GONE:
            instance.hold("ordergate_partition_lag_messages", minute, minute + 1, 1 + (minute - GONE.start) // 5)
            instance.hold("ordergate_partition_lag_seconds", minute, minute + 1, 60 * (minute - GONE.start))
        instance.orders(GONE.stop, 3, slow=3)
        instance.event('ordergate_rebalances_total{event="lost"}', GONE.stop)
    fires["OrdergateBrokerUnreachable"] = (at("3:33"), at("3:34"), at("3:41"), at("3:43"))
    fires["OrdergateNotReady"] = (at("3:36"), at("3:37"), at("3:42"), at("3:44"))
    fires["OrdergateLagging"] = (at("3:36"), at("3:38"), at("3:41"), at("3:43"))
    fires["OrdergateNotProgressing"] = (at("3:33"), at("3:39"), at("3:41"), at("3:44"))

    # 4:20  One is killed by its memory limit again and again, four times in a quarter of an hour.
    for minute in (at("4:20"), at("4:24"), at("4:29"), at("4:35")):
        b.restart(minute)
        a.event('ordergate_rebalances_total{event="revoked"}', minute + 1)
    fires["OrdergateRestarting"] = (at("4:29"), at("4:31"), at("4:50"), at("5:07"))

    # 5:00  A release of the shop writes a tenth of its orders wrong, until it is taken back at half past six.
    for minute in range(at("5:00"), at("6:30")):
        a.orders(minute, 3, broken=1 if minute % 2 == 0 else 0)
    fires["OrdergateDeadLetters"] = (at("5:14"), at("5:35"), at("6:29"), at("6:37"))

    # 7:00  Somebody starts another process with the name of one of them, which ends, and is put right at half past seven.
    a.hold("ordergate_fenced", at("7:00"), at("7:01"), 1)
    a.away |= set(range(at("7:01"), at("7:30")))
    a.begun.add(at("7:30"))
    for minute in range(at("7:01"), at("7:30")):
        b.orders(minute, per_minute(minute))
    fires["OrdergateFenced"] = (at("7:00"), at("7:01"), at("7:04"), at("7:17"))
    fires["OrdergateDown"] = (at("7:03"), at("7:04"), at("7:29"), at("7:31"))
    return fires


def promtool(checks: list) -> subprocess.CompletedProcess:
    """Asks for the alerts that fire at each of the minutes; `checks` are (minute, names)."""
    instances, _ = night()
    drawn = {key: values for instance in instances for key, values in instance.series().items()}
    tests = [{"name": "night", "interval": "1m", "input_series": [{"series": k, "values": v} for k, v in drawn.items()],
              "promql_expr_test": [{"expr": 'max by (alertname) (ALERTS{alertstate="firing"})', "eval_time": f"{minute}m",
                                    "exp_samples": [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in names]}
                                   for minute, names in checks]}]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "night.yml")
        path.write_text(yaml.safe_dump({"rule_files": [str(RULES / "rules.yml"), str(RULES / "alerts.yml")],
                                        "evaluation_interval": "1m", "tests": tests}, width=10**8))
        return subprocess.run(["promtool", "test", "rules", path], capture_output=True, text=True, check=False)


def firing() -> dict:
    """The alerts that fire in each minute of the night; promtool tells what it got where nothing is expected."""
    found = {minute: set() for minute in range(DAY, LENGTH)}
    done = promtool([(minute, []) for minute in found])
    answer = done.stdout + done.stderr
    for minute, got in re.findall(r"time: (\S+),\s+exp:.*?got:(.*?)(?=expr:|\Z)", answer, re.DOTALL):
        hours = re.fullmatch(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?", minute)
        days, hour, rest = (int(each or 0) for each in hours.groups())
        found[days * DAY + hour * 60 + rest] = set(re.findall(r'alertname="(\w+)"', got))
    return found


def clock(minute: int) -> str:
    return f"{(22 + minute // 60) % 24}:{minute % 60:02d}"


class NightTest(unittest.TestCase):
    def test_exactly_the_named_alerts_fire_each_in_its_time(self):
        _, fires = night()
        found = firing()
        for minute, names in found.items():
            for name in names:
                self.assertIn(name, fires, f"{clock(minute)}: nobody is to be woken for this")
        for name, (first, by, until, over) in fires.items():
            minutes = [minute for minute, names in found.items() if name in names]
            self.assertTrue(minutes, f"{name} never fires")
            told = f"{name} fires {clock(minutes[0])} to {clock(minutes[-1])}"
            self.assertTrue(first <= minutes[0] <= by and until <= minutes[-1] < over, told)
            self.assertEqual(len(minutes), minutes[-1] - minutes[0] + 1, f"{told}, not all the while")

    def test_every_series_is_a_metric_that_the_daemon_has(self):
        known = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/METRICS.md").read_text(), re.MULTILINE)) | {"up"}
        instances, _ = night()
        for instance in instances:
            for name in instance.series():
                self.assertIn(re.sub(r"_(bucket|count)$", "", name.split("{")[0]), known)


if __name__ == "__main__":
    if shutil.which("promtool") is None:
        print("skipped: promtool (Debian's prometheus) is missing")
        sys.exit(77)
    if "--print" in sys.argv:
        spans = collections.defaultdict(list)
        for each, alerts in firing().items():
            for alert in alerts:
                spans[alert].append(clock(each))
        for alert, minutes in spans.items():
            print(f"{alert}: {len(minutes)} minutes, {minutes[0]} to {minutes[-1]}")
        sys.exit(0)
    unittest.main()
