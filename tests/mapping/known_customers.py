#!/usr/bin/env python3
"""Advanced goods in orders of other systems: held while nobody knows whose the customers are, and judged once a file of
known parties says it, joined by the keys that the maps read.

usage: known_customers.py BINARY FOLDER

FOLDER has sample orders of real systems; without them those of this file alone are tried.
"""
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile

HEAD = "id,name,kind,headquarters_country,parent_name,date,source\n"


def sap(customer, name, country):
    return {"PartnerFunctionInternalCode": "AG", "Customer": customer, "Supplier": "", "to_Address": [
        {"OrganizationName1": name, "CityName": "Ulm", "StreetName": "Probeweg", "HouseNumber": "1", "Country": country}]}


OWN = [
    ("sap-odata", "DE", {"SalesOrder": "81", "SalesOrderDate": "2026-02-03", "TransactionCurrency": "EUR", "TotalNetAmount": "30.00",
                         "to_Partner": [sap("1001", "Muster Rechenwerk AG", "NL")], "to_Text": [],
                         "to_Item": [{"SalesOrderItem": "10", "SalesOrderItemText": "NVIDIA H100 PCIe 80GB", "Material": "C1",
                                      "RequestedQuantity": "1", "NetAmount": "30.00"}]},
     "1001,Muster Rechenwerk AG,company,NL,self,2026-01-10,register\n"),
    ("odoo", "DE", {"name": "S00009", "date_order": "2026-02-01 12:00:00", "currency_id": [1, "EUR"], "amount_total": 5.0,
                    "partner_id": [3, "Ejemplo SL"], "partner_invoice_id": [3, "Ejemplo SL"], "partner_shipping_id": [8, "Ejemplo SL, Nave"],
                    "partner": {"id": 3, "name": "Ejemplo SL", "is_company": True, "city": "Vigo", "country_id": [68, "Spain"]},
                    "partner_shipping": {"id": 8, "name": "Nave", "is_company": False, "city": "Vigo", "country_id": [68, "Spain"]},
                    "order_line": [{"sequence": 10, "name": "NVIDIA H100 PCIe 80GB", "product_uom_qty": 1.0, "price_unit": 5.0}]},
     "3,Ejemplo SL,company,ES,self,2026-01-10,register\n8,\"Ejemplo SL, Nave\",company,ES,self,2026-01-10,register\n"),
]
SAMPLES = [("sap-odata", "US", "sap_a_salesorder.json"), ("odoo", "FR", "odoo_sale_order.json")]


def customers(binary, system, country, record):
    """A row for each party that the map gives a key: where it stands is where it is run from, and nobody owns it."""
    done = subprocess.run([binary, "map", "try", system, "-", "--json", "--set", f"from_country={country}"], input=json.dumps(record),
                          capture_output=True, text=True, timeout=120)
    out = io.StringIO()
    for party in json.loads(done.stdout)["order"]["parties"]:
        if "id" in party:
            csv.writer(out, lineterminator="\n").writerow([party["id"], party["name"], "company", party["country"], "self", "2026-01-10", "register"])
    return out.getvalue()


def screened(binary, system, country, record, known):
    command = [binary, "screen", "--map", system, "--set", f"from_country={country}"]
    if known:
        command += ["--known", str(known)]
    done = subprocess.run([*command, "-"], input=json.dumps(record) + "\n", capture_output=True, text=True, timeout=120)
    return json.loads(done.stdout)


def rules(verdict):
    return {finding["rule"] for finding in verdict["findings"] if finding["outcome"] != "annotate"}


def told(binary, folder, system, country, record, rows):
    known = pathlib.Path(folder) / "customers.csv"
    known.write_text(HEAD + rows, encoding="utf-8")
    before, after = (screened(binary, system, country, record, file) for file in (None, known))
    if "rf-05-hq-unknown" not in rules(before):
        return f"not held for want of headquarters: {before['summary']}"
    if after["error"] or {"rf-05-hq-unknown", "party-known-difference"} & rules(after):
        return f"held still: {after['summary']}"
    if len(after.get("facts", [])) < max(1, len(rows.splitlines())):
        return f"took {len(after.get('facts', []))} facts only"
    print(f"{system}: {before['verdict']} -> {after['verdict']}: {after['summary']}")
    return None


def main():
    binary, samples = sys.argv[1], pathlib.Path(sys.argv[2])
    cases = list(OWN)
    if samples.is_dir():
        for system, country, file in SAMPLES:
            record = json.loads((samples / file).read_text(encoding="utf-8"))
            cases.append((system, country, record, customers(binary, system, country, record)))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            if problem := told(binary, folder, *case):
                print(f"{case[0]}: {problem}")
                failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
