"""The capacity model: its answers for docs/capacity.md, and what must be so for any rate.

usage: capacity_test.py
"""
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "bench" / "stream" / "capacity.py"
sys.path.insert(0, str(PROGRAM.parent))
import capacity  # noqa: E402: beside the program

RATES = (1, 100, 5_000, 60_000, 1_000_000, 3_000_000)


def answer(*arguments, code=0):
    done = subprocess.run([sys.executable, str(PROGRAM), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


class Capacity(unittest.TestCase):
    def test_the_page_shows_what_the_program_says(self):
        page = (ROOT / "docs" / "capacity.md").read_text()
        self.assertIn(answer("--rate", "1000000"), page)

    def test_more_orders_never_take_less(self):
        plans = [capacity.plan(rate, capacity.figures_of([])) for rate in RATES]
        for fewer, more in zip(plans, plans[1:]):
            for name in ("workers", "partitions", "brokers"):
                self.assertLessEqual(getattr(fewer, name), getattr(more, name), name)

    def test_the_peak_fits_with_one_instance_missing(self):
        figures = capacity.figures_of([])
        for rate in RATES:
            made = capacity.plan(rate, figures)
            left = made.workers - figures["workers"]
            self.assertLessEqual(rate * made.service_us / 1e6, left * figures["use"] + 1e-9, rate)
            self.assertLess(made.longest_lag_s, figures["lag_max_s"], rate)

    def test_what_cannot_catch_up_is_told(self):
        self.assertEqual(capacity.longest_lag_s(1e6, 2, capacity.figures_of([])), float("inf"))
        self.assertIn("lag when an instance dies 150%", answer("--figure", "away_s=45", "--figure", "lag_max_s=30", code=1))

    def test_a_figure_that_is_none_is_refused(self):
        for wrong in ("speed=1", "use=0", "use=fast", "use"):
            self.assertIn(wrong, answer("--figure", wrong, code=1))


if __name__ == "__main__":
    unittest.main()
