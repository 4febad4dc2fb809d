#!/usr/bin/env bash
# Puts the messages of the OpenTelemetry protocol (opentelemetry-proto on PyPI) into
# ${XDG_CACHE_HOME:-~/.cache}/ordergate/opentelemetry-1.45.2, once per machine, and prints that folder, a place for
# PYTHONPATH, as its last line. Exit 0 there, 3 Python is missing, 4 they could not be fetched.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

folder=$cache/opentelemetry-1.45.2

fetch() {
  local fresh
  fresh=$(mktemp -d "$cache/opentelemetry.XXXXXX")
  trap 'rm -rf "$fresh"; trap - RETURN' RETURN
  /usr/bin/python3 -m venv "$fresh/python" >&2 &&
    "$fresh/python/bin/pip" install -q --only-binary=:all: --target "$fresh/packages" \
      opentelemetry-proto==1.45.2 protobuf==7.36.2 >&2 &&
    rm -rf "$folder" && mv "$fresh/packages" "$folder" && touch "$folder/complete"
}

[ -x /usr/bin/python3 ] || { echo "fetch-opentelemetry: /usr/bin/python3 is missing" >&2; exit 3; }
fetch_once opentelemetry "$folder/complete" fetch
echo "$folder"
