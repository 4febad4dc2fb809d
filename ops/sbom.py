#!/usr/bin/python3
"""The software bill of materials of a built ordergate, CycloneDX 1.5 JSON: the same input, the same bytes.

usage: ops/sbom.py --build BUILD_DIR --version VERSION --epoch SECONDS

Names the Debian packages of every library that the program is linked to and of every header that went into it: what
ninja knows of the build, asked of dpkg.
"""
import argparse
import datetime
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import uuid


def output(*command) -> str:
    return subprocess.run([str(each) for each in command], check=True, capture_output=True, text=True).stdout


def linked(program) -> set:
    return {os.path.realpath(word) for line in output("ldd", program).splitlines() for word in line.split() if word.startswith("/")}


def headers(build) -> set:
    """Those outside the tree that sources of the program included, symbolic links resolved."""
    found = set()
    for line in output("ninja", "-C", build, "-t", "deps").splitlines():
        path = line.strip()
        if path.startswith("/usr/"):
            found.add(os.path.realpath(path))
    return found


def packages_of(files: set) -> dict:
    """Debian package (with architecture) -> the files of it."""
    found, names = {}, sorted(files)
    for start in range(0, len(names), 200):
        asked = names[start:start + 200]
        # A file that dpkg knows by its place before /usr was merged is asked for under that name, too.
        asked += [name[len("/usr"):] for name in asked if name.startswith("/usr/lib")]
        done = subprocess.run(["dpkg-query", "-S", *asked], capture_output=True, text=True, check=False)
        for line in done.stdout.splitlines():
            owner, _, path = line.rpartition(": ")
            for package in owner.split(", "):
                found.setdefault(package, set()).add(path)
    return found


def component(package: str, role: str) -> dict:
    name, version, arch, source = output("dpkg-query", "-W", "-f", "${Package}\n${Version}\n${Architecture}\n${source:Package}",
                                         package).split("\n")
    purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B').replace(':', '%3A')}?arch={arch}&distro=debian-12"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
            "properties": [{"name": "ordergate:part", "value": role}, {"name": "ordergate:source-package", "value": source}]}


def document(build: pathlib.Path, version: str, epoch: int) -> dict:
    program = build / "ordergate"
    runtime = packages_of(linked(program))
    compiled = {name for name in packages_of(headers(build)) if name not in runtime}
    parts = sorted([component(name, "linked at run time") for name in runtime]
                   + [component(name, "headers compiled in") for name in compiled], key=lambda part: part["bom-ref"])
    itself = {"type": "application", "bom-ref": f"pkg:generic/ordergate@{version}", "name": "ordergate", "version": version,
              "purl": f"pkg:generic/ordergate@{version}", "licenses": [{"license": {"id": "Apache-2.0"}}]}
    content = hashlib.sha256(json.dumps([itself, parts], sort_keys=True).encode()).hexdigest()
    when = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
            "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
            "metadata": {"timestamp": when, "component": itself}, "components": parts,
            "dependencies": [{"ref": itself["bom-ref"], "dependsOn": [part["bom-ref"] for part in parts]}]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--epoch", type=int, required=True)
    options = parser.parse_args()
    json.dump(document(options.build, options.version, options.epoch), sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
