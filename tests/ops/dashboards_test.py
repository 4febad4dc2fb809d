"""The dashboards are what panels.py says, and hold the rules of a dashboard linter.

Grafana's own dashboard-linter could not be had here, so its rules that concern these dashboards are written out below:
a data source variable on every panel, job and instance variables and matchers, units, titles and descriptions,
$__rate_interval in every rate, rate or increase around every counter, queries that parse, not editable.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
GRAFANA = ROOT / "ops" / "grafana"
DASHBOARDS = {path.stem: json.loads(path.read_text()) for path in sorted((GRAFANA / "dashboards").glob("*.json"))}
#: Windows of their own: a count per hour or day, recorded series.
OWN_WINDOW = re.compile(r"(increase|delta)\(\w+\{[^}]*\}\[(1h|1d)\]\)")
UNITS = {"short", "reqps", "ops", "s", "bytes", "Bps", "percentunit", "dateTimeAsIso"}


def panels():
    for uid, dashboard in DASHBOARDS.items():
        for panel in dashboard["panels"]:
            yield f"{uid}: {panel['title']}", panel


def expressions():
    for where, panel in panels():
        for target in panel["targets"]:
            yield where, target["expr"]


class DashboardsTest(unittest.TestCase):
    def test_the_files_are_what_the_generator_writes(self):
        done = subprocess.run([sys.executable, "-B", str(GRAFANA / "generate.py"), "--check"], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_there_are_five_that_cannot_be_edited_and_know_data_source_job_and_instance(self):
        self.assertEqual(set(DASHBOARDS), {f"ordergate-{name}" for name in
                                           ("overview", "stream", "screening", "lists", "process")})
        for uid, dashboard in DASHBOARDS.items():
            self.assertEqual(dashboard["uid"], uid)
            self.assertFalse(dashboard["editable"])
            self.assertEqual([v["name"] for v in dashboard["templating"]["list"]], ["datasource", "job", "instance"])

    def test_every_panel_has_title_description_unit_empty_state_and_the_data_source(self):
        for where, panel in panels():
            self.assertTrue(panel["title"] and panel["description"].endswith("."), where)
            defaults = panel["fieldConfig"]["defaults"]
            self.assertIn(defaults["unit"], UNITS, where)
            self.assertTrue(defaults["noValue"], where)
            self.assertTrue(panel["targets"], where)
            for each in [panel, *panel["targets"]]:
                self.assertEqual(each["datasource"], {"type": "prometheus", "uid": "${datasource}"}, where)

    def test_titles_stand_once_and_panels_do_not_overlap(self):
        for uid, dashboard in DASHBOARDS.items():
            titles = [panel["title"] for panel in dashboard["panels"]]
            self.assertEqual(len(titles), len(set(titles)), uid)
            cells = [(x, y) for p in dashboard["panels"] for g in [p["gridPos"]]
                     for x in range(g["x"], g["x"] + g["w"]) for y in range(g["y"], g["y"] + g["h"])]
            self.assertEqual(len(cells), len(set(cells)), uid)
            self.assertLess(max(x for x, _ in cells), 24, uid)

    def test_every_selector_names_job_and_instance(self):
        for where, expression in expressions():
            for name, labels in re.findall(r"\b((?:ordergate|process)[\w:]*|ALERTS)\{([^}]*)\}", expression):
                self.assertIn('job=~"$job"', labels, where)
                if ":" not in name and name != "ALERTS":
                    self.assertIn('instance=~"$instance"', labels, where)
            bare = re.findall(r"\b(?:ordergate|process)_\w+(?![\w{])(?!\{)", expression)
            self.assertEqual(bare, [], where)

    def test_counters_are_rated_and_rates_fit_the_scrape_interval(self):
        for where, expression in expressions():
            rest = OWN_WINDOW.sub("", expression)
            for window in re.findall(r"\[([^\]]*)\]", rest):
                self.assertEqual(window, "$__rate_interval", where)
            for match in re.finditer(r"(\w+)\((ordergate_\w+_total|process_\w+_total|\w+_bucket)\{", rest):
                self.assertEqual(match.group(1), "rate", where)
            counters = len(re.findall(r"_total\{|_bucket\{", rest))
            self.assertEqual(counters, len(re.findall(r"rate\(\w+(?:_total|_bucket)\{", rest)), where)

    def test_every_query_parses(self):
        rules = [{"record": "x:y", "expr": e.replace("$__rate_interval", "5m").replace("$job", ".+").replace(
            "$instance", ".+"), "labels": {"n": str(i)}} for i, (_, e) in enumerate(expressions())]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "rules.yml")
            path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}, width=10**6))
            done = subprocess.run(["promtool", "check", "rules", "--lint=none", str(path)], capture_output=True, text=True,
                                  check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_provisioning_is_yaml_that_names_the_folder(self):
        providers = yaml.safe_load((GRAFANA / "provisioning/dashboards/ordergate.yml").read_text())["providers"]
        self.assertEqual([each["type"] for each in providers], ["file"])
        sources = yaml.safe_load((GRAFANA / "provisioning/datasources/prometheus.yml").read_text())["datasources"]
        self.assertEqual([each["type"] for each in sources], ["prometheus"])


if __name__ == "__main__":
    if shutil.which("promtool") is None:
        print("skipped: promtool (Debian's prometheus) is missing")
        sys.exit(77)
    unittest.main()
