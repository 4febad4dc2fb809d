"""For test scripts: runs the built program on a file and gives its verdict lines."""

import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def screen(binary, folder, name, *options):
    """The verdict lines of folder/name, as bytes. The name is given as it is, so that it does not depend on
    where the tree stands: a verdict's source, and so its id, holds it."""
    command = [str(binary), "screen", "--quiet", *options, name]
    result = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=900)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: exit {result.returncode}\n{result.stderr.decode(errors='replace')}")
    return result.stdout.splitlines()


def verdicts(binary, folder, name, *options):
    return [json.loads(line) for line in screen(binary, folder, name, *options)]


def screened(binary, orders, *options):
    """A verdict for each of the orders, in memory."""
    with tempfile.TemporaryDirectory() as folder:
        text = "".join(json.dumps(order, ensure_ascii=False) + "\n" for order in orders)
        (pathlib.Path(folder) / "orders.ndjson").write_text(text, encoding="utf-8")
        found = verdicts(pathlib.Path(binary).resolve(), folder, "orders.ndjson", "--json", *options)
    if len(found) != len(orders):
        raise SystemExit(f"{len(orders)} orders, {len(found)} verdicts")
    return found
