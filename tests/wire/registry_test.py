#!/usr/bin/python3
"""Records that Apache's Avro and protoc's code write, decoded by schemas of a real registry that the test starts.

usage: registry_test.py DECODE_RECORDS
Exit 77 (skipped) where Java, Maven or the two libraries are missing.
"""
import datetime
import decimal
import importlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import schema_registry  # noqa: E402
from schema_registry import framed  # noqa: E402

try:
    import avro.io
    import avro.schema
    import google.protobuf  # noqa: F401
except ImportError as missing:
    print(f"skipped: {missing} (ops/install-dependencies.sh test)")
    sys.exit(77)

PARTY = {"type": "record", "name": "Party", "fields": [{"name": "name", "type": "string"},
                                                       {"name": "local", "type": ["null", "string"], "default": None}]}
FIRST = {"type": "record", "name": "Order", "namespace": "shop", "fields": [
    {"name": "id", "type": "string"},
    {"name": "placed", "type": {"type": "long", "logicalType": "timestamp-millis"}},
    {"name": "ship", "type": ["null", {"type": "int", "logicalType": "date"}], "default": None},
    {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 14, "scale": 2}},
    {"name": "currency", "type": {"type": "enum", "name": "Currency", "symbols": ["EUR", "USD"]}},
    {"name": "buyer", "type": PARTY}, {"name": "shipTo", "type": ["null", "Party"], "default": None},
    {"name": "quantities", "type": {"type": "array", "items": "double"}},
    {"name": "attributes", "type": {"type": "map", "values": ["string", "long"]}}]}
# A later version: a field gone, one added, the others in another order, one with a new name and its old one.
SECOND = {"type": "record", "name": "Order", "namespace": "shop", "fields": [
    {"name": "customer", "aliases": ["buyer"], "type": PARTY}, {"name": "note", "type": "string", "default": ""},
    {"name": "id", "type": "string"}]}

PROTO_ROLE = 'syntax = "proto3"; package common; enum Role { NONE = 0; BUYER = 1; END_USER = 2; }\n'
PROTO_ORDER = '''syntax = "proto3"; package shop;
import "common/role.proto"; import "google/protobuf/timestamp.proto";
message Money { string currency_code = 1; int64 units = 2; int32 nanos = 3; }
message Order {
  string number = 1; google.protobuf.Timestamp placed = 2; repeated Party parties = 3; map<string, Money> prices = 4;
  oneof to { string hub = 5; Party ship_to = 6; } repeated sint64 marks = 7; optional uint32 zero = 8;
  message Party { string name = 1; common.Role role = 2; }
}
'''


def avro_bytes(schema, record) -> bytes:
    out = io.BytesIO()
    avro.io.DatumWriter(avro.schema.parse(json.dumps(schema))).write(record, avro.io.BinaryEncoder(out))
    return out.getvalue()


def proto_module(folder):
    """The code that protoc makes of the two files."""
    root = pathlib.Path(folder)
    (root / "common").mkdir()
    (root / "common" / "role.proto").write_text(PROTO_ROLE, encoding="utf-8")
    (root / "order.proto").write_text(PROTO_ORDER, encoding="utf-8")
    subprocess.run(["protoc", f"-I{folder}", f"--python_out={folder}", "common/role.proto", "order.proto"], check=True, cwd=folder)
    sys.path.insert(0, folder)
    return importlib.import_module("order_pb2")


def decoded(url, *records):
    lines = "".join(record.hex() + "\n" for record in records)
    answer = subprocess.run([PROGRAM, url], input=lines, capture_output=True, text=True, check=True, timeout=300)
    return answer.stdout.splitlines()


class RegistryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.registry = cls.enterClassContext(schema_registry.SchemaRegistry())

    def test_avro_of_two_versions(self):
        first = self.registry.register("avro-first", json.dumps(FIRST))
        second = self.registry.register("avro-second", json.dumps(SECOND))
        self.assertNotEqual(first, second)
        record = {"id": "A-1", "placed": datetime.datetime(2026, 2, 3, 9, 31, 44, 120000, datetime.timezone.utc),
                  "ship": datetime.date(2026, 2, 15), "total": decimal.Decimal("-51200.05"), "currency": "USD",
                  "buyer": {"name": "苏州兰亭", "local": None}, "shipTo": {"name": "B", "local": "乙"},
                  "quantities": [8.0, 0.25], "attributes": {"eccn": "4A994.l", "hts": 8473}}
        later = {"customer": {"name": "C", "local": None}, "note": "n", "id": "A-2"}
        lines = decoded(self.registry.url, framed(first, avro_bytes(FIRST, record)), framed(second, avro_bytes(SECOND, later)))
        self.assertEqual(json.loads(lines[0]), {**record, "placed": "2026-02-03T09:31:44.120Z", "ship": "2026-02-15",
                                                "total": "-51200.05"})
        self.assertEqual(json.loads(lines[1]), later)
        self.assertEqual(list(json.loads(lines[1])), ["customer", "note", "id"])

    def test_avro_with_a_reference(self):
        party = self.registry.register("shop.party", json.dumps({**PARTY, "namespace": "shop"}))
        order = {"type": "record", "name": "Order", "namespace": "shop", "fields": [{"name": "buyer", "type": "shop.Party"}]}
        schema = self.registry.register("avro-reference", json.dumps(order), references=[
            {"name": "shop.Party", "subject": "shop.party", "version": 1}])
        self.assertNotEqual(schema, party)
        written = {**order, "fields": [{"name": "buyer", "type": {**PARTY, "namespace": "shop"}}]}
        line, = decoded(self.registry.url, framed(schema, avro_bytes(written, {"buyer": {"name": "Acme", "local": None}})))
        self.assertEqual(json.loads(line), {"buyer": {"name": "Acme", "local": None}})

    def test_protobuf_with_imports(self):
        with tempfile.TemporaryDirectory() as folder:
            module = proto_module(folder)
            order = module.Order(number="P-1", hub="H", marks=[-5, 7], zero=0)
            order.placed.FromJsonString("2026-02-03T09:31:44.120Z")
            order.parties.add(name="Acme", role=1)
            order.parties.add(name="Beta")
            order.prices["list"].CopyFrom(module.Money(currency_code="USD", units=12, nanos=500000000))
            party = module.Order.Party(name="Gamma", role=2)
        self.registry.register("role", PROTO_ROLE, "PROTOBUF")
        schema = self.registry.register("proto-order", PROTO_ORDER, "PROTOBUF", [
            {"name": "common/role.proto", "subject": "role", "version": 1}])
        lines = decoded(self.registry.url, framed(schema, b"\x02\x02" + order.SerializeToString()),
                        framed(schema, b"\x04\x02\x02" + party.SerializeToString()),
                        framed(schema, b"\x00" + module.Money(units=3).SerializeToString()))
        self.assertEqual(json.loads(lines[0]), {
            "number": "P-1", "placed": "2026-02-03T09:31:44.120Z", "parties": [{"name": "Acme", "role": "BUYER"}, {"name": "Beta"}],
            "prices": {"list": {"currency_code": "USD", "units": 12, "nanos": 500000000}}, "hub": "H", "marks": [-5, 7], "zero": 0})
        self.assertEqual(json.loads(lines[1]), {"name": "Gamma", "role": "END_USER"})
        self.assertEqual(json.loads(lines[2]), {"units": 3})

    def test_json_schema(self):
        schema = self.registry.register("json-order", json.dumps({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}), "JSON")
        self.assertEqual(decoded(self.registry.url, framed(schema, b'{"order_id":"J-1"}')), ['{"order_id":"J-1"}'])

    def test_an_id_that_is_not_there(self):
        line, = decoded(self.registry.url, framed(999_999, b"x"))
        self.assertEqual(line, "no schema: the registry has no /schemas/ids/999999")

    def test_a_registry_that_is_down(self):
        line, = decoded(f"http://127.0.0.1:{schema_registry.free_port()}", framed(1, b"x"))
        self.assertTrue(line.startswith("no answer: "), line)


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    try:
        schema_registry.folder()
    except schema_registry.Missing as missing:
        print(f"skipped: {missing}")
        sys.exit(77)
    unittest.main()
