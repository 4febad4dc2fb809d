#!/usr/bin/env bash
# Puts what ordergate is built against, for another architecture, into ${XDG_CACHE_HOME:-~/.cache}/ordergate/sysroot-ARCH-2, once
# per machine: Debian's own packages, fetched by apt with lists of its own and unpacked, none installed. In place of Hyperscan, which is for
# amd64 alone, Vectorscan. Prints the folder as its last line.
#
# usage: ops/fetch-sysroot.sh arm64       Exit 0 there, 2 wrong usage, 3 apt is missing, 4 it could not be fetched.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ "${1:-}" = arm64 ] || { echo "fetch-sysroot: arm64 is all there is" >&2; exit 2; }
command -v apt-get >/dev/null || { echo "fetch-sysroot: needs Debian 12's apt-get" >&2; exit 3; }
arch=$1
folder=$cache/sysroot-$arch-2
packages=(
  librdkafka-dev libsimdjson-dev libvectorscan-dev libxxhash-dev libcsv-dev libtomlplusplus-dev libicu-dev
  nlohmann-json3-dev libpugixml-dev libexpat1-dev libzip-dev libcli11-dev libfmt-dev libspdlog-dev prometheus-cpp-dev libmicrohttpd-dev
  libcurl4-openssl-dev libsodium-dev nettle-dev libprotobuf-dev libprotoc-dev libstdc++-12-dev libc6-dev ca-certificates
)

fetch() {
  local fresh apt
  fresh=$(mktemp -d "$cache/sysroot.XXXXXX")
  trap 'rm -rf "$fresh"; trap - RETURN' RETURN
  mkdir -p "$fresh"/apt/{state/lists/partial,cache/archives/partial,etc/preferences.d} "$fresh/root"
  touch "$fresh/apt/status"
  apt=(apt-get -q -y -o "Dir::State=$fresh/apt/state" -o "Dir::State::status=$fresh/apt/status" -o "Dir::Cache=$fresh/apt/cache"
    -o Dir::Etc::sourcelist=/etc/apt/sources.list -o "APT::Architecture=$arch" -o "APT::Architectures::=$arch"
    -o APT::Install-Recommends=false -o Debug::NoLocking=1 -o APT::Sandbox::User=root)
  "${apt[@]}" update >&2 &&
    "${apt[@]}" install --download-only "${packages[@]}" >&2 &&
    for each in "$fresh"/apt/cache/archives/*.deb; do dpkg-deb -x "$each" "$fresh/root" || return 1; done &&
    owners "$fresh"/apt/cache/archives/*.deb >"$fresh/root/files" &&
    make_relative "$fresh/root" &&
    rm -rf "$folder" && mv "$fresh/root" "$folder"
}

# owners DEB...: "package version architecture source path" of each file, between tabs.
owners() {
  local each package
  for each in "$@"; do
    package=$(dpkg-deb -W --showformat '${Package}\t${Version}\t${Architecture}\t${source:Package}' "$each")
    dpkg-deb --fsys-tarfile "$each" | tar --list | sed -n "s#^\.\(/.*[^/]\)\$#$package\t\1#p"
  done
}

# Links that begin at the root would leave the sysroot.
make_relative() {
  local link target
  find "$1" -type l -lname '/*' | while read -r link; do
    target=$(readlink "$link")
    ln -sfn "$(realpath -m --relative-to="$(dirname "$link")" "$1$target")" "$link"
  done
}

fetch_once "sysroot-$arch" "$folder/files" fetch
echo "$folder"
