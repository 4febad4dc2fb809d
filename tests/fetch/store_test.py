#!/usr/bin/python3
"""`ordergate lists fetch` and its store: what is kept, asked, told, and taken by the daemon.

usage: store_test.py BINARY [unittest options]
"""
import fcntl
import gzip
import json
import os
import pathlib
import re
import subprocess
import threading
import unittest
import urllib.request

import publisher
from fetching import BINARY, LIST, NEWER, ROOT, THURSDAY, WEDNESDAY, WITHOUT_ISN, FetchCase
from publisher import chunks, conditional, gives, in_turn, leads_to, status


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

    def test_history_knows_the_last_where_the_clock_was_set_back(self):
        later = self.here / "history" / "2099-01-01T000000Z"
        later.mkdir(parents=True)
        for number in range(12):  # more than one digit of them
            body = LIST.replace(b"Haidian District", b"District %d" % number)
            self.server.paths["/list.csv"] = gives(body)
            self.fetch(lists="history_max = 3")
            history = sorted((self.here / "history").iterdir())
            self.assertLessEqual(len(history), 3)
            self.assertEqual((self.here / "current").resolve(), history[-1].resolve())
        self.assertNotIn(later, history)

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

    def set_record(self, **changes):
        path = self.here / "record.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))

    def test_a_clock_that_was_wrong_once_stops_nothing(self):
        self.accepted()
        self.set_record(asked_unix_s=4102444800)
        self.assertEqual(json.loads(self.run_fetch("--json", every="1h").stdout)["outcome"], "unchanged")

    def test_a_proof_that_did_not_fit_is_tried_again_at_the_next_round(self):
        self.accepted()
        self.assertEqual(self.run_fetch("example", every="1h", sha256="ab" * 32).returncode, 1)
        self.set_record(asked_unix_s=0)
        for _ in range(2):
            self.assertEqual(self.run_fetch(every="1h", sha256="ab" * 32).returncode, 1)
        self.assertEqual(self.run_fetch(every="1h").returncode, 0)

    def test_a_record_that_cannot_be_read_is_told_and_a_guard_that_cannot_too(self):
        self.accepted()
        for name in ("record.json", "accepted.json"):
            whole = (self.here / name).read_text()
            (self.here / name).write_text(whole[: len(whole) // 2])
            self.server.paths["/list.csv"] = gives(NEWER)
            self.assertIn(name, self.fetch(expect=4)["why"])
            self.assertEqual(self.in_use(), LIST)
            (self.here / name).write_text(whole)

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

    def metrics(self, url, *names):
        with urllib.request.urlopen(url + "/metrics", timeout=60) as answer:
            text = answer.read().decode()
        return [next(line.rsplit(" ", 1)[1] for line in text.splitlines() if line.startswith(name)) for name in names]

    def test_the_daemon_takes_what_was_accepted_and_tells_of_what_was_not(self):
        """The real daemon; it needs no broker to load lists and to answer."""
        (self.folder / "state").mkdir()
        more = (f'[kafka]\nbootstrap_servers = "127.0.0.1:1"\n[log]\nformat = "json"\n[daemon]\nstate_dir = "{self.folder}/state"\n')
        self.accepted()
        config = self.folder / "daemon.toml"
        config.write_text(self.settings(more=more + '[http]\nlisten = "127.0.0.1:0"\n').read_text())
        daemon = subprocess.Popen([BINARY, "run", "--config", config], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for ending in (daemon.stderr.close, daemon.wait, daemon.kill):  # the last one first
            self.addCleanup(ending)
        port = next(json.loads(line)["port"] for line in daemon.stderr if b"http listening" in line)
        threading.Thread(target=daemon.stderr.read, daemon=True).start()
        more += f'[http]\nlisten = "127.0.0.1:{port}"\n'
        url, entries = f"http://127.0.0.1:{port}", 'ordergate_list_entries{source="us_csl",list="EL"}'
        quarantined = 'ordergate_list_fetch_quarantined{source="example"}'
        self.assertEqual(self.metrics(url, entries, quarantined), ["9", "0"])
        self.server.paths["/list.csv"] = gives(LIST + LIST.splitlines(keepends=True)[1].replace(b"Northern Lantern", b"Added"))
        self.fetch("--reload", more=more)
        self.assertEqual(self.metrics(url, entries, quarantined), ["10", "0"])
        self.server.paths["/list.csv"] = gives(WITHOUT_ISN)
        self.fetch("--reload", more=more, expect=1)
        self.assertEqual(self.metrics(url, entries, quarantined), ["10", "1"])
        self.fetch("--reload", "--accept-shrunken", "ISN", "--accept-shrunken", "EL", more=more)
        self.assertEqual(self.metrics(url, entries, quarantined), ["9", "0"])

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
