#!/usr/bin/python3
"""Found against alerted at every threshold, as a table and a picture: what the one shipped threshold was chosen from.

usage: curve.py BINARY [--data DIR] [--svg FILE] [--peer-names N]

"Listed" are names of the Consolidated List changed in one of twelve ways, "as people write them" those of the world decks in
thirty; "ordinary" are companies and persons that are on no list. A listed name is found when a hit is its entry (the same
primary name); an ordinary one is alerted when there is any. rapidfuzz runs beside on the first N of each, where it is installed
(token_sort_ratio, 70 to 95); the points of the other peers are those of docs/matching.md, measured on the same decks.
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
THRESHOLDS = range(70, 100)
SHIPPED = 80
# found, alerted (companies and persons alike): docs/matching.md
PEERS = {"nomenklatura logic-v2, .70": (87.6, 1.0), "watchman, .75": (55.8, .35)}
WIDTH, HEIGHT, LEFT, BOTTOM, ALERTED_MAX, FOUND_MIN = 760, 460, 60, 50, 4.0, 40.0
COLORS = {"listed": "#1f6f8b", "as people write them": "#b35c1e", "rapidfuzz": "#777777"}


def json_lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def read_decks(data):
    """The list's rows (id, name), name of the deck -> [(name asked, name meant, its rows from 1)], ordinary names by kind."""
    with open(data / "lists/csl/consolidated_2026-07-31.csv", encoding="utf-8-sig", newline="") as file:
        rows = [(row["_id"] or "", row["name"] or "") for row in csv.DictReader(file)]
    listed = {"listed": [(case["query"], case["original"], case["same_name_entries"])
                         for case in json_lines(data / "cases/listed_queries.jsonl")],
              "as people write them": [(case["q"], case["o"], case["rows"])
                                       for case in json_lines(data / "cases/world/names/listed.jsonl")]}
    with open(data / "corpora/companies_us.txt", encoding="utf-8") as file:
        companies = [line.strip() for line in file if line.strip()]
    with open(data / "corpora/persons_synthetic.csv", encoding="utf-8", newline="") as file:
        persons = [row["full_name"] for row in csv.DictReader(file)]
    return rows, listed, {"companies": companies, "persons": persons}


def ask(binary, data, names):
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson", encoding="utf-8") as file:
        file.write("".join(json.dumps({"name": name}, ensure_ascii=False) + "\n" for name in names))
        file.flush()
        done = subprocess.run([binary, "match", "--quiet", "--json", "--min-score", str(THRESHOLDS[0]), "--lists",
                               str(data / "lists/csl/consolidated_2026-07-31.csv"), "--batch", file.name],
                              capture_output=True, text=True, check=True)
    return [json.loads(line)["hits"] for line in done.stdout.splitlines()]


def shares(scores, cuts):
    return [100 * sum(score >= cut for score in scores) / len(scores) for cut in cuts]


def right_score(hits, original, entries):
    """The best score of a hit that matched the name meant, or is one of its entries (id and name of their rows)."""
    ids = {id for id, _ in entries if id}
    names = {name.casefold() for _, name in entries}
    return max((hit["score"] for hit in hits if hit["matched"].casefold() == original.casefold() or hit["entry"] in ids or
                hit["entry_name"].casefold() in names), default=0)


def rapidfuzz_curve(rows, cases, ordinary, count):
    try:
        from rapidfuzz import fuzz, process, utils
    except ImportError:
        return None
    names = [utils.default_process(name) for _, name in rows]

    def best(query, wanted=None):
        found = process.extract(utils.default_process(query), names, scorer=fuzz.token_sort_ratio, limit=50, score_cutoff=70)
        return max((score for name, score, _ in found if wanted is None or name == wanted), default=0)

    # Only changed primary names: the list of names that it is given has no others.
    primary = set(names)
    asked = [(query, utils.default_process(original)) for query, original, _ in cases
             if utils.default_process(original) in primary][:count]
    found = [best(query, original) for query, original in asked]
    alerted = {kind: [best(name) for name in every[:count]] for kind, every in ordinary.items()}
    cuts = range(70, 96, 5)
    return list(cuts), shares(found, cuts), mean([shares(scores, cuts) for scores in alerted.values()])


