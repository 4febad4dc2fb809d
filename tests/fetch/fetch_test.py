#!/usr/bin/python3
"""`ordergate lists fetch` against a publisher that misbehaves.

usage: fetch_test.py BINARY [unittest options]
"""
import base64
import fcntl
import gzip
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import publisher
from publisher import Minisign, chunks, conditional, gives, in_turn, leads_to, resets, says, stalls, status

BINARY = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None
ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = (ROOT / "lists/sample/sample_list.csv").read_bytes()
ROWS = LIST.splitlines(keepends=True)
NEWER = LIST.replace(b"Haidian District", b"Chaoyang District")
WITHOUT_ISN = b"".join(row for row in ROWS if b"(ISN)" not in row)
SHRUNK_EL = b"".join(row for i, row in enumerate(ROWS) if b"(EL)" not in row or i % 2)
WEDNESDAY, THURSDAY = "Wed, 29 Jul 2026 10:00:00 GMT", "Thu, 30 Jul 2026 10:00:00 GMT"
SECRET = "s3cr3t"


class FetchCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.of_class = tempfile.TemporaryDirectory(prefix="ordergate-fetch-")
        cls.authority = publisher.Authority(cls.of_class.name)
        cls.tls = cls.authority.context("good", ["localhost", "127.0.0.1", "::1"])
        cls.server = publisher.Server(context=cls.tls)

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        cls.of_class.cleanup()

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ordergate-store-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = self.folder / "store"
        self.here = self.store / "example"
        self.server.paths.clear()
        self.server.asked.clear()
        self.said = ""

    def settings(self, url=None, more="", lists="", **source):
        # Waits are as short as settings can say; what a case needs longer it says itself.
        source = {"name": "example", "url": url or self.server.url + "/list.csv", "ca_file": str(self.authority.file),
                  "attempts": 3, "retry_wait": "1ms", "timeout": "60s", **source}
        lines = [f"{key} = {json.dumps(value)}" for key, value in source.items() if value is not None]
        path = self.folder / "ordergate.toml"
        path.write_text(f"{more}\n[lists]\nstore = {json.dumps(str(self.store))}\n{lists}\n[[lists.source]]\n"
                        + "\n".join(lines) + "\n")
        return path

    def run_fetch(self, *arguments, config=None, env=None, **settings):
        config = config or self.settings(**settings)
        clean = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
        done = subprocess.run([BINARY, "lists", "fetch", "--config", config, *arguments], capture_output=True, text=True,
                              check=False, timeout=300, env={**clean, **(env or {})})
        self.said += done.stdout + done.stderr
        return done

    def fetch(self, *arguments, expect=0, **more):
        done = self.run_fetch("--all", "--json", *arguments, **more)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def accepted(self, body=LIST, **headers):
        self.server.paths["/list.csv"] = gives(body, **headers)
        self.assertEqual(self.fetch()["outcome"], "accepted")

    def in_use(self):
        return b"".join(path.read_bytes() for path in sorted((self.here / "current").iterdir()))

    def quarantined(self):
        folder = self.here / "quarantine"
        return sorted(folder.iterdir()) if folder.exists() else []


class Answers(FetchCase):
    """What comes with each answer, when a good list is in use."""

    def refused(self, answer, outcome, words, tries=None, **settings):
        self.accepted()
        self.server.paths["/list.csv"] = answer
        report = self.fetch(expect={"quarantined": 1, "failed": 4}[outcome], **settings)
        self.assertEqual(report["outcome"], outcome, report)
        self.assertIn(words, report["why"])
        self.assertEqual(self.in_use(), LIST)
        self.assertFalse((self.here / ".incoming").exists())
        self.assertEqual(len(self.quarantined()), 1 if outcome == "quarantined" else 0)
        if tries:
            self.assertEqual(report["attempts"], tries, report)
        record = json.loads((self.here / "record.json").read_text())
        self.assertEqual((record["outcome"], record["why"]), (outcome, report["why"]))


