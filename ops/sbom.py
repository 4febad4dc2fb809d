#!/usr/bin/python3
"""The software bill of materials of a built ordergate, CycloneDX 1.5 JSON: the same input, the same bytes.

usage: ops/sbom.py --build BUILD_DIR --version VERSION --epoch SECONDS [--sysroot DIR]
       ops/sbom.py --depends PROGRAM [--sysroot DIR]    the packages that a Debian package of it depends on, in one line

Names the Debian packages of every library that the program is linked to and of every header that went into it: what
ninja knows of the build, asked of dpkg (of a cross build: of the sysroot's list of files).
"""
import argparse
import datetime
import hashlib
import json
import pathlib
import sys
import uuid

sys.dont_write_bytecode = True
import libraries  # noqa: E402


def headers(build, where) -> set:
    """Those outside the tree that sources of the program included."""
    lines = libraries.output("ninja", "-C", build, "-t", "deps").splitlines()
    return {file for file in map(where.header, {line.strip() for line in lines if line.startswith("    ")}) if file}


def component(package: tuple, role: str) -> dict:
    name, version, arch, source = package
    purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B').replace(':', '%3A')}?arch={arch}&distro=debian-12"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
            "properties": [{"name": "ordergate:part", "value": role}, {"name": "ordergate:source-package", "value": source}]}


def document(build: pathlib.Path, version: str, epoch: int, sysroot) -> dict:
    where = libraries.place(sysroot)
    runtime = where.packages_of(where.linked(build / "ordergate").values())
    compiled = where.packages_of(headers(build, where)) - runtime
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
    parser.add_argument("--depends", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path)
    parser.add_argument("--version")
    parser.add_argument("--epoch", type=int, default=0)
    parser.add_argument("--sysroot", help="where the libraries of a cross build are")
    options = parser.parse_args()
    if options.depends:
        where = libraries.place(options.sysroot)
        print(", ".join(sorted(package[0] for package in libraries.directly_linked(options.depends, where))))
        return
    json.dump(document(options.build, options.version, options.epoch, options.sysroot), sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
