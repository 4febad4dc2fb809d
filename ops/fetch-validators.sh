#!/usr/bin/env bash
# Puts the validators of manifests, bills of materials and AsyncAPI into ${XDG_CACHE_HOME:-~/.cache}/ordergate/validators-*, once per machine,
# and prints that folder as its last line: check-jsonschema, kubernetes-validate, cyclonedx-python-lib (PyPI), @asyncapi/specs (npm; left
# out where there is no npm). Exit 0 there, 3 Python is missing, 4 they could not be fetched.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# With npm another folder than without, so that npm installed later is noticed.
if command -v npm >/dev/null; then set=python-npm; else set=python; fi
folder=$cache/validators-3-$set

fetch() {
  local fresh
  fresh=$(mktemp -d "$cache/validators.XXXXXX")
  trap 'rm -rf "$fresh"; trap - RETURN' RETURN
  /usr/bin/python3 -m venv "$fresh/python" >&2 &&
    "$fresh/python/bin/pip" install -q check-jsonschema==0.39.0 kubernetes-validate==1.37.0 \
      "cyclonedx-python-lib[json-validation]==9.1.0" >&2 &&
    { [ $set = python ] ||
      (cd "$fresh" && npm pack --silent @asyncapi/specs@6.11.1 >&2 && tar -xzf asyncapi-specs-*.tgz); } &&
    rm -rf "$folder" && mv "$fresh" "$folder" && touch "$folder/complete"
}

[ -x /usr/bin/python3 ] || { echo "fetch-validators: /usr/bin/python3 is missing" >&2; exit 3; }
fetch_once validators "$folder/complete" fetch
echo "$folder"
