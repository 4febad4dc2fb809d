#!/usr/bin/python3
"""The build takes the shipped weights of the name score, and refuses a file that does not fit the code.

usage: score_weights_test.py
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

NAMES = pathlib.Path(__file__).resolve().parents[3] / "matchers" / "names"
WEIGHTS = (NAMES / "data" / "score_weights.csv").read_text(encoding="utf-8")


class ScoreWeights(unittest.TestCase):
    def make(self, weights: str) -> tuple:
        """Exit code, what it says, and what it writes."""
        with tempfile.TemporaryDirectory() as folder:
            file, output = pathlib.Path(folder) / "weights.csv", pathlib.Path(folder) / "out.cpp"
            file.write_text(weights, encoding="utf-8")
            done = subprocess.run([sys.executable, str(NAMES / "data" / "make_score_weights.py"), str(NAMES / "name_score.h"),
                                   str(file), str(output)], capture_output=True, text=True, check=False)
            return done.returncode, done.stderr, output.read_text() if output.exists() else ""

    def refused(self, weights: str, why: str):
        code, said, written = self.make(weights)
        self.assertEqual((code, written), (1, ""))
        self.assertIn(why, said)

    def test_each_weight_stands_at_its_feature(self):
        code, said, written = self.make(WEIGHTS.replace("\nkinds,-4.00,", "\nkinds,-4.25,"))
        self.assertEqual((code, said), (0, ""))
        self.assertIn("/*kinds*/ -4.25, ", written)

    def test_a_feature_that_the_file_lacks_is_named(self):
        self.refused(WEIGHTS.replace("\nloss,", "\nlost,"), "lacks loss")

    def test_a_feature_that_the_code_does_not_know_is_named(self):
        self.refused(WEIGHTS + 'charm,0,0,0,"how nice it sounds"\n', "the code does not know, charm")

    def test_what_is_no_number_stands_twice_or_means_nothing_is_named(self):
        self.refused(WEIGHTS.replace("\nvariant,0,", "\nvariant,none,"), "variant: could not convert")
        self.refused(WEIGHTS + 'kinds,0,0,0,"again"\n', "kinds stands twice")
        self.refused(WEIGHTS.replace('"only one has a number"', '""'), "number has no meaning")

    def test_agreement_that_counts_against_a_pair_and_a_lack_that_counts_for_it_are_named(self):
        self.refused(WEIGHTS.replace("\nkinds,-4.00,", "\nkinds,0.01,"), "kinds must not be positive")
        self.refused(WEIGHTS.replace("\nequal,2.63,", "\nequal,-2.63,"), "equal must not be negative")


if __name__ == "__main__":
    unittest.main()
