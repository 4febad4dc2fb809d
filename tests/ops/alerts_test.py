"""Every alert fires when it should and is quiet when it should: promtool runs the cases below.

usage: alerts_test.py. Each case starts from two hours of a healthy daemon and changes some series; then exactly the
named alerts must fire. Exit 77 when promtool is missing.
"""
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
#: What changes, changes after two hours: long enough for every share and rate to be there.
BEGIN, MINUTES = 120, 330
I = 'job="ordergate",instance="a"'


def steady(value, until=MINUTES):
    return f"{value}+0x{until}"


def rate(per_minute, then=None):
    """A counter that grows by so much a minute, and by `then` a minute from BEGIN on."""
    if then is None:
        return f"0+{per_minute}x{MINUTES}"
    return f"0+{per_minute}x{BEGIN} {per_minute * BEGIN}+{then}x{MINUTES - BEGIN}"


def step(before, after):
    return f"{before}+0x{BEGIN} {after}+0x{MINUTES - BEGIN}"


HEALTHY = {
    f"up{{{I}}}": steady(1),
    f"ordergate_ready{{{I}}}": steady(1),
    f"ordergate_partition_lag_messages{{{I},topic=\"orders\",partition=\"0\"}}": steady(3),
    f"ordergate_partition_lag_seconds{{{I},topic=\"orders\",partition=\"0\"}}": steady(0.2),
    f"ordergate_partition_halted{{{I},topic=\"orders\",partition=\"0\"}}": steady(0),
    f"ordergate_partition_unproven_offsets{{{I},topic=\"orders\",partition=\"0\"}}": steady(0),
    f"ordergate_offset_gaps_total{{{I},outcome=\"explained\"}}": rate(10),
    f"ordergate_offset_gaps_total{{{I},outcome=\"repaired\"}}": steady(0),
    f"ordergate_commits_unproven_total{{{I}}}": steady(0),
    f"ordergate_broker_up{{{I},worker=\"0\",client=\"consumer\"}}": steady(1),
    f"ordergate_client_fatal_errors_total{{{I},client=\"producer\"}}": steady(0),
    f"ordergate_delivery_failing{{{I}}}": steady(0),
    f"ordergate_partitions_assigned{{{I},worker=\"0\"}}": steady(4),
    f"process_start_time_seconds{{{I}}}": steady(100),
    f"ordergate_fenced{{{I}}}": steady(0),
    f"ordergate_deliveries_without_offset_total{{{I}}}": steady(0),
    f"ordergate_rebalances_total{{{I},event=\"revoked\"}}": steady(2),
    f"ordergate_dead_letters_total{{{I},code=\"malformed_json\"}}": rate(1),
    f"ordergate_poison_orders_total{{{I}}}": steady(0),
    f"ordergate_decisions_unreadable{{{I}}}": steady(0),
    f"ordergate_decisions_refused{{{I},reason=\"forged\"}}": steady(0),
    f"ordergate_orders_consumed_total{{{I}}}": rate(600),
    f"ordergate_verdicts_total{{{I},verdict=\"allow\"}}": rate(540),
    f"ordergate_verdicts_total{{{I},verdict=\"hold\"}}": rate(54),
    f"ordergate_verdicts_total{{{I},verdict=\"deny\"}}": rate(6),
    f"ordergate_order_seconds_bucket{{{I},le=\"1\"}}": rate(600),
    f"ordergate_order_seconds_count{{{I}}}": rate(600),
    f"ordergate_lists_stale{{{I}}}": steady(0),
    f"ordergate_lists_sample{{{I}}}": steady(0),
    f"ordergate_lists_age_seconds{{{I}}}": steady(40000),
    f"ordergate_lists_stale_after_seconds{{{I}}}": steady(172800),
    f"ordergate_law_change_timestamp_seconds{{{I},what=\"Foundry counts\",day=\"2027-01-01\"}}": steady(30 * 86400),
    f"ordergate_rules_checked_timestamp_seconds{{{I}}}": steady(1),
    f"ordergate_lists_kept{{{I}}}": steady(1),
    f"ordergate_lists_from_copy{{{I}}}": steady(0),
    f"ordergate_list_entries{{{I},source=\"us_csl\",list=\"EL\"}}": steady(2000),
    f"ordergate_list_entries{{{I},source=\"us_csl\",list=\"UVL\"}}": steady(180),
    f"ordergate_list_fetch_every_seconds{{{I},source=\"us_csl\"}}": steady(21600),
    f"ordergate_list_fetch_confirmed_timestamp_seconds{{{I},source=\"us_csl\"}}": steady(0),
    f"ordergate_list_fetch_quarantined{{{I},source=\"us_csl\"}}": steady(0),
    f"ordergate_list_date_timestamp_seconds{{{I},source=\"us_csl\"}}": steady(0),
    f"ordergate_list_rejections{{{I},source=\"us_csl\"}}": steady(0),
    f"ordergate_reload_refused{{{I}}}": steady(0),
    f"ordergate_snapshot_info{{{I},id=\"s1\",rules=\"r\"}}": steady(1),
}


