"""`ordergate run` as a process of a test: its settings file, its log, its HTTP answers, its signals."""
import pathlib
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

from kafka_broker import HANG_SECONDS, ROOT, default_environment


def settings(broker: str, names: dict, lists: str = "", group: str = "gate", session_ms: int = 3000, **more) -> str:
    """A settings file. `names` are the topics; `more` adds lines to a table: kafka=..., delivery=... and so on. A member
    of the group that is not heard of for `session_ms` is taken for dead."""
    tables = {
        "kafka": f'bootstrap_servers = "{broker}"\ngroup_id = "{group}"\nworkers = {more.pop("workers", 2)}\n',
        "topics": "".join(f'{key} = {[value] if key == "orders" else chr(34) + value + chr(34)}\n'.replace("'", '"')
                          for key, value in names.items()),
        "lists": f'paths = ["{lists}"]\n' if lists else "",
        "http": 'listen = "127.0.0.1:0"\n',
        # The orders of the tests keep their days; how old a live order may be has a test of its own.
        "policy": "days_in_the_past = 36500\n",
        # Short timers keep the test short; what they speed up is not what is tested.
        "kafka.consumer": f'"session.timeout.ms" = "{session_ms}"\n"heartbeat.interval.ms" = "500"\n'
                          '"topic.metadata.refresh.interval.ms" = "1000"\n"fetch.wait.max.ms" = "100"\n',
        "kafka.producer": '"topic.metadata.refresh.interval.ms" = "1000"\n',
    }
    for table, lines in more.items():
        name = table.replace("__", ".")
        tables[name] = tables.get(name, "") + lines + "\n"
    return "".join(f"[{name}]\n{lines}\n" for name, lines in tables.items() if lines)


class Daemon:
    def __init__(self, binary: str, directory: pathlib.Path, text: str, name: str = "gate"):
        self.binary = binary
        self.config = directory / f"{name}.toml"
        self.config.write_text(text)
        self.log_path = directory / f"{name}.log"
        self.process = None
        self.environment = default_environment()

    def start(self):
        with open(self.log_path, "ab") as log:
            self.log_start = self.log_path.stat().st_size
            self.process = subprocess.Popen([self.binary, "run", "--config", str(self.config)], stdout=log,
                                            stderr=subprocess.STDOUT, env=self.environment, cwd=ROOT)
        self.port = None
        return self

    def log_text(self) -> str:
        with open(self.log_path, "rb") as log:
            log.seek(self.log_start)
            return log.read().decode(errors="replace")

    def wait_for_text(self, text: str) -> str:
        """The log, once it has `text`."""
        self.wait(f"logged {text}", lambda: text in self.log_text())
        return self.log_text()

    def http(self, path: str, method: str = "GET"):
        """Status and body; (0, "") while nobody listens."""
        if self.port is None:
            found = re.search(r"http listening address=\S+ port=(\d+)", self.log_text())
            if not found:
                return 0, ""
            self.port = int(found.group(1))
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return 0, ""

    def metric(self, name: str) -> float:
        """The sum of a metric over its labels; name may carry some: 'x_total{outcome="loaded"}'."""
        base, _, labels = name.rstrip("}").partition("{")
        total = 0.0
        for line in self.http("/metrics")[1].splitlines():
            if re.match(re.escape(base) + r"[{ ]", line) and all(label in line for label in labels.split(",")):
                total += float(line.rsplit(" ", 1)[1])
        return total

    def wait(self, what: str, condition, seconds: float = HANG_SECONDS):
        """Polls until condition() is true; fails with the end of the log when it never is."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return
            try:
                code = self.process.wait(timeout=0.02)
                raise AssertionError(f"the daemon ended ({code}) before {what}:\n" + self.tail())
            except subprocess.TimeoutExpired:
                pass
        raise AssertionError(f"never {what}:\n{self.http('/readyz')}\n" + self.tail())

    def wait_ready(self):
        self.wait("ready", lambda: self.http("/readyz")[0] == 200)
        return self

    def tail(self) -> str:
        return "\n".join(self.log_text().splitlines()[-90:])

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self, seconds: float = HANG_SECONDS) -> int:
        """SIGTERM; the exit code."""
        self.signal(signal.SIGTERM)
        return self.process.wait(timeout=seconds)
