"""`ordergate run` on orders in Avro and Protobuf, with a real Apache Kafka and a real schema registry.

usage: wire_test.py BINARY [unittest arguments]. Exit 77 (skipped) when Java, Kafka's jars, the registry or Apache's Avro
for Python are missing.
"""
import datetime
import decimal
import io
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import schema_registry  # noqa: E402
import stream_case  # noqa: E402
from kafka_broker import Broker  # noqa: E402
from schema_registry import framed  # noqa: E402
from stream_case import StreamTest  # noqa: E402

try:
    import avro.io
    import avro.schema
except ImportError as missing:
    print(f"skipped: {missing} (ops/install-dependencies.sh test)", file=sys.stderr)
    sys.exit(77)

SCHEMA = {"type": "record", "name": "Order", "fields": [
    {"name": "number", "type": "string"}, {"name": "ship", "type": {"type": "int", "logicalType": "date"}},
    {"name": "buyer", "type": {"type": "record", "name": "Party", "fields": [
        {"name": "name", "type": "string"}, {"name": "country", "type": "string"}]}},
    {"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "Line", "fields": [
        {"name": "text", "type": "string"}, {"name": "qty", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9,
                                                                  "scale": 2}}]}}}]}
LATER = {**SCHEMA, "fields": [{"name": "channel", "type": ["null", "string"], "default": None}, *SCHEMA["fields"]]}
PROTO = '''syntax = "proto3";
message Order { string number = 1; int32 ship = 2; Party buyer = 3; repeated Line lines = 4; }
message Party { string name = 1; string country = 2; }
message Line { string text = 1; uint32 qty = 2; }
'''
MAP = '''[map]
title = "the order of this test"

[order]
order_id = "src.number"
kind = "'sale'"
ship_date = "date(src.ship)"
from_country = "'US'"
destination_country = "country(src.buyer.country)"

[[order.parties]]
role = "'purchaser'"
name = "src.buyer.name"
country = "country(src.buyer.country)"

[[order.items]]
each = "src.lines"
as = "line"
description = "line.text"
quantity = "number(line.qty)"
eccn = "'EAR99'"
'''


def varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def proto_text(field: int, value: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(value)) + value


