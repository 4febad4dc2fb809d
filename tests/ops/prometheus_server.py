"""A real Prometheus of a test: scrapes one target every second, answers queries, is stopped by its process."""
import json
import pathlib
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "ops" / "prometheus"


class Prometheus:
    def __init__(self, directory: pathlib.Path, port: int, target: str):
        self.directory, self.port, self.process = directory, port, None
        self.data = directory / "prometheus"
        self.data.mkdir()
        # The rules as shipped, only evaluated as often as a short test needs.
        for name in ("rules.yml", "alerts.yml"):
            rules = yaml.safe_load((RULES / name).read_text())
            for group in rules["groups"]:
                group["interval"] = "1s"
            (directory / name).write_text(yaml.safe_dump(rules))
        config = {"global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
                  "rule_files": [str(directory / "rules.yml"), str(directory / "alerts.yml")],
                  "scrape_configs": [{"job_name": "ordergate", "static_configs": [{"targets": [target]}]}]}
        self.config = directory / "prometheus.yml"
        self.config.write_text(yaml.safe_dump(config))

    def backfill(self, open_metrics: str):
        """Puts samples of the past into the (stopped) server's data."""
        text = self.directory / "history.txt"
        text.write_text(open_metrics)
        subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", str(text), str(self.data)],
                       check=True, capture_output=True)

    def start(self):
        self.log = open(self.directory / "prometheus.log", "ab")
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={self.config}", f"--storage.tsdb.path={self.data}",
             f"--web.listen-address=127.0.0.1:{self.port}", "--storage.tsdb.retention.time=10d"],
            stdout=self.log, stderr=subprocess.STDOUT, cwd=self.directory)
        return self

    def get(self, path: str, **arguments):
        """The data of an answer; None while nobody answers. An error of the query is raised with its text."""
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?" + urllib.parse.urlencode(arguments)
        try:
            with urllib.request.urlopen(url, timeout=120) as response:
                return json.load(response)["data"]
        except urllib.error.HTTPError as error:
            body = error.read().decode()
            if error.code == 503:
                return None
            raise ValueError(f"{arguments.get('query', path)}: {body}") from error
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def query(self, expression: str) -> list:
        data = self.get("query", query=expression)
        return [] if data is None else data["result"]

    def wait(self, what: str, condition, seconds: float = 400):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return
            try:
                raise AssertionError(f"prometheus ended ({self.process.wait(timeout=0.2)}):\n" + self.tail())
            except subprocess.TimeoutExpired:
                pass
        raise AssertionError(f"never {what() if callable(what) else what}:\n" + self.tail())

    def tail(self) -> str:
        return "\n".join((self.directory / "prometheus.log").read_text().splitlines()[-20:])

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            self.log.close()
