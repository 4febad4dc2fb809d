#!/usr/bin/python3
"""rapidfuzz over one list of names, as bench/engine asks.

usage: rapidfuzz_peer.py FILE

FILE holds sections, each a line "# NAME COUNT" and COUNT lines: "listed" (entry TAB name), "changed" (entry TAB name),
"ordinary" (name). Prints "SECONDS FOUND ALERTED": the CPU time of all queries, how many changed names have their entry
among the hits, how many ordinary ones have any. Exit 4 when rapidfuzz is not
installed (pip install rapidfuzz).
"""
import sys
import time

try:
    from rapidfuzz import fuzz, process, utils
except ImportError:
    sys.exit(4)

SCORE_MIN = 85  # of token_sort_ratio; the choice that does best in docs/matching.md's comparison


def read_sections(path):
    sections = {}
    with open(path, encoding="utf-8", errors="replace") as lines:
        for head in lines:
            _, name, count = head.split()
            sections[name] = [next(lines).rstrip("\n") for _ in range(int(count))]
    return sections


def main():
    sections = read_sections(sys.argv[1])
    listed = [line.split("\t", 1) for line in sections["listed"]]
    names = [utils.default_process(name) for _, name in listed]

    def hits(query):
        found = process.extract(utils.default_process(query), names, scorer=fuzz.token_sort_ratio, limit=50, score_cutoff=SCORE_MIN)
        return {listed[index][0] for _, _, index in found}

    changed = [line.split("\t", 1) for line in sections["changed"]]
    begin = time.process_time()
    found = sum(entry in hits(name) for entry, name in changed)
    alerted = sum(bool(hits(name)) for name in sections["ordinary"])
    print(time.process_time() - begin, found, alerted)


if __name__ == "__main__":
    main()
