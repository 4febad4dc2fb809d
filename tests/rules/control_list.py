#!/usr/bin/python3
"""The tables of the Commerce Control List against their source, row by row, and the program against the chart, cell by cell.

usage: control_list.py ORDERGATE RULES_DIRECTORY SHARED_RULES_DIRECTORY

The reading here is slow and its own: sentences of the published scopes by one regular expression, no paragraphs. A good is
an ECCN whose scopes are all "applies to entire entry"; the program must ask for a license where one of its columns has an X.
Exit 1 when something differs, 77 (skipped) when the source is missing.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys

DESTINATIONS = ("AE AR AT AU BE BR BW CA CH CL CN CO DE DK EG FI FR GB GR HK ID IE IL IN IT JP KE KR KZ MA MX MY NL NO NZ PE PK "
                "SA SG TR TW UA VN ZA").split()
GOODS = 30
ELSEWHERE = re.compile(r"3A090|4A090|5E980|.A5|.A6|9.515")


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lost_rows(ours, source):
    """What of the source stands in no row of ours."""
    controls = {(r["eccn"], r["published"].strip() or f"{r['reason']} applies to entire entry",
                 r["published_reference"].strip() or r["column"].replace("_", " Column ")) for r in rows(ours / "ccl_controls.csv")}
    for row in rows(source / "ccl_controls.csv"):
        if (row["eccn"], row["control_as_published"].strip(), row["column_or_reference"].strip()) not in controls:
            yield f"control {row}"
    headings = {(r["eccn"], r["published"].strip()) for r in rows(ours / "ccl_controls.csv")}
    for row in rows(source / "ccl_no_chart.csv"):
        if (row["eccn"], row["heading"].strip()) not in headings:
            yield f"entry without a column {row['eccn']}"
    exceptions = {(r["eccn"], r["exception"], r["published"].strip()) for r in rows(ours / "ccl_exceptions.csv")}
    for row in rows(source / "ccl_exceptions.csv"):
        if (row["eccn"], row["exception"], row["eligibility_as_published"].strip()) not in exceptions:
            yield f"exception {row['eccn']} {row['exception']}"
    chart = {r["code"]: set(r["columns"].split()) for r in rows(ours / "country_chart.csv")}
    for row in rows(source / "country_chart.csv"):
        wanted = {column for column, mark in row.items() if mark == "X"}
        if "part 746" in row.values():
            wanted = {"part_746"}
        if chart.get(row["alpha2"]) != wanted:
            yield f"chart {row['alpha2']}"


def plain_goods(source):
    """ECCNs whose every control names a column and the entire entry, spread over the list."""
    controls = {}
    for row in rows(source / "ccl_controls.csv"):
        whole = re.fullmatch(r"([A-Z]{2}) applies to entire entry\.?", row["control_as_published"].strip())
        column = re.fullmatch(r"([A-Z]{2}) Column ([123])", row["column_or_reference"].strip())
        controls.setdefault(row["eccn"], []).append(f"{column[1]}_{column[2]}" if whole and column else None)
    plain = [eccn for eccn, columns in controls.items() if None not in columns and not ELSEWHERE.match(eccn)]
    step = max(1, len(plain) // GOODS)
    return {eccn: controls[eccn] for eccn in plain[::step][:GOODS]}


def order(eccn, country):
    party = {"role": "purchaser", "name": "Muster Anlagen", "country": country, "headquarters_country": country,
             "ultimate_parent": {"name": "self"}}
    return {"order_id": f"{eccn}-{country}", "kind": "sale", "ship_date": "2026-11-20", "from_country": "US",
            "destination_country": country, "parties": [party],
            "items": [{"description": "goods as classified", "quantity": 1, "origin_country": "US", "eccn": eccn}]}


def wrong_cells(program, rules, source):
    goods = plain_goods(source)
    chart = {r["alpha2"]: r for r in rows(source / "country_chart.csv")}
    chart["HK"] = chart["CN"]
    cells = [(eccn, country) for eccn in goods for country in DESTINATIONS]
    lines = "".join(json.dumps(order(*cell)) + "\n" for cell in cells)
    done = subprocess.run([program, "screen", "--json", "--quiet", "--rules", str(rules), "-"], input=lines, text=True,
                          capture_output=True, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != len(cells):
        sys.exit(f"screen ended with {done.returncode}: {done.stderr.strip()}")
    for (eccn, country), answer in zip(cells, answers):
        asks = any(chart[country][column] == "X" for column in goods[eccn])
        says = any(finding["rule"] == "ccl-chart" for finding in answer["findings"])
        if asks != says:
            yield f"{eccn} to {country}: the chart asks {asks}, the program says {says}"
    print(f"{len(goods)} goods x {len(DESTINATIONS)} destinations compared with the chart")


def main():
    program, ours, source = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    if not (source / "ccl_controls.csv").exists():
        print(f"{source}: not there")
        return 77
    faults = [*lost_rows(ours, source), *wrong_cells(program, ours, source)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
