#!/usr/bin/python3
"""The JSON Schemas of order and verdict, with an ordinary validator (python3-jsonschema).

usage: schema_test.py [BINARY]

Every example and golden order is a valid order, but for the records that are broken on purpose; every expected
verdict line is a valid verdict, and with BINARY so is every verdict it produces. Verdicts are held to the schema
strictly: a key that it does not name fails here, though readers are told to ignore such keys. Then broken lines
are tried, which must be refused: a validator that passes everything would pass here otherwise.
"""

import copy
import json
import pathlib
import sys

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import screening  # noqa: E402

ROOT = screening.ROOT
# Lines that are no JSON on purpose: file name -> line numbers.
BROKEN_LINES = {"orders.ndjson": {16}}


def strict(schema):
    """A copy in which objects that list their keys allow no others."""
    if isinstance(schema, dict):
        made = {key: strict(value) for key, value in schema.items() if key not in ("if", "then", "allOf")}
        if schema.get("type") == "object" and "properties" in schema:
            made.setdefault("additionalProperties", False)
        return {**made, **{key: schema[key] for key in ("if", "then", "allOf") if key in schema}}
    return [strict(value) for value in schema] if isinstance(schema, list) else schema


def validator(name, is_strict):
    schema = json.loads((ROOT / f"docs/schemas/{name}.v1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(strict(schema) if is_strict else schema,
                                           format_checker=jsonschema.FormatChecker())


def problems(name, lines, check, broken=()):
    for number, line in enumerate(lines, 1):
        if number in broken:
            continue
        for error in check.iter_errors(json.loads(line)):
            yield f"{name}:{number}: {error.json_path}: {error.message[:300]}"


def order_files():
    return [*sorted(ROOT.glob("examples/*.ndjson")), *sorted(ROOT.glob("tests/golden/cases/*.ndjson"))]


def changed(value, path, new):
    """A copy of a JSON value with one place set to `new`, or removed where new is None."""
    made = copy.deepcopy(value)
    place = made
    for key in path[:-1]:
        place = place[key]
    if new is None:
        del place[path[-1]]
    else:
        place[path[-1]] = new
    return made


def refusals(orders, verdicts):
    """(what, validator name, value) that must not validate."""
    order = json.loads(orders[0])
    for path, new in [(["order_id"], None), (["kind"], None), (["kind"], "gift"), (["parties"], None), (["items"], []),
                      (["destination_country"], "de"), (["ship_date"], "15.2.2026"), (["parties", 0, "name"], None),
                      (["items", 0, "quantity"], "4"), (["items", 0, "quantity"], -1), (["order_id"], "x" * 129),
                      (["created_at"], "yesterday"), (["parties", 0, "role"], "buyer"), (["currency"], "US dollars")]:
        yield f"order {path} = {new!r:.40}", "order", changed(order, path, new)
    for line in verdicts[:1]:
        verdict = json.loads(line)
        for path, new in [(["verdict_id"], "5F0C"), (["verdict"], "maybe"), (["findings"], None), (["screened_at"], "now"),
                          (["regime", "date"], "soon"), (["error"], {"code": "x"}), (["surprise"], 1),
                          (["error"], {"code": "x", "message": "y", "at": ""})]:
            yield f"verdict {path} = {new!r:.40}", "verdict", changed(verdict, path, new)


def undocumented(name, page):
    """Keys of the schema that the page does not name."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")

    def keys(schema):
        if isinstance(schema, dict):
            if schema.get("type") == "object":
                yield from schema.get("properties", {})
            for value in schema.values():
                yield from keys(value)
        elif isinstance(schema, list):
            for value in schema:
                yield from keys(value)

    schema = json.loads((ROOT / f"docs/schemas/{name}.v1.schema.json").read_text(encoding="utf-8"))
    return [f"docs/{page} does not name {key}" for key in sorted(set(keys(schema)))
            if f"`{key}`" not in text and f".{key}`" not in text and f'"{key}"' not in text]


def main():
    checks = {"order": validator("order", False), "verdict": validator("verdict", True)}
    bad = undocumented("order", "orders.md") + undocumented("verdict", "verdicts.md")
    count, first_orders, first_verdicts = 0, None, []
    for path in order_files():
        lines = path.read_bytes().splitlines()
        first_orders = first_orders or lines
        bad += problems(path.name, lines, checks["order"], BROKEN_LINES.get(path.name, ()))
        count += len(lines)
        if len(sys.argv) > 1:
            lines = screening.screen(pathlib.Path(sys.argv[1]).resolve(), path.parent, path.name)
            first_verdicts = first_verdicts or lines
            bad += problems(f"verdict of {path.name}", lines, checks["verdict"])
            count += len(lines)
    for path in sorted(ROOT.glob("tests/golden/expected/*.ndjson")):
        lines = path.read_bytes().splitlines()
        bad += problems(f"expected/{path.name}", lines, checks["verdict"])
        count += len(lines)
    tried = list(refusals(first_orders, first_verdicts))
    bad += [f"not refused: {what}" for what, name, value in tried if checks[name].is_valid(value)]
    print("\n".join(bad))
    print(f"schema: {count} lines valid or listed above, {len(tried)} broken ones tried, {len(bad)} problems")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
