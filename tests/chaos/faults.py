"""What is done to brokers, network, instances and lists while orders flow. Each fault is drawn from one seeded source
and says what it did; those that last end by themselves (`due`)."""
import random
import shutil
import signal
import threading
import time

from confluent_kafka.admin import AdminClient, ConfigResource

ENTRY_NAMES = ("Harbor", "Juniper", "Quarry", "Linden", "Granite", "Willow")
ASSIGNED_SECONDS_MAX = 15


class Faults:
    def __init__(self, seed: int, cluster, proxy, fleets: list, list_path, say, instances: int):
        self.random = random.Random(seed)
        self.cluster, self.proxy, self.fleets, self.list_path, self.say = cluster, proxy, fleets, list_path, say
        self.instances = instances
        self.later = []  # (time, what, function)
        self.broker_busy, self.frozen_node = False, None
        self.threads = []
        self.counts = {}
        self.versions = [list_path.with_name("version-0.csv")]
        shutil.copy(list_path, self.versions[0])
        self.actions = {
            self.kill_instance: 4, self.freeze_instance: 4, self.stop_instance: 2, self.join_instance: 2,
            self.cut_network: 4, self.reload_lists: 3, self.spoil_lists: 2,
        }
        if len(cluster.nodes) > 1:
            self.actions |= {self.kill_broker: 2, self.restart_broker: 1, self.too_few_replicas: 1,
                             self.freeze_broker: 1, self.refuse_fresh_instances: 3}

    def step(self):
        """One fault, drawn by weight."""
        actions = list(self.actions)
        action = self.random.choices(actions, weights=[self.actions[a] for a in actions])[0]
        self.do(action)

    def do(self, action):
        if (what := action()) is not None:
            self.counts[action.__name__] = self.counts.get(action.__name__, 0) + 1
            self.say(what)

    def due(self, everything: bool = False):
        """Ends what has lasted long enough."""
        now = time.monotonic()
        for entry in [e for e in self.later if everything or e[0] <= now]:
            self.later.remove(entry)
            entry[2]()
            self.say(entry[1])
        if everything:
            for thread in self.threads:
                thread.join()

    def after(self, seconds: float, what: str, function):
        self.later.append((time.monotonic() + seconds, what, function))

    def a_fleet(self):
        return self.random.choice(self.fleets)

    def an_instance(self, fleet):
        awake = fleet.awake()
        return self.random.choice(awake) if awake else None

    # Instances.

    def kill_instance(self):
        fleet = self.a_fleet()
        if (number := self.an_instance(fleet)) is None:
            return None
        fleet.kill(number)
        self.start_again(fleet, number, self.random.choice([0.0, 0.2, 2.0, 5.0]))
        return f"kill -9 {fleet.mode}-{number}"

    def start_again(self, fleet, number: int, seconds: float):
        def start():
            if number in fleet.instances and fleet.instances[number].process.poll() is not None:
                fleet.start(number, fleet.instances[number].static)
        self.after(seconds, f"start {fleet.mode}-{number}", start)

    def freeze_instance(self):
        fleet = self.a_fleet()
        if (number := self.an_instance(fleet)) is None:
            return None
        seconds = self.random.choice([0.5, 2.0, 5.0, 8.0])  # shorter and longer than session and transaction
        fleet.freeze(number)
        self.after(seconds, f"thaw {fleet.mode}-{number}", lambda: fleet.thaw(number))
        return f"freeze {fleet.mode}-{number} for {seconds} s"

    def stop_instance(self):
        fleet = self.a_fleet()
        if (number := self.an_instance(fleet)) is None:
            return None
        fleet.tell_to_stop(number)
        self.start_again(fleet, number, self.random.choice([1.0, 4.0]))
        return f"SIGTERM {fleet.mode}-{number}"

    def join_instance(self):
        fleet = self.a_fleet()
        number = max(fleet.instances) + 1
        if len(fleet.running()) > self.instances:
            return None
        fleet.start(number, self.random.random() < 0.5)
        return f"join {fleet.mode}-{number}"

    # Brokers and network.

    def broker(self):
        """A node to disturb; only one at a time and when all replicas are in sync: a second loss within the first could take
        the last replica that has everything, and nobody could say what the daemons owe."""
        if self.broker_busy or not all(node.running() for node in self.cluster.nodes) or not self.cluster.whole():
            return None
        self.broker_busy = True
        return self.random.choice(self.cluster.nodes)

    def back(self, node, undo=lambda: None):
        def start():
            undo()
            if node is not self.frozen_node:
                node.end()  # one that was asked to end may not have come to it
                node.start(self.cluster.jars)
            self.frozen_node = None
            self.broker_busy = False
        return start

    def whole_again(self, node):
        """As back(); the controller may be moving, so the setting is taken back by a thread that tries until it is."""
        def undo():
            while not self.set_replicas(1):
                pass
            self.broker_busy = False

        def start():
            node.start(self.cluster.jars)
            self.threads.append(threading.Thread(target=undo))
            self.threads[-1].start()
        return start

    def kill_broker(self):
        if (node := self.broker()) is None:
            return None
        node.end()
        self.after(self.random.choice([1.0, 4.0]), f"start node {node.number}", self.back(node))
        return f"kill -9 node {node.number}"

    def restart_broker(self):
        """In good order: its leaderships move before it ends, and come back later."""
        if (node := self.broker()) is None:
            return None
        node.send(signal.SIGTERM)
        self.after(6.0, f"start node {node.number}", self.back(node))
        return f"SIGTERM node {node.number} (its leaders move)"

    def freeze_broker(self):
        if (node := self.broker()) is None:
            return None
        node.send(signal.SIGSTOP)
        self.frozen_node = node
        self.after(4.0, f"thaw node {node.number}", self.back(node, lambda: node.send(signal.SIGCONT)))
        return f"freeze node {node.number} for 4 s"

    def set_replicas(self, least: int) -> bool:
        admin = AdminClient({"bootstrap.servers": self.cluster.address, "log_level": 0})
        resources = []
        for fleet in self.fleets:
            resources.append(ConfigResource(ConfigResource.Type.TOPIC, fleet.names["verdicts"]))
            resources[-1].set_config("min.insync.replicas", str(least))
        try:
            for future in admin.alter_configs(resources, request_timeout=5).values():
                future.result(timeout=6)
        except Exception:  # the controller is moving
            return False
        return True

    def too_few_replicas(self):
        if (node := self.broker()) is None:
            return None
        if not self.set_replicas(len(self.cluster.nodes)):
            self.broker_busy = False
            return None
        node.end()
        self.after(5.0, f"min.insync.replicas is enough again, start node {node.number}",
                   self.whole_again(node))
        return f"verdict topics need all replicas, kill -9 node {node.number}"

    def refuse_fresh_instances(self):
        """Fresh producers meet a verdict topic that refuses, then takes again: the first request of each may be refused
        and the second taken."""
        if (node := self.broker()) is None:
            return None
        if not self.set_replicas(len(self.cluster.nodes)):
            self.broker_busy = False
            return None
        node.end()
        fleet = self.a_fleet()
        fresh = fleet.awake()
        for number in fresh:
            fleet.kill(number)
        for number in fresh:
            fleet.start(number, fleet.instances[number].static)
        seconds = self.random.uniform(0.3, 1.5)

        def take_again():
            pace, deadline = threading.Event(), time.monotonic() + ASSIGNED_SECONDS_MAX
            while time.monotonic() < deadline and not all(
                    "partitions assigned" in fleet.instances[number].log_text() for number in fresh):
                pace.wait(0.05)
            pace.wait(seconds)
            while not self.set_replicas(1):
                pass
            self.say(f"{fleet.mode}: min.insync.replicas is enough again; start node {node.number}")
            node.start(self.cluster.jars)
            self.broker_busy = False

        self.threads.append(threading.Thread(target=take_again))
        self.threads[-1].start()
        return (f"verdict topics need all replicas, kill -9 node {node.number} and all of {fleet.mode}; start them; enough "
                f"{seconds:.1f} s after they have partitions")

    def cut_network(self):
        mode = self.random.choice(["reset", "stall", "slow"])
        whole = self.random.random() < 0.3
        number = self.random.randrange(len(self.cluster.nodes))
        seconds = self.random.choice([0.5, 2.0, 5.0])
        numbers = range(len(self.cluster.nodes)) if whole else [number]
        for each in numbers:
            self.proxy.set(each, mode)

        def heal():
            for each in numbers:
                self.proxy.set(each, "pass")
        where = "every node" if whole else f"node {number + 1}"
        self.after(seconds, f"network to {where} is whole again", heal)
        return f"network: {mode} to {where} for {seconds} s"

    # Lists.

    def reload_lists(self):
        """A version with one more entry, by rename, in place or behind a symbolic link; then told to reload."""
        lines = self.versions[-1].read_text().splitlines(keepends=True)
        row = lines[-1].rstrip("\n").split(",")
        name = next(i for i, column in enumerate(lines[0].split(",")) if column == "name")
        row[name] = f"{self.random.choice(ENTRY_NAMES)} Works {self.random.randrange(5000)} GmbH"
        version = self.list_path.with_name(f"version-{len(self.versions)}.csv")
        version.write_text("".join(lines) + ",".join(row) + "\n")
        self.versions.append(version)
        how = self.random.choice(["rename", "in place", "link"])
        self.put_lists(version, how)
        self.tell_all()
        return f"list version {len(self.versions) - 1} ({how}), SIGHUP"

    def put_lists(self, version, how: str):
        if how == "in place" and not self.list_path.is_symlink():
            self.list_path.write_bytes(version.read_bytes())
            return
        fresh = self.list_path.with_suffix(".next")
        fresh.unlink(missing_ok=True)
        if how == "link":
            fresh.symlink_to(version)
        else:
            shutil.copy(version, fresh)
        fresh.rename(self.list_path)

    def tell_all(self):
        """All but those just started: before their first log line a signal ends them, and they have read no list yet."""
        for fleet in self.fleets:
            for number in fleet.running():
                if fleet.instances[number].log_text():
                    fleet.instances[number].signal(signal.SIGHUP)

    def spoil_lists(self):
        """Half a file or no list at all, told to reload: the snapshot in use must stay. Then the good file again."""
        good = self.versions[-1]
        text = good.read_text()
        how = self.random.choice(["half", "empty", "garbage"])
        spoiled = self.list_path.with_name("spoiled.csv")
        spoiled.write_text({"half": text[: len(text) // 2], "empty": "", "garbage": "no list\n" * 9}[how])
        answers = []
        self.put_lists(spoiled, "rename")
        for fleet in self.fleets:
            for number in fleet.awake():
                if fleet.instances[number].http("/readyz")[0] != 0:
                    answers.append(fleet.instances[number].http("/-/reload", "POST")[0])
        self.put_lists(good, "rename")
        if 200 in answers:
            self.fleets[0].problems.append(f"a {how} list was taken")
        return f"{how} list, refused by {answers.count(500)} of {len(answers)}"
