#!/usr/bin/python3
"""The commands of docs/evidence.md as they stand, and what an auditor must be told when something is wrong.

usage: evidence_walk.py BINARY [unittest options]
"""
import hashlib
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "evidence.md"
BINARY = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None
SAMPLE = ROOT / "lists" / "sample" / "sample_list.csv"
ORDERS = ROOT / "examples" / "orders.ndjson"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def sum_again(folder):
    """SHA256SUMS of a saved snapshot, made again after somebody altered it."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    names = [file["path"] for file in manifest["files"]] + ["manifest.json", "rules.sums"]
    (folder / "SHA256SUMS").write_text(
        "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names), encoding="utf-8")


class Texts(html.parser.HTMLParser):
    """The texts of a page, and every tag and attribute it has."""
    def __init__(self, page):
        super().__init__()
        self.texts, self.tags, self.attributes = [], set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data):
        self.texts.append(data)


class EvidenceWalk(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "ordergate").symlink_to(BINARY)
        (self.folder / "lists").mkdir()
        shutil.copy(SAMPLE, self.folder / "lists" / "us_csl_2026-07-31.csv")
        shutil.copy(ORDERS, self.folder / "orders.ndjson")
        (self.folder / "gate.toml").write_text(blocks("toml")[0], encoding="utf-8")

    def run_it(self, *arguments, expect=0, **more):
        done = subprocess.run([BINARY, *arguments], cwd=self.folder, capture_output=True, text=True, check=False, timeout=300,
                              **more)
        self.assertEqual(expect, done.returncode, f"{arguments}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout + done.stderr

    def save(self, *options, folder="saved"):
        return self.run_it("snapshot", "save", "--config", "gate.toml", *options, folder)

    def screen(self, *options, orders="orders.ndjson"):
        text = self.run_it("screen", "-q", "--json", *options, orders)
        (self.folder / "verdicts.ndjson").write_text(text, encoding="utf-8")
        return text.splitlines()

    def evidence(self, name, *options, expect=0, orders="orders.ndjson"):
        self.run_it("evidence", name, "--orders", orders, "--verdicts", "verdicts.ndjson", "--out", "out.json", *options,
                    expect=expect)
        return json.loads((self.folder / "out.json").read_text(encoding="utf-8"))

    def first_id(self, lines):
        return next(v["order_id"] for v in map(json.loads, lines) if any("match" in f for f in v["findings"]))

    def test_the_commands_of_the_page_run_as_they_stand(self):
        script = "set -e\n" + "".join(blocks("sh"))
        first = json.loads((self.folder / "orders.ndjson").read_text(encoding="utf-8").splitlines()[0])["order_id"]
        self.assertIn(first, script, "the page speaks of an order that the examples have")
        done = subprocess.run(["bash", "-c", script], cwd=self.folder, capture_output=True, text=True, check=False, timeout=600,
                              env={"PATH": f"{self.folder}/bin:/usr/bin:/bin", "HOME": str(self.folder)})
        self.assertEqual(0, done.returncode, done.stdout[-3000:] + done.stderr[-3000:])
        self.assertIn("the chain is whole", done.stdout)
        self.assertIn("was altered: forged.ndjson:2", done.stdout)
        rules = json.loads((self.folder / "verdicts.ndjson").read_text(encoding="utf-8").splitlines()[0])["snapshot"]["rules"]
        self.assertIn(rules, done.stdout, "the sum of rules.sums is what verdicts name")

    def test_a_saved_snapshot_gives_the_same_bytes_after_everything_has_changed(self):
        self.save()
        before = self.screen("--config", "gate.toml")
        (self.folder / "lists" / "us_csl_2026-07-31.csv").write_text("gone\n")
        after = self.run_it("screen", "-q", "--json", "--config", "gate.toml", "--snapshot", "saved", "orders.ndjson").splitlines()
        moment = re.compile(r',"screened_at":"[^"]*"(,"chain":\{[^}]*\})?')
        self.assertEqual([moment.sub("", line) for line in before], [moment.sub("", line) for line in after])

    def test_saving_again_changes_nothing_and_another_is_never_overwritten(self):
        self.save()
        manifest = (self.folder / "saved" / "manifest.json").read_bytes()
        self.assertIn("saved already", self.save())
        with open(self.folder / "lists" / "us_csl_2026-07-31.csv", "a", encoding="utf-8") as extra:
            extra.write("\n")
        self.assertIn("holds another snapshot", self.run_it("snapshot", "save", "--config", "gate.toml", "saved", expect=3))
        self.assertEqual(manifest, (self.folder / "saved" / "manifest.json").read_bytes())
        (self.folder / "notes").mkdir()
        (self.folder / "notes" / "a.txt").write_text("mine")
        self.assertIn("holds something else", self.run_it("snapshot", "save", "--config", "gate.toml", "notes", expect=3))
        self.assertEqual(["a.txt"], [p.name for p in (self.folder / "notes").iterdir()])
        self.assertEqual([], list(self.folder.glob("*.part-*")))

    def test_own_files_and_settings_are_in_a_saved_snapshot(self):
        shutil.copy(ROOT / "docs" / "known-parties-template.csv", self.folder / "customers.csv")
        shutil.copy(ROOT / "docs" / "own-ownership-template.csv", self.folder / "owners.csv")
        shutil.copy(ROOT / "docs" / "own-items-template.csv", self.folder / "own_items.csv")
        (self.folder / "own.toml").write_text(
            '[lists]\npaths = ["lists"]\nownership = ["owners.csv"]\n[parties]\nknown = ["customers.csv"]\n'
            '[items]\nextra = ["own_items.csv"]\n[policy]\nworldwide_listing = "hold"\n[matching]\nname_threshold = 90\n')
        before = json.loads(self.screen("--config", "own.toml")[0])["snapshot"]
        self.run_it("snapshot", "save", "-q", "--config", "own.toml", "saved")
        for name in ("customers.csv", "owners.csv", "own_items.csv", "own.toml"):
            (self.folder / name).unlink()
        shutil.rmtree(self.folder / "lists")
        after = json.loads(self.screen("--snapshot", "saved")[0])["snapshot"]
        self.assertEqual(before, after)
        self.assertEqual({"lists", "ownership", "known", "items", "rules"},
                         {p.name for p in (self.folder / "saved").iterdir() if p.is_dir()})

    def test_whatever_is_altered_in_a_saved_snapshot_is_refused(self):
        self.save()
        saved = self.folder / "saved"
        manifest = json.loads((saved / "manifest.json").read_text(encoding="utf-8"))
        listed = saved / next(f["path"] for f in manifest["files"] if f["role"] == "list")
        rule = saved / next(f["path"] for f in manifest["files"] if f["path"].endswith(".toml"))
        for file in (listed, rule):
            before = file.read_bytes()
            file.write_bytes(before + b" ")
            self.assertIn(file.name, self.run_it("screen", "--snapshot", "saved", "orders.ndjson", expect=3))
            file.unlink()
            self.assertIn(file.name, self.run_it("match", "--snapshot", "saved", "Any Name", expect=3))
            file.write_bytes(before)
        extra = listed.parent / "alt.csv"
        extra.write_text("x")
        self.assertIn("alt.csv: is not in manifest.json", self.run_it("explain", "--snapshot", "saved", "orders.ndjson", expect=3))
        extra.unlink()
        for path, told in (("../escaped.csv", "a path leaves the folder"), ("/etc/passwd", "a path leaves the folder")):
            changed = json.loads(json.dumps(manifest))
            changed["files"][0]["path"] = path
            (saved / "manifest.json").write_text(json.dumps(changed))
            self.assertIn(told, self.run_it("snapshot", "show", "saved", expect=3))

    def test_the_program_that_saved_it_is_named_when_it_is_another(self):
        self.save()
        manifest = self.folder / "saved" / "manifest.json"
        manifest.write_text(re.sub(r'"version": "[^"]*"', '"version": "9.9.9"', manifest.read_text()))
        sum_again(self.folder / "saved")
        told = self.run_it("screen", "--snapshot", "saved", "orders.ndjson")
        self.assertIn("was saved by ordergate 9.9.9", told)

    def test_a_program_with_rules_that_mix_in_does_not_screen_by_a_saved_snapshot(self):
        self.save()
        saved = self.folder / "saved"
        manifest = json.loads((saved / "manifest.json").read_text(encoding="utf-8"))
        rule = next(f for f in reversed(manifest["files"]) if f["path"].endswith(".toml"))
        (saved / rule["path"]).unlink()
        manifest["files"].remove(rule)
        sums = (saved / "rules.sums").read_text(encoding="utf-8").splitlines(keepends=True)
        name = pathlib.Path(rule["path"]).name
        (saved / "rules.sums").write_text("".join(line for line in sums if not line.rstrip().endswith(name)), encoding="utf-8")
        manifest["snapshot"]["rules"] = hashlib.sha256((saved / "rules.sums").read_bytes()).hexdigest()
        manifest["program"]["version"] = "0.0.1"
        (saved / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        sum_again(saved)
        self.run_it("snapshot", "show", "saved")
        told = self.run_it("screen", "-q", "--snapshot", "saved", "orders.ndjson", expect=3)
        self.assertIn("cannot screen by the rules of this snapshot. Use ordergate 0.0.1", told)

    def test_sums_that_say_something_else_than_the_manifest_and_links_are_refused(self):
        self.save()
        saved = self.folder / "saved"
        for name in ("SHA256SUMS", "rules.sums"):
            before = (saved / name).read_bytes()
            (saved / name).write_bytes(before[:-65])
            self.assertIn(name, self.run_it("snapshot", "show", "saved", expect=3))
            (saved / name).unlink()
            self.assertIn(name, self.run_it("snapshot", "show", "saved", expect=3))
            (saved / name).write_bytes(before)
        self.run_it("snapshot", "show", "saved")
        for path in (next((saved / "lists").rglob("*.csv")), saved / "rules", saved / "manifest.json"):
            path.rename(self.folder / "elsewhere")
            path.symlink_to(self.folder / "elsewhere")
            self.assertIn("is neither a file nor a folder", self.run_it("snapshot", "show", "saved", expect=3))
            path.unlink()
            (self.folder / "elsewhere").rename(path)
        self.run_it("snapshot", "show", "saved")

    def test_headers_beside_a_list_and_a_folder_without_owners_are_saved(self):
        (self.folder / "lists" / "us_csl_2026-07-31.csv").rename(self.folder / "lists" / "consolidated.csv")
        (self.folder / "lists" / "consolidated.csv.headers").write_text(
            "HTTP/1.1 200 OK\r\nLast-Modified: Thu, 30 Jul 2026 10:00:00 GMT\r\n\r\n", encoding="utf-8")
        (self.folder / "owners").mkdir()
        options = ["--ownership", "owners"]
        before = json.loads(self.screen("--config", "gate.toml", *options)[0])["snapshot"]
        self.assertEqual("2026-07-30", before["lists"][0]["date"])
        self.save(*options)
        shutil.rmtree(self.folder / "lists")
        self.assertEqual(before, json.loads(self.screen("--snapshot", "saved")[0])["snapshot"])

    def test_evidence_has_the_day_of_its_verdict_alone(self):
        for option in ("--date", "--today"):
            self.assertIn("on the day that its verdict names",
                          self.run_it("evidence", "any", "--orders", "orders.ndjson", "--verdicts", "orders.ndjson", option,
                                      "2026-11-25", expect=2))

    def test_a_saved_snapshot_takes_no_lists_beside_it(self):
        self.save()
        self.assertIn("--lists and --snapshot",
                      self.run_it("screen", "--snapshot", "saved", "--lists", "lists", "orders.ndjson", expect=2))

    def test_evidence_says_the_same_or_what_differs(self):
        self.save()
        lines = self.screen("--config", "gate.toml")
        name = self.first_id(lines)
        document = self.evidence(name, "--snapshot", "saved", "--html", "out.html")
        self.assertTrue(document["again"]["same_bytes"])
        verdict = next(line for line in lines if json.loads(line)["verdict_id"] == document["verdict_id"])
        self.assertEqual(verdict, document["answer"]["record"])
        self.assertEqual(hashlib.sha256(document["order"]["record"].encode()).hexdigest(), json.loads(verdict)["order_hash"])
        self.assertTrue(all(e["found"] and e["unchanged"] and e["fields"] for e in document["entries"]))
        self.assertTrue(document["entries"] and document["rules"] and all(r["citation"] for r in document["rules"]))
        schema = json.loads((ROOT / "docs/schemas/evidence.v1.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(document)
        manifest = json.loads((self.folder / "saved" / "manifest.json").read_text(encoding="utf-8"))
        schema = json.loads((ROOT / "docs/schemas/snapshot.v1.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(manifest)
        page = Texts((self.folder / "out.html").read_text(encoding="utf-8"))
        self.assertIn(document["order"]["record"], page.texts)
        self.assertNotIn("script", page.tags)
        self.assertFalse(page.attributes & {"src", "href", "onload", "onclick"})

        listed = self.folder / "lists" / "us_csl_2026-07-31.csv"
        text = listed.read_text(encoding="utf-8")
        listed.write_text("\n".join(text.splitlines()[:-1]) + "\n", encoding="utf-8")
        document = self.evidence(name, "--config", "gate.toml", expect=1)
        self.assertIn("snapshot", document["again"]["differ"])

    def test_every_example_screens_to_the_same_bytes_whatever_it_is(self):
        self.save()
        for options in ([], ["--date", "2024-05-06"], ["--today", "2026-11-25"]):
            lines = self.screen("--config", "gate.toml", *options)
            for verdict in map(json.loads, lines[:: max(1, len(lines) // 6)]):
                document = self.evidence(verdict["verdict_id"], "--snapshot", "saved")
                self.assertTrue(document["again"]["same_bytes"], (options, document["again"]["differ"]))

    def test_text_of_an_order_never_becomes_markup(self):
        nasty = json.loads(ORDERS.read_text(encoding="utf-8").splitlines()[0])
        nasty["order_id"] = "<script>alert(1)</script>"
        nasty["notes"] = "</pre><img src=x onerror=\"alert('&')\">"
        (self.folder / "nasty.ndjson").write_text(json.dumps(nasty) + "\n", encoding="utf-8")
        lines = self.screen("--config", "gate.toml", orders="nasty.ndjson")
        self.evidence(json.loads(lines[0])["verdict_id"], "--config", "gate.toml", "--html", "out.html", orders="nasty.ndjson")
        page = Texts((self.folder / "out.html").read_text(encoding="utf-8"))
        self.assertFalse(page.tags & {"script", "img"})
        self.assertIn(json.dumps(nasty), page.texts)

    def test_text_of_a_forged_verdict_never_becomes_markup(self):
        lines = self.screen("--config", "gate.toml")
        name = self.first_id(lines)
        forged = next(v for v in map(json.loads, lines) if v["order_id"] == name)
        forged["verdict"] = 'allow" onclick="alert(1)'
        forged["findings"][0]["outcome"] = 'hold"><img src="x" onload="alert(2)'
        (self.folder / "verdicts.ndjson").write_text(json.dumps(forged, separators=(",", ":")) + "\n", encoding="utf-8")
        self.evidence(name, "--config", "gate.toml", "--html", "out.html", expect=1)
        page = Texts((self.folder / "out.html").read_text(encoding="utf-8"))
        self.assertFalse(page.attributes & {"src", "href", "onload", "onclick"})
        self.assertFalse(page.tags & {"script", "img"})
        self.assertTrue(any(forged["findings"][0]["outcome"] in text for text in page.texts), "it is shown as it stands")

    def test_an_order_is_found_by_an_id_that_json_escapes(self):
        odd = json.loads(ORDERS.read_text(encoding="utf-8").splitlines()[0])
        odd["order_id"] = 'A "quoted" \\ id'
        (self.folder / "odd.ndjson").write_text(json.dumps(odd) + "\n", encoding="utf-8")
        self.screen("--config", "gate.toml", orders="odd.ndjson")
        self.assertEqual(odd["order_id"], self.evidence(odd["order_id"], "--config", "gate.toml", orders="odd.ndjson")["order_id"])

    def test_an_order_that_is_not_there_is_told(self):
        lines = self.screen("--config", "gate.toml")
        name = json.loads(lines[0])["verdict_id"]
        (self.folder / "empty.ndjson").write_text("{}\n")
        arguments = ["evidence", "--verdicts", "verdicts.ndjson", "--config", "gate.toml"]
        self.assertIn("no order has the SHA-256", self.run_it(*arguments, name, "--orders", "empty.ndjson", expect=3))
        self.assertIn("no verdict has", self.run_it(*arguments, "nobody", "--orders", "orders.ndjson", expect=3))

    def test_the_chain_of_a_file_names_what_is_wrong(self):
        lines = self.screen("--config", "gate.toml")
        self.run_it("evidence", "verify", "--write-heads", "heads.json", "verdicts.ndjson")
        wrong = {"the verdict before it, of order 3, is missing": lines[:2] + lines[3:],
                 "stands before the verdict that it follows": [lines[1], lines[0], *lines[2:]],
                 "was altered": [lines[0].replace('"summary":"', '"summary":"so '), *lines[1:]]}
        for told, forged in wrong.items():
            (self.folder / "forged.ndjson").write_text("\n".join(forged) + "\n", encoding="utf-8")
            self.assertIn(told, self.run_it("evidence", "verify", "forged.ndjson", expect=1))
        (self.folder / "forged.ndjson").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
        self.run_it("evidence", "verify", "forged.ndjson")
        self.assertIn("noted as the last", self.run_it("evidence", "verify", "--heads", "heads.json", "forged.ndjson", expect=1))

    def test_verdicts_without_a_chain_prove_nothing(self):
        self.screen("--lists", "lists")
        self.assertIn("is not in the chain", self.run_it("evidence", "verify", "verdicts.ndjson", expect=1))


if __name__ == "__main__":
    unittest.main()