def answer_case(name, answer, outcome, words, tries=None, **settings):
    def test(self):
        self.refused(answer(self) if callable(answer) and getattr(answer, "late", False) else answer, outcome, words, tries,
                     **settings)
    setattr(Answers, "test_" + name, test)


def late(make):
    """An answer that is made once the server is known."""
    def made(test):
        return make(test)
    made.late = True
    return made


HALF = LIST[: len(LIST) // 2]
MANY = gzip.compress(b"0" * (64 << 20))
answer_case("a_download_that_is_cut_is_tried_again_and_failed", gives(HALF, length=len(LIST)), "failed", "after ", 3)
answer_case("a_length_that_says_less_gives_a_cut_list", gives(LIST, length=len(HALF)), "quarantined", "the file is cut or damaged")
answer_case("chunks_that_do_not_end_are_cut", chunks(HALF, ends=False), "failed", "", 3)
answer_case("a_server_that_stalls_is_left", stalls(HALF), "failed", "too slow", 1, attempts=1, stall_timeout="1s")
answer_case("a_server_that_never_answers_is_left", lambda handler: handler.server.done.wait(60), "failed", "", 1, attempts=1,
            timeout="1s")
answer_case("a_torn_connection_is_tried_again", resets(HALF), "failed", "", 3)
answer_case("no_http_at_all", says(b"SSH-2.0-OpenSSH_9.2\r\n"), "failed", "", None)
answer_case("an_empty_answer", gives(b""), "failed", "the answer is empty", 3)
answer_case("another_type", gives(b"%PDF-1.7\n" + bytes(range(256)) * 8), "quarantined", "no list format that is known", 1)
answer_case("a_web_page_with_200", gives(b"\xef\xbb\xbf \n<!DOCTYPE html><html><body>We are sorry</body></html>"), "quarantined",
            "a web page came instead of a list", 1)
answer_case("a_gzip_bomb", gives(MANY, Content_Encoding="gzip"), "failed", "longer than bytes_max", 1, bytes_max=1 << 20)
answer_case("gzip_that_is_cut_gives_a_cut_list", gives(gzip.compress(LIST)[:-200], Content_Encoding="gzip"), "quarantined",
            "the file is cut or damaged", 1)
answer_case("gzip_that_is_none", gives(LIST, Content_Encoding="gzip"), "failed", "", 3)
answer_case("what_is_longer_than_it_may_be", gives(LIST), "failed", "longer than bytes_max = 1000", 1, bytes_max=1000)
answer_case("what_is_longer_than_it_may_be_without_a_length", chunks(LIST, ends=True), "failed", "longer than bytes_max", 1,
            bytes_max=1000)
answer_case("a_redirect_loop", late(lambda test: leads_to(test.server.url + "/list.csv")), "failed", "redirects", 1)
answer_case("a_redirect_to_http", leads_to("http://127.0.0.1:1/list.csv"), "failed", "not https://", 1)
answer_case("a_redirect_to_a_file_of_this_machine", leads_to("file:///etc/passwd"), "failed", "not https://", 1)
answer_case("a_server_that_is_broken_for_long", status(500), "failed", "the server answered 500 (3 attempts)", 3)
answer_case("a_list_that_moved_away_is_not_asked_for_again", status(404), "failed", "the server answered 404", 1)
answer_case("a_publisher_that_says_to_wait_for_long", status(429, Retry_After="86400"), "failed", "asks to wait 86400 s", 1)
answer_case("a_last_row_that_is_cut", gives(LIST[:-40]), "quarantined", "the file is cut or damaged", 1)
answer_case("a_code_that_vanished", gives(WITHOUT_ISN), "quarantined", "list ISN (us_csl) is gone", 1)
answer_case("a_code_that_shrank", gives(SHRUNK_EL), "quarantined", "list EL (us_csl) shrank", 1)
answer_case("a_list_of_another_publisher", gives((ROOT / "tests/fuzz/list_readers_corpus/un_xml").read_bytes()), "quarantined",
            "is gone", 1)
answer_case("a_hash_that_is_another", gives(LIST + b" "), "quarantined", "its SHA-256 is", 1, sha256="ab" * 32)


class Trust(FetchCase):
    def fails(self, words, **settings):
        report = self.fetch(expect=4, **settings)
        self.assertEqual((report["outcome"], report["attempts"]), ("failed", 1), report)
        self.assertIn(words, report["why"])
        self.assertFalse((self.here / "current").exists())

    def served(self, label, hosts, days=1):
        server = publisher.Server(context=self.authority.context(label, hosts, days))
        self.addCleanup(server.close)
        server.paths["/list.csv"] = gives(LIST)
        return server

    def test_a_certificate_that_ran_out(self):
        self.fails("expired", url=self.served("expired", ["127.0.0.1"], days=-1).url + "/list.csv")

    def test_a_certificate_of_another_host(self):
        self.fails("127.0.0.1", url=self.served("other", ["other.example"]).url + "/list.csv")

    def test_a_certificate_of_nobody_known(self):
        self.server.paths["/list.csv"] = gives(LIST)
        self.fails("certificate", ca_file=None)

    def test_http_is_taken_from_this_machine_only_or_with_a_proof(self):
        for url, sha256, good in (("http://192.0.2.1/l.csv", None, False), ("http://127.0.0.1.example/l.csv", None, False),
                                  ("http://localhost@192.0.2.1/l.csv", None, False), ("ftp://192.0.2.1/l.csv", None, False),
                                  ("file:///etc/passwd", None, False), ("http://192.0.2.1/l.csv", "ab" * 32, True),
                                  ("http://[::1]:8080/l.csv", None, True), ("https://192.0.2.1/l.csv", None, True)):
            config = self.settings(url=url, sha256=sha256)
            done = subprocess.run([BINARY, "check-config", config], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0 if good else 2, (url, done.stderr))

    def test_a_signature_is_proven(self):
        key, other = Minisign(), Minisign(b"elsewise")
        self.server.paths["/list.csv"] = gives(LIST)
        signature = self.server.paths.__setitem__
        for text, words in ((key.sign(NEWER), "is not what was signed"), (other.sign(LIST), "signed by another key"),
                            (key.sign(LIST, said=b"timestamp:2"), "comment was changed"),
                            (key.sign(LIST, form=b"Ed"), "of old form"), (b"<html>", "is no signature")):
            signature("/list.csv.minisig", gives(text))
            report = self.fetch(expect=1, minisign_key=key.public)
            self.assertIn(words, report["why"])
            self.assertFalse((self.here / "current").exists())
        signature("/list.csv.minisig", status(404))
        self.assertIn("404", self.fetch(expect=4, minisign_key=key.public)["why"])
        signature("/list.csv.minisig", gives(key.sign(LIST)))
        self.assertEqual(self.fetch(minisign_key=key.public)["outcome"], "accepted")
        self.assertEqual(self.run_fetch(minisign_key="RWnonsense").returncode, 2)

    def test_a_hash_may_stand_in_a_file_beside(self):
        hashed, sums = hashlib.sha256(LIST).hexdigest(), self.server.url + "/SHA256SUMS"
        self.server.paths["/list.csv"] = gives(LIST)
        self.server.paths["/SHA256SUMS"] = gives(f"{'0' * 64}  other.csv\n{'1' * 64}  list.csv\n".encode())
        self.assertIn("1" * 64, self.fetch(expect=1, sha256=sums)["why"])
        self.server.paths["/SHA256SUMS"] = gives(f"{'0' * 64}  other.csv\n{hashed} *list.csv\n".encode())
        self.assertEqual(self.fetch(sha256=sums)["outcome"], "accepted")

    def test_no_secret_is_told(self):
        links = publisher.Server(context=self.tls)
        self.addCleanup(links.close)
        links.paths["/signed.csv"] = gives(WITHOUT_ISN)
        url = self.server.url.replace("://", f"://user:{SECRET}@") + f"/list.csv?token={SECRET}"
        self.accepted()
        self.server.paths["/list.csv"] = in_turn(leads_to(f"{links.url}/signed.csv?signature={SECRET}"), status(404))
        self.fetch(expect=1, url=url, authorization=None)
        self.fetch(expect=4, url=url)
        self.assertEqual(self.server.asked[-1][2]["Authorization"],
                         "Basic " + base64.b64encode(f"user:{SECRET}".encode()).decode())
        self.assertNotIn("Authorization", links.asked[-1][2])
        config = self.settings(url=url, authorization=f"Bearer {SECRET}")
        self.run_fetch("--all", config=config)
        self.assertEqual(self.server.asked[-1][2]["Authorization"], f"Bearer {SECRET}")
        printed = subprocess.run([BINARY, "check-config", "--print", config], capture_output=True, text=True, check=True)
        self.said += printed.stdout + printed.stderr
        for path in self.store.rglob("*"):
            self.assertNotIn(SECRET, str(path))
            if path.is_file() and path.suffix in (".json", ".txt"):
                self.said += path.read_text()
        self.assertIn("/list.csv?[redacted]", self.said)
        self.assertNotIn(SECRET, self.said)

    def test_an_authorization_stays_with_its_host(self):
        links = publisher.Server(context=self.tls)
        self.addCleanup(links.close)
        links.paths["/signed.csv"] = gives(LIST)
        self.server.paths["/list.csv"] = leads_to(links.url.replace("127.0.0.1", "localhost") + "/signed.csv")
        self.assertEqual(self.fetch(authorization=f"Bearer {SECRET}")["outcome"], "accepted")
        self.assertEqual(self.server.asked[-1][2]["Authorization"], f"Bearer {SECRET}")
        self.assertNotIn("Authorization", links.asked[-1][2])


class Store(FetchCase):
    def test_the_first_list_is_accepted_and_screened_against(self):
        self.server.paths["/list.csv"] = gives(LIST, Last_Modified=WEDNESDAY, ETag='"1"')
        report = self.fetch()
        self.assertEqual((report["outcome"], report["entries"], report["date"]), ("accepted", 35, "2026-07-29"))
        self.assertEqual([path.name for path in (self.here / "current").iterdir()], ["example_2026-07-29.csv"])
        done = subprocess.run([BINARY, "match", "--config", self.settings(), "--json", "Northern Lantern Microsystems"],
                              capture_output=True, text=True, check=True)
        self.assertIn('"list":"EL"', done.stdout)
        self.assertNotIn("sample list", done.stderr)

    def test_before_the_first_list_nothing_is_screened(self):
        done = subprocess.run([BINARY, "match", "--config", self.settings(), "Northern Lantern"], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("current", done.stderr)

    def test_a_list_that_did_not_change_is_confirmed(self):
        self.server.paths["/list.csv"] = conditional(LIST, '"1"')
        self.fetch()
        file = next((self.here / "current").iterdir())
        os.utime(file, (1, 1))
        self.assertEqual(self.fetch()["outcome"], "unchanged")
        self.assertEqual(self.server.asked[-1][2]["If-None-Match"], '"1"')
        self.assertGreater(file.stat().st_mtime, 1)
        self.server.paths["/list.csv"] = gives(LIST, ETag='"2"')  # another tag, the same list
        self.assertEqual(self.fetch()["outcome"], "unchanged")
        self.assertEqual(len(list((self.here / "history").iterdir())), 1)

    def test_a_server_without_etag_is_asked_by_date(self):
        self.accepted(Last_Modified=WEDNESDAY)
        self.server.paths["/list.csv"] = status(304)
        self.assertEqual(self.fetch()["outcome"], "unchanged")
        self.assertEqual(self.server.asked[-1][2]["If-Modified-Since"], WEDNESDAY)

    def test_an_etag_that_lies_is_found_out(self):
        self.accepted(ETag='"1"')
        self.server.paths["/list.csv"] = gives(NEWER, ETag='"1"')  # the same tag, another list
        self.assertEqual(self.fetch()["outcome"], "accepted")
        self.assertEqual(self.in_use(), NEWER)
        # "not modified" of what was: within a week the whole list is asked for
        self.server.paths["/list.csv"] = conditional(LIST, '"1"')
        self.assertEqual(self.fetch()["outcome"], "unchanged")
        record = json.loads((self.here / "record.json").read_text())
        record["whole_unix_s"] -= 7 * 86400
        (self.here / "record.json").write_text(json.dumps(record))
        self.assertEqual(self.fetch()["outcome"], "accepted")
        self.assertEqual(self.in_use(), LIST)

    def test_not_modified_without_a_question_is_no_answer(self):
        self.server.paths["/list.csv"] = status(304)
        report = self.fetch(expect=4)
        self.assertIn("304", report["why"])
        self.assertFalse((self.here / "current").exists())

    def test_a_file_that_was_changed_by_hand_is_fetched_again(self):
        self.server.paths["/list.csv"] = conditional(LIST, '"1"')
        self.fetch()
        next((self.here / "current").iterdir()).write_bytes(LIST[:1000])
        self.assertEqual(self.fetch()["outcome"], "accepted")
        self.assertEqual(self.in_use(), LIST)

    def test_another_address_is_asked_without_the_tag_of_the_first(self):
        self.accepted(ETag='"1"')
        self.server.paths["/other.csv"] = conditional(NEWER, '"1"')
        self.assertEqual(self.fetch(url=self.server.url + "/other.csv")["outcome"], "accepted")
        self.assertNotIn("If-None-Match", self.server.asked[-1][2])

    def test_a_server_that_recovers_is_waited_for(self):
        self.server.paths["/list.csv"] = in_turn(status(503), status(429, Retry_After="1"), gives(LIST))
        self.assertEqual(self.fetch()["attempts"], 3)

    def test_compressed_and_chunked_answers_and_redirects_are_read(self):
        links = self.server.paths
        links["/list.csv"] = leads_to(self.server.url + "/b.csv", 301)
        links["/b.csv"] = leads_to("/c.csv?signature=1", 307)
        links["/c.csv"] = gives(gzip.compress(LIST), Content_Encoding="gzip", Content_Type="text/html")
        self.assertEqual(self.fetch()["outcome"], "accepted")
        self.assertEqual(self.server.asked[-1][2]["Accept-Encoding"], "identity")
        links["/list.csv"] = chunks(NEWER, ends=True)
        self.assertEqual(self.fetch()["outcome"], "accepted")
        self.assertEqual(self.in_use(), NEWER)

    def test_an_older_copy_is_refused(self):
        self.accepted(Last_Modified=THURSDAY)
        self.server.paths["/list.csv"] = gives(NEWER, Last_Modified=WEDNESDAY)
        self.assertIn("before the one in use", self.fetch(expect=1)["why"])
        self.assertEqual(self.in_use(), LIST)

    def test_a_publishers_own_older_date_is_refused(self):
        un = (ROOT / "tests/fuzz/list_readers_corpus/un_xml").read_bytes()
        self.accepted(un)
        mark = un.index(b'dateGenerated="') + len(b'dateGenerated="')
        self.server.paths["/list.csv"] = gives(un[:mark] + b"2001" + un[mark + 4:])
        self.assertIn("was published 2001", self.fetch(expect=1)["why"])

    def test_what_was_refused_is_kept_once_with_its_difference(self):
        self.accepted()
        self.server.paths["/list.csv"] = gives(WITHOUT_ISN)
        where = pathlib.Path(self.fetch(expect=1)["quarantine"])
        self.assertEqual((where / "example.csv").read_bytes(), WITHOUT_ISN)
        self.assertIn("ISN", (where / "why.txt").read_text())
        diff = (where / "diff.txt").read_text()
        self.assertRegex(diff, r"(?m)^ISN +1 +0 +0 +1 +0$")
        self.assertRegex(diff, r"(?m)^removed  ISN ")
        self.assertNotIn("quarantine", self.fetch(expect=1))
        self.assertEqual(len(self.quarantined()), 1)

    def test_an_operator_takes_a_shrunken_list_and_the_daemon_is_told(self):
        (self.folder / "state").mkdir()
        more = f'[daemon]\nstate_dir = "{self.folder}/state"\n'
        self.accepted()
        self.server.paths["/list.csv"] = gives(WITHOUT_ISN)
        self.fetch("--accept-shrunken", "EL", expect=1, more=more)
        self.assertFalse((self.folder / "state/accept-shrunken").exists())
        self.assertEqual(self.fetch("--accept-shrunken", "isn", more=more)["outcome"], "accepted")
        self.assertEqual((self.folder / "state/accept-shrunken").read_text().split(), ["ISN"])
        self.server.paths["/list.csv"] = gives(LIST)
        self.fetch(more=more)
        self.server.paths["/list.csv"] = gives(WITHOUT_ISN)
        self.fetch(expect=1, more=more)

    def test_a_dry_run_tells_and_changes_nothing(self):
        self.accepted(ETag='"1"')
        before = sorted((str(path), path.lstat().st_mtime_ns) for path in self.here.rglob("*"))
        for body, expect, outcome in ((NEWER, 0, "accepted"), (WITHOUT_ISN, 1, "quarantined"), (LIST, 0, "unchanged")):
            self.server.paths["/list.csv"] = gives(body)
            self.assertEqual(self.fetch("--dry-run", expect=expect)["outcome"], outcome)
        self.assertEqual(sorted((str(path), path.lstat().st_mtime_ns) for path in self.here.rglob("*")), before)
        self.server.paths["/list.csv"] = gives(NEWER)
        self.assertIn("would be accepted, 35 entries", self.run_fetch("--dry-run", "example").stdout)
        self.assertIn("1 changed", self.said)

    def test_history_is_bounded_and_any_of_it_can_be_read(self):
        for number in range(5):
            body = LIST.replace(b"Haidian District", b"District %d" % number)
            self.server.paths["/list.csv"] = gives(body)
            self.fetch(lists="history_max = 3")
        history = sorted((self.here / "history").iterdir())
        self.assertEqual(len(history), 3)
        self.assertEqual((self.here / "current").resolve(), history[-1].resolve())
        for folder in history:
            subprocess.run([BINARY, "lists", "check", folder], check=True, capture_output=True)

    def test_one_process_at_a_time(self):
        self.accepted()
        with open(self.here / ".lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertIn("another process", self.fetch(expect=4)["why"])

    def test_only_what_is_due_is_asked(self):
        self.accepted()
        asked = len(self.server.asked)
        done = self.run_fetch("--json", every="1h")
        self.assertEqual((done.returncode, json.loads(done.stdout)["outcome"]), (0, "not_due"))
        self.assertEqual(len(self.server.asked), asked)
        self.assertEqual(self.run_fetch("example", every="1h").returncode, 0)
        self.assertEqual(len(self.server.asked), asked + 1)
        self.server.paths["/list.csv"] = status(500)
        self.run_fetch("example", every="1h")
        record = json.loads((self.here / "record.json").read_text())
        record["asked_unix_s"] -= 3600
        (self.here / "record.json").write_text(json.dumps(record))
        self.assertEqual(self.run_fetch(every="1h").returncode, 4)  # due, and the publisher is still broken

    def test_a_store_that_cannot_be_written_is_told(self):
        self.store.write_text("a file\n")
        self.server.paths["/list.csv"] = gives(LIST)
        self.assertEqual(self.fetch(expect=4)["outcome"], "failed")

    def test_names_and_settings_that_cannot_work(self):
        self.assertEqual(self.run_fetch("nobody").returncode, 2)
        for source in ({"name": "Up"}, {"name": "../x"}, {"url": "https://a b"}, {"preset": "nobody", "url": None},
                       {"minisign_url": "https://a.example/s"}, {"sha256": "12"}):
            source = {"url": "https://a.example/list.csv", **source}
            text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in {"name": "a", **source}.items() if value)
            path = self.folder / "bad.toml"
            path.write_text(f'[lists]\nstore = "/tmp/x"\n[[lists.source]]\n{text}')
            done = subprocess.run([BINARY, "check-config", path], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 2, (text, done.stdout))
            self.assertIn("bad.toml:", done.stderr)


class Publishers(unittest.TestCase):
    def test_those_that_are_known_stand_in_the_docs(self):
        known = re.findall(r'(?m)^    \{"(\w+)", "https://', (ROOT / "config/publishers.cpp").read_text())
        section = (ROOT / "docs/lists.md").read_text().split("| preset |")[1].split("\n\n")[0]
        told = [name for row in section.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1] if "|" in row else "")]
        self.assertEqual(sorted(told), sorted(known))
        self.assertGreater(len(known), 5)


