"""What ops/release makes of a build: an image that runs, a bill that is whole, sums that are signed, the same bytes each time.

usage: release_test.py RELEASE_BUILD_DIR. Exit 77 when it was not built. That two builds from a tag are equal to the byte takes two
builds: `ops/release --check TAG`.
"""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path()
EPOCH, VERSION = "1790000000", "1.2.3"
USER = 10001


def run(*command, check=True, **more):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False, **more)
    if check and done.returncode != 0:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


class ReleaseTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ordergate-release-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)


class ImageTest(ReleaseTest):
    def make(self, name, tree) -> pathlib.Path:
        out = self.folder / name
        run(ROOT / "ops/container/make_image.py", "--tree", tree, "--version", VERSION, "--arch", "amd64", "--epoch", EPOCH,
            "--out", out)
        return out

    def setUp(self):
        super().setUp()
        self.tree = self.folder / "tree"
        run("cmake", "--install", BUILD, "--prefix", "/usr", "--strip", env={**os.environ, "DESTDIR": str(self.tree)})
        self.image = self.make("image.tar", self.tree)

    def blob(self, archive, digest) -> bytes:
        data = archive.extractfile(f"blobs/sha256/{digest.removeprefix('sha256:')}").read()
        self.assertEqual("sha256:" + hashlib.sha256(data).hexdigest(), digest)
        return data

    def opened(self):
        """Configuration, and the folder that the layer was unpacked into."""
        root = self.folder / "root"
        with tarfile.open(self.image) as archive:
            index = json.load(archive.extractfile("index.json"))
            manifest = json.loads(self.blob(archive, index["manifests"][0]["digest"]))
            config = json.loads(self.blob(archive, manifest["config"]["digest"]))
            packed = self.folder / "layer.tar.gz"
            packed.write_bytes(self.blob(archive, manifest["layers"][0]["digest"]))
        root.mkdir()
        with tarfile.open(packed) as layer:
            layer.extractall(root)
        return config, root

    def test_the_same_tree_gives_the_same_bytes_whatever_its_times(self):
        other = self.folder / "other"
        shutil.copytree(self.tree, other, symlinks=True)
        for path in other.rglob("*"):
            os.utime(path, (1, 1), follow_symlinks=False)
        self.assertEqual(self.make("again.tar", other).read_bytes(), self.image.read_bytes())

    def test_it_says_that_it_needs_no_root(self):
        config, _ = self.opened()
        self.assertEqual(config["config"]["User"], f"{USER}:{USER}")
        self.assertEqual(config["config"]["Entrypoint"], ["/usr/bin/ordergate"])
        self.assertEqual(config["config"]["Labels"]["org.opencontainers.image.version"], VERSION)

    @unittest.skipUnless(shutil.which("skopeo"), "skopeo is missing")
    def test_an_engines_own_tool_takes_it(self):
        told = json.loads(run("skopeo", "inspect", f"oci-archive:{self.image}").stdout)
        self.assertEqual((told["Architecture"], told["Os"], told["Created"]), ("amd64", "linux", "2026-09-21T14:13:20Z"))
        run("skopeo", "copy", f"oci-archive:{self.image}", f"dir:{self.folder / 'copied'}")

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_its_program_runs_in_it_as_its_user_with_a_root_that_cannot_be_written(self):
        _, root = self.opened()
        script = ('mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && '
                  f'exec chroot --userspec={USER}:{USER} "$@"')

        def inside(*arguments, **more):
            return run("unshare", "--mount", "bash", "-c", script, "inside", root, root, "/usr/bin/ordergate", *arguments, **more)
        orders = (ROOT / "examples/orders.ndjson").read_text()

        def judged(program):
            lines = [json.loads(line) for line in program.stdout.splitlines()]
            return [(each["order_id"], each["verdict"], each["findings"]) for each in lines]
        here = run(self.tree / "usr/bin/ordergate", "screen", "--quiet", "-", input=orders)
        self.assertEqual(judged(inside("screen", "--quiet", "-", input=orders)), judged(here))
        self.assertIn("all settings are good", inside("check-config", "/etc/ordergate/ordergate.toml").stdout)
        self.assertFalse((root / "bin/sh").exists() or (root / "usr/bin/sh").exists())


