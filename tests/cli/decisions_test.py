#!/usr/bin/python3
"""Decisions as a reviewer meets them: an order is held, a person clears the match, the next order passes with the
decision quoted, and what ends a clearance holds again and says why.

usage: decisions_test.py BINARY [unittest options]
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

BINARY = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "lists" / "sample" / "sample_list.csv"
SCHEMA = json.loads((ROOT / "docs/schemas/verdict.v1.schema.json").read_text(encoding="utf-8"))
LIKE = "Nothern Lantern Microsistems"


def order(name=LIKE, order_id="D-1", **changes):
    party = {"role": "purchaser", "id": "C-7", "name": name, "country": "DE", "headquarters_country": "DE"}
    return {"order_id": order_id, "kind": "sale", "ship_date": "2026-03-10", "from_country": "US",
            "destination_country": "DE", "parties": [{**party, **changes.pop("party", {})}],
            "items": [{"description": "office chair", "quantity": 1, "eccn": "EAR99"}], **changes}


class DecisionsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.lists = self.folder / "list.csv"
        self.lists.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
        self.decisions = self.folder / "decisions.ndjson"
        self.key = self.folder / "key"
        self.key.write_text("k" * 40 + "\n", encoding="ascii")

    def run_it(self, *arguments, text="", code=0):
        done = subprocess.run([str(BINARY), *map(str, arguments)], input=text, capture_output=True, text=True, timeout=600,
                              check=False)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return done

    def screen(self, *orders, decisions=None, options=()):
        done = self.run_it("screen", "--json", "--lists", self.lists, "--decisions", decisions or self.decisions, *options,
                           text="".join(json.dumps(each) + "\n" for each in orders))
        self.said = done.stderr
        verdicts = [json.loads(line) for line in done.stdout.splitlines()]
        for verdict in verdicts:
            jsonschema.validate(verdict, SCHEMA)
        return verdicts

    def clear(self, *options, made_of=None, code=0):
        return self.run_it("decide", "not-the-party", "-q", "--lists", self.lists, "--by", "ada", "--reason", "other founders",
                           "--at", "2026-03-01T08:00:00Z", "--out", self.decisions, *options,
                           text=json.dumps(made_of or order()), code=code)

    def config(self, **settings):
        path = self.folder / "settings.toml"
        lines = "".join(f"{name} = {value}\n" for name, value in settings.items())
        path.write_text(f'[review]\ndecisions = ["{self.decisions}"]\n{lines}', encoding="utf-8")
        return path

    def test_a_cleared_customer_passes_and_the_verdict_quotes_who_decided(self):
        self.decisions.write_text("", encoding="ascii")
        held, = self.screen(order())
        self.assertEqual(held["verdict"], "hold")
        self.assertRegex(next(f["match"]["party"] for f in held["findings"] if "match" in f), "^[0-9a-f]{64}$")
        self.clear()
        allowed, other = self.screen(order(order_id="D-2"), order(order_id="D-3", party={"id": "C-8"}))
        self.assertEqual(allowed["verdict"], "allow")
        quoted = [f["decision"] for f in allowed["findings"] if "decision" in f]
        self.assertEqual([(q["by"], q["reason"], q["at"]) for q in quoted], [("ada", "other founders", "2026-03-01T08:00:00Z")])
        self.assertEqual(allowed["decisions"]["count"], 1)
        self.assertEqual(other["verdict"], "hold", "another customer of the same name")
        told = self.run_it("explain", "-q", "--lists", self.lists, "--decisions", self.decisions, text=json.dumps(order())).stdout
        self.assertIn("by ada", told)
        self.assertIn("other founders", " ".join(told.split()))

    def test_an_owner_is_cleared_for_the_customer_of_the_order_alone(self):
        def owned(party_id):
            return order("Werk Nord", party={"id": party_id, "owners": [{"name": LIKE, "percent": 10, "country": "DE"}]})
        self.clear("--entry", self.held_entry(owned("C-7")), made_of=owned("C-7"))
        self.assertEqual(json.loads(self.decisions.read_text(encoding="utf-8"))["scope"]["party_id"], "C-7")
        own, other = self.screen(owned("C-7"), owned("C-8"))
        self.assertTrue([f for f in own["findings"] if "decision" in f])
        self.assertFalse([f for f in other["findings"] if "decision" in f], "the owner of another customer")

    def test_an_owner_of_a_customer_without_an_id_is_not_cleared(self):
        owned = order("Werk Nord", party={"owners": [{"name": LIKE, "percent": 10, "country": "DE"}]})
        owned["parties"][0].pop("id", None)
        told = self.clear("--entry", self.held_entry(owned), made_of=owned, code=2).stderr
        self.assertIn("tells no id", told)

    def held_entry(self, made_of):
        self.decisions.write_text("", encoding="ascii")
        held, = self.screen(made_of)
        return next(f["match"]["entry"] for f in held["findings"] if "match" in f)

    def test_the_same_order_and_decisions_give_the_same_bytes(self):
        self.clear()
        first, second = self.screen(order()), self.screen(order())
        for verdict in first + second:
            del verdict["screened_at"]
        self.assertEqual(first, second)

    def test_a_clearance_ends_when_entry_party_or_time_change_or_it_is_withdrawn(self):
        self.clear("--valid-until", "2026-03-10")

        def why(verdict):
            self.assertEqual(verdict["verdict"], "hold")
            said = {f["decision_ended"]["why"] for f in verdict["findings"] if "decision_ended" in f}
            self.assertEqual(len(said), 1, verdict["findings"])
            return said.pop()

        late, moved = self.screen(order(ship_date="2026-03-11"), order(party={"addresses": ["1 New Road, Ulm"]}))
        self.assertEqual(why(late), "expired")
        self.assertEqual(why(moved), "party_changed")
        self.assertEqual(self.screen(order())[0]["verdict"], "allow")
        checked = ("decisions", "check", "--lists", self.lists, "--today", "2026-03-01", self.decisions)
        self.assertRegex(self.run_it(*checked).stdout, "not_the_party +valid +ada +EL ")
        before = self.lists.read_text(encoding="utf-8")
        self.lists.write_text(before.replace("Haidian District", "Chaoyang District"), encoding="utf-8")
        self.assertEqual(why(self.screen(order())[0]), "entry_changed")
        self.assertRegex(self.run_it(*checked).stdout, "not_the_party +entry_changed +ada +EL ")
        self.lists.write_text(before, encoding="utf-8")
        decision_id = json.loads(self.decisions.read_text(encoding="utf-8"))["decision_id"]
        self.run_it("decide", "withdraw", decision_id, "--by", "grace", "--reason", "same founders", "--out", self.decisions)
        self.assertEqual(why(self.screen(order())[0]), "withdrawn")
        self.assertNotIn("names nothing", self.run_it(*checked).stdout)
        self.run_it("decide", "withdraw", "d-0", "--by", "grace", "--reason", "mistyped", "--out", self.decisions)
        self.assertRegex(self.run_it(*checked).stdout, "withdraw +names nothing +grace +d-0")

    def test_forged_unsigned_malformed_and_unapproved_records_never_count(self):
        settings = self.config(signing_key=f'"{self.key}"')
        self.clear("--signing-key", self.key)
        signed = self.decisions.read_text(encoding="utf-8")

        def verdict():
            return self.screen(order(), options=("--config", settings))[0]["verdict"]

        self.assertEqual(verdict(), "allow")
        record = json.loads(signed)
        unsigned = {key: value for key, value in record.items() if key != "signature"}
        for text, word in ((json.dumps({**record, "reason": "none"}), "forged"), (json.dumps(unsigned), "unsigned"),
                           (signed.rstrip()[:-1], "malformed"), (json.dumps({**record, "more": 1}), "malformed"),
                           (signed.rstrip().replace('"by":', '"by":"x","by":'), "malformed")):
            self.decisions.write_text(text + "\n", encoding="utf-8")
            self.assertEqual(verdict(), "hold", word)
            self.assertIn(f"decisions.ndjson:1: ", self.said)
            self.assertIn(word, self.said)
            checked = self.run_it("decisions", "check", "--config", settings, code=1).stdout
            self.assertIn(f"({word})", checked)
        self.decisions.write_text(json.dumps(unsigned) + "\n", encoding="utf-8")
        settings = self.config(four_eyes="true")
        self.assertEqual(verdict(), "hold")
        self.assertIn("not_approved", self.said)

    def test_python_signs_as_the_program_does(self):
        import hashlib  # pylint: disable=import-outside-toplevel
        import hmac  # pylint: disable=import-outside-toplevel
        self.clear("--signing-key", self.key)
        record = json.loads(self.decisions.read_text(encoding="utf-8"))
        signature = record.pop("signature")
        text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        self.assertEqual(signature, "hmac-sha256:" + hmac.new(b"k" * 40, text, hashlib.sha256).hexdigest())

    def test_a_confirmed_identity_is_not_cleared(self):
        listed = order("Northern Lantern Microsystems Co., Ltd.", party={"country": "CN"})
        self.clear(made_of=listed)
        verdict, = self.screen(listed)
        self.assertEqual(verdict["verdict"], "deny")
        self.assertIn("confirmed_identity", json.dumps(verdict))
        settings = self.config(clear_sure="true")
        verdict, = self.screen(listed, options=("--config", settings))
        self.assertEqual(verdict["verdict"], "deny")
        self.assertIn('"why": "denied"', json.dumps(verdict))

    def test_decide_names_the_matches_to_choose_from(self):
        made_of = order()
        made_of["parties"].append({"role": "end_user", "name": "Copper Finch University of Technolgy", "country": "DE"})
        said = self.clear(made_of=made_of, code=2).stderr
        self.assertIn("more than one match", said)
        self.assertIn("parties[1].name", said)
        self.clear("--party", "parties[1]", made_of=made_of)
        self.assertIn("no party of this order matches", self.clear(made_of=order("Beispielmann Rosenheim"), code=2).stderr)
        self.assertEqual(self.run_it("decisions", "check", self.decisions).stdout.count("not_the_party"), 1)

    def test_files_that_cannot_be_read_are_no_decisions(self):
        self.run_it("screen", "-q", "--decisions", self.folder / "none", text=json.dumps(order()), code=3)
        self.run_it("decisions", "check", self.folder / "none", code=3)
        self.run_it("decisions", "check", code=2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
