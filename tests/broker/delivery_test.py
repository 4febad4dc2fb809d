"""Delivery in detail against a real Apache Kafka that demands TLS and SASL: what travels, and what stops.

usage: delivery_test.py BINARY [unittest arguments]. Exit 77 (skipped) when Java or Kafka's jars are missing.
"""
import json
import pathlib
import subprocess
import sys

import orders
import stream_case
from secure_broker import SECRET, SecureBroker
from stream_case import SEED, StreamTest

MIB = 1024 * 1024
#: docs/capacity.md, "Memory": prefetched, what librdkafka adds to each order, in flight twice and 1 KiB a verdict.
PREFETCH_BYTES_MAX, ADDED_TO_ORDER, OUT_BYTES_MAX = 64 * MIB, 640, 2 * 32 * MIB + 20000 * 1024


def worker_bytes_max(order_bytes: int, partitions: int, prefetch: int = PREFETCH_BYTES_MAX) -> int:
    return (prefetch + partitions * MIB) * (order_bytes + ADDED_TO_ORDER) // order_bytes + OUT_BYTES_MAX


class SecureCase(StreamTest):
    partitions = 2

    def secure(self, port: int, properties: str):
        """A daemon that reaches the broker by this listener only; its secret comes out of a file."""
        secret = self.directory / "secret"
        secret.write_text(SECRET + "\n")
        both = f'"ssl.ca.location" = "{self.broker.ca}"\n' + properties.replace("SECRET", f"${{file:{secret}}}")
        daemon = self.daemon("gate", workers=1, kafka__consumer=both, kafka__producer=both, log='level = "debug"')
        daemon.config.write_text(daemon.config.read_text().replace(self.broker.address, f"127.0.0.1:{port}"))
        return daemon

    def passes(self, port: int, properties: str):
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(200, SEED + 21))
        daemon = self.secure(port, properties).start()
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_complete(written, duplicates_allowed=False)
        self.assertNotIn(SECRET, daemon.log_text(), "a secret in the log")
        printed = subprocess.run([self.binary, "check-config", "--print", str(daemon.config)], capture_output=True,
                                 text=True, check=True)
        self.assertNotIn(SECRET, printed.stdout + printed.stderr)

    @staticmethod
    def login(mechanism: str) -> str:
        return (f'"security.protocol" = "sasl_ssl"\n"sasl.mechanism" = "{mechanism}"\n'
                '"sasl.username" = "gate"\n"sasl.password" = "SECRET"')

    def sasl(self, mechanism: str):
        self.passes(self.broker.sasl_port, self.login(mechanism))


class SecureTest(SecureCase):
    def test_sasl_plain_over_tls(self):
        self.sasl("PLAIN")

    def test_scram_with_a_library_whose_nonce_the_broker_refuses_is_told(self):
        """Debian 12's librdkafka 2.0.2: cautioned at start, not ready with the reason, nothing read."""
        self.create_topics()
        daemon = self.secure(self.broker.sasl_port, self.login("SCRAM-SHA-512")).start()
        if "librdkafka=2.0." not in daemon.wait_for_text("librdkafka="):
            self.skipTest("this machine's librdkafka is a newer one")
        daemon.wait("refused", lambda: "the broker refuses the login" in daemon.log_text())
        daemon.wait("told", lambda: "it needs librdkafka 2.6.1" in daemon.http("/readyz")[1])
        self.assertEqual(daemon.http("/livez")[0], 200)
        self.assertNotIn(SECRET, daemon.log_text())

    def test_tls_with_a_client_certificate(self):
        place = self.broker.directory
        self.passes(self.broker.tls_port, f'"security.protocol" = "ssl"\n"ssl.key.location" = "{place / "gate.key"}"\n'
                                          f'"ssl.certificate.location" = "{place / "gate.crt"}"')

    def test_a_wrong_password_is_told_and_nothing_is_read(self):
        self.create_topics()
        orders.write(self.producer, self.names["orders"], orders.records(10, SEED + 22))
        daemon = self.secure(self.broker.sasl_port, '"security.protocol" = "sasl_ssl"\n"sasl.mechanism" = "PLAIN"\n'
                                                    '"sasl.username" = "gate"\n"sasl.password" = "wrong-SECRET"').start()
        daemon.wait("told", lambda: "uthentication failed" in daemon.log_text())
        self.assertEqual(daemon.http("/readyz")[0], 503)
        self.assertEqual(daemon.http("/livez")[0], 200)
        self.assertNotIn(SECRET, daemon.log_text())