class BillTest(ReleaseTest):
    def test_it_is_cyclonedx_and_names_what_is_linked_and_compiled_in(self):
        made = [run(ROOT / "ops/sbom.py", "--build", BUILD, "--version", VERSION, "--epoch", EPOCH).stdout for _ in range(2)]
        self.assertEqual(made[0], made[1])
        bill = json.loads(made[0])
        parts = {part["name"]: part["properties"][0]["value"] for part in bill["components"]}
        self.assertEqual(parts["librdkafka1"], "linked at run time")
        self.assertEqual(parts["nlohmann-json3-dev"], "headers compiled in")
        needed = {line.split()[-1].strip("[]") for line in run("readelf", "-d", BUILD / "ordergate").stdout.splitlines() if "NEEDED" in line}
        for library in needed:
            owners = {line.split(":")[0] for line in run("dpkg-query", "-S", f"*/{library}").stdout.splitlines()}
            self.assertTrue(owners & parts.keys(), f"{library} of {owners}")
        self.check_by_schema(made[0])

    def check_by_schema(self, text):
        fetched = run(ROOT / "ops/fetch-validators.sh", check=False)
        if fetched.returncode != 0:
            self.skipTest((fetched.stderr.strip().splitlines() or ["no validators"])[-1])
        script = ("import sys; from cyclonedx.schema import SchemaVersion; from cyclonedx.validation.json import JsonStrictValidator; "
                  "problem = JsonStrictValidator(SchemaVersion.V1_5).validate_str(sys.stdin.read()); sys.exit(str(problem) if problem else 0)")
        run(pathlib.Path(fetched.stdout.strip().splitlines()[-1]) / "python/bin/python", "-c", script, input=text)


class ScriptTest(ReleaseTest):
    """On a clone: it writes versions and tags."""

    def setUp(self):
        super().setUp()
        self.tree = self.folder / "tree"
        run("git", "clone", "-q", ROOT, self.tree)
        # What is changed and not committed yet is tested, too.
        for name in run("git", "-C", ROOT, "ls-files", "-mo", "--exclude-standard").stdout.split():
            if (ROOT / name).exists():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.tree / name)
        self.git("add", "-A")
        self.git("commit", "-qm", "before", "--allow-empty")

    def git(self, *arguments):
        return run("git", "-c", "user.name=test", "-c", "user.email=test@example.org", *arguments, cwd=self.tree).stdout

    def release(self, *arguments, code=0):
        done = run("ops/release", *arguments, check=False, cwd=self.tree)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def notes(self, version):
        return run("ops/release-notes", version, cwd=self.tree, input=(self.tree / "CHANGELOG.md").read_text()).stdout

    def test_cutting_names_the_version_everywhere_and_leaves_room_for_what_comes(self):
        # Right behind a release nothing is unreleased.
        changes = self.tree / "CHANGELOG.md"
        changes.write_text(changes.read_text().replace("## [Unreleased]\n", "## [Unreleased]\n\n### Fixed\n- a thing\n", 1))
        self.git("commit", "-qam", "a change")
        unreleased = self.notes(VERSION)
        self.assertIn("### ", unreleased)
        self.release("--cut", VERSION)
        self.assertEqual(self.notes(VERSION), unreleased)
        text = (self.tree / "CHANGELOG.md").read_text()
        self.assertRegex(text, rf"## \[Unreleased\]\n\n## \[{VERSION}\] - \d{{4}}-\d\d-\d\d\n")
        for path, line in (("CMakeLists.txt", f"project(ordergate VERSION {VERSION} "), ("docs/asyncapi.yaml", f"  version: {VERSION}\n"),
                           ("ops/kubernetes/workload.yaml", f"image: ordergate:{VERSION}\n"),
                           ("ops/helm/ordergate/Chart.yaml", f'version: "{VERSION}"\nappVersion: "{VERSION}"\n')):
            self.assertIn(line, (self.tree / path).read_text(), path)
        images = {line.strip() for path in (self.tree / "ops/kubernetes").glob("*.yaml") for line in path.read_text().splitlines()
                  if "image: ordergate:" in line}
        self.assertEqual(images, {f"image: ordergate:{VERSION}"})
        self.release("--cut", VERSION, code=2)

    def test_a_tag_that_is_not_the_version_is_refused(self):
        self.git("tag", "v9.9.9")
        self.assertIn("not the version", self.release("v9.9.9", code=2))
        self.release("--cut", "two", code=2)
        self.release("--what", code=2)

    @unittest.skipUnless(shutil.which("minisign"), "minisign is missing")
    def test_sums_are_signed_so_that_minisign_finds_a_changed_byte(self):
        run("minisign", "-G", "-W", "-f", "-p", self.folder / "key.pub", "-s", self.folder / "key")
        signed = []
        for name in ("one", "two"):
            out = self.folder / name
            out.mkdir()
            (out / "artifact").write_text("bytes")
            self.release("--sign", out, VERSION, "--key", self.folder / "key")
            signed.append((out / "SHA256SUMS.minisig").read_bytes())
            run("minisign", "-V", "-p", self.folder / "key.pub", "-m", out / "SHA256SUMS")
            run("sha256sum", "--check", "SHA256SUMS", cwd=out)
        self.assertEqual(signed[0], signed[1], "the same sums, the same signature")
        with open(self.folder / "one/SHA256SUMS", "a", encoding="utf-8") as sums:
            sums.write(" ")
        self.assertNotEqual(run("minisign", "-V", "-p", self.folder / "key.pub", "-m", self.folder / "one/SHA256SUMS",
                                check=False).returncode, 0)


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    if not (BUILD / "ordergate").exists():
        print(f"skipped: {BUILD} has no release build")
        sys.exit(77)
    unittest.main()
