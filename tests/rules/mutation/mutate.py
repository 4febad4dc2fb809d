#!/usr/bin/env python3
"""Changes one rule of the pack at a time and shows that an example, a counterexample or a known order notices.

usage: mutate.py CHECK_PACKS RULES_DIRECTORY [--deep] [--floor N] [--orders ORDERGATE LISTS_CSV CASES.jsonl...]

Each rule has its outcome (or the policy of its requirement) changed, its guard and its condition negated.
--deep also moves its dates by a day, drops each term of a conjunction and each boundary; what the rule's own
examples do not notice then is listed; many of those changes change nothing, since guards and other terms say the
same. Exit 1 when a plain change goes unnoticed, or when fewer deep ones than --floor are noticed.
"""
import argparse
import collections
import datetime
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import orders_cases  # noqa: E402

OTHER_OUTCOME = {"annotate": "deny", "hold": "annotate", "deny": "annotate"}
OTHER_POLICY = {"none": "policy_of_denial", "case_by_case": "policy_of_denial", "presumption_of_approval":
                "policy_of_denial", "presumption_of_denial": "case_by_case", "policy_of_denial": "case_by_case"}
STRING = r'("""|\'\'\'|"|\')(.*?)\2'
BOUNDARY = {">=": ">", "<=": "<", ">": ">=", "<": "<="}

Mutant = collections.namedtuple("Mutant", "file rule what span new deep")


def blocks(text):
    """(start, end of the header part) of every [[rule]]; its examples are left alone."""
    for match in re.finditer(r"^\[\[rule\]\]\s*$", text, re.M):
        following = re.search(r"^\[\[", text[match.end():], re.M)
        yield match.start(), match.end() + following.start() if following else len(text)


def conjuncts(condition):
    """Spans of the terms of a && chain outside brackets and texts."""
    depth, quote, start, spans, i = 0, "", 0, [], 0
    while i < len(condition):
        c = condition[i]
        if quote:
            if c == "\\":
                i += 1
            elif c == quote:
                quote = ""
        elif c in "\"'":
            quote = c
        elif c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
        elif depth == 0 and condition.startswith("&&", i):
            spans.append((start, i))
            start = i + 2
            i += 1
        elif depth == 0 and (condition.startswith("||", i) or c == "?"):
            return []
        i += 1
    return spans + [(start, len(condition))] if spans else []


def conditions(header):
    for match in re.finditer(r"^(when|guard)\s*=\s*" + STRING, header, re.M | re.S):
        key, condition, at = match.group(1), match.group(3), match.start(3)
        yield f"{key} negated", match.span(3), f"!({condition})", False
        if key == "guard":
            continue
        for begin, end in conjuncts(condition):
            term = " ".join(condition[begin:end].split())
            yield f"without `{term}`", (at + begin, at + end), " true ", True
        for boundary in re.finditer(r"[<>]=?(?=\s*[\d(a-z])", condition):
            yield (f"{boundary.group()} at {boundary.start()}", (at + boundary.start(), at + boundary.end()),
                   BOUNDARY[boundary.group()], True)


def outcomes(header):
    outcome = re.search(r'^outcome\s*=\s*"(\w+)"', header, re.M)
    if outcome:
        yield f"outcome {OTHER_OUTCOME[outcome.group(1)]}", outcome.span(1), OTHER_OUTCOME[outcome.group(1)], False
    policy = re.search(r'^requires\s*=.*?\bpolicy\s*=\s*"(\w+)"', header, re.M | re.S)
    if policy:
        yield f"policy {OTHER_POLICY[policy.group(1)]}", policy.span(1), OTHER_POLICY[policy.group(1)], False


def dates(header):
    for match in re.finditer(r"^(from|until)\s*=\s*(\d{4}-\d\d-\d\d)", header, re.M):
        step = datetime.timedelta(days=1 if match.group(1) == "from" else -1)
        moved = (datetime.date.fromisoformat(match.group(2)) + step).isoformat()
        yield f"{match.group(1)} {moved}", match.span(2), moved, True