def series(name, more=""):
    return next(key for key in HEALTHY if key.startswith(name + "{") and more in key)


START = series("process_start_time_seconds")
LAG, AGE = series("ordergate_partition_lag_messages"), series("ordergate_partition_lag_seconds")
HOLD, DENY = series("ordergate_verdicts_total", "hold"), series("ordergate_verdicts_total", "deny")
SLOW, COUNT = series("ordergate_order_seconds_bucket"), series("ordergate_order_seconds_count")

#: (what happens, series that differ from HEALTHY, minutes after BEGIN, alerts that fire)
CASES = [
    ("all is well", {}, 90, []),
    ("the target is gone", {series("up"): step(1, 0)}, 3, ["OrdergateDown"]),
    ("nothing is scraped any more", {series("up"): f"1+0x{BEGIN}"}, 9, ["OrdergateDown"]),
    ("one scrape failed", {series("up"): f"1+0x{BEGIN} 0 1+0x200"}, 5, []),
    ("not ready for long", {series("ordergate_ready"): step(1, 0)}, 7, ["OrdergateNotReady"]),
    ("not ready for a restart", {series("ordergate_ready"): f"1+0x{BEGIN} 0 0 1+0x200"}, 7, []),
    ("orders wait and none is answered", {series("ordergate_order_seconds_count"): rate(600, 0), SLOW: rate(600, 0)},
     10, ["OrdergateNotProgressing"]),
    ("nothing waits and none is answered",
     {series("ordergate_order_seconds_count"): rate(600, 0), SLOW: rate(600, 0), LAG: step(3, 0)}, 10, []),
    ("behind by minutes", {AGE: step(0.2, 120)}, 7, ["OrdergateLagging"]),
    ("behind by minutes, for a moment", {AGE: f"0+0x{BEGIN} 120 120 120 0+0x200"}, 8, []),
    ("behind by half an hour", {AGE: step(0.2, 1800)}, 7, ["OrdergateLagging", "OrdergateLaggingFar"]),
    ("a halted partition", {series("ordergate_partition_halted"): step(0, 1)}, 3, ["OrdergatePartitionHalted"]),
    ("a commit that was not proven", {series("ordergate_commits_unproven_total"): step(0, 1)}, 2,
     ["OrdergateSelfCheckFailed"]),
    ("records that were passed over", {series("ordergate_offset_gaps_total", "repaired"): step(0, 1)}, 2,
     ["OrdergateSelfCheckFailed"]),
    ("a committed offset without a verdict", {series("ordergate_partition_unproven_offsets"): step(0, 3)}, 2,
     ["OrdergateSelfCheckFailed"]),
    ("no broker", {series("ordergate_broker_up"): step(1, 0)}, 5, ["OrdergateBrokerUnreachable"]),
    ("a broker that was restarted", {series("ordergate_broker_up"): f"1+0x{BEGIN} 0 1+0x200"}, 5, []),
    ("a producer fails for good again and again", {series("ordergate_client_fatal_errors_total"): rate(0, 0.2)}, 25,
     ["OrdergateClientFatal"]),
    ("one fatal producer", {series("ordergate_client_fatal_errors_total"): step(0, 1)}, 2, []),
    ("three fatal producers an hour ago", {series("ordergate_client_fatal_errors_total"): step(0, 3)}, 60, []),
    ("deliveries go on failing", {series("ordergate_delivery_failing"): step(0, 1)}, 5, ["OrdergateDeliveryFailing"]),
    ("an election of half a minute: failures, and a minute and a half that remembers them",
     {series("ordergate_delivery_failing"): f"0+0x{BEGIN} 1 1 0+0x200"}, 4, []),
    ("failing deliveries that were cured", {series("ordergate_delivery_failing"): f"0+0x{BEGIN} 1+0x7 0+0x200"}, 10, []),
    ("a crash loop", {START: f"100+0x{BEGIN} 200+0x5 300+0x5 400+0x200"}, 16, ["OrdergateRestarting"]),
    ("a restart", {START: step(100, 200)}, 5, []),
    ("a restart each week", {START: step(100, 200)}, 180, []),
    ("a rolling update: this one and another are started anew, each goes once without being scraped",
     {START: step(100, 200), START.replace('"a"', '"b"'): f"100+0x{BEGIN + 3} _ 230+0x200",
      series("up"): f"1+0x{BEGIN} 0 1+0x200"}, 8, []),
    ("two with one name", {series("ordergate_fenced"): f"0+0x{BEGIN} 1 1 _x200", series("up"): f"1+0x{BEGIN} 1 1 0+0x200"},
     10, ["OrdergateDown", "OrdergateFenced"]),
    ("two with one name, yesterday", {series("ordergate_fenced"): f"0+0x{BEGIN} 1 1 0+0x200"}, 30, []),
    ("a delivery without an offset", {series("ordergate_deliveries_without_offset_total"): step(0, 1)}, 2,
     ["OrdergateDeliveryUnproven"]),
    ("a delivery without an offset an hour ago", {series("ordergate_deliveries_without_offset_total"): step(0, 1)}, 60, []),
    ("partitions keep moving", {series("ordergate_rebalances_total"): rate(0, 2)}, 35, ["OrdergateRebalancing"]),
    ("a rolling update of ten instances in ten minutes",
     {series("ordergate_rebalances_total"): f"2+0x{BEGIN} 2+2x10 22+0x250"}, 24, []),
    ("a deployment", {series("ordergate_rebalances_total"): step(2, 8)}, 20, []),
    ("many dead letters", {series("ordergate_dead_letters_total"): rate(1, 30)}, 25, ["OrdergateDeadLetters"]),
    ("two dead letters of a shop that sells little",
     {series("ordergate_dead_letters_total"): step(1, 3), series("ordergate_orders_consumed_total"): rate(1)}, 15, []),
    ("half of few orders are none", {series("ordergate_dead_letters_total"): rate(0, 0.5),
                                     series("ordergate_orders_consumed_total"): rate(1)}, 35, ["OrdergateDeadLetters"]),
    ("many dead letters, cured", {series("ordergate_dead_letters_total"): f"0+1x{BEGIN} {BEGIN}+400x3 {BEGIN + 1600}+0x250"},
     15, []),
    ("a burst of dead letters", {series("ordergate_dead_letters_total"): f"0+1x{BEGIN} {BEGIN + 100}+1x250"}, 25, []),
    ("an order that ended the process twice", {series("ordergate_poison_orders_total"): step(0, 1)}, 2,
     ["OrdergatePoisonOrder"]),
    ("the first scrape after the restart has it already",
     {series("ordergate_poison_orders_total"): f"_x{BEGIN} 1+0x300"}, 5, ["OrdergatePoisonOrder"]),
    ("such an order yesterday", {series("ordergate_poison_orders_total"): step(0, 1)}, 80, []),
    ("many more holds", {HOLD: rate(54, 400)}, 45, ["OrdergateHoldShareJumped"]),
    ("a third more holds", {HOLD: rate(54, 72)}, 60, []),
    ("no holds", {HOLD: rate(54, 0)}, 60, ["OrdergateHoldShareVanished"]),
    ("half the holds", {HOLD: rate(54, 27)}, 60, []),
    ("ten times as many denials", {DENY: rate(6, 60)}, 60, ["OrdergateDenyShareJumped"]),
    ("twice as many denials", {DENY: rate(6, 12)}, 60, []),
    ("no denials", {DENY: rate(6, 0)}, 60, ["OrdergateDenyShareVanished"]),
    ("fewer denials", {DENY: rate(6, 3)}, 60, []),
    ("one order in ten is slow", {SLOW: rate(600, 540)}, 12, ["OrdergateLatencyBudgetBurnsFast"]),
    ("one slow order of a shop that sells one a minute",
     {COUNT: rate(1), SLOW: f"0+1x{BEGIN} {BEGIN}+1x250"}, 4, []),
    ("an election of half a minute", {SLOW: f"0+600x{BEGIN} {600 * BEGIN + 300}+600x250"}, 4, []),
    ("one order in seventy is slow for hours", {SLOW: rate(600, 592)}, 200, ["OrdergateLatencyBudgetBurnsSlowly"]),
    ("one order in five thousand is slow", {SLOW: rate(600, 599.9)}, 200, []),
    ("stale lists", {series("ordergate_lists_stale"): step(0, 1)}, 7, ["OrdergateListsStale"]),
    ("aging lists", {series("ordergate_lists_age_seconds"): step(40000, 150000)}, 20, ["OrdergateListsAging"]),
    ("lists of yesterday", {series("ordergate_lists_age_seconds"): step(40000, 90000)}, 20, []),
    ("a list in quarantine", {series("ordergate_list_fetch_quarantined"): step(0, 1)}, 7, ["OrdergateListQuarantined"]),
    ("a publisher that is not reached for a day", {series("ordergate_list_fetch_confirmed_timestamp_seconds"): steady(-86400)}, 20,
     ["OrdergateListFetchFailing"]),
    ("a publisher that is not reached for an hour", {series("ordergate_list_fetch_confirmed_timestamp_seconds"): steady(-3600)}, 20,
     []),
    ("a list in quarantine for long", {series("ordergate_list_fetch_confirmed_timestamp_seconds"): steady(-86400),
                                       series("ordergate_list_fetch_quarantined"): step(0, 1)}, 20, ["OrdergateListQuarantined"]),
    ("a list that is written anew and stays of seven weeks ago",
     {series("ordergate_list_date_timestamp_seconds"): steady(-49 * 86400)}, 70, ["OrdergateListsFrozen"]),
    ("a list of last month", {series("ordergate_list_date_timestamp_seconds"): steady(-30 * 86400)}, 70, []),
    ("a change of law in ten days", {series("ordergate_law_change_timestamp_seconds"): steady(10 * 86400)}, 20,
     ["OrdergateLawChangesSoon"]),
    ("a change of law long past", {series("ordergate_law_change_timestamp_seconds"): steady(-2 * 86400)}, 20, []),
    ("law checked a year and a day ago", {series("ordergate_rules_checked_timestamp_seconds"): steady(-366 * 86400)}, 20,
     ["OrdergateRulesUnchecked"]),
    ("rows that cannot be read", {series("ordergate_list_rejections"): step(0, 4)}, 20, ["OrdergateListRowsRejected"]),
    ("only the sample", {series("ordergate_lists_sample"): step(0, 1)}, 7, ["OrdergateSampleListOnly"]),
    ("decisions that cannot be read", {series("ordergate_decisions_unreadable"): step(0, 1)}, 3, ["OrdergateDecisionsUnreadable"]),
    ("a forged decision", {series("ordergate_decisions_refused", "forged"): step(0, 1)}, 7, ["OrdergateDecisionsRefused"]),
    ("a refused reload", {series("ordergate_reload_refused"): step(0, 1)}, 7, ["OrdergateReloadRefused"]),
    ("a refused reload, then a good one", {series("ordergate_reload_refused"): f"0+0x{BEGIN} 1 1 0+0x200"}, 7, []),
    ("a start from the copy", {series("ordergate_reload_refused"): step(0, 1), series("ordergate_lists_from_copy"): step(0, 1)},
     7, ["OrdergateListsFromCopy"]),
    ("lists that are not kept", {series("ordergate_lists_kept"): step(1, 0)}, 35, ["OrdergateListsNotKept"]),
    ("lists that could not be kept once", {series("ordergate_lists_kept"): f"1+0x{BEGIN} 0 0 0 1+0x200"}, 35, []),
    ("a list that lost a fifth", {series("ordergate_list_entries", "EL"): step(2000, 1600)}, 20, ["OrdergateListShrank"]),
    ("a list that lost ten days ago, and this week",
     {series("ordergate_list_entries", "EL"): f"2000+0x{BEGIN} 1700+0x30 1500+0x170"}, 60, ["OrdergateListShrank"]),
    ("a list that is gone", {series("ordergate_list_entries", "UVL"): f"180+0x{BEGIN}"}, 25, ["OrdergateListShrank"]),
    ("a list that lost some", {series("ordergate_list_entries", "EL"): step(2000, 1900)}, 20, []),
    ("a list that grew", {series("ordergate_list_entries", "EL"): step(2000, 9000)}, 20, []),
    ("two snapshots", {'ordergate_snapshot_info{job="ordergate",instance="b",id="s2",rules="r"}': steady(1)}, 20,
     ["OrdergateSnapshotsDiffer"]),
    ("two instances, one snapshot", {'ordergate_snapshot_info{job="ordergate",instance="b",id="s1",rules="r"}': steady(1)},
     20, []),
]


