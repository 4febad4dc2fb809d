#!/usr/bin/python3
"""`ordergate lists fetch` against a publisher that misbehaves.

usage: fetch_test.py BINARY [unittest options]
"""
import base64
import gzip
import hashlib
import json
import subprocess
import unittest

import publisher
from fetching import BINARY, LIST, NEWER, ROOT, SECRET, SHRUNK_EL, WITHOUT_ISN, FetchCase
from publisher import Minisign, chunks, drips, gives, in_turn, leads_to, resets, says, stalls, status


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
answer_case("a_server_that_drips_is_left_at_the_end_of_its_time", drips(LIST), "failed", "", 1, attempts=1, timeout="1s",
            stall_timeout="1m")
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


class Asks(FetchCase):
    """What publishers want to hear (docs/lists.md)."""

    def test_a_publisher_that_refuses_programs_without_a_name_gives_its_list(self):
        def wants_a_name(handler):
            named = handler.headers.get("User-Agent", "").startswith("Mozilla/5.0 (compatible; ordergate/")
            (gives(LIST) if named else status(403))(handler)
        self.server.paths["/list.csv"] = wants_a_name
        self.assertEqual(self.fetch()["outcome"], "accepted")

    def test_a_signed_link_that_aged_is_not_asked_again_but_its_publisher(self):
        signed = in_turn(status(403), gives(LIST))
        self.server.paths["/list.csv"] = leads_to(self.server.url + "/signed?X-Amz-Signature=1")
        self.server.paths["/signed"] = signed
        self.fetch(expect=4)
        self.assertEqual(self.fetch()["outcome"], "accepted")
        self.assertEqual([path.partition("?")[0] for _, path, _ in self.server.asked], ["/list.csv", "/signed"] * 2)


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


if __name__ == "__main__":
    unittest.main()
