#!/usr/bin/python3
"""Writes the files that fit_score_weights reads (listed, companies, persons, pairs) from the data that bench/quality reads.

usage: make_corpora.py DATA FOLDER
"""
import csv
import json
import pathlib
import sys

KINDS = {"Individual": "person", "Entity": "company", "Vessel": "vessel", "Aircraft": "aircraft"}


def listed(data):
    with open(data / "lists/csl/consolidated_2026-07-31.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["alt_names"].split(";")):
                if name.strip():
                    yield f"{' '.join(name.split())}\t{KINDS.get(row['type'], '')}"


def persons(data):
    with open(data / "corpora/persons_synthetic.csv", encoding="utf-8", newline="") as file:
        yield from (row["full_name"] for row in csv.DictReader(file))


def pairs(data):
    """Deck by deck, so that a block of lines is of one."""
    decks = {}
    for line in (data / "cases/names.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        label = {"match": "same", "nomatch": "other"}.get(case["expect"])
        names = [case.get("query"), case.get("candidate")]
        if label and all(isinstance(name, str) and name for name in names):
            deck = decks.setdefault(case.get("group") or case["set"], [])
            deck.append("\t".join([*(" ".join(name.split()) for name in names), label]))
    return [pair for deck in decks.values() for pair in deck]


def main():
    data, folder = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(exist_ok=True)
    companies = (data / "corpora/companies_us.txt").read_text(encoding="utf-8").splitlines()
    for name, lines in (("listed", listed(data)), ("companies", companies), ("persons", persons(data)), ("pairs", pairs(data))):
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
