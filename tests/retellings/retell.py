#!/usr/bin/python3
"""Applies the table of retellings to every known order: none turns a hold or deny into an allow.

usage: retell.py BINARY TABLE --countries FILE [--lists PATH] [--composed N] [--seed N] [--show] FILE...
FILE: NDJSON of orders, or of rows with an "order". exit 0 none, 1 some, 77 no order. --show prints a line a retelling.
"""

import argparse
import collections
import copy
import csv
import json
import pathlib
import random
import subprocess
import sys
import tempfile


def places(value, path):
    """(holder, key) of every value that the path names."""
    head, *rest = path
    if head == "*":
        for index in range(len(value) if isinstance(value, list) else 0):
            yield from places(value[index], rest) if rest else [(value, index)]
    elif isinstance(value, dict) and not rest:
        yield value, head
    elif isinstance(value, dict) and head in value:
        yield from places(value[head], rest)


def country_to_text(party, names):
    country = party.pop("country", None)
    for index, address in enumerate(party.get("addresses", [])):
        own = address.pop("country", country) if isinstance(address, dict) else country
        if isinstance(address, dict):
            address["city"] = ", ".join(part for part in (address.get("city"), names.get(own)) if part)
        elif names.get(own, "\0") not in address:
            party["addresses"][index] = f"{address}, {names.get(own, '')}"
    if not party.get("addresses") and country in names:
        party["addresses"] = [names[country]]


def retold(order, row, names):
    """The order told otherwise, or None where the row changes nothing."""
    new = copy.deepcopy(order)
    if row["only"] not in ("", order["kind"]):
        return None
    for holder, key in list(places(new, row["where"].split("."))):
        here = holder[key] if isinstance(holder, list) else holder.get(key)
        do, words = row["do"], row["with"]
        if do == "drop" and here is not None:
            del holder[key]
        elif do == "set" and here is not None:
            holder[key] = words
        elif do == "map" and here is not None:
            holder[key] = dict(pair.split("=") for pair in words.split("|")).get(here, here)
        elif do == "upper" and isinstance(here, str):
            holder[key] = here.upper()
        elif do == "append" and (isinstance(here, str) or key == "notes"):
            holder[key] = (here or "") + words
        elif do == "add" and key == "parties" and isinstance(here, list):
            here.append({"role": words, "name": "Anneliese Vorderbichl"})
        elif do == "add" and key != "parties":
            holder[key] = (here or []) + [words]
        elif do == "join" and isinstance(here, dict) and here.get("model"):
            here["description"] = " ".join(str(here[k]) for k in words.split("|") if here.get(k))
            for field in words.split("|")[:-1]:
                here.pop(field, None)
        elif do == "describe" and isinstance(here, dict) and here.get("model") and not here.get("description"):
            here["description"] = words
        elif do == "country_to_text" and isinstance(here, dict) and (here.get("country") or here.get("addresses")):
            country_to_text(here, names)
    return new if new != order else None


def orders_of(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            continue
        order = row.get("order", row) if isinstance(row, dict) else None
        if isinstance(order, dict) and "kind" in order:
            yield {"order_id": f"{path.name}", **order}, row.get("profile", "enforced")


def verdicts(binary, lists, profile, orders):
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson", encoding="utf-8") as file:
        file.writelines(json.dumps(order, ensure_ascii=False) + "\n" for order in orders)
        file.flush()
        command = [binary, "screen", "--quiet", "--profile", profile, *(["--lists", lists] if lists else []), file.name]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    if len(found) != len(orders):
        sys.exit(f"retell: {len(orders)} orders, {len(found)} verdicts: {done.stderr[:400]}")
    return found


def deciding(verdict):
    rules = {finding["rule"] for finding in verdict["findings"] if finding["outcome"] != "annotate"}
    return rules or {verdict["error"]["code"]}


def permitted(rows):
    return {rule for row in rows for rule in row["may"].split("|") if rule}


def tell(binary, lists, profile, orders, rows, args, names):
    """(retellings made, wrong ones) of one profile, each wrong one (id, order, told otherwise).

    One that becomes allow is right only where rules of the row's `may` alone had decided."""
    held = [(o, deciding(v)) for o, v in zip(orders, verdicts(binary, lists, profile, orders)) if v["verdict"] != "allow"]
    made = [(row["id"], order, new, rules - permitted([row]))
            for row in rows for order, rules in held if (new := retold(order, row, names))]
    chance = random.Random(args.seed)
    for _ in range(args.composed if held else 0):
        order, rules = chance.choice(held)
        new = order
        chosen = chance.sample(rows, chance.randint(2, 4))
        for row in chosen:
            new = retold(new, row, names) or new
        if new is not order:
            made.append(("+".join(row["id"] for row in chosen), order, new, rules - permitted(chosen)))
    answers = verdicts(binary, lists, profile, [new for _, _, new, _ in made])
    return made, [case for case, verdict in zip(made, answers) if verdict["verdict"] == "allow" and case[3]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("retellings", type=pathlib.Path)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    parser.add_argument("--countries", type=pathlib.Path, required=True)
    parser.add_argument("--lists")
    parser.add_argument("--composed", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    names = {row["code"]: row["name"] for row in csv.DictReader(args.countries.open(encoding="utf-8"))}
    rows = list(csv.DictReader(args.retellings.open(encoding="utf-8")))
    by_profile = collections.defaultdict(list)
    for path in args.files:
        for order, profile in orders_of(path) if path.exists() else []:
            by_profile[profile].append(order)
    if not by_profile:
        print("retell: no orders here; skipped")
        return 77
    total, wrong = collections.Counter(), []
    for profile, orders in sorted(by_profile.items()):
        made, failed = tell(args.binary, args.lists, profile, orders, rows, args, names)
        total.update(name for name, _, _, _ in made)
        wrong += failed
    bad = collections.Counter(name for name, _, _, _ in wrong)
    for name in [row["id"] for row in rows] if args.show else []:
        print(f"{name:20s} {total[name]:6d} retold, {bad[name]:4d} allowed")
    for name, order, new, rules in wrong[:20]:
        print(f"{name}: {order.get('order_id')}, decided by {', '.join(sorted(rules))}, becomes allow\n"
              f"  {json.dumps(new, ensure_ascii=False)[:1500]}")
    print(f"retell: {sum(total.values())} retellings of {sum(map(len, by_profile.values()))} orders, {len(wrong)} allowed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
