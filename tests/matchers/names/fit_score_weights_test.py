#!/usr/bin/python3
"""The program that fits the weights of the name score, on a made-up corpus.

usage: fit_score_weights_test.py FIT_SCORE_WEIGHTS
"""
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

NAMES = pathlib.Path(__file__).resolve().parents[3] / "matchers" / "names"
FIT = ""
SYLLABLES = "zar quon vre mov tik lum dra fen gor hax jil kep nys pol rud sib".split()
TRADES = ["Trading", "Shipping", "Electronics", "Industries"]


def unseen(line: int) -> bool:
    return line // 16 % 2 == 1


def word(draw: random.Random) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(3)).capitalize()


class FitScoreWeights(unittest.TestCase):
    def setUp(self):
        draw = random.Random(1)
        self.listed = [f"{word(draw)} {draw.choice(TRADES)}" for _ in range(320)]
        # Near enough to be alerted: the names of others on the list with one word more.
        self.companies = [f"{name} {draw.choice(TRADES)}" for name in self.listed]
        self.persons = [f"{word(draw)} {word(draw)}" for _ in range(320)]

    def fit(self, *options: str, folder: pathlib.Path) -> subprocess.CompletedProcess:
        command = [FIT]
        for name in ("listed", "companies", "persons"):
            file = folder / name
            file.write_text("".join(f"{line}\n" for line in getattr(self, name)), encoding="utf-8")
            command += [f"--{name}", str(file)]
        return subprocess.run([*command, *options], capture_output=True, text=True, check=False)

    def fitted(self) -> tuple:
        """What it says, and the weights that it writes."""
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            done = self.fit("--write", str(folder / "weights.csv"), folder=folder)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            return done.stdout, (folder / "weights.csv").read_text(encoding="utf-8")

    def test_a_check_measures_the_shipped_weights_on_both_halves_and_fits_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.fit("--check", folder=pathlib.Path(folder))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        lines = [line.split()[:2] for line in done.stdout.splitlines()[2:]]
        self.assertEqual(lines, [["shipped", "seen"], ["shipped", "unseen"]])
        self.assertEqual(re.findall(r"of (\d+)\)", done.stdout), ["160"] * 6)

    def test_what_it_writes_is_taken_by_the_build_and_is_the_same_every_time(self):
        said, weights = self.fitted()
        self.assertIn("fitted   unseen", said)
        self.assertIn(", before ", said, "no weight has moved")
        self.assertEqual(self.fitted(), (said, weights))
        with tempfile.TemporaryDirectory() as name:
            file = pathlib.Path(name) / "weights.csv"
            file.write_text(weights, encoding="utf-8")
            subprocess.run([sys.executable, str(NAMES / "data" / "make_score_weights.py"), str(NAMES / "name_score.h"),
                            str(file), str(file.with_suffix(".cpp"))], check=True)

    def test_the_fit_sees_nothing_of_the_unseen_half(self):
        weights = self.fitted()[1]
        seen = list(self.companies)
        self.companies = ["Nobody" if unseen(i) else name for i, name in enumerate(seen)]
        self.assertEqual(self.fitted()[1], weights)
        self.companies = [name if unseen(i) else "Nobody" for i, name in enumerate(seen)]
        self.assertNotEqual(self.fitted()[1], weights)

    def test_a_wrong_call_and_a_file_without_names_are_refused(self):
        self.assertEqual(subprocess.run([FIT, "--listed"], capture_output=True, check=False).returncode, 2)
        self.persons = []
        with tempfile.TemporaryDirectory() as folder:
            done = self.fit(folder=pathlib.Path(folder))
        self.assertEqual(done.returncode, 3)
        self.assertIn("no names in", done.stderr)


if __name__ == "__main__":
    FIT = sys.argv.pop(1)
    unittest.main()