DAY, WEEK = 24 * 60, 7 * 24 * 60


def days(*perday, open_at=0, close_at=24):
    """A counter, a value each five minutes: so many orders a minute on each day, between two hours of it."""
    total, values = 0, []
    for per_minute in perday:
        for step_of_day in range(DAY // 5):
            values.append(total)
            if open_at * 12 <= step_of_day < close_at * 12:
                total += 5 * per_minute
    return " ".join(str(value) for value in values)


#: (what happens, orders from a Monday on, minutes after its beginning, alerts that fire), of orders alone.
WEEKS = [
    ("a shop without nights that stops at noon of a Monday", days(*[40] * 7) + " " + " ".join(
        [str(40 * 1440 * 7 + 200 * i) for i in range(144)] + [str(40 * 1440 * 7 + 40 * 720)] * 24),
     WEEK + 12 * 60 + 55, ["OrdergateNoOrders"]),
    ("a night of a shop that opens by day", days(*[40] * 9, open_at=8, close_at=18), 8 * DAY + 23 * 60, []),
    ("half an hour after it closed", days(*[40] * 9, open_at=8, close_at=18), 8 * DAY + 18 * 60 + 35, []),
    ("the second day of such a shop, at night", days(40, 40, open_at=8, close_at=18), DAY + 3 * 60, []),
    ("a Saturday of a shop without weekends", days(*[40] * 5, 0, 0, *[40] * 5, 0, open_at=8, close_at=18),
     12 * DAY - 12 * 60 + DAY, []),
    ("the Monday after", days(*[40] * 5, 0, 0, 40, open_at=8, close_at=18), WEEK + 8 * 60 + 40, []),
    ("a Tuesday of such a shop without orders", days(*[40] * 5, 0, 0, 40, 0, open_at=8, close_at=18),
     WEEK + DAY + 10 * 60, ["OrdergateNoOrders"]),
    ("the second day without orders", days(40, 0, open_at=8, close_at=18), DAY + 10 * 60, ["OrdergateNoOrders"]),
    ("a handful of orders a day, and a day without", days(*[0.2] * 9, 0, open_at=8, close_at=18), 9 * DAY + 12 * 60, []),
]


def week_test(what, orders, minute, fires):
    series_of_orders = series("ordergate_orders_consumed_total")
    samples = [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in fires]
    return {"name": what, "interval": "5m",
            "input_series": [{"series": series_of_orders, "values": orders},
                             {"series": series("up"), "values": steady(1, 14 * DAY // 5)}],
            "promql_expr_test": [{"expr": 'max by (alertname) (ALERTS{alertstate="firing"})',
                                  "eval_time": f"{minute}m", "exp_samples": samples}]}


def promtool_test(what, changed, minutes, fires):
    values = {**HEALTHY, **changed}
    samples = [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in fires]
    return {
        "name": what, "interval": "1m",
        "input_series": [{"series": key, "values": value} for key, value in values.items()],
        "promql_expr_test": [{"expr": 'max by (alertname) (ALERTS{alertstate="firing"})',
                              "eval_time": f"{BEGIN + minutes}m", "exp_samples": samples}],
    }


#: The setting of rules.yml, else the path in this tree.
RUNBOOK = '{{ with query "ordergate:runbook" }}{{ . | first | label "url" }}{{ else }}docs/runbook{{ end }}'
URL_TEST = {
    "name": "the page's address is whole", "interval": "1m", "input_series": [{"series": series("up"), "values": "0+0x9"}],
    "alert_rule_test": [{"alertname": "OrdergateDown", "eval_time": "5m", "exp_alerts": [{
        "exp_labels": {"job": "ordergate", "instance": "a", "severity": "critical"},
        "exp_annotations": {"summary": "ordergate a cannot be scraped.",
                            "runbook_url": "file:///usr/share/doc/ordergate/runbook/OrdergateDown.md"}}]}],
}


class AlertsTest(unittest.TestCase):
    def test_each_alert_fires_in_a_case_and_is_quiet_in_another(self):
        alerts = set(re.findall(r"- alert: (\w+)", (RULES / "alerts.yml").read_text()))
        fired = {name for case in CASES + WEEKS for name in case[3]}
        self.assertEqual(alerts, fired)

    def test_cases(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "cases.yml")
            files = [str(RULES / "rules.yml"), str(RULES / "alerts.yml")]
            path.write_text(yaml.safe_dump({"rule_files": files, "evaluation_interval": "1m",
                                            "tests": [promtool_test(*case) for case in CASES]
                                            + [URL_TEST]}, width=10**6))
            self.promtool("test", "rules", str(path))

    def promtool(self, *arguments: str):
        done = subprocess.run(["promtool", *arguments], cwd=RULES, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_weeks(self):
        """Of the rules only those that count orders read: two weeks of all would take minutes."""
        with tempfile.TemporaryDirectory() as folder:
            groups = []
            for name in ("rules.yml", "alerts.yml"):
                for group in yaml.safe_load((RULES / name).read_text())["groups"]:
                    rules = [rule for rule in group["rules"] if "orders_consumed" in str(rule) and "dead" not in str(rule)]
                    groups += [{"name": group["name"], "rules": rules}] if rules else []
            rules, path = pathlib.Path(folder, "rules.yml"), pathlib.Path(folder, "cases.yml")
            rules.write_text(yaml.safe_dump({"groups": groups}))
            path.write_text(yaml.safe_dump({"rule_files": [str(rules)], "evaluation_interval": "5m",
                                            "tests": [week_test(*case) for case in WEEKS]}, width=10**6))
            self.promtool("test", "rules", str(path))

    def test_every_alert_has_severity_summary_and_runbook_page(self):
        pages = ROOT / "docs" / "runbook"
        named = {"README.md"}
        for group in yaml.safe_load((RULES / "alerts.yml").read_text())["groups"]:
            for rule in group["rules"]:
                self.assertIn(rule["labels"]["severity"], ("critical", "warning"), rule["alert"])
                self.assertTrue(rule["annotations"]["summary"].endswith("."), rule["alert"])
                self.assertEqual(rule["annotations"]["runbook_url"], RUNBOOK + f"/{rule['alert']}.md")
                named.add(f"{rule['alert']}.md")
        self.assertEqual({page.name for page in pages.glob("*.md")}, named)
        for name in named - {"README.md"}:
            text = (pages / name).read_text()
            for heading in ("## What it means", "## Look", "## Do"):
                self.assertIn(heading, text, name)

    def test_the_files_are_good(self):
        for arguments in (["check", "rules", "rules.yml", "alerts.yml"], ["check", "config", "prometheus.yml"]):
            self.promtool(*arguments)


if __name__ == "__main__":
    if shutil.which("promtool") is None:
        print("skipped: promtool (Debian's prometheus) is missing")
        sys.exit(77)
    unittest.main()
