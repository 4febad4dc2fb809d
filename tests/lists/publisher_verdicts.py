#!/usr/bin/python3
"""A party that any publisher lists is held or denied when an order names it, by the rule of that list.

usage: publisher_verdicts.py ORDERGATE        exit 0 all so, 1 not

Screens one order of keyboards for the plant that each small file of tests/fuzz/list_readers_corpus lists, and the same order for
a party that nobody lists.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests/fuzz/list_readers_corpus"
PLANT = "Quartz Heron Microelectronics Plant JSC"
# file, verdict, rule
CASES = [
    ("uk_sanctions_csv", "hold", "party-uk-sanctions"),
    ("uk_sanctions_xml", "hold", "party-uk-sanctions"),
    ("eu_xml", "hold", "party-eu-sanctions"),
    ("eu_csv", "hold", "party-eu-sanctions"),
    ("ofac_standard_xml", "deny", "party-sdn"),
    ("ofac_advanced_xml", "deny", "party-sdn"),
    ("csl_json", "deny", "party-entity-list"),
    ("ftm_json", "deny", "party-sdn"),
    ("ftm_json", "deny", "party-eu-sanctions"),
    ("open_sanctions_csv", "hold", "party-uk-sanctions"),
    ("open_sanctions_csv", "hold", "party-eu-sanctions"),
    ("seco_xml", "hold", "party-swiss-sanctions"),
    ("sema_xml", "hold", "party-canada-sanctions"),
    ("dfat_xlsx", "hold", "party-australia-sanctions"),
    ("meti_csv", "hold", "party-japan-end-user"),
]
# The laws that bind the user, a file, the verdict of its listed party.
BOUND = [
    ("EU", "eu_xml", "deny"), ("EU", "eu_csv", "deny"), ("EU", "open_sanctions_csv", "deny"), ("EU", "uk_sanctions_xml", "hold"),
    ("UK", "uk_sanctions_csv", "deny"), ("UK", "uk_sanctions_xml", "deny"), ("UK", "eu_xml", "hold"), ("CH", "seco_xml", "deny"),
    ("CA", "sema_xml", "deny"), ("AU", "dfat_xlsx", "deny"), ("JP", "meti_csv", "deny"), ("CH", "sema_xml", "hold"),
    ("EU", "csl_json", "deny"),
]


def verdicts(binary, name, *options):
    """The verdicts of an order that names the plant and of one that names a party that nobody lists."""
    orders = [order_of(buyer) for buyer in (PLANT, "Suzhou Shantang Loom Patterns")]
    done = subprocess.run([binary, "screen", "--quiet", *options, "--lists", CORPUS / name, "-"],
                          input="".join(json.dumps(order) + "\n" for order in orders), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def order_of(buyer):
    return {"order_id": buyer, "kind": "sale", "from_country": "US", "destination_country": "TR", "ship_date": "2026-11-25",
            "parties": [{"role": "purchaser", "name": buyer}],
            "items": [{"description": "keyboards", "eccn": "EAR99", "quantity": 10, "unit_price": 20}]}


def one_party_faults(binary):
    """The plant on the lists of the EU, the United Kingdom and OFAC: a finding for each, told together."""
    lists = [part for name in ("eu_xml", "uk_sanctions_xml", "ofac_standard_xml") for part in ("--lists", CORPUS / name)]
    record = json.dumps(order_of(PLANT))

    def run(*command):
        return subprocess.run([binary, *command, "--quiet", *lists, "-"], input=record, capture_output=True, text=True, check=True).stdout

    verdict = json.loads(run("screen", "--json"))
    wanted = {"EU": ("party-eu-sanctions", "hold"), "UK": ("party-uk-sanctions", "hold"), "SDN": ("party-sdn", "deny")}
    found = {each["match"]["list"]: each for each in verdict["findings"] if "match" in each}
    for code, (rule, outcome) in wanted.items():
        finding = found.get(code, {})
        others = [other for other in wanted if other != code]
        if (finding.get("rule"), finding.get("outcome")) != (rule, outcome):
            yield f"{code}: no {outcome} by {rule}: {finding}"
        elif not all(f"{other} " in finding["facts"].get("also_listed", "") for other in others):
            yield f"{code} does not tell of {others}: {finding['facts']}"
    explained = run("explain")
    if explained.count("also on") != 2 or "2. " in explained.split("What would settle it")[0].split("Noted")[0]:
        yield f"explain does not tell one party once:\n{explained}"
    for rule, _ in wanted.values():
        if rule not in explained:
            yield f"explain hides {rule}"
    done = subprocess.run([binary, "match", "--quiet", "--json", *lists, PLANT], capture_output=True, text=True, check=True)
    hits = json.loads(done.stdout)["hits"]
    if len(hits) != 3 or any(len(hit.get("also", [])) != 2 for hit in hits):
        yield f"match: {hits}"


def main():
    binary, failed = sys.argv[1], 0
    answers = {name: verdicts(binary, name) for name in dict.fromkeys(name for name, _, _ in CASES)}
    for name, want, rule in CASES:
        got = answers[name][0]
        finding = next((each for each in got["findings"] if each["rule"] == rule), None)
        if got["verdict"] != want or not finding or not finding.get("citation"):
            failed += 1
            print(f"{name}: expected {want} by {rule}, got {got['verdict']} by {[each['rule'] for each in got['findings']]}")
    for name, (_, free) in answers.items():
        if free["verdict"] != "allow":
            failed += 1
            print(f"{name}: a party that is not listed is {free['verdict']}")
    for fault in one_party_faults(binary):
        failed += 1
        print(fault)
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder, "settings.toml")
        for law, name, want in BOUND:
            config.write_text(f'[policy]\njurisdictions = ["{law}"]\n', encoding="utf-8")
            listed, free = (verdict["verdict"] for verdict in verdicts(binary, name, "--config", config))
            if (listed, free) != (want, "allow"):
                failed += 1
                print(f"{name} under the law of {law}: {listed} and {free}, expected {want} and allow")
    print(f"publisher_verdicts: {len(CASES) + len(BOUND)} rules over {len(answers)} formats, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
