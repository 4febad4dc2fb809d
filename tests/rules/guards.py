#!/usr/bin/python3
"""A guard only spares work: every rule with its guard removed decides the same on all known orders.

usage: guards.py BINARY RULES_DIRECTORY [--lists PATH] FILE...
FILE: NDJSON of orders, or of rows with an "order" (and a "profile"). The pack is screened as it stands and without any
guard; a finding that one of the two has and the other has not is a failure, named with rule and order. exit 0 none,
1 some, 77 no orders.
"""

import argparse
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

GUARD = re.compile(r"^guard = (?:'''.*?'''|\"[^\n]*\"|'[^\n]*')\n", re.MULTILINE | re.DOTALL)


def orders_of(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        order = row.get("order", row) if isinstance(row, dict) else None
        if isinstance(order, dict) and "kind" in order:
            yield {"order_id": path.name, **order}, row.get("profile", "enforced")


def without_guards(rules, target):
    shutil.copytree(rules, target)
    removed = 0
    for path in target.glob("*.toml"):
        text, count = GUARD.subn("", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
        removed += count
    return removed


def findings(binary, rules, lists, profile, file):
    command = [binary, "screen", "--quiet", "--json", "--rules", str(rules), "--profile", profile,
               *(["--lists", lists] if lists else []), file]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        sys.exit(f"guards: {' '.join(command)} ended with {done.returncode}: {done.stderr[:400]}")
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    return [collections.Counter((f["rule"], f["outcome"], f["subject"]) for f in v["findings"]) for v in verdicts]


def compare(args, plain, profile, orders):
    """One line a finding that the guards make or hide."""
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson", encoding="utf-8") as file:
        file.writelines(json.dumps(order, ensure_ascii=False) + "\n" for order in orders)
        file.flush()
        with_guards = findings(args.binary, args.rules, args.lists, profile, file.name)
        without = findings(args.binary, plain, args.lists, profile, file.name)
    for order, guarded, free in zip(orders, with_guards, without):
        for rule, outcome, subject in (free - guarded).elements():
            yield f"{rule}: its guard hides {outcome} at {subject} of {order['order_id']} ({profile})"
        for rule, outcome, subject in (guarded - free).elements():
            yield f"{rule}: its guard makes {outcome} at {subject} of {order['order_id']} ({profile})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("rules", type=pathlib.Path)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    parser.add_argument("--lists")
    args = parser.parse_args()
    by_profile = collections.defaultdict(list)
    for path in args.files:
        for order, profile in orders_of(path) if path.exists() else []:
            by_profile[profile].append(order)
    if not by_profile:
        print("guards: no orders here; skipped")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        plain = pathlib.Path(folder) / "rules"
        removed = without_guards(args.rules, plain)
        wrong = [line for profile, orders in sorted(by_profile.items()) for line in compare(args, plain, profile, orders)]
    for line in wrong[:40]:
        print(f"guards: {line}")
    print(f"guards: {removed} guards removed, {sum(map(len, by_profile.values()))} orders, {len(wrong)} findings differ")
    return 1 if wrong or removed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
