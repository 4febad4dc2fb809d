"""`ordergate demo`: one command, a whole stream, plain lines where no terminal is, and an end.

usage: demo_test.py BINARY
"""
import os
import pathlib
import pty
import re
import subprocess
import sys
import unittest

BINARY = ""
NOTICE = "DEMO: invented orders"


def environment():
    # Leaks are looked for where clients are built and ended on purpose; the mock cluster leaks at exit.
    return {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}


class DemoTest(unittest.TestCase):
    def test_it_runs_says_that_it_is_a_demo_and_ends_by_itself(self):
        done = subprocess.run([BINARY, "demo", "--seconds", "6", "--rate", "300"], capture_output=True, text=True,
                              check=False, timeout=400, env=environment())
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = done.stdout.splitlines()
        self.assertTrue(lines[0].startswith(NOTICE), lines)
        self.assertRegex(lines[1], r"^metrics: http://127\.0\.0\.1:\d+/metrics$")
        self.assertNotIn("\033", done.stdout)
        self.assertIn("DEMO", lines[-1])
        self.assertGreater(int(lines[-1].split()[0]), 300, done.stdout)
        last = lines[-2]
        shares = {word: float(share) for word, share in re.findall(r"(allow|hold|deny) ([\d.]+) %", last)}
        self.assertGreater(shares["allow"], 80, last)
        self.assertTrue(0 < shares["hold"] < 20 and 0 < shares["deny"] < 5, last)

    def test_orders_of_another_system_run_through_its_map(self):
        done = subprocess.run([BINARY, "demo", "--seconds", "5", "--shape", "shopify"], capture_output=True, text=True,
                              check=False, timeout=400, env=environment())
        self.assertEqual(done.returncode, 0, done.stderr)
        last = done.stdout.splitlines()[-2]
        shares = {word: float(share) for word, share in re.findall(r"(allow|hold|deny) ([\d.]+) %", last)}
        self.assertGreater(shares["allow"], 50, last)
        self.assertTrue(shares["hold"] > 0 and shares["deny"] > 0, last)

    def test_on_a_terminal_it_draws_and_shows_denials(self):
        master, slave = pty.openpty()
        process = subprocess.Popen([BINARY, "demo", "--seconds", "5"], stdout=slave, stderr=subprocess.PIPE,
                                   env=environment())
        os.close(slave)
        shown = b""
        while True:
            try:
                chunk = os.read(master, 65536)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
        os.close(master)
        errors = process.stderr.read().decode()
        process.stderr.close()
        self.assertEqual(process.wait(timeout=400), 0, errors)
        text = shown.decode()
        self.assertIn("\033[H", text)
        self.assertIn("Last denials", text)
        self.assertRegex(text, r"DEMO-\d+")

    def test_a_rate_out_of_range_is_refused(self):
        done = subprocess.run([BINARY, "demo", "--rate", "0"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        done = subprocess.run([BINARY, "demo", "--shape", "telegram"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
