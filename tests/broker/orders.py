"""Generated orders for the stream: the example orders in many variants, and records that are none."""
import json
import random

from kafka_broker import ROOT


def examples() -> list:
    lines = (ROOT / "examples" / "orders.ndjson").read_text().splitlines()
    orders = []
    for line in lines:
        try:
            orders.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return orders


def variant(order: dict, number: int, seed: random.Random) -> str:
    order = json.loads(json.dumps(order))
    order["order_id"] = f"{order['order_id']}-{number}"
    for item in order.get("items", []):
        item["quantity"] = seed.choice([1, 2, 8, 64])
    for party in order.get("parties", []):
        if seed.random() < 0.3:
            party["name"] = seed.choice(["Harbor", "Juniper", "Quarry", "Linden"]) + f" Works {number} GmbH"
    return json.dumps(order, ensure_ascii=seed.random() < 0.5)


def broken(order: dict, number: int, seed: random.Random) -> bytes:
    text = json.dumps({**order, "order_id": f"broken-{number}"})
    return seed.choice([
        text[: len(text) // 2].encode(),             # truncated
        (text + "}").encode(),                       # trailing content
        b"[" * 50,                                   # over-deep
        text.replace('"kind"', '"order_id"', 1).encode(),  # duplicate key, missing field
        b'{"order_id": "\xff\xfe", "kind": "sale"}',  # invalid UTF-8
        b"not json at all", b"{}", b"null", b" ",
    ])


class Record:
    """One record of the order topic, before it is written."""

    def __init__(self, value, key, headers):
        self.value, self.key, self.headers = value, key, headers


def records(count: int, seed: int) -> list:
    """Mostly orders; about one in twelve is broken, one in forty a tombstone, one in six has no key."""
    random_source = random.Random(seed)
    base = examples()
    made = []
    for number in range(count):
        order = random_source.choice(base)
        dice = random_source.random()
        if dice < 0.025:
            value = None
        elif dice < 0.11:
            value = broken(order, number, random_source)
        else:
            value = variant(order, number, random_source).encode()
        key = None if random_source.random() < 0.16 and value is not None else f"key-{number}".encode()
        headers = [("traceparent", f"00-{number:032x}-01".encode())] if random_source.random() < 0.7 else []
        if random_source.random() < 0.1:
            headers += [("ordergate-verdict", b"allow"), ("empty", b""), ("bytes", b"\x00\xff")]
        if number % 1000 == 7:  # seldom: python3-confluent-kafka 1.7 loses a reference to None with each
            headers += [("null", None)]
        made.append(Record(value, key, headers))
    return made


def write(producer, topic: str, made: list, partition=None) -> dict:
    """Writes the records and gives them by their (partition, offset)."""
    written = {}

    def on_delivery(record):
        def delivered(error, message):
            assert error is None, error
            written[(message.partition(), message.offset())] = record
        return delivered

    for record in made:
        arguments = {} if partition is None else {"partition": partition}
        while True:
            try:
                producer.produce(topic, value=record.value, key=record.key, headers=record.headers,
                                 on_delivery=on_delivery(record), **arguments)
                break
            except BufferError:
                producer.poll(0.1)
    assert producer.flush(30) == 0
    return written
