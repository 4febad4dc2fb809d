"""Memory over a night: reloads give back what they took, a limit that is too small is told, a stop always stops.

usage: memory_test.py BINARY. No broker is needed: lists are loaded before one is looked for.
"""
import contextlib
import pathlib
import random
import resource
import signal
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "broker"))
from daemon_process import Daemon, settings  # noqa: E402

BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve()) if len(sys.argv) > 1 else ""
ENTRIES, RELOADS, SEED = 12_000, 10, 20261130
MIB = 1 << 20
#: What ten reloads may leave behind, of the memory after the start; a reload holds two snapshots for a while.
GROWTH_MAX = 1.3


def write_list(path: pathlib.Path):
    """A Consolidated Screening List of invented names."""
    made = random.Random(SEED)
    word = lambda: "".join(made.choice("bdfgklmnprstvz") + made.choice("aeiou") for _ in range(made.randint(2, 4))).title()
    rows = ["source,name,federal_register_notice,addresses,alt_names"]
    for _ in range(ENTRIES):
        names = [" ".join(word() for _ in range(3)) + " Trading" for _ in range(4)]
        rows.append(f'Entity List (EL) - BIS,{names[0]},88 FR 1,"{made.randint(1, 999)} {word()} Road, {word()}, CN",'
                    f'"{"; ".join(names[1:])}"')
    path.write_text("\n".join(rows) + "\n")


class MemoryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.place = pathlib.Path(cls.folder.name)
        write_list(cls.place / "list.csv")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def daemon(self):
        topics = {"orders": "orders", "verdicts": "verdicts", "dead_letter": "dlq"}
        text = settings("127.0.0.1:1", topics, lists=str(self.place / "list.csv"), workers=1)
        daemon = Daemon(BINARY, self.place, text)
        self.addCleanup(daemon.kill)
        return daemon

    def test_ten_reloads_leave_the_memory_of_one(self):
        daemon = self.daemon().start()
        daemon.wait_for_text("started")
        first = daemon.metric("process_resident_memory_bytes")
        seen = []
        for _ in range(RELOADS):
            self.assertEqual(daemon.http("/-/reload", "POST")[0], 200)
            seen.append(round(daemon.metric("process_resident_memory_bytes") / MIB))
        daemon.wait("given back", lambda: daemon.metric("process_resident_memory_bytes") < GROWTH_MAX * first, 60)
        print(f"{first / MIB:.0f} MiB, after each reload {seen}, "
              f"then {daemon.metric('process_resident_memory_bytes') / MIB:.0f}", file=sys.stderr)
        self.assertEqual(daemon.stop(), 0, daemon.tail())

    def test_two_requests_to_stop_end_a_process_that_loads(self):
        daemon = self.daemon().start()
        daemon.wait_for_text("starting")
        for _ in range(2):  # two that wait for the process at once would be one
            daemon.signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                daemon.process.wait(timeout=0.3)
        self.assertEqual(daemon.process.wait(timeout=60), 4, daemon.tail())
        self.assertIn("stopped at once by a second signal", daemon.log_text())

    def test_a_limit_that_is_too_small_is_told_at_the_start(self):
        daemon = self.daemon()
        size = (self.place / "list.csv").stat().st_size
        limit = 96 * MIB + 8 * size - MIB
        done = subprocess.run([BINARY, "run", "--config", str(daemon.config)], capture_output=True, text=True, cwd=ROOT,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)), timeout=120,
                              check=False)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(f"the memory limit of this process is {limit // MIB} MiB", done.stderr)


if __name__ == "__main__":
    unittest.main()