def mutants(directory):
    for path in sorted(directory.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        for start, end in blocks(text):
            header = text[start:end]
            rule = re.search(r'^id\s*=\s*"([^"]+)"', header, re.M).group(1)
            for change in (outcomes, conditions, dates):
                for what, span, new, deep in change(header):
                    yield Mutant(path.name, rule, what, (start + span[0], start + span[1]), new, deep)


class Pack:
    """A copy of the pack that can be changed and put back."""

    def __init__(self, source, directory):
        self.texts = {path.name: path.read_text(encoding="utf-8") for path in source.glob("*.toml")}
        self.directory = Path(directory)
        self.write({})

    def write(self, changed):
        for name, text in self.texts.items():
            (self.directory / name).write_text(changed.get(name, text), encoding="utf-8")

    def change(self, mutants_to_apply):
        changed = dict(self.texts)
        for mutant in sorted(mutants_to_apply, key=lambda one: one.span, reverse=True):
            text, (start, end) = changed[mutant.file], mutant.span
            changed[mutant.file] = text[:start] + mutant.new + text[end:]
        self.write(changed)


class Examples:
    """The pack's own examples, in one process that reads many packs."""

    def __init__(self, program, pack):
        self.pack = pack
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def failed_rules(self):
        """Ids of the rules whose examples fail; None when the pack does not load."""
        self.process.stdin.write(f"{self.pack.directory}\n")
        self.process.stdin.flush()
        word, *rest = self.process.stdout.readline().split() or ["ended"]
        if word not in ("failed", "refused"):
            sys.exit("the checker ended")
        return set(rest) if word == "failed" else None

    def unnoticed(self, batch):
        """Those of a batch, one mutant a rule at most, that no example of their own rule notices. A pack that
        does not load is tried in halves; alone, it is noticed."""
        self.pack.change(batch)
        failed = self.failed_rules()
        if failed is not None:
            return [mutant for mutant in batch if mutant.rule not in failed]
        if len(batch) == 1:
            return []
        half = len(batch) // 2
        return self.unnoticed(batch[:half]) + self.unnoticed(batch[half:])

    def unnoticed_alone(self, mutant):
        """That no example of any rule notices."""
        self.pack.change([mutant])
        return self.failed_rules() == set()


def batches(chosen):
    """One mutant a rule in each, since an example looks only at its own rule."""
    by_rule = collections.defaultdict(list)
    for mutant in chosen:
        by_rule[mutant.rule].append(mutant)
    while by_rule:
        yield [of_rule.pop() for of_rule in by_rule.values()]
        by_rule = {rule: rest for rule, rest in by_rule.items() if rest}


class Orders:
    """Orders with known answers, through the program; a case counts when the pack as it is passes it."""

    def __init__(self, pack, program, lists, *paths):
        self.pack, self.program, self.lists = pack, program, lists
        self.cases = [json.loads(line) for path in paths
                      for line in Path(path).read_text(encoding="utf-8").splitlines()]
        pack.change([])
        self.passing = self.passed()

    def passed(self):
        ids = set()
        for profile in sorted({case["profile"] for case in self.cases}):
            chosen = [case for case in self.cases if case["profile"] == profile]
            command = [self.program, "screen", "--quiet", "--json", "--profile", profile, "--lists", self.lists,
                       "--rules", str(self.pack.directory), "-"]
            records = "".join(json.dumps(case["order"]) + "\n" for case in chosen)
            done = subprocess.run(command, input=records, capture_output=True, text=True, check=True)
            for case, line in zip(chosen, done.stdout.splitlines(), strict=True):
                if not orders_cases.faults(case["expect"], json.loads(line)):
                    ids.add(case["id"])
        return ids

    def notice(self, mutant):
        self.pack.change([mutant])
        return bool(self.passing - self.passed())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("check_packs")
    parser.add_argument("rules_directory", type=Path)
    parser.add_argument("--deep", action="store_true")
    parser.add_argument("--floor", type=int, default=0)
    parser.add_argument("--orders", nargs="+", metavar="ORDERGATE LISTS CASES")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        pack = Pack(options.rules_directory, scratch)
        examples = Examples(options.check_packs, pack)
        if examples.failed_rules() != set():
            sys.exit("the pack as it is fails its own examples")
        chosen = [mutant for mutant in mutants(options.rules_directory) if options.deep or not mutant.deep]
        left = [mutant for batch in batches(chosen) for mutant in examples.unnoticed(batch)]
        left = [mutant for mutant in left if mutant.deep or examples.unnoticed_alone(mutant)]
        if left and options.orders:
            orders = Orders(pack, *options.orders)
            left = [mutant for mutant in left if mutant.deep or not orders.notice(mutant)]
    for mutant in sorted(left):
        print(f"not noticed: {mutant.file}: {mutant.rule}: {mutant.what}")
    counts = collections.Counter((mutant in left, mutant.deep) for mutant in chosen)
    print(f"plain changes: {counts[False, False]} noticed, {counts[True, False]} not;"
          f" deep: {counts[False, True]} noticed, {counts[True, True]} not"
          f" ({100 * counts[False, True] // max(1, counts[False, True] + counts[True, True])} %)")
    if counts[False, True] < options.floor:
        print(f"fewer deep changes are noticed than {options.floor}: an example at a boundary is gone")
        return 1
    return 1 if counts[True, False] else 0


if __name__ == "__main__":
    sys.exit(main())
