"""A collector's stand-in: takes OTLP over HTTP as the daemon sends it and reads it with OpenTelemetry's own messages."""
import http.server
import subprocess
import sys
import threading

from kafka_broker import ROOT, Missing


def messages():
    """The module of an export request. `Missing` where it cannot be had."""
    fetched = subprocess.run([str(ROOT / "ops" / "fetch-opentelemetry.sh")], capture_output=True, text=True, check=False)
    if fetched.returncode != 0:
        raise Missing((fetched.stderr.strip().splitlines() or ["no opentelemetry-proto"])[-1])
    sys.path.insert(0, fetched.stdout.strip().splitlines()[-1])
    from opentelemetry.proto.collector.trace.v1 import trace_service_pb2  # pylint: disable=import-outside-toplevel
    return trace_service_pb2


def unknown_fields(message) -> list:
    """The names of messages, from this one down, that hold a field which is not theirs."""
    from google.protobuf import unknown_fields as unknown  # pylint: disable=import-outside-toplevel
    found = [message.DESCRIPTOR.full_name] if len(unknown.UnknownFieldSet(message)) else []
    for field, value in message.ListFields():
        if field.message_type is not None:
            for each in [value] if hasattr(value, "ListFields") else value:
                found += unknown_fields(each)
    return found


def plain(attributes) -> dict:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in attributes}


class Collector:
    """Listens from the start. `status` is what it answers; while `silent` it takes requests and answers none."""

    def __init__(self, module):
        self.module = module
        self.status = 200
        self.headers = []   # of the requests
        self.requests = []  # decoded
        self.talk = threading.Event()
        self.talk.set()
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.talk.wait()
                collector.take(self.path, dict(self.headers), body)
                answer = collector.module.ExportTraceServiceResponse().SerializeToString()
                try:
                    self.send_response(collector.status)
                    self.send_header("Content-Type", "application/x-protobuf")
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except ConnectionError:  # nobody waits any more
                    self.close_connection = True

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1/traces"

    def take(self, path, headers, body):
        self.headers.append({**headers, "path": path})
        if self.status != 200:
            return
        request = self.module.ExportTraceServiceRequest()
        request.ParseFromString(body)
        self.requests.append(request)

    def spans(self) -> list:
        return [span for request in list(self.requests) for of_resource in request.resource_spans
                for of_scope in of_resource.scope_spans for span in of_scope.spans]

    def stop(self):
        self.talk.set()
        self.server.shutdown()
        self.server.server_close()
