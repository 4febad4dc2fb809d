#!/usr/bin/python3
"""What files of ownership do to an order: the worked examples of OFAC's FAQ 401, and every rule that asks for owners.

usage: ownership_verdicts.py ORDERGATE        exit 0 all so, 1 not
"""

import json
import pathlib
import subprocess
import sys
import tempfile

X = "Verde Halcon Suministros S.A. de C.V."  # SDN, of the sample list
Y = "Baltic Meridian Shipping LLC"  # SDN
EL, EL2 = "Northern Lantern Microsystems Co., Ltd.", "Violet Abacus Supercomputing Center"
A, B, C = "Odenwald Ventile GmbH", "Spessart Pumpen GmbH", "Vogelsberg Dichtungen GmbH"
ORDER = {"order_id": "1", "kind": "sale", "from_country": "US", "destination_country": "DE", "ship_date": "2026-03-10",
         "items": [{"description": "USB keyboard", "quantity": 25, "eccn": "EAR99", "origin_country": "US"}]}


def owned(*rows):
    """Rows of an own CSV: owner, owned, percent and, where told, from and until."""
    head = "owner,owned,percent,from,until,source\n"
    return head + "".join(",".join(f'"{field}"' for field in (*row, "", "", "")[:6]) + "\n" for row in rows)


# OFAC FAQ 401: what is written there of Blocked Person X and Entities A, B and C.
FAQ_401 = [
    ("X owns 50 of A, A owns 50 of B: B is blocked", owned((X, A, 50), (A, B, 50)), B, "deny"),
    ("X owns 50 of A and 50 of B, A and B each 25 of C: C is blocked",
     owned((X, A, 50), (X, B, 50), (A, C, 25), (B, C, 25)), C, "deny"),
    ("X owns 50 of A and 10 of B, A owns 40 of B: B is blocked", owned((X, A, 50), (X, B, 10), (A, B, 40)), B, "deny"),
    ("X owns 50 of A and 25 of B, A and B each 25 of C: C is not blocked",
     owned((X, A, 50), (X, B, 25), (A, C, 25), (B, C, 25)), C, "hold"),
    ("X owns 25 of A and 25 of B, A and B each 50 of C: C is not blocked",
     owned((X, A, 25), (X, B, 25), (A, C, 50), (B, C, 50)), C, "hold"),
    # FAQ 399, 400: shares of several blocked persons are added up; control without ownership blocks nothing.
    ("X owns 25 of A, Y owns 25 of A: A is blocked", owned((X, A, 25), (Y, A, 25)), A, "deny"),
]
DATED = owned((X, A, 60, "2026-03-01", "2026-03-31"))
LEI_C, LEI_P = "5493000000000000C001", "5493000000000000P002"
GLEIF = ("Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,Relationship.EndNode.NodeIDType,"
         "Relationship.RelationshipType,Relationship.RelationshipStatus,Relationship.Quantifiers.1.QuantifierAmount,"
         "Relationship.Quantifiers.1.QuantifierUnits,Registration.RegistrationStatus\n")
FTM = [{"id": "c1", "caption": A, "schema": "Company", "datasets": ["x"], "properties": {"name": [A], "country": ["de"], "leiCode": [LEI_C]}},
       {"id": "p1", "caption": X, "schema": "Company", "datasets": ["x"], "properties": {"name": [X]}}]
DIRECTOR = [*FTM, {"id": "d1", "schema": "Directorship", "datasets": ["x"],
                   "properties": {"director": ["p1"], "organization": ["c1"]}}]
OWNERSHIP = [*FTM, {"id": "o1", "schema": "Ownership", "datasets": ["x"],
                    "properties": {"owner": ["p1"], "asset": ["c1"], "percentage": ["75.00"]}}]


def lines(entities):
    return "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)


def party(name, **more):
    return {"parties": [{"role": "purchaser", "name": name, "country": "DE", **more}]}


