#!/usr/bin/python3
"""What examples/ promises: each order gets its verdict, and the rules that must speak do.

usage: examples_test.py BINARY
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import screening  # noqa: E402


def problems(expected, verdict):
    """What is wrong with this verdict, as texts."""
    for key in ("order_id", "verdict"):
        if key == "order_id" and expected[key] is None:
            continue
        if verdict[key] != expected[key]:
            yield f"{key}: expected {expected[key]}, got {verdict[key]}"
    fired = {finding["rule"] for finding in verdict["findings"]}
    for rule in expected.get("rules", []):
        if rule not in fired:
            yield f"rule {rule} did not speak; these did: {sorted(fired)}"
    code = (verdict["error"] or {}).get("code")
    if code != expected.get("error"):
        yield f"error: expected {expected.get('error')}, got {code}"


def main():
    expected = json.loads(pathlib.Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))
    verdicts = screening.verdicts(pathlib.Path(sys.argv[1]).resolve(), screening.ROOT / "examples", "orders.ndjson")
    bad = [] if len(expected) == len(verdicts) else [f"{len(expected)} orders, {len(verdicts)} verdicts"]
    for want, verdict in zip(expected, verdicts):
        bad += [f"{want['order_id']}: {text}" for text in problems(want, verdict)]
    print("\n".join(bad))
    print(f"examples: {len(verdicts)} verdicts, {len(bad)} problems")
    return 1 if bad or not verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
