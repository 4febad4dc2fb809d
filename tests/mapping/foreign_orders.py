#!/usr/bin/env python3
"""Orders of real systems, as a good clerk would type them: `map try` gives what canonical.ndjson says of each.

usage: foreign_orders.py BINARY FOLDER

Skips (77) when the folder is missing. What is known of a shop and stands in no record (where it ships from) is set.
"""
import json
import pathlib
import subprocess
import sys

MAPS = {
    "shopify_order_webhook.json": ("shopify", "US"),
    "magento_order.json": ("magento", "DE"),
    "woocommerce_order.json": ("woocommerce", "NL"),
    "sap_a_salesorder.json": ("sap-odata", "US"),
    "salesforce_order.json": ("salesforce", "US"),
    "odoo_sale_order.json": ("odoo", "FR"),
    "debezium_orders_update.json": ("debezium", "US"),
    "cloudevents_structured.json": ("cloudevents", None),
}


def tried(binary, name, path, from_country):
    command = [binary, "map", "try", name, str(path), "--json"]
    if from_country:
        command += ["--set", f"from_country={from_country}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if not done.stdout.strip():
        return {"order": None, "error": done.stderr, "unread": []}
    return json.loads(done.stdout)


def difference(found, expected, at=""):
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted(set(found) | set(expected)):
            if key not in found or key not in expected:
                return f"{at}.{key}: {'missing' if key not in found else 'not expected'}"
            told = difference(found[key], expected[key], f"{at}.{key}")
            if told:
                return told
        return None
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        return next((told for i, (a, b) in enumerate(zip(found, expected)) if (told := difference(a, b, f"{at}[{i}]"))), None)
    return None if found == expected else f"{at}: {found!r}, expected {expected!r}"


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    if not (folder / "canonical.ndjson").is_file():
        print(f"{folder}: the sample orders are not there")
        return 77
    canonical = {}
    for line in (folder / "canonical.ndjson").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        canonical[record["file"]] = record["order"]
    failed = 0
    for file, (name, from_country) in MAPS.items():
        answer = tried(binary, name, folder / file, from_country)
        order = answer["order"]
        if order is None:
            print(f"{file}: no order: {answer['error']}")
            failed += 1
            continue
        order.pop("unread", None)  # texts that are handed on for screening, beside the order
        for party in order.get("parties", []):  # a system's own key of a party, for what is known of it
            party.pop("id", None)
        told = difference(order, canonical[file])
        failed += told is not None
        print(f"{file}: {told or 'as canonical'}; unread: {[each['at'] for each in answer['unread']]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
