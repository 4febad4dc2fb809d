"""`ordergate ping` against a real Apache Kafka that demands TLS and a login, and knows rights.

usage: ping_test.py BINARY [unittest arguments]. Exit 77 (skipped) when Java or Kafka's jars are missing.
"""
import subprocess

import stream_case
from daemon_process import settings
from kafka_broker import ROOT, default_environment
from secure_broker import SECRET, SecureBroker
from stream_case import StreamTest


class PingTest(StreamTest):
    partitions = 2
    outcome_topics = True

    def ping(self, password=SECRET, ca=None, **more):
        """Exit code, the lines that are good, and those that are not."""
        login = (f'"security.protocol" = "sasl_ssl"\n"ssl.ca.location" = "{ca or self.broker.ca}"\n'
                 '"sasl.mechanism" = "PLAIN"\n"sasl.username" = "gate"\n' f'"sasl.password" = "{password}"\n')
        config = self.directory / "ping.toml"
        config.write_text(settings(f"127.0.0.1:{self.broker.sasl_port}", self.names, group=self.group,
                                   kafka__consumer=login, kafka__producer=login, **more))
        done = subprocess.run([self.binary, "ping", "--wait", "60", "--config", str(config)], capture_output=True,
                              text=True, env=default_environment(), cwd=ROOT, check=False)
        self.assertNotIn(SECRET, done.stdout + done.stderr)
        lines = done.stdout.splitlines()
        self.assertTrue(all(line.startswith(("ok ", "no ")) for line in lines), done.stdout + done.stderr)
        return done.returncode, [l for l in lines if l.startswith("ok ")], [l for l in lines if l.startswith("no ")]

    def assert_said(self, lines: list, *wanted: tuple):
        """One line for each, in any order, which holds all of its words."""
        self.assertEqual(len(lines), len(wanted), lines)
        for words in wanted:
            self.assertTrue(any(all(word in line for word in words) for line in lines), (words, lines))

    def test_all_is_there_and_nothing_is_left_behind(self):
        self.create_topics()
        for mode in ("at_least_once", "exactly_once"):
            code, good, bad = self.ping(delivery=f'mode = "{mode}"')
            self.assertEqual((code, bad), (0, []))
            self.assertEqual(len(good), 3 + 1 + 5 * 2 + (mode == "exactly_once"), good)
        for topic in self.names.values():
            self.assertEqual(sum(self.broker.end_offsets(topic).values()), 0, f"a record in {topic}")
        self.assertNotIn(self.group, [group.id for group in self.broker.admin.list_groups(timeout=60)])

    def test_what_is_missing_is_named(self):
        here = [name for key, name in self.names.items() if key not in ("dead_letter", "orders")]
        self.broker.create_topics(here, self.partitions)
        code, _, bad = self.ping()
        self.assertEqual(code, 4)
        self.assert_said(bad, ("topics.dead_letter", self.names["dead_letter"], "does not exist"),
                         ("topics.orders", self.names["orders"], "does not exist"))
        self.assertEqual(set(here) - set(self.broker.admin.list_topics(timeout=60).topics), set())
        self.assertNotIn(self.names["dead_letter"], self.broker.admin.list_topics(timeout=60).topics, "made by asking")

    def test_rights_that_are_missing_are_named(self):
        self.create_topics()
        self.broker.allow("gate", "topic", self.names["orders"], "Describe")
        self.broker.allow("gate", "topic", self.names["verdicts"], "Describe", "Read")
        self.broker.allow("gate", "topic", self.names["dead_letter"], "Describe", "Write")
        self.broker.allow("other", "topic", self.names["hold"], "Write")
        self.broker.allow("other", "group", self.group, "Read")
        code, good, bad = self.ping()
        self.assertEqual(code, 4)
        self.assert_said(bad, ("topics.orders", "may not be read"), (self.names["verdicts"], "may not be written"),
                         ("topics.hold", "may not be seen"), ("kafka.group_id", self.group, "may not be used"))
        self.assertTrue(any(self.names["dead_letter"] in line and "may be written" in line for line in good), good)

    def test_a_login_that_is_refused_is_told(self):
        code, good, bad = self.ping(password="wrong")
        self.assertEqual((code, good), (4, []))
        self.assert_said(bad, ("does not answer", "uthentication failed"))

    def test_an_authority_that_did_not_sign_the_broker_is_told(self):
        self.broker.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "other.key", "-out", "other.pem",
                            "-days", "2", "-subj", "/CN=other-ca")
        code, good, bad = self.ping(ca=self.broker.directory / "other.pem")
        self.assertEqual((code, good), (4, []))
        self.assert_said(bad, ("does not answer", "certificate"))


if __name__ == "__main__":
    stream_case.main(SecureBroker)
