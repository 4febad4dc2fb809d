#!/usr/bin/python3
"""The tests that run the program, on other days than today: nothing may depend on the day it is.

usage: any_day.py BINARY [--units FOLDER] [--day "YYYY-MM-DD HH:MM:SS"]...      default: one day, the end of 2030

--units: the folder of the unit tests, whose suites are run too. Exit 77 (skipped) without faketime. BINARY is built without
sanitizers: they and faketime put themselves before the same calls. Files are of the day, too: those that a test gives a time to.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DAY = "2030-12-31 23:58:00"
# Another day is another wall clock; timers go by the monotonic one, which no calendar moves. Python's waits do not get on with
# a faketime that leaves it alone, and the scripts have no timers.
SCRIPTS = {**os.environ, "FAKE_UTIME": "1"}
UNITS = {**SCRIPTS, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
# librdkafka's client does not start under faketime: its threads wait for each other by both clocks. The command line's test
# leaves out the commands that make one.
NO_CLIENT = "--gtest_filter=-KafkaSinkTest.*:DaemonConfig.unknown_kafka_properties_are_refused"
SUITES = {
    "golden": ["ops/golden", "--binary"],
    "cli": ["tests/cli/cli_test.py"],
    "examples": ["tests/examples/examples_test.py"],
    "schema": ["tests/schema/schema_test.py"],
    "docs": ["tests/ops/docs_test.py"],
    "reference": ["tests/ops/reference_test.py"],
    "own_items": ["tests/rules/own_items.py"],
}


def commands(binary, units):
    for name, (script, *options) in SUITES.items():
        yield name, SCRIPTS, [sys.executable, str(ROOT / script), *options, str(binary)]
    if units:
        programs = sorted(each for each in units.resolve().glob("*_test") if each.is_file())
        if not programs:
            raise SystemExit(f"no unit tests in {units}")
        yield from ((each.name, UNITS, [str(each), "--gtest_brief=1", NO_CLIENT]) for each in programs)


def tells(day):
    """The day that a program sees: faketime works here."""
    return subprocess.run(["faketime", day, "date", "+%Y-%m-%d"], check=True, capture_output=True, text=True).stdout.strip()


def main():
    parser = argparse.ArgumentParser(description="tests that run the program, on other days")
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--units", type=pathlib.Path)
    parser.add_argument("--day", action="append", dest="days", help="repeatable")
    options = parser.parse_args()
    if not shutil.which("faketime"):
        print("skipped: faketime is not installed")
        return 77
    bad = 0
    for day in options.days or [DAY]:
        if tells(day) != day[:10]:
            raise SystemExit(f"faketime shows {tells(day)} for {day}")
        for name, environment, command in commands(options.binary.resolve(), options.units):
            done = subprocess.run(["faketime", day, *command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
            print(f"{day} {name}: {'passed' if done.returncode == 0 else done.stdout}", flush=True)
            bad += done.returncode != 0
    print(f"any day: {bad} suites failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