class WireTest(StreamTest):
    partitions = 2

    def setUp(self):
        super().setUp()
        self.registry = self.enterContext(schema_registry.SchemaRegistry())
        self.create_topics()
        self.map = self.directory / "wire.toml"
        self.map.write_text(MAP)

    def gate(self, kind="avro"):
        """A daemon whose only topic of orders holds records of the registry."""
        daemon = self.daemon()
        daemon.config.write_text(daemon.config.read_text() + f'''
[[source]]
topic = "{self.names["orders"]}"
format = "{kind}"
map = "{self.map}"
registry = "{self.registry.url}"
''')
        return daemon

    def send(self, *values: bytes, partition=0):
        for value in values:
            self.producer.produce(self.names["orders"], value, b"key", partition=partition)
        self.producer.flush(60)

    def avro_order(self, number, name="Allgaeu Druckwerk GmbH", country="DEU", schema=SCHEMA) -> bytes:
        out = io.BytesIO()
        order = {"number": number, "ship": datetime.date(2026, 2, 15), "buyer": {"name": name, "country": country},
                 "lines": [{"text": "paper clips", "qty": decimal.Decimal("12.50")}], "channel": "web"}
        order = {field["name"]: order[field["name"]] for field in schema["fields"]}
        avro.io.DatumWriter(avro.schema.parse(json.dumps(schema))).write(order, avro.io.BinaryEncoder(out))
        return out.getvalue()

    def answers(self) -> dict:
        """Verdicts by order_id; those without one by their offset."""
        return {verdict["order_id"] or verdict["source"]["offset"]: verdict for verdict in
                (json.loads(message.value()) for message in self.broker.read_all(self.names["verdicts"]))}

    def test_avro_of_two_versions_is_mapped_and_screened(self):
        first = self.registry.register("orders", json.dumps(SCHEMA))
        later = self.registry.register("orders-later", json.dumps(LATER))
        self.send(framed(first, self.avro_order("A-1")), framed(first, self.avro_order("A-2", "Ostrava Denied Trading s.r.o.", "CZE")),
                  framed(later, self.avro_order("A-3", schema=LATER)))
        daemon = self.gate()
        daemon.start()
        daemon.wait("verdicts", lambda: self.verdict_count() == 3)
        found = self.answers()
        self.assertEqual({number: verdict["verdict"] for number, verdict in found.items()},
                         {"A-1": "allow", "A-2": "deny", "A-3": "allow"})
        self.assertEqual(found["A-1"]["regime"]["date"], "2026-02-15")
        daemon.wait("commits", self.committed_all)
        self.assertEqual(daemon.stop(), 0)

    def test_protobuf_is_mapped_and_screened(self):
        schema = self.registry.register("orders-proto", PROTO, "PROTOBUF")
        buyer = proto_text(1, b"Ostrava Denied Trading s.r.o.") + proto_text(2, b"CZ")
        order = (proto_text(1, b"P-1") + varint(2 << 3) + varint(20499) + proto_text(3, buyer) +
                 proto_text(4, proto_text(1, b"paper clips") + varint(2 << 3) + varint(12)))
        self.map.write_text(MAP.replace("date(src.ship)", "date(src.ship, 'days')"))
        self.send(framed(schema, b"\0" + order), framed(schema, b"\0" + order + varint(9 << 3) + b"\1"))
        daemon = self.gate("protobuf")
        daemon.start()
        daemon.wait("verdicts", lambda: self.verdict_count() == 2)
        found = self.answers()
        self.assertEqual((found["P-1"]["verdict"], found["P-1"]["regime"]["date"]), ("deny", "2026-02-15"))
        self.assertEqual(found[1]["error"]["code"], "wire_unknown_field")
        self.assertEqual(daemon.stop(), 0)

    def test_what_cannot_be_read_is_held_and_set_aside(self):
        schema = self.registry.register("orders", json.dumps(SCHEMA))
        whole = framed(schema, self.avro_order("A-1"))
        self.send(b'{"order_id":"J-1"}', whole[:-3], whole + b"x", whole)
        daemon = self.gate()
        daemon.start()
        daemon.wait("verdicts", lambda: self.verdict_count() == 4)
        found = self.answers()
        self.assertEqual([found[i]["error"]["code"] for i in range(3)], ["wire_header", "wire_truncated", "wire_trailing"])
        self.assertEqual(found[1]["error"]["at"], "lines[0].qty")
        self.assertEqual({found[i]["verdict"] for i in range(3)}, {"hold"})
        self.assertEqual(found["A-1"]["verdict"], "allow")
        letters = self.broker.read_all(self.names["dead_letter"])
        self.assertEqual([letter.value() for letter in letters], [b'{"order_id":"J-1"}', whole[:-3], whole + b"x"])
        self.assertEqual(daemon.stop(), 0)

    def test_a_registry_that_is_down_is_waited_for_and_nothing_is_skipped(self):
        schema = self.registry.register("orders", json.dumps(SCHEMA))
        records = [framed(schema, self.avro_order(f"A-{i}")) for i in range(20)]
        self.registry.stop()
        self.send(*records)
        daemon = self.gate()
        daemon.start()
        daemon.wait("unready", lambda: "the schema registry gives no answer" in daemon.http("/readyz")[1])
        self.assertEqual((daemon.http("/readyz")[0], daemon.http("/livez")[0]), (503, 200))
        self.assertGreater(daemon.metric("ordergate_records_postponed_total"), 0)
        self.assertEqual((self.verdict_count(), self.committed_sum()), (0, 0))
        self.registry.start()
        self.assertEqual(self.registry.register("orders", json.dumps(SCHEMA)), schema)
        daemon.wait("verdicts", lambda: self.verdict_count() == len(records))
        daemon.wait("commits", self.committed_all)
        daemon.wait("ready", lambda: daemon.http("/readyz")[0] == 200)
        self.assertEqual({verdict["verdict"] for verdict in self.answers().values()}, {"allow"})
        self.assertEqual(daemon.stop(), 0)

    def test_an_id_that_the_registry_does_not_know_is_set_aside_after_its_time(self):
        schema = self.registry.register("orders", json.dumps(SCHEMA))
        self.send(framed(schema + 1000, self.avro_order("A-1")), framed(schema, self.avro_order("A-2")))
        daemon = self.gate()
        daemon.start()
        daemon.wait("verdicts", lambda: self.verdict_count() == 2)
        found = self.answers()
        self.assertEqual((found[0]["verdict"], found[0]["error"]["code"]), ("hold", "schema_unknown"))
        self.assertEqual(found["A-2"]["verdict"], "allow")
        self.assertEqual(len(self.broker.read_all(self.names["dead_letter"])), 1)
        self.assertEqual(daemon.stop(), 0)


if __name__ == "__main__":
    try:
        schema_registry.folder()
    except schema_registry.Missing as missing:
        print(f"skipped: {missing}", file=sys.stderr)
        sys.exit(77)
    stream_case.main(Broker)
