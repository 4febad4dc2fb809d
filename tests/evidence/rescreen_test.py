#!/usr/bin/python3
"""Rescreening as a user meets it: which changes are told, with which cause, and what a kill in between loses.

usage: rescreen_test.py BINARY [unittest options]
"""
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None
SAMPLE = (ROOT / "lists" / "sample" / "sample_list.csv").read_text(encoding="utf-8")
LISTED = "Northern Lantern Microsystems Co., Ltd."
SCHEMA = json.loads((ROOT / "docs/schemas/change.v1.schema.json").read_text(encoding="utf-8"))
RULE = """[[rule]]
id = "local-hold"
title = "a person looks at every order to Germany"
citation = "house rule 1"
certainty = "confirmed"
when = 'order.destination == "DE"'
outcome = "hold"
message = "To {order.destination}."
[[rule.examples]]
sample = "keyboards-to-germany"
[[rule.counterexamples]]
sample = "keyboards-to-germany"
change = { destination_country = "FR" }
"""


def order(number, name="Beispielmann Gartenbau Rosenheim", **more):
    return {"order_id": f"R-{number}", "kind": "sale", "created_at": "2026-02-10T09:12:00Z", "from_country": "US",
            "destination_country": "DE", "parties": [{"role": "purchaser", "name": name, "kind": "company", "country": "DE",
                                                      "headquarters_country": "DE"}],
            "items": [{"description": "office chair", "quantity": 1, "eccn": "EAR99"}], **more}