class Ways(FetchCase):
    def test_an_ipv6_address(self):
        try:
            server = publisher.Server("::1", self.tls)
        except OSError as error:
            self.skipTest(f"no IPv6: {error}")
        self.addCleanup(server.close)
        server.paths["/list.csv"] = gives(LIST)
        self.assertEqual(self.fetch(url=server.url + "/list.csv")["outcome"], "accepted")

    def test_a_proxy_of_the_environment(self):
        proxy = publisher.Proxy()
        self.addCleanup(proxy.close)
        self.server.paths["/list.csv"] = gives(LIST)
        self.fetch(env={"https_proxy": proxy.url})
        self.assertEqual(proxy.tunnels, [self.server.url.removeprefix("https://")])
        self.fetch(env={"https_proxy": proxy.url, "no_proxy": "127.0.0.1"})
        self.assertEqual(len(proxy.tunnels), 1)
        self.assertEqual(self.fetch(expect=4, attempts=1, env={"https_proxy": "http://127.0.0.1:1"})["outcome"], "failed")

    def test_the_daemon_is_told_to_reload(self):
        daemon = publisher.Server()
        self.addCleanup(daemon.close)
        daemon.paths["/-/reload"] = gives(b"reloaded\n")
        more = f'[http]\nlisten = "{daemon.url.removeprefix("http://")}"\n'
        self.server.paths["/list.csv"] = gives(LIST)
        self.fetch("--reload", more=more)
        self.assertEqual(daemon.asked[-1][:2], ("POST", "/-/reload"))
        daemon.paths["/-/reload"] = gives(b"list EL is gone\n", code=500)
        self.fetch("--reload", more=more, expect=1)
        self.assertIn("the daemon did not take the lists: list EL is gone", self.said)
        asked = len(daemon.asked)
        self.server.paths["/list.csv"] = status(404)
        self.fetch("--reload", more=more, expect=4)
        self.assertEqual(len(daemon.asked), asked)
        self.server.paths["/list.csv"] = gives(LIST)
        self.fetch("--reload", more='[http]\nlisten = "127.0.0.1:1"\n')
        self.assertIn("takes the lists at its next start", self.said)

    def test_one_publisher_does_not_keep_another_from_its_list(self):
        self.server.paths["/good.csv"] = gives(LIST)
        self.server.paths["/bad.csv"] = status(500)
        path = self.settings(name="bad", url=self.server.url + "/bad.csv")
        with path.open("a") as out:
            out.write(f'[[lists.source]]\nname = "good"\nurl = "{self.server.url}/good.csv"\nca_file = "{self.authority.file}"\n')
        done = self.run_fetch("--all", config=path)
        self.assertEqual(done.returncode, 4)
        self.assertIn("bad: failed", done.stdout)
        self.assertIn("good: accepted, 35 entries", done.stdout)
        self.assertEqual(self.run_fetch("--all", "--quiet", config=path).stdout.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()