class NewerLibraryTest(SecureCase):
    """The same binary with a current librdkafka in front of Debian's: the broker takes its SCRAM."""
    newer_library = True

    def test_sasl_scram_sha_256_over_tls(self):
        self.sasl("SCRAM-SHA-256")

    def test_sasl_scram_sha_512_over_tls(self):
        self.sasl("SCRAM-SHA-512")


class TokenTest(SecureCase):
    """OAUTHBEARER with an OpenID provider, which Debian's librdkafka is built without."""
    newer_library = True

    def setUp(self):
        super().setUp()
        self.tokens = self.broker.tokens.start()
        self.addCleanup(self.tokens.stop)

    def bearer(self, secret="SECRET") -> str:
        return (f'"security.protocol" = "sasl_ssl"\n"sasl.mechanism" = "OAUTHBEARER"\n"sasl.oauthbearer.method" = "oidc"\n'
                f'"sasl.oauthbearer.client.id" = "gate"\n"sasl.oauthbearer.client.secret" = "{secret}"\n'
                f'"sasl.oauthbearer.token.endpoint.url" = "{self.tokens.url}"\n"https.ca.location" = "{self.broker.ca}"')

    def test_orders_pass_while_tokens_run_out_and_are_renewed(self):
        self.create_topics()
        written = {}
        daemon = self.secure(self.broker.sasl_port, self.bearer()).start()
        with self.flow(written):
            daemon.wait("three tokens a client", lambda: len(self.tokens.given) >= 6)
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_complete(written, duplicates_allowed=False)
        self.assertNotIn(SECRET, daemon.log_text(), "a secret in the log")

    def test_a_secret_that_the_provider_refuses_is_told(self):
        self.create_topics()
        daemon = self.secure(self.broker.sasl_port, self.bearer("wrong-SECRET")).start()
        daemon.wait("told", lambda: "OAUTHBEARER" in daemon.log_text() and "invalid_client" in daemon.log_text())
        self.assertEqual(daemon.http("/readyz")[0], 503)
        self.assertEqual(self.tokens.given, [])
        self.assertNotIn(SECRET, daemon.log_text())


class TravelTest(StreamTest):
    def test_compressed_batches(self):
        """gzip, snappy, lz4 and zstd in; zstd out."""
        self.create_topics()
        written = {}
        for number, codec in enumerate(("gzip", "snappy", "lz4", "zstd")):
            producer = self.broker.producer(**{"compression.codec": codec, "linger.ms": 50})
            written |= orders.write(producer, self.names["orders"], orders.records(150, SEED + 23 + number))
        daemon = self.daemon(kafka__producer='"compression.codec" = "zstd"').start()
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_against_screen(written, self.check_complete(written, duplicates_allowed=False), daemon.config)


    def test_orders_written_in_transactions_leave_gaps_that_are_explained(self):
        """Markers and aborted records are never handed out, and nothing waits behind them; after a restart reading may begin at
        one of them."""
        self.create_topics()
        topic, written = self.names["orders"], {}
        producer = self.broker.producer(**{"transactional.id": "shop"})
        producer.init_transactions()

        def transactions(count: int):
            for number in range(count):
                producer.begin_transaction()
                records = orders.write(producer, topic, orders.records(20, SEED + 35 + number), partition=0)
                if number % 3 == 1:
                    producer.abort_transaction()
                else:
                    producer.commit_transaction()
                    written.update(records)

        for name in ("gate", "again"):
            transactions(6)
            daemon = self.daemon(name, workers=1).start()
            daemon.wait("all committed", self.committed_all)
            self.assertGreater(daemon.metric('ordergate_offset_gaps_total{outcome="explained"}'), 0)
            daemon.wait("nothing waits", lambda: daemon.metric("ordergate_partition_lag_messages") == 0)
            for wrong in ('ordergate_offset_gaps_total{outcome="repaired"}', 'ordergate_offset_gaps_total{outcome="unexplained"}',
                          "ordergate_commits_unproven_total", "ordergate_partition_unproven_offsets",
                          "ordergate_partition_halted", "ordergate_client_rebuilds_total"):
                self.assertEqual(daemon.metric(wrong), 0, wrong)
            self.assertEqual(daemon.stop(), 0, daemon.tail())
            transactions(1)
        producer.begin_transaction()
        written.update(orders.write(producer, topic, orders.records(5, SEED + 36), partition=0))
        producer.commit_transaction()
        daemon = self.daemon("last", workers=1).start()
        daemon.wait("all answered", lambda: self.verdict_count() == sum(r.value is not None for r in written.values()))
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_complete(written, duplicates_allowed=False)


