#!/usr/bin/env bash
# Prints where helm is, as its last line: the one on the PATH, else one built from its Go module (pinned; the module's sums are
# checked by Go) into ${XDG_CACHE_HOME:-~/.cache}/ordergate/helm-3.11.3, once per machine; that takes minutes.
# Exit 0 there, 3 Go is missing, 4 it could not be built.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

version=3.11.3
folder=$cache/helm-$version

if command -v helm; then exit 0; fi
command -v go >/dev/null || { echo "fetch-helm: neither helm nor go is there" >&2; exit 3; }
fetch_once helm "$folder/helm" env GOBIN="$folder" CGO_ENABLED=0 go install "helm.sh/helm/v3/cmd/helm@v$version" >&2
echo "$folder/helm"
