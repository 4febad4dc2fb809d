#!/usr/bin/env python3
"""Every map that ships is what docs/schemas/map.v1.schema.json says, and broken ones are not.

usage: map_schema.py
"""
import json
import pathlib
import sys
import tomllib

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BROKEN = [{}, {"order": {"kind": "x"}}, {"order": {"order_id": "x", "kind": "x"}, "orders": {}},
          {"order": {"order_id": "x", "kind": "x", "value": None}}, {"order": {"order_id": "x", "kind": "x"}, "ignore": "a"},
          {"order": {"order_id": "x", "kind": "x"}, "example": [{"source": "{}"}]}]


def main():
    schema = json.loads((ROOT / "docs/schemas/map.v1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    problems = []
    maps = sorted((ROOT / "mapping/maps").glob("*.toml"))
    for path in maps:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
        problems += [f"{path.name}: {error.json_path}: {error.message}" for error in validator.iter_errors(record)]
    problems += [f"a broken map passes: {broken}" for broken in BROKEN if validator.is_valid(broken)]
    print("\n".join(problems) or f"{len(maps)} maps as the schema says")
    return 1 if problems or not maps else 0


if __name__ == "__main__":
    sys.exit(main())
