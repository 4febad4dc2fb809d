#!/usr/bin/env python3
"""Compares the rule language with cel-go on generated expressions.

usage: compare.py CASES_PROGRAM BUILD_DIRECTORY [COUNT]

Exits 77 (skipped) where Go is missing or its modules cannot be had; ORDERGATE_REQUIRE_CEL=1, which CI sets,
makes that a failure. ORDERGATE_TEST_SEED repeats a run.
"""
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

SKIPPED = 77


def skip(why):
    print("cel comparison did not run:", why)
    return 1 if os.environ.get("ORDERGATE_REQUIRE_CEL") == "1" else SKIPPED


def main():
    cases_program, build, count = sys.argv[1], Path(sys.argv[2]).resolve(), sys.argv[3] if len(sys.argv) > 3 else "5000"
    seed = os.environ.get("ORDERGATE_TEST_SEED", "1")
    if seed == "random":
        seed = str(random.randrange(1 << 32))
    if shutil.which("go") is None:
        return skip("go is not installed")
    source = Path(__file__).resolve().parent / "judge"
    fetched = subprocess.run(["go", "mod", "download"], cwd=source, capture_output=True, text=True, check=False)
    if fetched.returncode != 0:
        return skip("go mod download: " + fetched.stderr.strip())
    judge = build / "cel_judge"
    subprocess.run(["go", "build", "-mod=readonly", "-o", judge, "."], cwd=source, check=True)
    print("seed", seed, flush=True)
    with subprocess.Popen([cases_program, count, seed], stdout=subprocess.PIPE) as cases:
        judged = subprocess.run([judge], stdin=cases.stdout, check=False)
    return 1 if cases.returncode != 0 else judged.returncode


if __name__ == "__main__":
    sys.exit(main())
