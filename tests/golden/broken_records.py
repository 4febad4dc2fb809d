"""Records that are no orders, one for every way to be none: (name, the error.code it must get, bytes).

Made here and not kept as a file: some are larger than a file of the tree may be, or are not text.
"""

import json

GOOD = {"order_id": "B-1", "kind": "sale", "destination_country": "DE", "parties": [{"role": "purchaser", "name": "Anna Beispiel"}],
        "items": [{"description": "office chair", "quantity": 1}]}
RECORD_BYTES_MAX, STRING_BYTES_MAX, ORDER_ID_BYTES_MAX, DEPTH_MAX = 1 << 20, 64 << 10, 128, 32
PARTIES_MAX, ITEMS_MAX, ENTRIES_MAX = 64, 512, 1024


def record(**changes):
    """GOOD with these keys changed, or left out where None."""
    order = {**GOOD, **changes}
    return json.dumps({key: value for key, value in order.items() if value is not None}).encode()


def nested(levels):
    """An order `levels` deep, itself being the first level."""
    return record()[:-1] + b', "deep": ' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


def syntax():
    good = record()
    yield "blanks only", "empty_record", b"   "
    yield "plain text", "malformed_json", b"order 17 for the usual customer"
    yield "missing colon", "malformed_json", good.replace(b'"kind":', b'"kind"', 1)
    yield "bare word", "malformed_json", good.replace(b'"sale"', b"sale", 1)
    yield "bad number", "malformed_json", good.replace(b'"quantity": 1', b'"quantity": 01', 1)
    yield "control character in a string", "malformed_json", good.replace(b"Anna", b"An\x01na", 1)
    yield "cut in a string", "truncated_json", good[:good.index(b"Anna") + 2]
    yield "cut between values", "truncated_json", good[:good.index(b'"items"')]
    yield "last brace missing", "truncated_json", good[:-1]
    yield "a second record", "trailing_content", good + b" " + good
    yield "a stray brace", "trailing_content", good + b"}"
    yield "bytes that are no UTF-8", "invalid_utf8", good.replace(b"Anna", b"An\xffna", 1)
    yield "cut UTF-8 sequence", "invalid_utf8", good.replace(b"Anna", b"An\xe2\x82", 1)
    yield "half a surrogate pair", "invalid_utf8", good.replace(b"Anna", b"An\\ud800na", 1)
    yield "an array", "wrong_type", b"[" + good + b"]"
    yield "a number", "wrong_type", b"17"


def limits():
    yield "record over its limit", "record_too_large", record(notes=["x" * 60000] * (RECORD_BYTES_MAX // 60000 + 1))
    yield "nested too deep", "depth_exceeded", nested(DEPTH_MAX + 1)
    yield "string over its limit", "string_too_long", record(notes="x" * (STRING_BYTES_MAX + 1))
    yield "order_id over its limit", "string_too_long", record(order_id="x" * (ORDER_ID_BYTES_MAX + 1))
    yield "too many parties", "too_many_parties", record(parties=GOOD["parties"] * (PARTIES_MAX + 1))
    yield "too many items", "too_many_items", record(items=GOOD["items"] * (ITEMS_MAX + 1))
    yield "too many entries", "too_many_entries", record(transit_countries=["DE"] * (ENTRIES_MAX + 1))


def fields():
    good = record()
    yield "order_id twice", "duplicate_key", good[:-1] + b', "order_id": "B-2"}'
    yield "name twice in a party", "duplicate_key", good.replace(b'"name"', b'"name": "x", "name"', 1)
    yield "an unknown key twice", "duplicate_key", good[:-1] + b', "x": 1, "x": 2}'
    for key in ("order_id", "kind", "destination_country", "parties", "items"):
        yield f"without {key}", "missing_field", record(**{key: None})
    yield "no party at all", "missing_field", record(parties=[])
    yield "a party without a name", "missing_field", record(parties=[{"role": "purchaser"}])
    yield "an item without a quantity", "missing_field", record(items=[{"description": "chair"}])
    yield "order_id is a number", "wrong_type", record(order_id=7)
    yield "parties is an object", "wrong_type", record(parties=GOOD["parties"][0])
    yield "quantity is text", "wrong_type", record(items=[{"description": "chair", "quantity": "1"}])
    yield "an unknown kind", "invalid_value", record(kind="gift")
    yield "a country in small letters", "invalid_value", record(destination_country="de")
    yield "a day that does not exist", "invalid_value", record(ship_date="2026-02-30")
    yield "a negative quantity", "invalid_value", record(items=[{"description": "chair", "quantity": -1}])


def all_records():
    yield from syntax()
    yield from limits()
    yield from fields()
