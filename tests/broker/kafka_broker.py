"""A real Apache Kafka 4.1.1 (KRaft, one node) for a test: free ports, a directory of its own, stopped by pid."""
import base64
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A wait ends when its condition holds; this one only ends a test that hangs, and no load reaches it.
HANG_SECONDS = 400


class Missing(Exception):
    """Java, Maven or the jars are not there: the test cannot run on this machine."""


def jars() -> str:
    """The folder of Kafka's jars, fetched when it is not there yet."""
    fetch = subprocess.run([str(ROOT / "ops" / "fetch-kafka.sh")], capture_output=True, text=True, check=False)
    if fetch.returncode != 0:
        raise Missing(fetch.stderr.strip().splitlines()[-1] if fetch.stderr.strip() else "ops/fetch-kafka.sh failed")
    return fetch.stdout.strip().splitlines()[-1]


def free_ports(count: int) -> list:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def patiently(ask):
    """Asks again while a leader or coordinator is still taking up its work."""
    deadline = time.monotonic() + HANG_SECONDS
    while True:
        try:
            return ask()
        except KafkaException:
            if time.monotonic() > deadline:
                raise


def end_offset(consumer: Consumer, topic: str, partition: int) -> int:
    return patiently(lambda: consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=60))[1]


class Clients:
    """What a test asks of brokers that answer at `address`."""

    address = ""
    replicas = 1

    def connect(self):
        """Waits for a broker that answers; False when the time is over or alive() says that there will be none."""
        self.admin = AdminClient({"bootstrap.servers": self.address, "log_level": 0})
        deadline = time.monotonic() + HANG_SECONDS
        while time.monotonic() < deadline and self.alive():
            try:
                if len(self.admin.list_topics(timeout=5).brokers) >= self.replicas:
                    return True
            except KafkaException:
                pass
        return False

    def alive(self) -> bool:
        return True

    def create_topics(self, names, partitions: int, **config):
        topics = [NewTopic(name, num_partitions=partitions, replication_factor=self.replicas, config=config)
                  for name in names]
        patiently(lambda: self.ask_for_topics(topics))
        # Created is not yet known: wait until every partition has its leader.
        deadline = time.monotonic() + HANG_SECONDS
        while time.monotonic() < deadline:
            known = self.admin.list_topics(timeout=60).topics
            if all(name in known and len(known[name].partitions) == partitions
                   and all(p.leader >= 0 for p in known[name].partitions.values()) for name in names):
                return
        raise RuntimeError(f"topics {names} did not come up")

    def ask_for_topics(self, topics: list):
        """A new client each time: one that knew a dead node as the controller waits for that node to come back."""
        admin = AdminClient({"bootstrap.servers": self.address, "log_level": 0})
        for future in admin.create_topics(topics, operation_timeout=15, request_timeout=20).values():
            try:
                future.result()
            except KafkaException as problem:  # made by an earlier attempt whose answer was lost
                if problem.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                    raise

    def add_partitions(self, topic: str, count: int):
        """Until there are `count`."""
        for future in self.admin.create_partitions([NewPartitions(topic, count)]).values():
            future.result(timeout=HANG_SECONDS)
        deadline = time.monotonic() + HANG_SECONDS
        while time.monotonic() < deadline:
            partitions = self.admin.list_topics(topic, timeout=60).topics[topic].partitions
            if len(partitions) == count and all(p.leader >= 0 for p in partitions.values()):
                return
        raise RuntimeError(f"partitions of {topic} did not come up")

    def configure(self, topic: str, **config):
        """Sets a topic's configuration, all of it."""
        resource = ConfigResource(ConfigResource.Type.TOPIC, topic)
        for name, value in config.items():
            resource.set_config(name, value)
        for future in self.admin.alter_configs([resource]).values():
            future.result(timeout=HANG_SECONDS)

    def producer(self, **more) -> Producer:
        return Producer({"bootstrap.servers": self.address, "linger.ms": 5, "partitioner": "murmur2_random",
                         "message.max.bytes": 2000000, "log_level": 0, **more})

    def end_offsets(self, topic: str) -> dict:
        consumer = Consumer({"bootstrap.servers": self.address, "group.id": "none", "log_level": 0})
        try:
            partitions = consumer.list_topics(topic, timeout=60).topics[topic].partitions
            return {p: end_offset(consumer, topic, p) for p in partitions}
        finally:
            consumer.close()

    def committed(self, group: str, topic: str) -> dict:
        consumer = Consumer({"bootstrap.servers": self.address, "group.id": group, "log_level": 0})
        try:
            partitions = [TopicPartition(topic, p) for p in self.end_offsets(topic)]
            return {each.partition: each.offset for each in patiently(lambda: consumer.committed(partitions, timeout=60))}
        finally:
            consumer.close()

    def commit(self, group: str, topic: str, offsets: dict):
        """Sets the offsets of a group without members."""
        consumer = Consumer({"bootstrap.servers": self.address, "group.id": group, "log_level": 0})
        try:
            consumer.commit(offsets=[TopicPartition(topic, p, o) for p, o in offsets.items()], asynchronous=False)
        finally:
            consumer.close()

    def read_all(self, topic: str) -> list:
        """Every committed message of the topic, up to the ends it has now."""
        ends = {p: end for p, end in self.end_offsets(topic).items() if end > 0}
        consumer = Consumer({"bootstrap.servers": self.address, "group.id": "none", "enable.auto.commit": False,
                             "auto.offset.reset": "earliest", "enable.partition.eof": True, "log_level": 0})
        messages = []
        try:
            consumer.assign([TopicPartition(topic, p, 0) for p in ends])
            while ends:
                for message in consumer.consume(500, timeout=0.1):
                    if message.error() is None:
                        messages.append(message)
                        if message.offset() + 1 < ends.get(message.partition(), 0):
                            continue
                    elif message.error().code() != KafkaError._PARTITION_EOF:
                        continue
                    ends.pop(message.partition(), None)
        finally:
            consumer.close()
        return messages


