#!/usr/bin/python3
"""What a line says in one field is not taken back by another, and `identify` and a listing's verdict agree.

usage: item_readings.py ORDERGATE ITEM_WORDS.csv COUNTS.csv TITLES.csv...

Three properties, each over data: every word of ITEM_WORDS.csv as the description (and the maker's own words) of a
line whose model names a controlled chip leaves it held; every title of the files is held as a listing to China if
`identify` calls it an advanced IC, and allowed if not; COUNTS.csv says how many units a text counts.
"""

import csv
import itertools
import json
import subprocess
import sys

MODELS = [("NVIDIA", "H100 PCIe"), ("NVIDIA", "A100 80GB"), ("NVIDIA", "HGX H200"), ("NVIDIA", "GeForce RTX 4090"),
          ("", "H100"), ("AMD", "Instinct MI300X"), ("Intel", "Gaudi 3"), ("Huawei", "Ascend 910B"), ("", "L40S")]
PARTS = ["900-21010-0000-000"]


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def run(program, command, records):
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    answer = subprocess.run([program, *command, "-"], input=lines, check=True, stdout=subprocess.PIPE,
                            text=True).stdout
    return [json.loads(line) for line in answer.splitlines()]


def order(number, item):
    return {"order_id": str(number), "kind": "sale", "ship_date": "2026-09-01", "from_country": "US",
            "destination_country": "CN", "items": [{"quantity": 2, **item}],
            "parties": [{"role": "purchaser", "name": "Loom Patterns", "country": "CN", "headquarters_country": "CN",
                         "ultimate_parent": {"name": "self"}}]}


def listing(number, title):
    return {"order_id": str(number), "kind": "listing", "created_at": "2026-09-01T00:00:00Z", "from_country": "US",
            "parties": [{"role": "seller", "name": "Blue Ridge Systems", "country": "US"}],
            "listing": {"title": title, "ships_to": ["CN"]}}


def screened(program, orders):
    return run(program, ["screen", "--json", "--quiet"], orders)


def sweep(program, words_file):
    """A model field that names the chip itself, every other word beside it."""
    words = [word for row in rows(words_file) for word in row["words"].split("|")]
    cases = []
    for word, (maker, model) in itertools.product(words, MODELS):
        cases.append({"manufacturer": maker, "model": model, "description": word})
    for word, part in itertools.product(words, PARTS):
        cases.append({"part_number": part, "description": word})
    for word in words:
        cases.append({"model": "H100 PCIe", "description": word, "eccn": "EAR99"})
        cases.append({"part_number": "H100", "description": word})
    wrong = 0
    for case, verdict in zip(cases, screened(program, [order(i, case) for i, case in enumerate(cases)]), strict=True):
        if verdict["verdict"] == "allow":
            wrong += 1
            print(f"allowed: {case}")
    print(f"{len(words)} words, {len(cases)} lines, {wrong} allowed")
    return wrong == 0 and len(words) > 1000


def agreement(program, title_files):
    titles = list(dict.fromkeys(row["title"] for path in title_files for row in rows(path) if row["title"].strip()))
    titles += [f"{title} {tail}" for title, tail in zip(titles, itertools.cycle(
        ("new in original tray", "8 pcs", "EAR99", "现货", "lot of 4", "с гарантией", "laptop", "bracket", "80GB")))]
    found = run(program, ["identify", "--quiet", "--batch"], [{"title": title} for title in titles])
    verdicts = screened(program, [listing(i, title) for i, title in enumerate(titles)])
    wrong = 0
    for title, item, verdict in zip(titles, found, verdicts, strict=True):
        of_item = [finding for finding in verdict["findings"]
                   if finding["outcome"] != "annotate" and finding["subject"].startswith("items")]
        equipment = (item.get("item") or "").startswith(("asml", "nikon", "canon", "lam-", "applied-", "tokyo-", "kla-",
                                                         "asm-", "hitachi-", "formfactor"))
        if not equipment and item["advanced_ic"] != bool(of_item):
            wrong += 1
            print(f"{'held' if of_item else 'allowed'} but advanced_ic {item['advanced_ic']}: {title!r}: "
                  f"{[finding['rule'] for finding in of_item]}")
    print(f"{len(titles)} titles, {wrong} on which identify and verdict differ")
    return wrong == 0 and len(titles) > 1000


def counts(program, path):
    cases = [(row["title"], int(row["units"])) for row in rows(path)]
    wrong = 0
    for (title, units), item in zip(cases, run(program, ["identify", "--quiet", "--batch"],
                                               [{"title": title} for title, _ in cases]), strict=True):
        found = max(item.get("lot", 1), item.get("ics_per_unit", 1), 1)
        if found != units:
            wrong += 1
            print(f"{title!r}: {found} units, not {units}")
    print(f"{len(cases)} counts, {wrong} wrong")
    return wrong == 0 and len(cases) > 40


def main():
    program, words, count_file, *titles = sys.argv[1:]
    good = [sweep(program, words), agreement(program, titles), counts(program, count_file)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
