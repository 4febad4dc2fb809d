#!/usr/bin/env python3
"""A user's own items and SKUs never lower a known strict item silently.

usage: own_items.py ORDERGATE
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HEADER = ("id,vendor,model,category,aliases,part_numbers,ics_per_unit,tpp,die_area_mm2,performance_density,"
          "memory_bandwidth_gbps,memory,data_center,eccn,designer_headquarters,source,certainty,note\n")
PLAIN = "own-plain,Example Systems,Plain Card P1,gpu_card,,{parts},1,100,,,,,no,EAR99,US,own,confirmed,\n"
BUYER = {"role": "purchaser", "name": "Wide River Looms", "country": "CN", "headquarters_country": "CN",
         "ultimate_parent": {"name": "self"}}


def screen(program, directory, items, skus, line):
    own, map_of_skus = Path(directory, "items.csv"), Path(directory, "skus.csv")
    own.write_text(HEADER + items, encoding="utf-8")
    map_of_skus.write_text("sku,item,part_number,note\n" + skus, encoding="utf-8")
    order = {"order_id": "O", "kind": "sale", "ship_date": "2025-09-01", "from_country": "US",
             "destination_country": "CN", "parties": [BUYER], "items": [dict(line, quantity=4)]}
    done = subprocess.run([program, "screen", "--quiet", "--items", own, "--skus", map_of_skus, "-"],
                          input=json.dumps(order), capture_output=True, text=True)
    return done, json.loads(done.stdout) if done.returncode == 0 else None


def main():
    program, failures = sys.argv[1], []
    with tempfile.TemporaryDirectory() as directory:
        # Lines that a known strict item can be read from, beside what the user calls EAR99.
        for line in ({"model": "Plain Card P1", "description": "NVIDIA H100 SXM5 80GB"},
                     {"sku": "S-1", "description": "NVIDIA H100 SXM5 80GB"},
                     {"sku": "S-1", "model": "H100 SXM5 80GB"},
                     {"model": "H100 SXM5 80GB", "eccn": "EAR99"}):
            _, verdict = screen(program, directory, PLAIN.format(parts=""), "S-1,own-plain,,\n", line)
            rules = [finding["rule"] for finding in verdict["findings"]] if verdict else []
            if verdict is None or verdict["verdict"] != "deny" or "item-declared-mismatch" not in rules:
                failures.append(f"{line}: {verdict and verdict['verdict']} {rules}")
        # A catalog that takes the name or part number of a known item does not load.
        for items in (PLAIN.format(parts="935-24287-0000-000"),
                      PLAIN.format(parts="").replace("Plain Card P1", "H100")):
            done, _ = screen(program, directory, items, "", {"model": "Plain Card P1"})
            if done.returncode == 0 or ("already" not in done.stderr and "another item" not in done.stderr):
                failures.append(f"loaded: {items} {done.stderr}")
    print("\n".join(failures) or "own items: no known item is lowered")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