def mean(columns):
    return [sum(values) / len(values) for values in zip(*columns)]


def place(alerted, found):
    x = LEFT + (WIDTH - LEFT - 20) * min(alerted, ALERTED_MAX) / ALERTED_MAX
    y = (HEIGHT - BOTTOM) - (HEIGHT - BOTTOM - 30) * max(0.0, found - FOUND_MIN) / (100 - FOUND_MIN)
    return f"{x:.1f}", f"{y:.1f}"


def dot(alerted, found, color, text, radius=5):
    x, y = place(alerted, found)
    return (f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{color}"><title>{text}: {found:.1f} % found, {alerted:.2f} % alerted'
            f'</title></circle><text x="{float(x) + 8}" y="{float(y) + 4}" fill="{color}">{text}</text>')


def picture(curves, alerted, peer):
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    for share in range(int(FOUND_MIN), 101, 10):
        _, y = place(0, share)
        lines.append(f'<line x1="{LEFT}" x2="{WIDTH - 20}" y1="{y}" y2="{y}" stroke="#e4e4e4"/>'
                     f'<text x="{LEFT - 36}" y="{float(y) + 4}">{share} %</text>')
    for share in range(int(ALERTED_MAX) + 1):
        x, y = place(share, FOUND_MIN)
        lines.append(f'<text x="{float(x) - 8}" y="{float(y) + 18}">{share} %</text>')
    lines.append(f'<text x="{WIDTH - 250}" y="{HEIGHT - 8}">ordinary names alerted</text>'
                 f'<text x="{LEFT - 36}" y="16">listed names found</text>')
    for name, found in curves.items():
        points = " ".join(",".join(place(a, f)) for a, f in zip(alerted, found))
        lines.append(f'<polyline points="{points}" fill="none" stroke="{COLORS[name]}" stroke-width="2"/>')
        at = THRESHOLDS.index(SHIPPED)
        lines.append(dot(alerted[at], found[at], COLORS[name], f"{name}, at {SHIPPED}"))
    if peer:
        cuts, found, more = peer
        points = " ".join(",".join(place(a, f)) for a, f in zip(more, found))
        lines.append(f'<polyline points="{points}" fill="none" stroke="{COLORS["rapidfuzz"]}" stroke-dasharray="4 3"/>')
        lines += [dot(a, f, COLORS["rapidfuzz"], f"rapidfuzz {cut}", 3) for cut, a, f in zip(cuts, more, found) if a <= ALERTED_MAX]
    lines += [dot(a, f, "#444444", name) for name, (f, a) in PEERS.items()]
    return "\n".join(lines + ["</svg>"]) + "\n"


def main():
    parser = argparse.ArgumentParser(description="found against alerted at every threshold")
    parser.add_argument("binary")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--svg", type=pathlib.Path)
    parser.add_argument("--peer-names", type=int, default=1000)
    options = parser.parse_args()
    rows, listed, ordinary = read_decks(options.data)
    curves = {}
    for name, cases in listed.items():
        hits = ask(options.binary, options.data, [query for query, _, _ in cases])
        curves[name] = shares([right_score(found, original, [rows[i - 1] for i in at])
                               for found, (_, original, at) in zip(hits, cases)], THRESHOLDS)
    apart = {kind: shares([max((hit["score"] for hit in found), default=0) for found in ask(options.binary, options.data, names)],
                          THRESHOLDS) for kind, names in ordinary.items()}
    alerted = mean(list(apart.values()))
    print(f"{'threshold':>9} {'listed':>8} {'as people write':>16} {'companies':>10} {'persons':>8}")
    for i, cut in enumerate(THRESHOLDS):
        print(f"{cut:>9} {curves['listed'][i]:>6.1f} % {curves['as people write them'][i]:>14.1f} % "
              f"{apart['companies'][i]:>8.2f} % {apart['persons'][i]:>6.2f} %")
    peer = rapidfuzz_curve(rows, listed["listed"], ordinary, options.peer_names)
    print("rapidfuzz: not installed" if peer is None else "\n".join(
        f"rapidfuzz {cut}: {f:.1f} % found, {a:.2f} % alerted" for cut, f, a in zip(*peer)))
    if options.svg:
        options.svg.write_text(picture(curves, alerted, peer), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
