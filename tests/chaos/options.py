"""What can be chosen about a run of chaos, on the command line."""
import argparse
import subprocess
import time

from kafka_broker import ROOT


def seed_of(text: str) -> int:
    """A number, or `commit`: the one that is checked out; where there is none, always the same."""
    if text != "commit":
        return int(text)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return int(head.stdout[:7], 16) if head.returncode == 0 else 5


def options(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=seed_of, default=int(time.time()))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--busy", type=int, default=0, help="busy loops beside")
    parser.add_argument("--binary", default=str(ROOT / "build" / "release" / "ordergate"))
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--instances", type=int, default=3)
    parser.add_argument("--partitions", type=int, default=8)
    parser.add_argument("--rate", type=int, default=300)
    parser.add_argument("--mode", default="both", choices=["at_least_once", "exactly_once", "both"])
    parser.add_argument("--keep", action="store_true", help="keep the directory with logs")
    return parser
