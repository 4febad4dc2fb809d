#!/usr/bin/python3
"""The command line as a user meets it. Cases are data (cases.py).

usage: cli_test.py BINARY [unittest options]
"""

import json
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import threading
import unittest

import cases

BINARY = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "lists" / "sample" / "sample_list.csv"
DOCS = ROOT / "docs"

ORDER = {"order_id": "CLI-1", "kind": "sale", "created_at": "2026-02-10T09:12:00Z", "from_country": "US",
         "destination_country": "DE", "parties": [{"role": "purchaser", "name": "Beispielmann Gartenbau Rosenheim",
                                                   "kind": "company", "country": "DE", "headquarters_country": "DE"}],
         "items": [{"description": "office chair", "quantity": 1, "eccn": "EAR99"},
                   {"description": "office desk", "quantity": 1, "eccn": "EAR99"}]}
LISTED = {**ORDER, "order_id": "CLI-2",
          "parties": [{"role": "purchaser", "name": cases.LISTED, "kind": "company", "country": "CN"}]}
BROKEN = '{"order_id":"CLI-3","kind":"sale"'
SISTERS = ["Quiet Copper Works Ltd", "Quiet Copper Works (Suzhou) Ltd", "Quiet Copper Works (Wuhan) Ltd",
           "Quiet Copper Works (Dalian) Ltd"]
