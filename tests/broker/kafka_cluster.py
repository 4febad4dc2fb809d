"""Three Apache Kafka nodes (KRaft, broker and controller in one) for a test, each with a listener for the daemons that
goes through a proxy of the test. Free ports, a directory of its own, stopped by pid."""
import pathlib
import shutil
import signal
import subprocess
import tempfile

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from kafka_broker import Broker, Clients, free_ports, jars


class Node:
    """One process. `port` is for the test and the other nodes, `inner` for what comes through the proxy."""

    def __init__(self, number: int, directory: pathlib.Path, ports: list, proxy_port: int):
        self.number = number
        self.directory = directory / str(number)
        self.port, self.controller_port, self.inner = ports
        self.proxy_port = proxy_port
        self.process = None
        self.frozen = False

    def properties(self, voters: str, count: int) -> str:
        here = "127.0.0.1"
        in_sync = min(2, count)
        return "\n".join([
            "process.roles=broker,controller", f"node.id={self.number}", f"controller.quorum.voters={voters}",
            f"listeners=PLAINTEXT://{here}:{self.port},PROXIED://{here}:{self.inner},"
            f"CONTROLLER://{here}:{self.controller_port}",
            f"advertised.listeners=PLAINTEXT://{here}:{self.port},PROXIED://{here}:{self.proxy_port}",
            "controller.listener.names=CONTROLLER", "inter.broker.listener.name=PLAINTEXT",
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT",
            f"log.dirs={self.directory / 'data'}", "auto.create.topics.enable=false",
            "group.initial.rebalance.delay.ms=0", "group.min.session.timeout.ms=1000",
            f"offsets.topic.replication.factor={count}", "offsets.topic.num.partitions=4",
            f"transaction.state.log.replication.factor={count}", f"transaction.state.log.min.isr={in_sync}",
            "transaction.state.log.num.partitions=4", "transaction.abort.timed.out.transaction.cleanup.interval.ms=500",
            f"share.coordinator.state.topic.replication.factor={count}",
            f"share.coordinator.state.topic.min.isr={in_sync}",
            # Leaders go home soon after their node came back: leaders move without a death, too.
            "leader.imbalance.check.interval.seconds=5", "leader.imbalance.per.broker.percentage=0",
            "broker.session.timeout.ms=3000", "broker.heartbeat.interval.ms=500", ""])

    def start(self, jar_folder: str):
        with open(self.directory / "node.log", "ab") as log:
            self.process = subprocess.Popen(
                ["java", "-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                 f"{jar_folder}/*", "kafka.Kafka", str(self.directory / "server.properties")],
                stdout=log, stderr=subprocess.STDOUT, cwd=self.directory)

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number):
        if self.running():
            self.process.send_signal(number)

    def end(self, number=signal.SIGKILL):
        self.send(number)
        self.process.wait()


class Cluster(Clients):
    def __init__(self, proxy_ports: list):
        self.jars = jars()
        self.replicas = len(proxy_ports)
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="ordergate-kafka-"))
        ports = free_ports(3 * self.replicas)
        self.nodes = [Node(i + 1, self.directory, ports[3 * i: 3 * i + 3], port) for i, port in enumerate(proxy_ports)]
        self.address = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        self.proxied_address = ",".join(f"127.0.0.1:{node.proxy_port}" for node in self.nodes)
        voters = ",".join(f"{node.number}@127.0.0.1:{node.controller_port}" for node in self.nodes)
        for node in self.nodes:
            node.directory.mkdir()
            (node.directory / "server.properties").write_text(node.properties(voters, self.replicas))
        self._format()

    def _format(self):
        """Kafka's tool for the first node; the others are the same but for their two ids."""
        first = self.nodes[0]
        Broker.format(self.jars, first.directory / "server.properties")
        for node in self.nodes[1:]:
            shutil.copytree(first.directory / "data", node.directory / "data")
            meta = node.directory / "data" / "meta.properties"
            lines = [line for line in meta.read_text().splitlines() if not line.startswith(("node.id", "directory.id"))]
            meta.write_text("\n".join(lines + [f"node.id={node.number}", f"directory.id={Broker.random_id()}", ""]))

    def start(self):
        for node in self.nodes:
            node.start(self.jars)
        if not self.connect():
            raise RuntimeError("the cluster did not start:\n" + self.tail())
        return self

    def alive(self) -> bool:
        return all(node.running() for node in self.nodes)

    def whole(self) -> bool:
        """Whether every partition has a leader and all its replicas in sync, as far as the cluster can be asked."""
        try:
            topics = AdminClient({"bootstrap.servers": self.address, "log_level": 0}).list_topics(timeout=3).topics
        except KafkaException:
            return False
        return all(p.leader >= 0 and len(p.isrs) == len(p.replicas) for t in topics.values() for p in t.partitions.values())

    def tail(self) -> str:
        return "\n".join(line for node in self.nodes
                         for line in (node.directory / "node.log").read_text(errors="replace").splitlines()[-8:])

    def stop(self):
        for node in self.nodes:
            if node.running():
                node.end()
        shutil.rmtree(self.directory, ignore_errors=True)
