"""An OpenID provider as a broker's clients meet it: client credentials for signed tokens, over TLS, and its keys as a file."""
import base64
import http.server
import json
import pathlib
import ssl
import subprocess
import threading
import time
import urllib.parse

AUDIENCE = "kafka"
ISSUER = "https://issuer.test"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class TokenServer:
    """`clients` maps ids to secrets; a token lasts `seconds`. The certificate is the broker's, of the test's authority."""

    def __init__(self, directory: pathlib.Path, clients: dict, seconds: int):
        self.directory, self.clients, self.seconds = directory, clients, seconds
        self.key = directory / "tokens.key"
        self.given = []  # ids of clients, one a token
        self.openssl("genrsa", "-out", str(self.key), "2048")
        modulus = self.openssl("rsa", "-in", str(self.key), "-noout", "-modulus").decode().strip().split("=")[1]
        self.keys = directory / "jwks.json"
        self.keys.write_text(json.dumps({"keys": [{"kty": "RSA", "kid": "test", "alg": "RS256", "use": "sig", "e": "AQAB",
                                                   "n": encoded(bytes.fromhex(modulus))}]}))
        self.server = None

    def openssl(self, *arguments: str, data: bytes = b"") -> bytes:
        return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout

    def token(self, client: str) -> str:
        now = int(time.time())
        head = {"alg": "RS256", "typ": "JWT", "kid": "test"}
        body = {"sub": client, "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + self.seconds, "scope": "orders"}
        text = ".".join(encoded(json.dumps(part).encode()) for part in (head, body))
        return text + "." + encoded(self.openssl("dgst", "-sha256", "-sign", str(self.key), data=text.encode()))

    def start(self):
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                form = urllib.parse.parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
                basic = base64.b64decode(self.headers.get("Authorization", "Basic Og==").split()[1]).decode()
                client, secret = (urllib.parse.unquote(part) for part in basic.split(":", 1))
                right = owner.clients.get(client) == secret and form.get("grant_type") == ["client_credentials"]
                answer = {"error": "invalid_client"}
                if right:
                    owner.given.append(client)
                    answer = {"access_token": owner.token(client), "token_type": "Bearer", "expires_in": owner.seconds}
                body = json.dumps(answer).encode()
                self.send_response(200 if right else 401)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.directory / "broker.crt", self.directory / "broker.key")
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.server.server_port}/token"

    def stop(self):
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
