#!/usr/bin/env bash
# Puts a current librdkafka (from the wheel of confluent-kafka on PyPI, pinned by hash) as librdkafka.so.1 into
# ${XDG_CACHE_HOME:-~/.cache}/ordergate/librdkafka-2.16.1, once per machine, and prints that folder as its last line.
# What runs with LD_LIBRARY_PATH set to it uses that library instead of Debian's.
# Exit 0 there, 3 a tool is missing, 4 it could not be fetched.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

version=2.16.1
folder=$cache/librdkafka-$version

fetch() {
  local fresh
  fresh=$(mktemp -d "$cache/librdkafka.XXXXXX")
  trap 'rm -rf "$fresh"; trap - RETURN' RETURN
  cat >"$fresh/wanted" <<WANTED
confluent-kafka==$version \
  --hash=sha256:24f613cc81a856b6fbb2d7d11044a9aa770044eecc1f83ff84618688b056be06 \
  --hash=sha256:c012a1d74f95e91c9c43f0aa996d5fea8582397144c1f96b553f24b594afa7c6
WANTED
  /usr/bin/python3 -m venv "$fresh/python" >&2 &&
    "$fresh/python/bin/pip" download -q --no-deps --require-hashes --only-binary=:all: --python-version 311 \
      --platform "manylinux_2_28_$(uname -m)" -d "$fresh/wheel" -r "$fresh/wanted" >&2 &&
    /usr/bin/python3 -m zipfile -e "$fresh"/wheel/*.whl "$fresh/wheel" &&
    mkdir "$fresh/lib" &&
    cp "$fresh"/wheel/confluent_kafka.libs/librdkafka-*.so.1 "$fresh/lib/librdkafka.so.1" &&
    rm -rf "$folder" && mv "$fresh/lib" "$folder"
}

[ -x /usr/bin/python3 ] || { echo "fetch-librdkafka: /usr/bin/python3 is missing" >&2; exit 3; }
fetch_once librdkafka "$folder/librdkafka.so.1" fetch
echo "$folder"