class BackPressureTest(StreamTest):
    partitions = 2

    def test_a_stopped_verdict_topic_stops_reading_and_grows_nothing(self):
        """A backlog, and a verdict topic that is not there: bounded memory, no order read beyond the window."""
        others = [name for key, name in self.names.items() if key != "verdicts"]
        self.broker.create_topics(others, self.partitions)
        made = orders.records(3000, SEED + 31) * 10
        count = len(made)
        bound = worker_bytes_max(sum(len(r.value or b"") for r in made) // count, self.partitions)
        written = orders.write(self.producer, self.names["orders"], made)
        patient = '"topic.metadata.propagation.max.ms" = "300000"'  # waits for a topic that is not there
        daemon = self.daemon(workers=1, kafka__producer=patient).start()
        daemon.wait("under way", lambda: daemon.metric("ordergate_in_flight_records") > 1000)
        before = self.resident(daemon)
        seen = []

        def still():
            seen.append(daemon.metric("ordergate_orders_consumed_total"))
            return len(seen) > 40 and seen[-1] == seen[-30]
        daemon.wait("standing still", still)
        self.assertLess(seen[-1], count)
        self.assertLessEqual(daemon.metric("ordergate_in_flight_records"), 20000)
        print(f"{(self.resident(daemon) - before) // MIB} of {bound // MIB} MiB ", end="", file=sys.stderr)
        self.assertLess(self.resident(daemon) - before, bound)
        self.assertEqual(self.committed_sum(), 0, "nothing was acknowledged, nothing is committed")
        self.broker.create_topics([self.names["verdicts"]], self.partitions)
        daemon.wait("all committed", self.committed_all)
        self.assertLess(self.resident(daemon) - before, bound)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_complete(written, duplicates_allowed=True)

    @staticmethod
    def resident(daemon, which: str = "VmRSS") -> int:
        status = pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(which))

    def test_a_backlog_stays_under_the_stated_memory(self):
        """Two workers, far more behind than they may prefetch, in both modes."""
        self.create_topics()
        idle = self.daemon().start().wait_ready()
        before = self.resident(idle)
        self.assertEqual(idle.stop(), 0, idle.tail())
        made = [r for r in orders.records(2000, SEED + 34) if r.value] * 24
        order_bytes = sum(len(r.value) for r in made) // len(made)
        prefetch = 8 * MIB
        self.assertGreater(len(made) * order_bytes, 4 * prefetch)
        orders.write(self.producer, self.names["orders"], made)
        bound = 2 * worker_bytes_max(order_bytes, self.partitions, prefetch)
        consumer = f'"queued.max.messages.kbytes" = "{prefetch // 1024}"'
        for mode in ("at_least_once", "exactly_once"):
            self.group = mode
            daemon = self.daemon(mode, delivery=f'mode = "{mode}"', kafka__consumer=consumer).start()
            daemon.wait("all committed", self.committed_all)
            grown = self.resident(daemon, "VmHWM") - before
            print(f"{mode} {grown // MIB} of {bound // MIB} MiB ", end="", file=sys.stderr)
            self.assertLess(grown, bound)
            self.assertEqual(daemon.stop(), 0, daemon.tail())

    def test_no_partition_is_left_to_an_offset_lookup_of_the_client(self):
        """librdkafka 2.0.2 goes on fetching a partition that is revoked during its own lookup, for nobody."""
        self.create_topics()
        written = orders.write(self.producer, self.names["orders"], orders.records(100, SEED + 33))
        daemon = self.daemon(kafka__consumer='"debug" = "topic"', log='level = "debug"').start()
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.assertIn("changed fetch state none -> active", daemon.log_text())
        self.assertNotIn("-> offset-query", daemon.log_text())
        self.check_complete(written, duplicates_allowed=True)

    def test_one_partition_whose_verdict_is_refused_does_not_stop_the_other(self):
        """The broker takes no record as large as one order's verdict: its partition waits, the other one flows."""
        self.create_topics()
        self.broker.configure(self.names["verdicts"], **{"max.message.bytes": "20000"})
        topic = self.names["orders"]
        fine = [r for r in orders.records(300, SEED + 32) if r.value and len(r.value) < 3000]
        large = orders.Record(self.order_with_many_findings(), b"large", [])
        written = orders.write(self.producer, topic, fine[:50] + [large] + fine[50:60], partition=0)
        flowing = orders.write(self.producer, topic, fine[60:], partition=1)
        daemon = self.daemon(workers=1, kafka__producer='"batch.num.messages" = "1"').start()
        daemon.wait("the other committed", lambda: self.broker.committed(self.group, topic)[1] == len(flowing))
        daemon.wait("told", lambda: daemon.http("/readyz")[0] == 503)
        daemon.wait("committed before it", lambda: self.broker.committed(self.group, topic)[0] == 50)
        self.assertGreater(daemon.metric("ordergate_rewinds_total"), 0)
        self.broker.configure(self.names["verdicts"], **{"max.message.bytes": "1000000"})
        daemon.wait("all committed", self.committed_all)
        self.assertEqual(daemon.stop(), 0, daemon.tail())
        self.check_complete(written | flowing, duplicates_allowed=True)

    @staticmethod
    def order_with_many_findings() -> bytes:
        order = [o for o in orders.examples() if o.get("kind") == "sale" and o.get("items")][1]
        order["items"] = [{**order["items"][0], "line": number} for number in range(1, 200)]
        return json.dumps(order).encode()


