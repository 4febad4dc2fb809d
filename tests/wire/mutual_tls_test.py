#!/usr/bin/python3
"""A registry behind TLS that asks for the certificate of its client: schemas come to who has one, and to nobody else.

usage: mutual_tls_test.py DECODE_RECORDS
"""
import http.server
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM = ""
SCHEMA = {"schema": json.dumps({"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]})}
RECORD = bytes([0, 0, 0, 0, 7]) + b"\x06A-1"  # the schema's id is 7
DECODED = '{"id":"A-1"}'


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[str] = []

    def do_GET(self):
        Registry.seen.append(self.connection.getpeercert()["subject"][0][0][1])
        body = json.dumps(SCHEMA if self.path.startswith("/schemas/ids/7") else {"error_code": 40403}).encode()
        self.send_response(200 if self.path.startswith("/schemas/ids/7") else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context):
        super().__init__(("127.0.0.1", 0), Registry)
        self.context = context

    def get_request(self):
        connection, address = super().get_request()
        return self.context.wrap_socket(connection, server_side=True), address

    def handle_error(self, *_):  # a client that was turned away
        pass


class MutualTlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        for authority in ("ours", "theirs"):
            cls.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{authority}.key", "-out", f"{authority}.pem",
                        "-days", "2", "-subj", f"/CN={authority}", "-addext", "keyUsage=critical,keyCertSign")
        cls.certify("server", "ours", "subjectAltName=IP:127.0.0.1")
        cls.certify("client", "ours", "extendedKeyUsage=clientAuth")
        cls.certify("stranger", "theirs", "extendedKeyUsage=clientAuth")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cls.path("server.pem"), cls.path("server.key"))
        context.load_verify_locations(cls.path("ours.pem"))
        context.verify_mode = ssl.CERT_REQUIRED
        cls.server = Server(context)
        cls.addClassCleanup(cls.server.server_close)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.server.shutdown)
        cls.url = f"https://127.0.0.1:{cls.server.server_address[1]}"

    @classmethod
    def path(cls, name):
        return str(cls.folder / name)

    @classmethod
    def openssl(cls, *arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=cls.folder)

    @classmethod
    def certify(cls, name, authority, extension):
        (cls.folder / f"{name}.ext").write_text(extension + "\n", encoding="utf-8")
        cls.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        cls.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{authority}.pem", "-CAkey", f"{authority}.key", "-CAcreateserial",
                    "-out", f"{name}.pem", "-days", "2", "-extfile", f"{name}.ext")

    def decoded(self, *files):
        done = subprocess.run([PROGRAM, self.url, *map(self.path, files)], input=RECORD.hex() + "\n", capture_output=True,
                              text=True, check=True, timeout=300)
        return done.stdout.strip()

    def test_a_client_with_a_certificate_gets_its_schema(self):
        Registry.seen.clear()
        self.assertEqual(self.decoded("ours.pem", "client.pem", "client.key"), DECODED)
        self.assertEqual(set(Registry.seen), {"client"})

    def test_a_client_without_one_gets_no_answer(self):
        Registry.seen.clear()
        self.assertTrue(self.decoded("ours.pem").startswith("no answer: "))
        self.assertTrue(self.decoded("ours.pem", "stranger.pem", "stranger.key").startswith("no answer: "))
        self.assertEqual(Registry.seen, [])

    def test_a_registry_that_cannot_show_who_it_is_is_not_asked(self):
        Registry.seen.clear()
        self.assertTrue(self.decoded("theirs.pem", "client.pem", "client.key").startswith("no answer: "))
        self.assertEqual(Registry.seen, [])


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