# title, files by name, change of the order, verdict, rule and outcome ("-": it does not speak).
CASES = [
    *((title, {"owners.csv": text}, party(name), verdict, "ofac-50", verdict) for title, text, name, verdict in FAQ_401),
    ("nobody behind", {"owners.csv": owned((X, A, 60))}, party(B), "allow", "ofac-50", "-"),
    ("the share is not told", {"owners.csv": owned((X, A, ""))}, party(A), "hold", "ofac-50", "hold"),
    ("a circle with one percent", {"owners.csv": owned((X, A, 1), (A, B, 99), (B, A, 99))}, party(B), "hold", "ofac-50", "hold"),
    ("the first day", {"owners.csv": DATED}, {**party(A), "ship_date": "2026-03-01"}, "deny", "ofac-50", "deny"),
    ("the last day", {"owners.csv": DATED}, {**party(A), "ship_date": "2026-03-31"}, "deny", "ofac-50", "deny"),
    ("the day before", {"owners.csv": DATED}, {**party(A), "ship_date": "2026-02-28"}, "allow", "ofac-50", "-"),
    ("the day after", {"owners.csv": DATED}, {**party(A), "ship_date": "2026-04-01"}, "allow", "ofac-50", "-"),
    ("in another spelling", {"owners.csv": owned((X.upper(), A, 60))}, party("ODENWALD VENTILE G.M.B.H."), "deny", "ofac-50", "deny"),
    ("a letter is missing", {"owners.csv": owned((X, A, 60))}, party("Odenwald Ventle GmbH"), "hold", "party-owned-fuzzy", "hold"),
    ("the same share in two files", {"a.csv": owned((X, A, 30)), "b.csv": owned((X, A, 30))}, party(A), "hold", "ofac-50", "hold"),
    ("declared and on file", {"a.csv": owned((X, A, 30))}, party(A, owners=[{"name": X, "percent": 30}]), "hold", "ofac-50", "hold"),
    ("one declared, another on file", {"a.csv": owned((X, A, 30))}, party(A, owners=[{"name": Y, "percent": 20}]), "deny", "ofac-50", "deny"),
    ("an owner of whom a file tells", {"a.csv": owned((X, A, 50))}, party(B, owners=[{"name": A, "percent": 50}]), "deny", "ofac-50", "deny"),
    ("of less than half of whom a file tells", {"a.csv": owned((X, A, 49))}, party(B, owners=[{"name": A, "percent": 100}]), "hold",
     "ofac-50", "hold"),
    ("a parent of whom a file tells", {"a.csv": owned((X, A, 50))}, party(B, ultimate_parent={"name": A}), "hold", "ofac-50", "hold"),
    ("the bank", {"a.csv": owned((X, A, 50))},
     {"parties": [{"role": "purchaser", "name": B, "country": "DE"}, {"role": "bank", "name": A, "country": "DE"}]}, "deny", "ofac-50", "deny"),
    ("the Affiliates Rule", {"a.csv": owned((EL, A, 30), (EL2, A, 25))}, {**party(A), "ship_date": "2025-11-09"}, "deny",
     "party-affiliate-50", "deny"),
    ("during its stay", {"a.csv": owned((EL, A, 30), (EL2, A, 25))}, party(A), "hold", "party-rf29", "hold"),
    ("before it", {"a.csv": owned((EL, A, 30), (EL2, A, 25))}, {**party(A), "ship_date": "2025-09-28"}, "allow", "party-rf29", "-"),
    ("chained by status: half of half", {"a.csv": owned((EL, A, 50), (A, B, 50))}, {**party(B), "ship_date": "2026-11-15"}, "deny",
     "party-affiliate-50", "deny"),
    ("a director", {"e.ftm.json": lines(DIRECTOR)}, party(A), "hold", "rf-24-management-overlap", "hold"),
    ("a director owns nothing", {"e.ftm.json": lines(DIRECTOR)}, party(A), "hold", "ofac-50", "-"),
    ("FollowTheMoney", {"e.ftm.json": lines(OWNERSHIP)}, party(A), "deny", "ofac-50", "deny"),
    ("by LEI alone", {"e.ftm.json": lines(OWNERSHIP)}, party("Another Name", identifiers=[{"type": "lei", "value": LEI_C}]), "deny",
     "ofac-50", "deny"),
    ("files joined by an LEI", {"e.ftm.json": lines(OWNERSHIP), "names.csv": owned((LEI_C, B, 60))}, party(B), "deny", "ofac-50", "deny"),
    ("GLEIF, a child of that company",
     {"rr.csv": GLEIF + f"{LEI_P},LEI,{LEI_C},LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,100,PERCENTAGE,PUBLISHED\n",
      "e.ftm.json": lines(OWNERSHIP)}, party("Another Name", identifiers=[{"type": "lei", "value": LEI_P}]), "deny", "ofac-50", "deny"),
    ("GLEIF without a share",
     {"rr.csv": GLEIF + f"{LEI_P},LEI,{LEI_C},LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,,,PUBLISHED\n", "e.ftm.json": lines(OWNERSHIP)},
     party("Another Name", identifiers=[{"type": "lei", "value": LEI_P}]), "hold", "ofac-50", "hold"),
]


def screen(binary, folder, files, order):
    for name, text in files.items():
        pathlib.Path(folder, name).write_text(text, encoding="utf-8")
    options = [part for name in files for part in ("--ownership", pathlib.Path(folder, name))]
    done = subprocess.run([binary, "screen", "--json", *options, "-"], input=json.dumps(order) + "\n", capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"ownership_verdicts: exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout), done.stderr


def worst(verdict, rule):
    ranks = ["-", "annotate", "hold", "deny"]
    found = [each["outcome"] for each in verdict["findings"] if each["rule"] == rule]
    return max(found, key=ranks.index, default="-")


def main():
    binary, faults = sys.argv[1], []
    for title, files, change, want, rule, outcome in CASES:
        with tempfile.TemporaryDirectory() as folder:
            verdict, _ = screen(binary, folder, files, {**ORDER, **change})
        if verdict["verdict"] != want or worst(verdict, rule) != outcome:
            found = {each["rule"]: each["outcome"] for each in verdict["findings"]}
            faults.append(f"{title}: {verdict['verdict']}, {rule} {worst(verdict, rule)}; expected {want}, {outcome}: {found}")
        if any(each.get("facts", {}).get("ownership_path", X) == "" for each in verdict["findings"]):
            faults.append(f"{title}: an empty path")
    with tempfile.TemporaryDirectory() as folder:
        verdict, told = screen(binary, folder, {"owners.csv": owned((X, A, 50), (A, B, 50), (X, B, 700))}, {**ORDER, **party(B)})
    finding = next((each for each in verdict["findings"] if each["rule"] == "ofac-50"), {"facts": {}, "match": {}})
    path = f"{X} owns 50 % of {A}, which owns 50 % of {B} (25 % by this chain; owners.csv:2; owners.csv:3)"
    if finding["facts"].get("ownership_path") != path or finding["facts"].get("ownership_percent") != 25:
        faults.append(f"the path: {finding['facts']}")
    if finding.get("match", {}).get("list") != "SDN" or "owners.csv:4: not read: percent" not in told:
        faults.append(f"the listed owner and the bad row: {finding} {told}")
    files = verdict["snapshot"].get("ownership")
    if not files or files[0]["source"] != "ownership_csv" or files[0]["relations"] != 2:
        faults.append(f"the snapshot does not name the file: {verdict['snapshot']}")
    print("\n".join(faults))
    print(f"ownership_verdicts: {len(CASES)} cases, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
