"""`ordergate run` on a topic of another system's orders in JSON, with a real Apache Kafka.

usage: mapped_test.py BINARY [unittest arguments]. Exit 77 (skipped) when Java or Kafka's jars are missing.
"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import stream_case  # noqa: E402
from kafka_broker import Broker  # noqa: E402
from stream_case import StreamTest  # noqa: E402


def address(company, country, **more):
    return {"name": "", "company": company, "address1": "Am Tor 2", "address2": None, "city": "Graz", "zip": "8010", "province": None,
            "country_code": country, **more}


def order(number, company="Allgaeu Druckwerk GmbH", country="AT", **more):
    """As the webhook orders/create of Shopify sends it."""
    place = address(company, country)
    return {"name": number, "created_at": "2026-03-05T10:00:00+01:00", "currency": "EUR", "total_price": "90.00", "note": None,
            "note_attributes": [], "billing_address": place, "shipping_address": place,
            "line_items": [{"title": "Desk lamp", "name": "Desk lamp", "sku": "L-1", "vendor": "Brightline", "quantity": 2, "price": "45.00"}],
            **more}


class MappedTest(StreamTest):
    def setUp(self):
        super().setUp()
        self.create_topics()

    def gate(self):
        daemon = self.daemon()
        daemon.config.write_text(daemon.config.read_text() + f'''
[[source]]
topic = "{self.names["orders"]}"
map = "shopify"
settings = {{ from_country = "US" }}
''')
        return daemon

    def test_orders_of_a_shop_are_screened_and_changes_that_are_none_are_counted(self):
        changed = {"before": None, "after": order("#3"), "source": {"table": "orders"}, "op": "u"}
        deleted = {"before": order("#1"), "after": None, "source": {"table": "orders"}, "op": "d"}
        no_country = order("#4", country="Nowhere")
        for value in (order("#1"), order("#2", "Ostrava Denied Trading s.r.o.", "CZ"), changed, no_country, deleted):
            self.producer.produce(self.names["orders"], json.dumps(value).encode(), b"key", partition=0)
        self.producer.produce(self.names["orders"], None, b"key", partition=0)
        self.producer.flush(60)
        daemon = self.gate()
        daemon.start()
        daemon.wait("commits", self.committed_all)
        found = {verdict["order_id"]: verdict for verdict in
                 (json.loads(message.value()) for message in self.broker.read_all(self.names["verdicts"]))}
        self.assertEqual({number: verdict["verdict"] for number, verdict in found.items()},
                         {"#1": "allow", "#2": "deny", "#3": "allow", "#4": "hold"})
        self.assertEqual((found["#4"]["error"]["code"], found["#4"]["error"]["at"]), ("mapping_failed", "billing_address.country_code"))
        letters = [json.loads(letter.value()) for letter in self.broker.read_all(self.names["dead_letter"])]
        self.assertEqual(letters, [no_country])
        self.assertEqual((daemon.metric("ordergate_deletes_total"), daemon.metric("ordergate_tombstones_total")), (1, 1))
        self.assertEqual(daemon.stop(), 0)


if __name__ == "__main__":
    stream_case.main(Broker)
