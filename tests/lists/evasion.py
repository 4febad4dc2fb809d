#!/usr/bin/python3
"""Listed names written to slip through, in thirty ways: none may be allowed more than in two of a hundred orders.

usage: evasion.py ORDERGATE LIST.csv [--names N] [--show WAY]

Takes names of the Consolidated Screening List (SDN and Entity List, all kinds, seed fixed) that deny or hold as they stand, writes
each in every way, and screens an order of bolts for it. Exit 0: at most 2 % allowed in any way; 1: more; 77: no list.
"""

import argparse
import csv
import json
import pathlib
import random
import subprocess
import sys
import unicodedata

ALLOWED_PERCENT_MAX = 2.0
SEED = 20261130
CYRILLIC = dict(zip("aceopxyABCEHKMOPTXSIJ", "асеорхуАВСЕНКМОРТХЅІЈ"))
GREEK = dict(zip("ABEZHIKMNOPTYXo", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"))
ACCENTS = dict(zip("aeiouncAEIOUNC", "áéíóúñçÁÉÍÓÚÑÇ"))


def mapped(table, share=1.0):
    def write(name, rng):
        return "".join(table[c] if c in table and rng.random() < share else c for c in name)
    return write


def one_mapped(table):
    def write(name, rng):
        places = [i for i, c in enumerate(name) if c in table]
        if not places:
            return name
        at = rng.choice(places)
        return name[:at] + table[name[at]] + name[at + 1:]
    return write


def in_words(sign):
    """The sign in the middle of each word."""
    return lambda name, rng: " ".join(w[:len(w) // 2] + sign + w[len(w) // 2:] for w in name.split(" "))


def between(sign):
    return lambda name, rng: sign.join(name.split(" "))


def typo(name, rng):
    words = [i for i, w in enumerate(name.split(" ")) if len(w) >= 7 and w.isalpha()]
    if not words:
        return name
    parts = name.split(" ")
    at = rng.choice(words)
    w = parts[at]
    i = rng.randrange(2, len(w) - 2)
    parts[at] = w[:i] + w[i + 1] + w[i] + w[i + 2:]
    return " ".join(parts)


def full_width(name, rng):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


def bold(name, rng):
    def one(c):
        if "A" <= c <= "Z":
            return chr(0x1D400 + ord(c) - 65)
        return chr(0x1D41A + ord(c) - 97) if "a" <= c <= "z" else c
    return "".join(map(one, name))


WAYS = {
    "upper case": lambda n, r: n.upper(),
    "lower case": lambda n, r: n.lower(),
    "said twice": lambda n, r: f"{n} {n}",
    "without spaces": lambda n, r: n.replace(" ", ""),
    "dots for spaces": between("."),
    "hyphens for spaces": between("-"),
    "underscores for spaces": between("_"),
    "two spaces": between("  "),
    "no-break spaces": between("\u00a0"),
    "o as 0": mapped({"o": "0", "O": "0"}),
    "i as 1": mapped({"i": "1", "I": "1"}),
    "one digit for a letter": one_mapped({"o": "0", "O": "0", "i": "1", "I": "1", "e": "3", "E": "3", "s": "5", "S": "5"}),
    "Cyrillic look-alikes": mapped(CYRILLIC),
    "one Cyrillic letter": one_mapped(CYRILLIC),
    "Greek look-alikes": mapped(GREEK),
    "accents": mapped(ACCENTS),
    "full width": full_width,
    "bold letters of mathematics": bold,
    "zero-width space in each word": in_words("\u200b"),
    "soft hyphen in each word": in_words("\u00ad"),
    "invisible sign of plane 14 in each word": in_words("\U000e0041"),
    "variation selector in each word": in_words("\ufe0f"),
    "right-to-left override, reversed": lambda n, r: "\u202e" + n[::-1] + "\u202c",
    "a control in each word": in_words("\x07"),
    "HTML references": lambda n, r: "".join(f"&#{ord(c)};" if i % 3 == 0 else c for i, c in enumerate(n)),
    "percent escapes": lambda n, r: n.replace(" ", "%20"),
    "behind Attn": lambda n, r: f"Attn: {n}",
    "in brackets behind a stranger": lambda n, r: f"Zarquonix Vremova ({n})",
    "with a number behind it": lambda n, r: f"{n} {r.randrange(2, 99)}",
    "two letters exchanged": typo,
}


def listed_names(path, count):
    csv.field_size_limit(1 << 24)
    with open(path, encoding="utf-8-sig", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)
                 if row["source"].startswith(("Specially", "Entity")) and len(row["name"].split()) >= 2]
    random.Random(SEED).shuffle(names)
    return list(dict.fromkeys(names))[:count]


def verdicts(binary, path, names):
    orders = [{"order_id": f"E{i}", "kind": "sale", "created_at": "2026-11-10T00:00:00Z", "from_country": "US",
               "destination_country": "DE", "parties": [{"role": "purchaser", "name": name}],
               "items": [{"description": "steel bolts", "eccn": "EAR99", "quantity": 10}]} for i, name in enumerate(names)]
    lines = "".join(json.dumps(order) + "\n" for order in orders)
    done = subprocess.run([binary, "screen", "--quiet", "--lists", path], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line)["verdict"] for line in done.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("list")
    parser.add_argument("--names", type=int, default=600)
    parser.add_argument("--show", help="print what was allowed in this way")
    args = parser.parse_args()
    if not pathlib.Path(args.list).exists():
        print(f"evasion: no list at {args.list}: skipped")
        return 77
    names = listed_names(args.list, args.names)
    assert len(WAYS) == 30
    rng = random.Random(SEED)
    written = [(way, name, write(unicodedata.normalize("NFC", name), rng)) for way, write in WAYS.items() for name in names]
    told = verdicts(args.binary, args.list, names + [text for _, _, text in written])
    plain = {name for name, verdict in zip(names, told) if verdict != "allow"}
    allowed = dict.fromkeys(WAYS, 0)
    for (way, name, text), verdict in zip(written, told[len(names):]):
        if verdict == "allow" and name in plain:
            allowed[way] += 1
            if way == args.show:
                print(f"    {text!r} for {name!r}")
    worst = 0.0
    for way, count in allowed.items():
        percent = 100 * count / max(1, len(plain))
        worst = max(worst, percent)
        print(f"{way:42} allowed {count:4} of {len(plain)}  {percent:5.1f} %")
    print(f"evasion: {len(plain)} of {len(names)} names as they stand, {len(WAYS)} ways, at most {worst:.1f} % allowed "
          f"({ALLOWED_PERCENT_MAX} %)")
    return 0 if worst <= ALLOWED_PERCENT_MAX and len(plain) > 0.98 * len(names) else 1


if __name__ == "__main__":
    sys.exit(main())