LOCAL_RULE = """[[rule]]
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


def changed_list(text):
    """The sample list with one entry renamed away, one added, and one with another address."""
    lines = text.splitlines(keepends=True)
    listed = next(i for i, line in enumerate(lines) if cases.LISTED in line)
    lines[listed] = lines[listed].replace("Haidian District", "Chaoyang District")
    columns = lines[0].count(",") + 1
    added = ["", "Entity List (EL) - Bureau of Industry and Security", "", "", "", "Added Example GmbH"]
    lines.append(",".join(added + [""] * (columns - len(added))) + "\n")
    gone = next(i for i, line in enumerate(lines) if "Copper Finch" in line)
    del lines[gone]
    return "".join(lines)


def guarded(folder, sample, write):
    """Lists that lost something since a daemon accepted them, and a folder that holds no rules."""
    (folder / "state").mkdir()
    (folder / "no_rules").mkdir()
    write("no_rules/notes.txt", "nothing that a rule pack reads\n")
    accepted = [{"source": "us_csl", "list": code, "entries": entries, "names": 1, "addresses": 0}
                for code, entries in (("EL", 9), ("ISN", 1))]
    write("state/accepted-lists.json", json.dumps({"version": 1, "written_unix_s": 1, "copies": "", "files": [],
                                                   "lists": accepted}))
    state = f'[daemon]\nstate_dir = "{folder}/state"\n'
    rows = sample.splitlines(keepends=True)
    gone = write("gone.csv", "".join(row for row in rows if "(ISN)" not in row))
    return {"gone_list": gone, "cut_list": write("cut.csv", sample[: len(sample) // 3]),
            "kept_config": write("kept.toml", f'[lists]\npaths = ["{folder}/sample.csv"]\n{state}'),
            "gone_config": write("gone.toml", f'[lists]\npaths = ["{gone}"]\n{state}'),
            "no_state_config": write("no_state.toml", f'[daemon]\nstate_dir = "{folder}/missing/state"\n'),
            "no_rules": str(folder / "no_rules"),
            "no_rules_config": write("no_rules.toml", f'[rules]\ndir = "{folder}/no_rules"\n')}


def logins(write):
    """Settings whose Kafka clients cannot be made, or reach nobody."""
    def client(name, *lines, table="kafka.consumer", kafka=""):
        return write(name + ".toml", "\n".join(["[kafka]", kafka, f"[{table}]", *lines, ""]))

    tls, sasl = '"security.protocol" = "ssl"', '"security.protocol" = "sasl_ssl"'
    plain, user = '"sasl.mechanism" = "PLAIN"', '"sasl.username" = "gate"'
    empty, no_pem = write("empty_secret", ""), write("no.pem", "no certificate\n")
    return {"bad_ca": client("bad_ca", tls, '"ssl.ca.location" = "/no/ca.pem"'),
            "no_certificate": client("no_certificate", tls, f'"ssl.ca.location" = "{no_pem}"', table="kafka.producer"),
            "empty_password": client("empty_password", sasl, plain, user, f'"sasl.password" = "${{file:{empty}}}"',
                                     table="kafka.producer"),
            "no_password": client("no_password", sasl, plain, user),
            "bad_protocol": client("bad_protocol", '"security.protocol" = "sasl-ssl"'),
            "bad_mechanism": client("bad_mechanism", sasl, '"sasl.mechanism" = "SCRAN"'),
            "open_secret": client("open_secret", f'"sasl.password" = "${{file:{write("open", "opensesame")}}}"'),
            "nobody": client("nobody", kafka='bootstrap_servers = "127.0.0.1:1"'),
            "no_host": client("no_host", kafka='bootstrap_servers = "nowhere.invalid:9092"')}


def set_up(folder):
    """Writes what the cases use; gives the names they use it by."""
    def write(name, text):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    sample = SAMPLE.read_text(encoding="utf-8")
    header = sample.splitlines()[0]
    row = ",Entity List (EL) - Bureau of Industry and Security,,,,Good Row Example" + "," * (header.count(",") - 5)
    (folder / "pack").mkdir()
    (folder / "pack" / "broken.toml").write_text("[[rule]]\nid = 3\n", encoding="utf-8")
    (folder / "new_pack").mkdir()
    (folder / "new_pack" / "99-local.toml").write_text(LOCAL_RULE, encoding="utf-8")
    order, listed = json.dumps(ORDER), json.dumps(LISTED)
    own_known = {"known": str(DOCS / "known-parties-template.csv"),
                 "bad_known": write("bad_known.csv", "id,name,date,headquarter_country\nC-1,Acme,2026-01-10,\nC-2,,2026-01-10,\n")}
    own_known["known_config"] = write("known.toml", f'[parties]\nknown = ["{own_known["known"]}"]\n')
    own = {"own_items": str(DOCS / "own-items-template.csv"), "own_skus": str(DOCS / "own-skus-template.csv"),
           "clashing_items": write("clash.csv", "id,model,category,certainty\nx,RTX_4090,gpu_card,confirmed\n")}
    own["own_config"] = write("own.toml", f'[items]\nextra = ["{own["own_items"]}"]\nskus = ["{own["own_skus"]}"]\n')
    own["clashing_config"] = write("clash.toml", f'[items]\nextra = ["{own["clashing_items"]}"]\n')
    two_roles = {**LISTED, "parties": LISTED["parties"] + [{**LISTED["parties"][0], "role": "end_user"}]}
    sold = {**ORDER, "items": [{"sku": "SHOP-0001", "description": "in stock", "quantity": 1}]}
    known_order = {**ORDER, "parties": [{"role": "purchaser", "id": "C-1001", "name": "EXAMPLE COMPUTE", "country": "DE"}]}
    return {**own, **own_known, "known_order": json.dumps(known_order), **guarded(folder, sample, write), **logins(write), "own_order": json.dumps(sold),
        "order": order, "listed": listed, "two_roles": json.dumps(two_roles), "huge": '{"notes":"' + "x" * (1 << 20) + '"}',
        "folder": str(folder), "missing": str(folder / "missing.txt"), "broken_pack": str(folder / "pack"),
        "new_pack": str(folder / "new_pack"),
        "orders": write("orders.ndjson", f"{order}\n{listed}\n{BROKEN}\n"),
        "pretty": write("pretty.json", json.dumps(ORDER, indent=2)),
        "names": write("names.txt", f'{cases.LISTED}\n{{"name": "Anna Beispiel", "id": 7}}\nBeispielmann Rosenheim\n'),
        "list": write("sample.csv", sample), "new_list": write("new.csv", changed_list(sample)),
        "sisters_list": write("sisters.csv", "\n".join([header, *(row.replace("Good Row Example", name) for name in SISTERS)]) + "\n"),
        "sister": json.dumps({**ORDER, "parties": [{"role": "purchaser", "name": SISTERS[0], "kind": "company", "country": "CN"}]}),
        "bad_list": write("bad.csv", f"{header}\n{row}\ntoo,few,fields\n{row}\n"),
        "config": write("good.toml", '[kafka]\ngroup_id = "cli"\n[kafka.consumer]\n"sasl.password" = "hunter2"\n'),
        "bad_config": write("bad.toml", '[kafka]\ngroup_idd = "cli"\n'),
        "bad_policy": write("policy.toml", "[policy]\nno_such_setting = true\n"),
        "bad_property": write("property.toml", '[kafka.consumer]\n"no.such.property" = 1\n'),
        "bad_json_log": write("json.toml", '[kafka]\ngroup_idd = "cli"\n[log]\nformat = "json"\n'),
        "torn_json_log": write("torn.toml", '[kafka]\ngroup_id = "cli\n[log]\nformat = "json"\n'),
        "json_log_no_list": write("json_no_list.toml", f'[lists]\npaths = ["{folder}/missing.txt"]\n[log]\nformat = "json"\n'),
        "small": write("small.toml", "[limits]\nitems_max = 1\n"),
    }


def run(arguments, stdin="", **options):
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    environment.pop("NO_COLOR", None)
    return subprocess.run([str(BINARY), *arguments], input=stdin.encode(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=900, env=environment, **options)


# Commands that make clients of Kafka, most of them before whatever else they may refuse.
MAKE_CLIENTS = (["check-config"], ["run"], ["ping"], ["tap"], ["dead-letters"])


class CommandLine(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.names = set_up(pathlib.Path(cls.folder.name))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def fill(self, text):
        return text.format(**self.names)

    def check(self, case):
        if case["arguments"][:1] in MAKE_CLIENTS and "FAKETIME" in os.environ:
            self.skipTest("Kafka's client waits by the kernel's clock, which faketime does not move: it may wait for years")
        arguments = [self.fill(argument) for argument in case["arguments"]]
        result = run(arguments, self.fill(case.get("stdin", "")))
        out, err = result.stdout.decode(), result.stderr.decode()
        shown = f"\nordergate {' '.join(arguments)}\nexit {result.returncode}\n{out[:3000]}\n{err[:3000]}"
        self.assertEqual(result.returncode, case.get("exit", 0), shown)
        for piece in case.get("out", []):
            self.assertIn(self.fill(piece), out, shown)
        for piece in case.get("not_out", []):
            self.assertNotIn(self.fill(piece), out, shown)
        for piece in case.get("err", []):
            self.assertIn(self.fill(piece), err, shown)
        if "lines" in case:
            self.assertEqual(len(out.splitlines()), case["lines"], shown)
        if "count" in case:
            self.assertEqual(out.count(case["count"][0]), case["count"][1], shown)
        if case.get("err") and not case.get("many"):
            self.assertEqual(len(err.splitlines()), 1, shown)
        elif result.returncode == 0:
            self.assertEqual(err, "", shown)

    def test_the_same_input_gives_the_same_bytes(self):
        first, second = (run(["screen", "-q", self.names["orders"]]).stdout for _ in range(2))
        def without_time(text):
            return [{**json.loads(line), "screened_at": ""} for line in text.splitlines()]
        self.assertEqual(without_time(first), without_time(second))

    def on_terminal(self, arguments, environment):
        """What a person at a terminal sees."""
        master, slave = pty.openpty()
        process = subprocess.Popen([str(BINARY), *arguments], stdout=slave, stderr=subprocess.DEVNULL,
                                   stdin=subprocess.DEVNULL, env={**os.environ, "TERM": "xterm", **environment})
        os.close(slave)
        seen = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        os.close(master)
        self.assertEqual(process.wait(timeout=900), 0)
        return seen.decode()

    def test_a_terminal_shows_text_in_color(self):
        seen = self.on_terminal(["screen", "-q", self.names["orders"]], {"NO_COLOR": ""})
        self.assertIn("\033[", seen)
        self.assertIn("DENY", seen)
        self.assertNotIn('{"verdict_id"', seen)

    def test_no_color_is_honored(self):
        seen = self.on_terminal(["match", "-q", cases.LISTED], {"NO_COLOR": "1"})
        self.assertNotIn("\033[", seen)
        self.assertIn("entry name", seen)

    def test_text_cannot_steer_the_terminal(self):
        order = {**ORDER, "order_id": "bad\u001b[2Jid\u202e"}
        result = run(["screen", "-q", "--human"], json.dumps(order))
        self.assertNotIn("\033", result.stdout.decode())
        self.assertNotIn("\u202e", result.stdout.decode())

    def test_full_disk_is_said(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([str(BINARY), "rules", "list"], stdout=full, stderr=subprocess.PIPE, timeout=900)
        self.assertEqual(result.returncode, 4)
        self.assertIn(b"No space left", result.stderr)


# In a build with AddressSanitizer, freed memory is given back and not kept aside to catch late uses.
GIVES_BACK = {**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=1:thread_local_quarantine_size_kb=64"}


class Streaming(unittest.TestCase):
    """Batches run in constant memory and keep the order of their input."""

    LINES, PADDING = 5000, 8000  # 40 MB of input
    GROWTH_MB_MAX = 24            # memories that fill up: parties, texts

    def peak_mb(self, arguments, lines):
        """Runs with `lines` as standard input, in a thread of its own; the ids of the answers and the peak memory."""
        process = subprocess.Popen([str(BINARY), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   env=GIVES_BACK)
        def feed():
            with process.stdin:
                process.stdin.writelines(lines)
        feeder = threading.Thread(target=feed)
        feeder.start()
        seen = [json.loads(line)["id"] for line in process.stdout]
        feeder.join()
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        return seen, usage.ru_maxrss / 1024

    def lines(self, count, fields):
        for i in range(count):
            yield (json.dumps({"id": i, **fields(i), "note": "x" * self.PADDING}) + "\n").encode()

    def check(self, arguments, fields):
        few, base_mb = self.peak_mb(arguments, self.lines(100, fields))
        many, full_mb = self.peak_mb(arguments, self.lines(self.LINES, fields))
        self.assertEqual(few, list(range(100)))
        self.assertEqual(many, list(range(self.LINES)))
        self.assertLess(full_mb - base_mb, self.GROWTH_MB_MAX, f"{base_mb:.0f} MB for 100 lines, {full_mb:.0f} MB for all")

    def test_match(self):
        self.check(["match", "-q", "--batch", "-"], lambda i: {"name": f"Beispiel {i} Handels GmbH"})

    def test_compare(self):
        self.check(["compare", "-q", "--batch", "-"], lambda i: {"query": f"Beispiel {i}", "candidate": "Beispiel 7 GmbH"})

    def test_identify(self):
        self.check(["identify", "-q", "--batch", "-"], lambda i: {"title": f"power supply {i} W, boxed"})


def add_cases():
    for command, group in cases.ALL.items():
        for case in group:
            name = f"test_{command}_{case['name']}".replace(" ", "_")
            assert not hasattr(CommandLine, name), name
            setattr(CommandLine, name, lambda self, case=case: self.check(case))


add_cases()

if __name__ == "__main__":
    unittest.main()
