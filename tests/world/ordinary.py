#!/usr/bin/python3
"""Ordinary orders of many countries and languages: none is held or denied for a place that was wrongly read.

usage: ordinary.py BINARY WORDS_CSV TEXTS_CSV [--parties PARTIES_JSONL] [--list LIST_CSV] [--count N] [--seed N] [--show]
The orders are drawn from the word lists by one seed: streets, houses and dishes named after towns that an embargo
knows, and plain ones. PARTIES_JSONL ([country, name, address] a line) is read where it is. Of each deck at most one in a
thousand may be stopped for a place, and one in a hundred for anything; of the given ones against LIST_CSV, where it is,
one in forty, for a listed party's floor or room, a listed name, or what resembles either. exit 0 so, 1 not so.
"""

import argparse
import collections
import csv
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from screening import screened  # noqa: E402

FOR_A_PLACE_MAX = 0.001
FOR_ANYTHING_MAX = 0.01
AGAINST_A_LIST_MAX = 0.03
PLACE_RULES = ("place-", "embargo", "meu-by-name", "russia-", "cuba-", "dest-", "chpl", "gp8-")


def split(row, field):
    return row[field].split("|")


def order_of(number, country, party, goods, notes=""):
    return {"order_id": f"ordinary-{number}", "kind": "sale", "action": "export", "ship_date": "2026-06-10", "from_country": "US",
            "destination_country": country, "parties": [{"role": "purchaser", "country": country, **party}],
            "items": [{"description": goods, "quantity": 4, "eccn": "EAR99"}], **({"notes": notes} if notes else {})}


def drawn(words, texts, count, seed):
    chance = random.Random(seed)
    for number in range(count):
        row = words[number % len(words)]
        form, name = chance.choice(split(row, "forms")), chance.choice(split(row, "names"))
        street, city = chance.choice(split(row, "streets")), chance.choice(split(row, "cities"))
        address = {"street": street, "city": city} if chance.random() < 0.3 else f"{street}, {city}"
        party = {"name": f"{name} {form}", "addresses": [address]}
        if chance.random() < 0.5:
            party["business"] = chance.choice(texts["business"])
        yield order_of(number, row["country"], party, chance.choice(texts["goods"]), chance.choice(texts["notes"]))


def given(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        country, name, address = json.loads(line)
        yield order_of(number, country, {"name": name, "addresses": [address]}, "wireless mouse")


def judged(deck, binary, orders, show, most=FOR_ANYTHING_MAX, options=()):
    """True when few enough of the deck are stopped."""
    stopped = for_place = 0
    rules = collections.Counter()
    for order, verdict in zip(orders, screened(binary, orders, *options)):
        decided = [f["rule"] for f in verdict["findings"] if f["outcome"] != "annotate"]
        place = any(rule.startswith(PLACE_RULES) for rule in decided)
        stopped += verdict["verdict"] != "allow"
        for_place += place
        rules.update(decided)
        if place or (show and verdict["verdict"] != "allow"):
            print(f"ordinary: {', '.join(decided) or verdict['error']}: {json.dumps(order, ensure_ascii=False)[:400]}")
    print(f"ordinary: {deck}: {len(orders)} orders, {for_place} stopped for a place, {stopped} in all {dict(rules) or ''}")
    return for_place <= FOR_A_PLACE_MAX * len(orders) and stopped <= most * len(orders)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("words", type=pathlib.Path)
    parser.add_argument("texts", type=pathlib.Path)
    parser.add_argument("--parties", type=pathlib.Path)
    parser.add_argument("--list", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    words = list(csv.DictReader(args.words.open(encoding="utf-8")))
    texts = {row["kind"]: row["texts"].split("|") for row in csv.DictReader(args.texts.open(encoding="utf-8"))}
    good = judged(f"drawn with seed {args.seed}", args.binary, list(drawn(words, texts, args.count, args.seed)), args.show)
    if args.parties and args.parties.exists():
        orders = list(given(args.parties))
        good = judged("shared parties", args.binary, orders, args.show) and good
        if args.list and args.list.exists():
            options = ("--lists", str(args.list.resolve()))
            good = judged("shared parties, full list", args.binary, orders, args.show, AGAINST_A_LIST_MAX, options) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
