#!/usr/bin/python3
"""Kinds of orders that a careful clerk would hold, each beside ordinary twins that nobody should.

usage: kinds.py BINARY KINDS_CSV
A row is a kind: where its texts stand ("notes", "item.description", "party.email" …), what is ordered ("chairs": office
chairs; "accelerators": papers complete, to Germany; "none": the text is the line), to where, and the texts, with | between.
`want` is stopped (hold or deny) or allow; every text must get it. exit 0 so, 1 not so.
"""

import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from screening import screened  # noqa: E402

PAPERS = ("end_user_certificate", "data_center_statement", "site_visit", "independent_audit", "export_notice", "ownership_chart")
ACCELERATORS = {"manufacturer": "NVIDIA", "model": "H100 SXM5 80GB", "description": "NVIDIA H100 SXM5 80GB module", "quantity": 8}
GOODS = {"chairs": {"description": "office chair", "quantity": 4, "eccn": "EAR99"}, "accelerators": ACCELERATORS, "none": {"quantity": 4}}


def put(order, place, text):
    """Writes the text where the row says."""
    part, _, field = place.partition(".")
    if part == "item":
        order["items"][0][field] = text
    elif part == "party":
        order["parties"][0][field] = [text] if field == "addresses" else text
    elif part == "end_use":
        order["end_use"] = {"text": text}
    else:
        order[part] = text


def order_of(number, row, text):
    to, advanced = row["to"], row["goods"] == "accelerators"
    party = {"role": "purchaser", "name": "Papierhaus Lindenau", "kind": "company", "country": to, "headquarters_country": to,
             "ultimate_parent": {"name": "self"}}
    order = {"order_id": f"kind-{number}", "kind": row["order"] or "sale", "action": "export", "ship_date": "2026-06-10",
             "from_country": "US", "destination_country": to, "parties": [party], "items": [dict(GOODS[row["goods"]])]}
    if advanced:
        party |= {"established_on": "2001-05-02", "first_advanced_purchase_on": "2019-02-02", "business": "data center operator", "owners": []}
        order["documents"] = [{"type": kind, "date": "2026-05-01", "id": "D1"} for kind in PAPERS]
        order["site"] = {"operator": party["name"], "country": to, "power_mw": 9, "infrastructure_confirmed": True, "operator_authorized": True}
    if row["hs"]:
        order["items"][0]["hs_code"] = row["hs"]
    if order["kind"] == "listing":
        del order["items"], order["destination_country"]
        party["role"] = "seller"
        order["listing"] = {"title": text, "ships_to": [to]}
        party |= {"country": "US", "headquarters_country": "US"}
        return order
    put(order, row["at"], text)
    return order


def main():
    binary, path = sys.argv[1], pathlib.Path(sys.argv[2])
    cases = [(row, text) for row in csv.DictReader(path.open(encoding="utf-8")) for text in row["texts"].split("|")]
    orders = [order_of(number, row, text) for number, (row, text) in enumerate(cases)]
    wrong = 0
    for (row, text), verdict in zip(cases, screened(binary, orders)):
        if (verdict["verdict"] == "allow") == (row["want"] == "allow"):
            continue
        wrong += 1
        rules = [f["rule"] for f in verdict["findings"] if f["outcome"] != "annotate"]
        print(f"kinds: {row['kind']}: {row['at']} {text!r} to {row['to']}: want {row['want']}, got {verdict['verdict']} {rules or verdict['error'] or ''}")
    print(f"kinds: {len(cases)} orders, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
