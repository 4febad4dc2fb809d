"""The instances of one consumer group, as processes: started, killed, frozen, joined by others; and what they write to."""
import pathlib
import signal

from daemon_process import Daemon, settings
from kafka_broker import HANG_SECONDS

EXIT_LISTS, EXIT_FENCED = 3, 5
FAST_CLIENTS = ('"session.timeout.ms" = "3000"\n"heartbeat.interval.ms" = "500"\n"fetch.wait.max.ms" = "100"\n'
                '"topic.metadata.refresh.interval.ms" = "1000"\n"reconnect.backoff.max.ms" = "1000"')


class Fleet:
    def __init__(self, mode: str, binary: str, directory: pathlib.Path, brokers: str, order_topics: list, lists: str):
        self.mode, self.binary, self.directory, self.brokers, self.lists = mode, binary, directory, brokers, lists
        self.names = {"orders": order_topics, "verdicts": f"{mode}.verdicts", "dead_letter": f"{mode}.dlq"}
        self.instances = {}  # by number
        self.frozen = set()
        self.started = 0
        self.problems = []

    @property
    def exactly_once(self) -> bool:
        return self.mode == "exactly_once"

    def start(self, number: int, static: bool):
        name = f"{self.mode}-{number}"
        topics = {key: value for key, value in self.names.items() if key != "orders"}
        text = settings(self.brokers, topics, lists=self.lists, group=self.mode, workers=1 + number % 2,
                        delivery=f'mode = "{self.mode}"', topics=f'orders = {self.names["orders"]}'.replace("'", '"'),
                        kafka=f'instance_id = "{name}"' if static else "",
                        log='level = "info"')
        # Timers of the tests: a dead member's partitions and a dead transaction move on within seconds.
        producer = '"topic.metadata.refresh.interval.ms" = "1000"\n"reconnect.backoff.max.ms" = "1000"\n'
        if self.exactly_once:
            producer += '"transaction.timeout.ms" = "4000"\n'
        text = text.replace('[kafka.producer]\n"topic.metadata.refresh.interval.ms" = "1000"\n',
                            f"[kafka.producer]\n{producer}")
        daemon = Daemon(self.binary, self.directory, text, name)
        daemon.static = static
        daemon.start()
        self.started += 1
        self.instances[number] = daemon
        self.config = daemon.config

    def running(self) -> list:
        return [number for number, daemon in self.instances.items() if daemon.process.poll() is None]

    def awake(self) -> list:
        return [number for number in self.running() if number not in self.frozen]

    def kill(self, number: int):
        self.frozen.discard(number)
        self.instances[number].kill()

    def freeze(self, number: int):
        self.frozen.add(number)
        self.instances[number].signal(signal.SIGSTOP)

    def thaw(self, number: int):
        if number in self.frozen:
            self.frozen.discard(number)
            self.instances[number].signal(signal.SIGCONT)

    def ended_by_itself(self) -> list:
        """Instances that ended without being told to; any reason but having been fenced, or a list that was spoiled just when
        they started, is a problem."""
        ended = []
        for number, daemon in self.instances.items():
            code = daemon.process.poll()
            if code is None or code == -signal.SIGKILL or getattr(daemon, "told", False):
                continue
            ended.append(number)
            fenced = code == EXIT_FENCED and "took over" in daemon.log_text()
            refused = code == EXIT_LISTS and f"ordergate run: {self.lists}" in daemon.log_text()
            if not fenced and not refused:
                self.problems.append(f"{self.mode}-{number} ended by itself with {code}:\n{daemon.tail()}")
        return ended

    def tell_to_stop(self, number: int):
        daemon = self.instances[number]
        daemon.told = True
        daemon.signal(signal.SIGTERM)

    def sum(self, metric: str) -> float:
        return sum(self.instances[number].metric(metric) for number in self.awake())

    def stop(self) -> list:
        """Ends all that run; their exit codes. Those that were told to end before, while something was broken, may have left
        orders to the others, and say so."""
        for number in list(self.frozen):
            self.thaw(number)
        running = self.running()
        for number, daemon in self.instances.items():
            code = daemon.process.poll()
            if code not in (None, 0, -signal.SIGKILL) and "it will be read again" not in daemon.log_text():
                self.problems.append(f"{self.mode}-{number} ended with {code}:\n{daemon.tail()}")
        for number in running:
            self.tell_to_stop(number)
        return [self.instances[number].process.wait(timeout=HANG_SECONDS) for number in running]
