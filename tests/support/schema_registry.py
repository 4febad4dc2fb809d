"""A real schema registry (Apicurio, with the API of Confluent's) for a test: a free port, in memory, stopped by pid."""
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Missing(Exception):
    """Java, Maven or the registry are not there: the test cannot run on this machine."""


def folder() -> str:
    fetch = subprocess.run([str(ROOT / "ops" / "fetch-apicurio.sh")], capture_output=True, text=True, check=False)
    if fetch.returncode != 0:
        raise Missing(fetch.stderr.strip().splitlines()[-1] if fetch.stderr.strip() else "ops/fetch-apicurio.sh failed")
    return fetch.stdout.strip().splitlines()[-1]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class SchemaRegistry:
    """`with SchemaRegistry() as registry:`; url is what the settings of ordergate name."""

    def __enter__(self):
        self.jar = folder() + "/registry.jar"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/apis/ccompat/v7"
        self.directory = tempfile.mkdtemp(prefix="registry-")
        self.process = None
        self.start()
        return self

    def start(self):
        """Starts it, with what it held gone."""
        self.process = subprocess.Popen(
            ["java", "-Xmx512m", f"-Dquarkus.http.port={self.port}", "-Dquarkus.http.host=127.0.0.1", "-jar", self.jar],
            cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "Listening on" in line:
                # What it says from now on must go somewhere, or it stands still.
                self.rest = threading.Thread(target=self.process.stdout.read)
                self.rest.start()
                return
        raise RuntimeError("the registry did not start:\n" + "".join(said[-20:]))

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.rest.join()
            self.process.stdout.close()
        self.process = None

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def ask(self, path, body=None):
        request = urllib.request.Request(self.url + path, None if body is None else json.dumps(body).encode(),
                                         {"Content-Type": "application/vnd.schemaregistry.v1+json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def register(self, subject, schema, kind="AVRO", references=()) -> int:
        """The id of the schema."""
        body = {"schema": schema, "schemaType": kind, "references": list(references)}
        return self.ask(f"/subjects/{subject}/versions", body)["id"]


def framed(schema_id: int, body: bytes) -> bytes:
    return b"\0" + schema_id.to_bytes(4, "big") + body
