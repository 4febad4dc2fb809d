#!/usr/bin/env bash
# Puts Apicurio Registry 2.5.11 (from Maven, pinned by hash) into ${XDG_CACHE_HOME:-~/.cache}/ordergate/apicurio-2.5.11, once
# per machine, and prints that folder as its last line. It serves the API of Confluent's registry under /apis/ccompat/v7.
# Exit 0 there, 3 Java or Maven is missing, 4 it could not be fetched.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

version=2.5.11.Final
folder=$cache/apicurio-2.5.11
archive=apicurio-registry-app-$version-all.tar.gz
hash=f894a17f650ec427de72cfb68edfc30f8020743269293e58372e22f67fd4fd15
copy=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy

fetch() {
  local fresh
  fresh=$(mktemp -d "$cache/apicurio.XXXXXX")
  trap 'rm -rf "$fresh"; trap - RETURN' RETURN
  echo "fetch-apicurio: Apicurio Registry $version (about 140 MB, once) into $folder" >&2
  mvn -q -B "$copy" "-Dartifact=io.apicurio:apicurio-registry-app:$version:tar.gz:all" "-DoutputDirectory=$fresh" >&2 &&
    (cd "$fresh" && echo "$hash  $archive" | sha256sum --quiet --check -) >&2 &&
    mkdir "$fresh/registry" &&
    tar -xzf "$fresh/$archive" -C "$fresh/registry" &&
    mv "$fresh/registry/apicurio-registry-app-$version-runner.jar" "$fresh/registry/registry.jar" &&
    rm -rf "$folder" && mv "$fresh/registry" "$folder"
}

for tool in java mvn; do
  command -v "$tool" >/dev/null || { echo "fetch-apicurio: $tool is missing (ops/install-dependencies.sh test)" >&2; exit 3; }
done
fetch_once apicurio "$folder/registry.jar" fetch
echo "$folder"
