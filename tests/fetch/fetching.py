"""What the tests of `ordergate lists fetch` share: the program, lists, and a store beside a publisher."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import publisher
from publisher import gives

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