class Broker(Clients):
    format_options = ()  # more of Kafka's storage tool
    java_options = ()

    def __init__(self):
        self.jars = jars()
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="ordergate-kafka-"))
        self.port, self.controller_port = free_ports(2)
        self.address = f"127.0.0.1:{self.port}"
        self.process = None
        self.properties = self.directory / "server.properties"
        self.properties.write_text(self._properties())
        self.format(self.jars, self.properties, *self.format_options)

    @staticmethod
    def random_id() -> str:
        return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()[:22].replace("-", "A")

    @staticmethod
    def format(jar_folder: str, properties: pathlib.Path, *more: str):
        subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-cp", f"{jar_folder}/*", "kafka.tools.StorageTool", "format",
                        "-t", Broker.random_id(), "-c", str(properties), "-g", *more],
                       check=True, capture_output=True, cwd=properties.parent)

    def _properties(self) -> str:
        return "\n".join([
            "process.roles=broker,controller", "node.id=1",
            f"controller.quorum.voters=1@127.0.0.1:{self.controller_port}",
            f"listeners=PLAINTEXT://{self.address},CONTROLLER://127.0.0.1:{self.controller_port}",
            f"advertised.listeners=PLAINTEXT://{self.address}",
            "controller.listener.names=CONTROLLER", "inter.broker.listener.name=PLAINTEXT",
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            f"log.dirs={self.directory / 'data'}", "num.partitions=8", "auto.create.topics.enable=false",
            "group.initial.rebalance.delay.ms=0", "offsets.topic.replication.factor=1",
            "offsets.topic.num.partitions=4", "transaction.state.log.replication.factor=1",
            "transaction.state.log.min.isr=1", "transaction.state.log.num.partitions=4",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms=500",
            "share.coordinator.state.topic.replication.factor=1", "share.coordinator.state.topic.min.isr=1",
            # Short, so that a killed member's partitions and a killed broker's lease move on within the test.
            "group.min.session.timeout.ms=1000", "broker.session.timeout.ms=1000",
            "broker.heartbeat.interval.ms=200", ""])

    def start(self):
        command = ["java", "-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *self.java_options,
                   "-cp", f"{self.jars}/*", "kafka.Kafka", str(self.properties)]
        self.log = open(self.directory / "broker.log", "ab")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT, cwd=self.directory)
        if not self.connect():
            raise RuntimeError("the broker did not start:\n" + self.tail())
        return self

    def alive(self) -> bool:
        return self.process.poll() is None

    def tail(self) -> str:
        return "\n".join((self.directory / "broker.log").read_text(errors="replace").splitlines()[-20:])

    def kill(self):
        """Ends the broker at once; start() brings it back with its data."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)


def default_environment() -> dict:
    return {**os.environ, "ASAN_OPTIONS": "detect_leaks=1:quarantine_size_mb=4:thread_local_quarantine_size_kb=64", "LC_ALL": "C.UTF-8"}
