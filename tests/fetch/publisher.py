"""A publisher on this machine that answers as it is told, over HTTP and HTTPS, and the certificates that it needs."""
import base64
import datetime
import hashlib
import http.server
import ipaddress
import pathlib
import socket
import ssl
import struct
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Certificates for servers, and the file that trusts them."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign(_name("Example Authority"), self.key.public_key(), 1, x509.BasicConstraints(True, 0))
        self.file = self.folder / "authority.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _sign(self, name, public_key, days, constraints, hosts=()):
        now = datetime.datetime.utcnow()
        names = [x509.IPAddress(ipaddress.ip_address(host)) if host[0] in "1:" else x509.DNSName(host) for host in hosts]
        builder = (x509.CertificateBuilder().subject_name(name).issuer_name(_name("Example Authority"))
                   .public_key(public_key).serial_number(x509.random_serial_number())
                   .not_valid_before(now - 3 * DAY).not_valid_after(now + days * DAY)
                   .add_extension(constraints, critical=True))
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def context(self, label, hosts, days=1):
        """A server's side of TLS for these hosts; `days` below 0: the certificate has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(_name(hosts[0]), key.public_key(), days, x509.BasicConstraints(False, None), hosts)
        path = self.folder / f"{label}.pem"
        path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                           serialization.NoEncryption())
                         + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


class Minisign:
    """A key pair that signs as minisign does."""

    def __init__(self, name=b"examples"):
        self.name, self.pair = name, Ed25519PrivateKey.generate()
        raw = self.pair.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.public = base64.b64encode(b"Ed" + name + raw).decode()

    def sign(self, body, comment=b"timestamp:1", said=None, form=b"ED"):
        signed = self.pair.sign(hashlib.blake2b(body, digest_size=64).digest())
        outer = self.pair.sign(signed + comment)
        return b"untrusted comment: signature\n%s\ntrusted comment: %s\n%s\n" % (
            base64.b64encode(form + self.name + signed), said or comment, base64.b64encode(outer))


class Server(http.server.ThreadingHTTPServer):
    """Each path answers by the function that stands for it in `paths`; what was asked is kept in `asked`."""

    daemon_threads = True

    def __init__(self, host="127.0.0.1", context=None):
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.context, self.paths, self.asked, self.done = context, {}, [], threading.Event()
        super().__init__((host, 0), Handler)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"{'https' if context else 'http'}://{shown}:{self.server_port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def get_request(self):
        client, address = super().get_request()
        if self.context:
            client.settimeout(30)
            client = self.context.wrap_socket(client, server_side=True, do_handshake_on_connect=False)
        return client, address

    def handle_error(self, request, client_address):
        """A client that goes away is no error of the server."""

    def close(self):
        self.done.set()
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self):
        path = self.path.split("?")[0]
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        try:
            self.server.paths.get(path, status(404))(self)
        except OSError:
            self.close_connection = True

    do_GET = do_POST = _answer

    def log_message(self, *_):
        pass


def send(handler, body=b"", code=200, length=None, close=False, **headers):
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    if close or length is not None:
        handler.send_header("Connection", "close")
        handler.close_connection = True
    handler.end_headers()
    handler.wfile.write(body)


# What a path may do.

def gives(body, **more):
    return lambda handler: send(handler, body, **more)


def status(code, **headers):
    return lambda handler: send(handler, b"no\n", code, **headers)


def leads_to(url, code=302):
    return lambda handler: send(handler, b"", code, Location=url)


def in_turn(*answers):
    """Each once, the last for ever."""
    rest = list(answers)
    return lambda handler: (rest.pop(0) if len(rest) > 1 else rest[0])(handler)


def conditional(body, etag, **headers):
    """As a good server does it."""
    def answer(handler):
        if handler.headers.get("If-None-Match") == etag:
            return send(handler, b"", 304, ETag=etag)
        return send(handler, body, ETag=etag, **headers)
    return answer


def stalls(body):
    """The beginning, and then nothing until the test is over."""
    def answer(handler):
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Length", str(2 * len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        handler.wfile.flush()
        handler.server.done.wait(60)
    return answer


def drips(body):
    """A byte at a time, never silent for long."""
    def answer(handler):
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for byte in body:
            if handler.server.done.wait(0.05):
                return
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
    return answer


def resets(body):
    """The beginning, and then the connection is torn down."""
    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(2 * len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        handler.wfile.flush()
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
    return answer


def chunks(body, ends):
    def answer(handler):
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(body), body) + (b"0\r\n\r\n" if ends else b""))
    return answer


def says(line):
    """Bytes that are no HTTP."""
    def answer(handler):
        handler.close_connection = True
        handler.wfile.write(line)
    return answer


class Proxy(http.server.ThreadingHTTPServer):
    """Tunnels CONNECT, and keeps to where."""

    daemon_threads = True

    def __init__(self):
        self.tunnels = []
        super().__init__(("127.0.0.1", 0), ProxyHandler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class ProxyHandler(http.server.BaseHTTPRequestHandler):
    def do_CONNECT(self):
        self.server.tunnels.append(self.path)
        host, port = self.path.rsplit(":", 1)
        with socket.create_connection((host, int(port))) as there:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=self._pump, args=(there, self.connection))
            back.start()
            self._pump(self.connection, there)
            back.join()
        self.close_connection = True

    @staticmethod
    def _pump(source, into):
        try:
            while data := source.recv(65536):
                into.sendall(data)
            into.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def log_message(self, *_):
        pass
