#!/usr/bin/python3
"""Writes kScoreWeights and kFeatureNames from score_weights.csv while building; ends with 1 where the file and the code differ.

usage: make_score_weights.py NAME_SCORE.h WEIGHTS.csv OUTPUT.cpp

Agreement never counts against a pair and a lack never for it: the bound of the name index counts on that.

The features are NameEvidence::Feature without the two agreements, which are weighed together (agreed_20, agreed_40), and the
weights that stand beside the parts. The columns are log-odds a unit of the feature in names of which no, one or more
meaningful words agree.
"""
import csv
import re
import sys

ROWS = ("none", "one", "more")
BESIDE = ("base", "agreed_20", "agreed_40", "equal", "reordered")
WEIGHED_TOGETHER = ("agreed", "agreed_common")
GAINS = ("agreed_20", "agreed_40", "equal", "reordered")


def features_of(header):
    with open(header, encoding="utf-8") as text:
        enumeration = re.search(r"enum Feature[^{]*\{(.*?)feature_count", text.read(), re.DOTALL).group(1)
    return [word.strip() for line in enumeration.splitlines() for word in line.split("//")[0].split(",") if word.strip()]


def weights_of(path):
    weights = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            where = f"{path}: {row['feature']}"
            if row["feature"] in weights:
                sys.exit(f"{where} stands twice")
            if not row["meaning"]:
                sys.exit(f"{where} has no meaning")
            try:
                weights[row["feature"]] = [float(row[column]) for column in ROWS]
            except ValueError as error:
                sys.exit(f"{where}: {error}")
    return weights


def main():
    header, path, output = sys.argv[1:]
    parts, weights = features_of(header), weights_of(path)
    wanted = {*BESIDE, *parts} - {*WEIGHED_TOGETHER}
    for features, what in ((wanted - weights.keys(), "lacks"), (weights.keys() - wanted, "has, and the code does not know,")):
        if features:
            sys.exit(f"{path} {what} {', '.join(sorted(features))}")
    for feature in sorted(wanted - {"base"}):
        sign = 1 if feature in GAINS else -1
        if any(sign * weight < 0 for weight in weights[feature]):
            sys.exit(f"{path}: {feature} must not be {'negative' if sign > 0 else 'positive'}")
    with open(output, "w", encoding="utf-8") as out:
        out.write('#include "matchers/names/score_weights.h"\n\nnamespace ordergate::matchers {\n\n'
                  "const ScoreWeights kScoreWeights[kWeightRows] = {\n")
        for row in range(len(ROWS)):
            beside = {name: f"{weights[name][row]:.9g}" for name in BESIDE}
            inside = ", ".join(f"/*{part}*/ {weights.get(part, [0, 0, 0])[row]:.9g}" for part in parts)
            out.write(f"    {{{beside['base']}, {beside['agreed_20']}, {beside['agreed_40']},\n     {{{inside}}},\n"
                      f"     {beside['equal']}, {beside['reordered']}}},\n")
        names = ", ".join(f'"{part}"' for part in parts)
        out.write(f"}};\n\nconst char* const kFeatureNames[NameEvidence::feature_count] = {{{names}}};\n")
        out.write("\n}  // namespace ordergate::matchers\n")


if __name__ == "__main__":
    main()
