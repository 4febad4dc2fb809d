#!/usr/bin/python3
"""Makes a container image of a built ordergate, as an OCI archive, without a container engine: the same input, the same bytes.

usage: ops/container/make_image.py --tree INSTALLED --version VERSION --arch amd64|arm64 --epoch SECONDS --out FILE.tar
                                   [--sysroot DIR]

INSTALLED is what `cmake --install` put below a DESTDIR. The image holds the program, the libraries that it is linked to
and their own (of this machine, or of the sysroot of a cross build), the certificates of the system, a settings file, and the user 10001 that it
runs as. No shell, no package manager; nothing in it needs to be written, so its root may be read-only.
"""
import argparse
import gzip
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "ops"))
sys.dont_write_bytecode = True
import libraries  # noqa: E402

USER = 10001
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
TEXTS = {
    "etc/passwd": f"root:x:0:0:root:/:/sbin/nologin\nordergate:x:{USER}:{USER}:ordergate:/var/lib/ordergate:/sbin/nologin\n",
    "etc/group": f"root:x:0:\nordergate:x:{USER}:\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
}
#: Of what is installed, what a container needs.
PARTS = ("usr/bin/ordergate", "usr/share/doc/ordergate/copyright", "usr/share/doc/ordergate/CHANGELOG.md")


class Layer:
    """A tar whose bytes follow from what is in it."""

    def __init__(self, epoch):
        self.epoch, self.entries = epoch, {}

    def add(self, path, data=b"", mode=0o644, kind=tarfile.REGTYPE, owner=0, link=""):
        info = tarfile.TarInfo(str(path))
        info.size, info.mode, info.type, info.mtime, info.linkname = len(data), mode, kind, self.epoch, link
        info.uid = info.gid = owner
        self.entries[info.name] = (info, data)

    def folder(self, path, mode=0o755, owner=0):
        self.add(path, mode=mode, kind=tarfile.DIRTYPE, owner=owner)

    def bytes(self) -> bytes:
        for path in [pathlib.PurePath(name) for name in self.entries]:
            for above in path.parents:
                if str(above) not in (".", *self.entries):
                    self.folder(above)
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
            for _, (info, data) in sorted(self.entries.items()):
                tar.addfile(info, io.BytesIO(data))
        return out.getvalue()


def image_layer(options) -> bytes:
    layer = Layer(options.epoch)
    for part in PARTS:
        source = options.tree / part
        layer.add(part, source.read_bytes(), 0o755 if "/bin/" in part else 0o644)
    for asked, file in sorted(libraries.place(options.sysroot).linked(options.tree / PARTS[0]).items()):
        # Below /usr as Debian has it, and reached by the names that the loader asks for.
        inside = pathlib.PurePath("usr", *pathlib.PurePath(asked).parts[1:]) if asked.startswith("/lib") else pathlib.PurePath(asked[1:])
        layer.add(inside, pathlib.Path(file).read_bytes(), 0o755)
    for name in ("lib", "lib64"):
        layer.add(name, kind=tarfile.SYMTYPE, link=f"usr/{name}", mode=0o777)
    layer.folder("usr/lib64")
    layer.folder("usr/lib")
    layer.add(CERTIFICATES[1:], pathlib.Path(CERTIFICATES).read_bytes())
    for path, text in TEXTS.items():
        layer.add(path, text.encode())
    layer.add("etc/ordergate/ordergate.toml", (ROOT / "ops/container/ordergate.toml").read_bytes())
    for folder in ("lists", "state"):
        layer.folder(f"var/lib/ordergate/{folder}", 0o750, USER)
    return layer.bytes()


def digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def as_json(value) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def blob(kind: str, data: bytes, **more) -> dict:
    return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": digest(data), "size": len(data), **more}


def archive(options) -> bytes:
    created = subprocess.run(["date", "--utc", f"--date=@{options.epoch}", "+%Y-%m-%dT%H:%M:%SZ"], check=True, capture_output=True,
                             text=True).stdout.strip()
    layer = image_layer(options)
    packed = gzip.compress(layer, mtime=0)
    config = as_json({
        "created": created, "architecture": options.arch, "os": "linux",
        "config": {
            "User": f"{USER}:{USER}", "Entrypoint": ["/usr/bin/ordergate"],
            "Cmd": ["run", "--config", "/etc/ordergate/ordergate.toml"], "ExposedPorts": {"9464/tcp": {}},
            "Volumes": {"/var/lib/ordergate/lists": {}, "/var/lib/ordergate/state": {}}, "WorkingDir": "/",
            "StopSignal": "SIGTERM",
            "Labels": {"org.opencontainers.image.title": "ordergate", "org.opencontainers.image.version": options.version,
                       "org.opencontainers.image.licenses": "Apache-2.0"}},
        "rootfs": {"type": "layers", "diff_ids": [digest(layer)]},
        "history": [{"created": created, "created_by": "ops/container/make_image.py"}]})
    manifest = as_json({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                        "config": blob("config.v1+json", config), "layers": [blob("layer.v1.tar+gzip", packed)]})
    index = as_json({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [
        blob("manifest.v1+json", manifest, platform={"architecture": options.arch, "os": "linux"},
             annotations={"org.opencontainers.image.ref.name": options.version})]})
    out = Layer(options.epoch)
    out.add("oci-layout", as_json({"imageLayoutVersion": "1.0.0"}))
    out.add("index.json", index)
    for data in (packed, config, manifest):
        out.add(f"blobs/sha256/{digest(data)[7:]}", data)
    return out.bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tree", type=pathlib.Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--arch", choices=("amd64", "arm64"), required=True)
    parser.add_argument("--epoch", type=int, required=True)
    parser.add_argument("--sysroot", help="where the libraries of a cross build are")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.out.write_bytes(archive(options))


if __name__ == "__main__":
    main()
