#!/usr/bin/env python3
"""Orders with known answers through the real screener, as a table by section.

usage: orders_cases.py ORDERGATE LISTS_CSV CORRECTIONS.csv CASES.jsonl...

A case: {"id", "section", "profile", "order", "expect": {"verdict", "fires", "fires_any", "not_fires"}}.
`fires` must be among the findings, one of each group of `fires_any` too; `not_fires` not at hold or
deny. CORRECTIONS.csv (id, verdict, why): answers that a later reading of the law corrects; such a case
asks for that verdict alone. Exit 1 when a case fails, 77 (skipped) when a file is missing.
"""
import collections
import csv
import json
import os
import subprocess
import sys


def screen(program, lists, profile, orders):
    command = [program, "screen", "--quiet", "--json", "--profile", profile]
    if lists:
        command += ["--lists", lists]
    records = "".join(json.dumps(order) + "\n" for order in orders)
    done = subprocess.run(command + ["-"], input=records, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def faults(expect, verdict):
    outcomes = collections.defaultdict(set)
    for finding in verdict["findings"]:
        outcomes[finding["rule"]].add(finding["outcome"])
    found = []
    if verdict["verdict"] != expect["verdict"]:
        found.append(f"verdict {verdict['verdict']}, not {expect['verdict']}")
    for rule in expect.get("fires", []):
        if rule not in outcomes:
            found.append(f"{rule} does not fire")
    for group in expect.get("fires_any", []):
        if not any(rule in outcomes for rule in group):
            found.append(f"none of {', '.join(group)} fires")
    for rule in expect.get("not_fires", []):
        if outcomes[rule] & {"hold", "deny"}:
            found.append(f"{rule} fires")
    return found


def main():
    program, lists, corrections, files = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    for path in [program, lists] + files:
        if not os.path.exists(path):
            print(f"skipped: {path} is not there")
            return 77
    cases = [json.loads(line) for path in files for line in open(path, encoding="utf-8")]
    with open(corrections, encoding="utf-8") as rows:
        corrected = {row["id"]: {"verdict": row["verdict"]} for row in csv.DictReader(rows)}
    if unknown := corrected.keys() - {case["id"] for case in cases}:
        sys.exit(f"{corrections}: no case is named {', '.join(sorted(unknown))}")
    verdicts = {}
    for profile in sorted({case["profile"] for case in cases}):
        chosen = [case for case in cases if case["profile"] == profile]
        answers = screen(program, lists, profile, [case["order"] for case in chosen])
        verdicts.update({id(case): answer for case, answer in zip(chosen, answers, strict=True)})
    table = collections.OrderedDict()
    for case in cases:
        passed, total = table.get(case["section"], (0, 0))
        found = faults(corrected.get(case["id"], case["expect"]), verdicts[id(case)])
        table[case["section"]] = (passed + (not found), total + 1)
        if found:
            fired = ", ".join(f"{f['rule']}={f['outcome']}" for f in verdicts[id(case)]["findings"])
            print(f"{case['id']} {case['title']}: {'; '.join(found)}\n    fired: {fired or 'nothing'}")
    print(f"{'section':<12}{'passed':>8}{'of':>6}")
    for section, (passed, total) in sorted(table.items()):
        print(f"{section:<12}{passed:>8}{total:>6}")
    passed = sum(row[0] for row in table.values())
    print(f"{'all':<12}{passed:>8}{len(cases):>6}")
    return 0 if passed == len(cases) else 1


if __name__ == "__main__":
    sys.exit(main())