class FileTest(StreamTest):
    """Every way in which a list file is replaced, and every way in which it is spoiled."""
    partitions = 2

    def test_replacements_are_taken_and_spoiled_files_are_not(self):
        self.create_topics()
        text = self.lists.read_text()
        lines = text.splitlines(keepends=True)
        daemon = self.daemon(workers=1).start().wait_ready()

        def reload() -> int:
            return daemon.http("/-/reload", "POST")[0]

        def entries() -> float:
            return daemon.metric("ordergate_list_entries")

        count = entries()
        listed = next(row for row in reversed(lines) if "Entity List (EL)" in row)  # one of nine: a loss that is allowed
        shorter, longer = text.replace(listed, ""), text
        by_link = self.directory / "next.csv"
        by_link.write_text(shorter)
        self.lists.unlink()
        self.lists.symlink_to(by_link)
        self.assertEqual((reload(), entries()), (200, count - 1), "a symbolic link")
        data = self.directory / "..data.csv"
        data.write_text(longer)
        link = self.directory / "link"
        link.symlink_to(data)
        link.rename(self.lists)
        self.assertEqual((reload(), entries()), (200, count), "another target, as a ConfigMap does it")
        data.write_text(shorter)
        self.assertEqual((reload(), entries()), (200, count - 1), "in place")
        fresh = self.directory / "fresh.csv"
        fresh.write_text(longer)
        fresh.rename(self.lists)
        self.assertEqual((reload(), entries()), (200, count), "by rename")
        for what, spoiled in {"empty": "", "half": text[: len(text) // 2], "no list": "this is no list\n",
                              "shrunken": "".join(lines[: len(lines) // 2]), "header only": lines[0]}.items():
            self.lists.write_text(spoiled)
            self.assertEqual((reload(), entries()), (500, count), what)
            self.assertIn("note: the last reload was refused", daemon.http("/readyz")[1], what)
        self.lists.unlink()
        self.assertEqual((reload(), entries()), (500, count), "gone")
        refused = daemon.metric('ordergate_reloads_total{outcome="failed"}') + \
            daemon.metric('ordergate_reloads_total{outcome="shrunken"}')
        self.assertEqual(refused, 6)
        self.assertEqual(daemon.log_text().count("lists or rules refused, "), 6)
        self.assertEqual(daemon.stop(), 0, daemon.tail())


if __name__ == "__main__":
    stream_case.main(SecureBroker)