def sum_again(folder):
    """The sums of a saved snapshot, made again after somebody altered its manifest."""
    names = [line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines()]
    (folder / "SHA256SUMS").write_text(
        "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names))


def rows_without(name):
    return "".join(row for row in SAMPLE.splitlines(keepends=True) if name not in row)


class RescreenTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.lists(SAMPLE)

    def lists(self, text):
        (self.folder / "list.csv").write_text(text, encoding="utf-8")

    def run_it(self, *arguments, expect=0):
        done = subprocess.run([BINARY, *arguments], cwd=self.folder, capture_output=True, text=True, check=False, timeout=300)
        self.assertEqual(expect, done.returncode, f"{arguments}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def past(self, orders, *options):
        """Orders answered then, with the lists that are there now, and the snapshot of then."""
        text = "".join(json.dumps(each) + "\n" for each in orders)
        (self.folder / "orders.ndjson").write_text(text, encoding="utf-8")
        verdicts = self.run_it("screen", "-q", "--json", "--lists", "list.csv", *options, "orders.ndjson")
        (self.folder / "verdicts.ndjson").write_text(verdicts, encoding="utf-8")
        shutil.rmtree(self.folder / "then", ignore_errors=True)
        self.run_it("snapshot", "save", "-q", "--lists", "list.csv", *options, "then")

    def rescreen(self, *options, expect=0, before=True):
        found = self.run_it("rescreen", "-q", "--orders", "orders.ndjson", "--verdicts", "verdicts.ndjson", "--lists", "list.csv",
                            *(["--before", "then"] if before else []), *options, expect=expect)
        changes = [json.loads(line) for line in found.splitlines()]
        for change in changes:
            jsonschema.Draft202012Validator(SCHEMA).validate(change)
        return changes

    def kinds(self, changes):
        return {cause["kind"] for change in changes for cause in change["causes"]}

    def test_nothing_is_told_when_nothing_changed(self):
        self.past([order(1), order(2, LISTED)])
        self.assertEqual([], self.rescreen("--fail-on", "change"))

    def test_a_party_that_was_listed_since_is_told_with_the_entry(self):
        self.lists(rows_without(LISTED))
        self.past([order(1), order(2, LISTED)])
        self.lists(SAMPLE)
        changes = self.rescreen("--fail-on", "hold", expect=1)
        self.assertEqual(["R-2"], [change["order_id"] for change in changes])
        self.assertEqual(("allow", "hold"), (changes[0]["before"]["verdict"], changes[0]["after"]["verdict"]))
        self.assertIn((("kind", "entry_added"), ("entry_name", LISTED)),
                      [(("kind", c["kind"]), ("entry_name", c.get("entry_name"))) for c in changes[0]["causes"]])
        self.assertIn("entry_added_or_changed", self.kinds(self.rescreen(before=False)))

    def test_a_party_that_was_taken_off_since_is_told(self):
        self.past([order(1), order(2, LISTED)])
        self.lists(rows_without(LISTED))
        changes = self.rescreen()
        self.assertEqual([("R-2", "allow")], [(c["order_id"], c["after"]["verdict"]) for c in changes])
        self.assertIn("entry_removed", self.kinds(changes))

    def test_an_entry_that_says_something_else_is_told_as_changed(self):
        self.past([order(1), order(2, LISTED)])
        self.lists(SAMPLE.replace("Haidian District", "Chaoyang District"))
        changes = self.rescreen()
        self.assertEqual(["R-2"], [change["order_id"] for change in changes])
        self.assertEqual({"entry_changed"}, self.kinds(changes))

    def test_a_rule_is_told_as_the_cause(self):
        elsewhere = [{**order(2)["parties"][0], "country": "FR", "headquarters_country": "FR"}]
        self.past([order(1), order(2, destination_country="FR", parties=elsewhere)])
        (self.folder / "pack").mkdir()
        (self.folder / "pack" / "99-local.toml").write_text(RULE, encoding="utf-8")
        changes = self.rescreen("--rules", "pack")
        self.assertEqual(["R-1"], [change["order_id"] for change in changes])
        self.assertEqual([{"kind": "rule", "rule": "local-hold"}], changes[0]["causes"])

    def test_a_snapshot_that_the_verdict_was_not_made_with_tells_no_causes(self):
        self.lists(rows_without(LISTED))
        self.past([order(1), order(2, LISTED)])
        verdicts = (self.folder / "verdicts.ndjson").read_text(encoding="utf-8")
        made = json.loads(verdicts.splitlines()[0])["snapshot"]["id"]
        (self.folder / "verdicts.ndjson").write_text(verdicts.replace(made, "0" * len(made)), encoding="utf-8")
        self.lists(SAMPLE)
        self.assertEqual({"entry_added_or_changed"}, self.kinds(self.rescreen()))

    def test_what_the_daemon_held_besides_screening_is_no_change_of_lists(self):
        self.past([order(1)])
        verdicts = (self.folder / "verdicts.ndjson").read_text(encoding="utf-8")
        held = verdicts.replace('"verdict":"allow"', '"verdict":"hold"').replace(
            '"error":null', '"error":{"code":"lists_stale","message":"old lists"}')
        self.assertIn("lists_stale", held)
        (self.folder / "verdicts.ndjson").write_text(held, encoding="utf-8")
        changes = self.rescreen()
        self.assertEqual([[{"kind": "lists_stale"}]], [change["causes"] for change in changes])

    def test_decisions_of_now_count_and_are_told_as_the_cause(self):
        like = "Nothern Lantern Microsistems"
        self.past([order(1, like)])
        one = json.dumps(order(1, like))
        decided = subprocess.run([BINARY, "decide", "not-the-party", "-q", "--lists", "list.csv", "--by", "ada", "--reason",
                                  "other founders", "--at", "2026-03-01T08:00:00Z", "--out", "made.ndjson"],
                                 cwd=self.folder, input=one, capture_output=True, text=True, check=False, timeout=300)
        self.assertEqual(0, decided.returncode, decided.stderr)
        self.assertEqual([], self.rescreen())
        changes = self.rescreen("--decisions", "made.ndjson")
        self.assertEqual([("hold", "allow")], [(c["before"]["verdict"], c["after"]["verdict"]) for c in changes])
        self.assertIn("decision", self.kinds(changes))
        (self.folder / "own.toml").write_text('[review]\ndecisions = ["made.ndjson"]\n', encoding="utf-8")
        verdict = self.run_it("screen", "-q", "--json", "--snapshot", "then", "--config", "own.toml", "orders.ndjson")
        self.assertEqual("hold", json.loads(verdict)["verdict"], "decisions of the settings are none of a saved snapshot")
        verdict = self.run_it("screen", "-q", "--json", "--snapshot", "then", "--decisions", "made.ndjson", "orders.ndjson")
        (self.folder / "verdicts.ndjson").write_text(verdict, encoding="utf-8")
        evidence = ["evidence", "R-1", "--orders", "orders.ndjson", "--verdicts", "verdicts.ndjson", "--snapshot", "then", "-q"]
        self.run_it(*evidence, "--decisions", "made.ndjson")
        self.run_it(*evidence, expect=1)

    def test_running_again_writes_the_same_bytes(self):
        self.lists(rows_without(LISTED))
        self.past([order(i, LISTED if i % 3 == 0 else "Beispielmann Gartenbau Rosenheim") for i in range(30)])
        self.lists(SAMPLE)
        self.rescreen("--out", "one.ndjson", "--state", "state.json", "--every", "7")
        first = (self.folder / "one.ndjson").read_bytes()
        self.assertEqual(10, len(first.splitlines()))
        self.rescreen("--out", "one.ndjson", "--state", "state.json", "--every", "7")
        self.assertEqual(first, (self.folder / "one.ndjson").read_bytes())
        self.rescreen("--out", "two.ndjson")
        self.assertEqual(first, (self.folder / "two.ndjson").read_bytes())

    def test_a_state_goes_on_with_its_own_work_only(self):
        self.past([order(1)])
        self.rescreen("--out", "one.ndjson", "--state", "state.json")
        self.lists(rows_without(LISTED))
        self.rescreen("--out", "one.ndjson", "--state", "state.json", expect=2)
        self.run_it("rescreen", "--orders", "orders.ndjson", "--verdicts", "verdicts.ndjson", "--state", "s.json", expect=2)

    def test_a_state_whose_changes_are_not_in_its_file_is_refused_and_nothing_is_written(self):
        self.lists(rows_without(LISTED))
        self.past([order(i, LISTED) for i in range(4)])
        self.lists(SAMPLE)
        out, state = self.folder / "one.ndjson", self.folder / "state.json"
        self.rescreen("--out", "one.ndjson", "--state", "state.json")
        whole, finished = out.read_bytes(), state.read_text()
        for text in (finished, finished.replace('"finished": true', '"finished": false')):
            state.write_text(text)
            out.unlink(missing_ok=True)
            self.rescreen("--out", "one.ndjson", "--state", "state.json", expect=3)
            self.assertFalse(out.exists())
            out.write_bytes(whole[:-1])
            self.rescreen("--out", "one.ndjson", "--state", "state.json", expect=3)
            self.assertEqual(whole[:-1], out.read_bytes())
            out.write_bytes(whole + b"more")
            self.rescreen("--out", "one.ndjson", "--state", "state.json")
            self.assertEqual(whole, out.read_bytes())
            self.rescreen("--out", "two.ndjson", "--state", "state.json", expect=2)
            self.assertFalse((self.folder / "two.ndjson").exists())

    def test_a_state_of_other_inputs_is_refused_whichever_it_is(self):
        self.past([order(1), order(2)])
        state = ["--out", "one.ndjson", "--state", "state.json"]
        (self.folder / "own.toml").write_text("[limits]\nparties_max = 40\n")
        (self.folder / "made.ndjson").write_text("")
        self.rescreen(*state)
        self.rescreen(*state)
        for options in (["--today", "2026-11-25"], ["--date", "2026-11-25"], ["--config", "own.toml"],
                        ["--decisions", "made.ndjson"]):
            self.rescreen(*state, *options, expect=2)
        self.rescreen(*state, before=False, expect=2)
        for name, was, is_now in (("orders.ndjson", "Rosenheim", "Rosenhelm"), ("verdicts.ndjson", "R-1", "R-7"),
                                  ("then/manifest.json", '"saved_at": "2', '"saved_at": "3')):
            file = self.folder / name
            before = file.read_bytes()
            moment = file.stat()
            file.write_bytes(before.replace(was.encode(), is_now.encode()))
            self.assertNotEqual(before, file.read_bytes())
            os.utime(file, ns=(moment.st_atime_ns, moment.st_mtime_ns))
            sum_again(self.folder / "then")
            self.rescreen(*state, expect=2)
            file.write_bytes(before)
            os.utime(file, ns=(moment.st_atime_ns, moment.st_mtime_ns))
            sum_again(self.folder / "then")
            self.rescreen(*state)
        os.utime(self.folder / "orders.ndjson", ns=(1, 1))
        self.rescreen(*state, expect=2)
        self.assertIn("--state needs files", subprocess.run(
            [BINARY, "rescreen", "-q", "--orders", "/dev/stdin", "--verdicts", "verdicts.ndjson", "--lists", "list.csv", *state],
            cwd=self.folder, capture_output=True, text=True, check=False, timeout=300, input="").stderr)

    def test_orders_of_the_same_bytes_are_told_once_and_those_without_a_verdict_are_counted(self):
        self.lists(rows_without(LISTED))
        self.past([order(1, LISTED), order(1, LISTED)])
        self.lists(SAMPLE)
        with open(self.folder / "orders.ndjson", "a", encoding="utf-8") as more:
            more.write(json.dumps(order(9)) + "\n")
        self.assertEqual(1, len(self.rescreen("--metrics", "rescreen.prom")))
        metrics = (self.folder / "rescreen.prom").read_text()
        self.assertIn("ordergate_rescreen_without_verdict 2\n", metrics)
        self.assertIn('ordergate_rescreen_turned{verdict="hold"} 1\n', metrics)

    def test_the_day_of_an_order_stays_unless_another_is_given(self):
        undated = order(1)
        del undated["created_at"]
        self.past([undated], "--today", "2024-05-06")
        self.assertEqual([], self.rescreen("--today", "2026-11-25"))

    def test_killed_at_any_moment_it_goes_on_and_loses_nothing(self):
        self.lists(rows_without(LISTED))
        self.past([order(i, LISTED if i % 5 == 0 else f"Beispielmann Gartenbau {i}") for i in range(6000)])
        self.lists(SAMPLE)
        self.rescreen("--out", "whole.ndjson")
        arguments = [BINARY, "rescreen", "-q", "--orders", "orders.ndjson", "--verdicts", "verdicts.ndjson", "--lists", "list.csv",
                     "--before", "then", "--out", "cut.ndjson", "--state", "state.json", "--every", "50"]
        killed, at = 0, ""
        for _ in range(40):
            process = subprocess.Popen(arguments, cwd=self.folder)
            give_up = time.monotonic() + 120
            state = self.folder / "state.json"
            while process.poll() is None and time.monotonic() < give_up:
                if state.exists() and (text := state.read_text()) != at:
                    at = text
                    process.send_signal(signal.SIGKILL)
                    break
            process.wait()
            if process.returncode == 0:
                break
            killed += 1
            if killed == 3:  # often enough: the rest in one go
                self.assertEqual(0, subprocess.run(arguments, cwd=self.folder, check=False).returncode)
                break
        self.assertEqual(3, killed, "it was killed on its way")
        self.assertEqual((self.folder / "whole.ndjson").read_bytes(), (self.folder / "cut.ndjson").read_bytes())
        self.assertEqual(6000, json.loads(at if '"finished": true' in at else state.read_text())["orders"])

    def test_killed_in_a_second_file_it_tells_no_order_of_the_first_again(self):
        self.lists(rows_without(LISTED))
        repeated = [order(i, LISTED) for i in range(20)]
        self.past(repeated + [order(i) for i in range(20, 3000)])
        self.lists(SAMPLE)
        lines = (self.folder / "orders.ndjson").read_text().splitlines(keepends=True)
        (self.folder / "first.ndjson").write_text("".join(lines[:20]))
        (self.folder / "second.ndjson").write_text("".join(lines[20:] + lines[:20]))
        arguments = ["--orders", "first.ndjson", "--orders", "second.ndjson"]
        command = [BINARY, "rescreen", "-q", *arguments, "--verdicts", "verdicts.ndjson", "--lists", "list.csv", "--every", "20"]
        subprocess.run([*command, "--out", "whole.ndjson"], cwd=self.folder, check=True, timeout=300)
        state = self.folder / "state.json"
        process = subprocess.Popen([*command, "--out", "cut.ndjson", "--state", "state.json"], cwd=self.folder)
        give_up = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < give_up:
            if state.exists() and json.loads(state.read_text())["file"] == 1:
                process.send_signal(signal.SIGKILL)
        self.assertEqual(-signal.SIGKILL, process.wait(), "it was killed in the second file")
        subprocess.run([*command, "--out", "cut.ndjson", "--state", "state.json"], cwd=self.folder, check=True, timeout=300)
        self.assertEqual(20, len((self.folder / "whole.ndjson").read_bytes().splitlines()))
        self.assertEqual((self.folder / "whole.ndjson").read_bytes(), (self.folder / "cut.ndjson").read_bytes())


if __name__ == "__main__":
    unittest.main()
