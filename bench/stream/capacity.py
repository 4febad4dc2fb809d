#!/usr/bin/python3
"""How many cores, instances, partitions and brokers a rate of orders takes, and what breaks first: a model and a simulation.

usage: capacity.py [--rate ORDERS_A_SECOND] [--figure NAME=VALUE]...      figures and their origin: capacity.py --figures

The model divides. The simulation walks an hour second by second, from a morning's rise to the peak, with a reload of lists in every
instance and one instance that dies at the peak, and tells the longest lag. Figures are those of docs/capacity.md and
docs/performance.md, measured on one machine of two cores; give your own. Exit 1 when the plan does not hold.
"""
import argparse
import dataclasses
import math
import sys

FIGURES = {
    # name: (value, unit, where it comes from)
    "known_us": (15.1, "µs a core", "docs/capacity.md: one worker of the daemon, orders of returning parties"),
    "new_us": (61.0, "µs a core", "docs/performance.md: 57 more than a known order's 11 for names and addresses, in the engine"),
    "new_share": (0.1, "of the orders", "assumed: orders whose parties were not met since the start"),
    "use": (0.6, "of a core", "assumed: what a worker is planned for; p99 is 186 ms at half and 874 ms at nine tenths"),
    "workers": (8, "an instance", "assumed: one a core"),
    "order_bytes": (1271, "bytes", "docs/capacity.md"),
    "verdict_bytes": (3200, "bytes", "the mean of tests/golden/expected/orders.ndjson"),
    "smaller": (1.0, "times by compression", "assumed none; verdicts are JSON, so compression.type makes much of them"),
    "replicas": (3, "copies", "assumed"),
    "broker_mb": (150, "MB/s written a broker, copies counted", "assumed: measure yours with kafka-producer-perf-test"),
    "partition_mb": (10, "MB/s a partition", "assumed, a usual rule of thumb"),
    "reload_s": (1.4, "s of one core", "docs/performance.md: the full list; it takes a core from one worker meanwhile"),
    "away_s": (6.0, "s", "docs/operations.md: until a dead member's partitions flow again, without kafka.instance_id"),
    "lag_max_s": (60.0, "s", "alert OrdergateLagging"),
}


@dataclasses.dataclass(frozen=True)
class Plan:
    peak: float  # orders a second
    service_us: float
    workers: int
    instances: int
    partitions: int
    brokers: int
    written_mb: float
    longest_lag_s: float

    def limits(self, figures: dict) -> list:
        """What has the least room, first: the share of it that the peak takes."""
        capacity = self.workers * 1e6 / self.service_us
        return sorted([("workers", self.peak / capacity),
                       ("brokers", self.written_mb / (self.brokers * figures["broker_mb"])),
                       ("verdict partitions", self.peak * figures["verdict_bytes"] / figures["smaller"] / 1e6 / (self.partitions * figures["partition_mb"])),
                       ("lag when an instance dies", self.longest_lag_s / figures["lag_max_s"])], key=lambda limit: -limit[1])


def mean_service_us(figures: dict) -> float:
    return figures["known_us"] * (1 - figures["new_share"]) + (figures["known_us"] + figures["new_us"]) * figures["new_share"]


def longest_lag_s(rate: float, instances: int, figures: dict) -> float:
    """An hour at 1 s: the rate rises from half to the peak in twenty minutes and stays; a reload in the tenth minute of each instance,
    one after the other; an instance dies at minute thirty, is away for away_s and its partitions go to the others, who keep them."""
    each = figures["workers"] * 1e6 / mean_service_us(figures)
    backlog = 0.0
    longest = 0.0
    for second in range(3600):
        arriving = rate * min(1.0, 0.5 + second / 2400)
        capacity = instances * each
        if 600 <= second < 600 + instances * math.ceil(figures["reload_s"]):
            capacity -= min(figures["reload_s"], 1.0) * 1e6 / mean_service_us(figures)
        if second >= 1800:
            capacity -= each
        unread = arriving / instances if 1800 <= second < 1800 + figures["away_s"] else 0.0  # those of the dead one wait
        backlog = max(0.0, backlog + arriving - min(capacity, arriving - unread + backlog))
        longest = max(longest, backlog / max(capacity, 1.0) + (second - 1800 + 1 if unread else 0))
        if backlog / max(capacity, 1.0) > 10 * figures["lag_max_s"]:
            return math.inf
    return longest


def plan(rate: float, figures: dict) -> Plan:
    service = mean_service_us(figures)
    workers = max(1, math.ceil(rate * service / 1e6 / figures["use"]))
    instances = max(2, math.ceil(workers / figures["workers"]) + 1)  # one may be missing at the peak
    written = rate * (figures["order_bytes"] + figures["verdict_bytes"]) / figures["smaller"] * figures["replicas"] / 1e6
    brokers = max(figures["replicas"], math.ceil(written / figures["broker_mb"] / figures["use"]))
    most = rate * max(figures["order_bytes"], figures["verdict_bytes"]) / figures["smaller"] / 1e6
    partitions = max(2 * instances * int(figures["workers"]), math.ceil(most / figures["partition_mb"]))
    return Plan(rate, service, instances * int(figures["workers"]), instances, partitions, int(brokers), written,
                longest_lag_s(rate, instances, figures))


def figures_of(changes: list) -> dict:
    figures = {name: value for name, (value, _, _) in FIGURES.items()}
    for change in changes:
        name, _, value = change.partition("=")
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if name not in figures or not number > 0 and not (name == "new_share" and number == 0):
            raise SystemExit(f"capacity: {change}: NAME=VALUE with a positive number; names: {', '.join(figures)}")
        figures[name] = number
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description="cores, instances, partitions and brokers for a rate of orders")
    parser.add_argument("--rate", type=float, default=1e6, help="orders a second at the peak")
    parser.add_argument("--figure", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--figures", action="store_true", help="the figures and where they come from")
    options = parser.parse_args()
    figures = figures_of(options.figure)
    if options.rate <= 0:
        raise SystemExit("capacity: --rate must be positive")
    if options.figures:
        for name, (_, unit, origin) in FIGURES.items():
            print(f"{name:14} {figures[name]:>10g} {unit}; {origin}")
        return 0
    made = plan(options.rate, figures)
    print(f"{options.rate:,.0f} orders/s at the peak, {made.service_us:.1f} µs of a core each")
    print(f"cores of the daemon  {made.workers} in {made.instances} instances of {figures['workers']:g} workers, one of them to spare")
    print(f"partitions           {made.partitions} of each topic")
    print(f"brokers              {made.brokers}: {made.written_mb:,.0f} MB/s written, copies counted")
    print(f"an instance dies     {made.longest_lag_s:.0f} s of lag at most")
    print("what breaks first    " + ", ".join(f"{name} {share:.0%}" for name, share in made.limits(figures)))
    return 0 if made.longest_lag_s <= figures["lag_max_s"] else 1


if __name__ == "__main__":
    sys.exit(main())
