#!/usr/bin/python3
"""Orders and titles that people outside wrote, and what a careful person would answer: a table by deck.

usage: world.py BINARY CASES_DIR LISTS_CSV WAITING_CSV [--wrong]
At least 97 % of each deck is right, and nothing is allowed that should not be, but for the rows of WAITING_CSV, each
with what it waits for. --wrong prints every row that is not right. exit 0 so, 1 not so, 77 no cases or list here.
"""

import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

RIGHT_MIN = 0.97

Case = collections.namedtuple("Case", "id deck profile order want")


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            if not row.get("disputed"):
                yield row


def offered_to_china(number, title):
    return {"order_id": f"listing-{number}", "kind": "listing", "created_at": "2026-11-20T00:00:00Z", "from_country": "US",
            "parties": [{"role": "seller", "name": "Blue Ridge Systems Inc.", "country": "US"}],
            "listing": {"title": title, "ships_to": ["CN"]}}


def order_cases(world):
    for row in rows(world / "law_orders.jsonl"):
        yield Case(row["id"], "law", row["profile"], row["order"], [row["expect"]["verdict"]])
    for row in rows(world / "reports.jsonl"):
        if row["kind"] == "screen":
            yield Case(row["id"], "reports", "enforced", row["input"], row["want"].split("|"))
    for row in rows(world / "evasion.jsonl"):
        yield Case(row["id"], "evasion", "enforced", row["order"], row["want"])
    for number, row in enumerate(rows(world / "listings.jsonl")):
        want = ["hold", "deny"] if row["controlled"] else ["allow"]
        yield Case(f"listing-{number}", "listings", "enforced", offered_to_china(number, row["title"]), want)


ADVANCED = {"advanced": True, "advanced-or-suspicious": True, "none": False, "not-advanced": False}


def title_cases(world):
    """(id, deck, title, want): want is true or false for advanced, or the item's id."""
    for row in rows(world / "reports.jsonl"):
        if row["kind"] == "identify":
            title = row["input"] if isinstance(row["input"], str) else row["input"].get("title")
            yield row["id"], "titles in reports", title, ADVANCED.get(row["want"], row["want"])
    for number, row in enumerate(rows(world / "listings.jsonl")):
        yield f"title-{number}", "titles", row["title"], row["controlled"]


def ask(command, records):
    """One answer a record, or the end of the test."""
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        file.flush()
        done = subprocess.run([*command, file.name], capture_output=True, text=True, encoding="utf-8", check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
    if len(answers) != len(records):
        sys.exit(f"world: {len(records)} asked, {len(answers)} answered: {done.stderr[:400]}")
    return answers


def screened(binary, lists, world):
    """(id, deck, right, allowed wrongly, what was wanted and got) of every order."""
    by_profile = collections.defaultdict(list)
    for case in order_cases(world):
        by_profile[case.profile].append(case)
    for profile, cases in sorted(by_profile.items()):
        command = [binary, "screen", "--json", "--quiet", "--lists", lists, "--profile", profile]
        for case, answer in zip(cases, ask(command, [case.order for case in cases])):
            got = answer["verdict"]
            right = got in case.want
            yield case.id, case.deck, right, not right and got == "allow", f"want {'|'.join(case.want)}, got {got}"


def identified(binary, world):
    cases = list(title_cases(world))
    for (name, deck, title, want), answer in zip(
            cases, ask([binary, "identify", "--json", "--batch"], [{"title": title} for _, _, title, _ in cases])):
        got = bool(answer.get("advanced_ic")) if isinstance(want, bool) else answer.get("item")
        yield name, deck, got == want, want is True and not got, f"{title!r}: want {want}, got {got}"


def faults(results, waiting):
    """What breaks the promise, one line each; prints the table on the way."""
    decks = collections.defaultdict(list)
    for name, deck, right, allowed, told in results:
        decks[deck].append((name, right, allowed, told))
    seen_waiting = set()
    for deck, cases in decks.items():
        judged = [case for case in cases if (case[0] not in waiting or case[1])]
        good = sum(right for _, right, _, _ in judged)
        print(f"world: {deck:20s} {good:4d} of {len(judged):4d} right, {len(cases) - len(judged)} wait")
        if good < RIGHT_MIN * len(judged):
            yield f"{deck}: {good} of {len(judged)} right, fewer than {RIGHT_MIN:.0%}"
        for name, right, allowed, told in cases:
            if name in waiting:
                seen_waiting.add(name)
                if right:
                    print(f"world: {name} is right and waits no more: take it out of the table")
            elif allowed:
                yield f"{name} is allowed: {told}"
    for name in sorted(set(waiting) - seen_waiting):
        yield f"{name} is in the table of those that wait, and in no deck"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("world", type=pathlib.Path)
    parser.add_argument("lists", type=pathlib.Path)
    parser.add_argument("waiting", type=pathlib.Path)
    parser.add_argument("--wrong", action="store_true")
    args = parser.parse_args()
    if not args.world.is_dir() or not args.lists.exists():
        print(f"world: no cases at {args.world}, or no list at {args.lists}; skipped")
        return 77
    waiting = {row["id"]: row for row in csv.DictReader(args.waiting.open(encoding="utf-8"))}
    results = [*screened(args.binary, args.lists, args.world), *identified(args.binary, args.world)]
    for name, deck, right, _, told in results if args.wrong else []:
        if not right:
            print(f"  {deck} {name}: {told}{', waits for ' + waiting[name]['waits_for'] if name in waiting else ''}")
    found = list(faults(results, waiting))
    for line in found:
        print(f"world: {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
