#!/usr/bin/python3
"""The program of a cross build for arm64, run under qemu-user: verdicts, image and bill of materials.

usage: arm64_test.py BUILD_DIR SYSROOT. `ops/test --arm64` builds it and runs this.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD, SYSROOT = pathlib.Path(), pathlib.Path()
VERSION, EPOCH = "1.2.3", "1790000000"


def run(*command, **more):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False, **more)
    if done.returncode != 0:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Arm64(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ordergate-arm64-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def started_by_qemu(self, libraries, program) -> pathlib.Path:
        script = self.folder / "ordergate"
        script.write_text(f'#!/bin/sh\nexec qemu-aarch64-static -L {libraries} {program} "$@"\n')
        script.chmod(0o755)
        return script

    def test_it_is_for_the_other_architecture(self):
        self.assertRegex(run("readelf", "-h", BUILD / "ordergate"), r"Machine: +AArch64")

    def test_it_gives_the_golden_verdicts(self):
        told = run(ROOT / "ops/golden", "--binary", self.started_by_qemu(SYSROOT, BUILD / "ordergate"))
        self.assertRegex(told, r"golden: \d{2,} verdicts, 0 differ")

    def test_its_image_holds_every_library_that_it_needs(self):
        tree, image, root = self.folder / "tree", self.folder / "image.tar", self.folder / "root"
        run("cmake", "--install", BUILD, "--prefix", "/usr", env={"DESTDIR": str(tree), "PATH": "/usr/bin:/bin"})
        run(ROOT / "ops/container/make_image.py", "--tree", tree, "--version", VERSION, "--arch", "arm64", "--epoch", EPOCH,
            "--sysroot", SYSROOT, "--out", image)
        with tarfile.open(image) as archive:
            def read(digest):
                return archive.extractfile("blobs/sha256/" + digest.removeprefix("sha256:"))
            manifest = json.load(read(json.load(archive.extractfile("index.json"))["manifests"][0]["digest"]))
            self.assertEqual(json.load(read(manifest["config"]["digest"]))["architecture"], "arm64")
            with tarfile.open(fileobj=read(manifest["layers"][0]["digest"])) as layer:
                layer.extractall(root)
        program = self.started_by_qemu(root, root / "usr/bin/ordergate")
        orders = (ROOT / "examples/orders.ndjson").read_text()
        self.assertEqual(len(run(program, "screen", "--quiet", "-", input=orders).splitlines()), len(orders.splitlines()))

    def test_its_bill_and_its_package_name_the_libraries_of_its_own(self):
        bill = json.loads(run(ROOT / "ops/sbom.py", "--build", BUILD, "--version", VERSION, "--epoch", EPOCH, "--sysroot", SYSROOT))
        parts = {part["name"]: part for part in bill["components"]}
        self.assertIn("arch=arm64", parts["libvectorscan5"]["purl"])
        self.assertNotIn("libhyperscan5", parts)
        depends = re.split(", *", run(ROOT / "ops/sbom.py", "--depends", BUILD / "ordergate", "--sysroot", SYSROOT).strip())
        self.assertLessEqual({"libc6", "libvectorscan5", "librdkafka1", "libsodium23", "libzip4"}, set(depends))
        self.assertLessEqual(set(depends), parts.keys())


if __name__ == "__main__":
    BUILD, SYSROOT = (pathlib.Path(sys.argv.pop(1)).resolve() for _ in range(2))
    unittest.main()
