#!/usr/bin/env bash
# Installs the Debian 12 packages that are missing, and says which. Needs root or sudo only when some are.
#
# usage: ops/install-dependencies.sh [build] [test] [whole] [arm64]      default: build
#   build: compile and run ordergate        test: what ops/test adds        whole: what ops/test --all adds
#   arm64: build for arm64 and run it (ops/release, ops/test --arm64)
# Exit 0 all there, 2 wrong usage, 3 they could not be installed.
set -euo pipefail

log=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/build/log/apt.log

build_packages=(
  g++ cmake ninja-build pkg-config ccache mold python3
  librdkafka-dev libsimdjson-dev libhyperscan-dev libxxhash-dev libcsv-dev libtomlplusplus-dev libicu-dev
  nlohmann-json3-dev libpugixml-dev libexpat1-dev libzip-dev libcli11-dev libfmt-dev libspdlog-dev prometheus-cpp-dev libmicrohttpd-dev
  libcurl4-openssl-dev libsodium-dev nettle-dev libprotobuf-dev libprotoc-dev protobuf-compiler
)
test_packages=(
  clang-14 libclang-rt-14-dev llvm-14
  git libgtest-dev libgmock-dev libbenchmark-dev librapidcheck-dev
  default-jre-headless maven kcat python3-jsonschema python3-confluent-kafka python3-cryptography python3-venv
  python3-avro python3-protobuf
)
whole_packages=(
  clang-tidy-14 clang-format-14 golang-go
  prometheus python3-yaml lintian dpkg-dev file man-db systemd faketime
  minisign skopeo
)
arm64_packages=(g++-aarch64-linux-gnu qemu-user-static)

missing_of() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || echo "$package"
  done
}

main() {
  local wanted=() missing=() as_root=() set
  for set in "${@:-build}"; do
    case $set in
      build) wanted+=("${build_packages[@]}") ;;
      test) wanted+=("${test_packages[@]}") ;;
      whole) wanted+=("${whole_packages[@]}") ;;
      arm64) wanted+=("${arm64_packages[@]}") ;;
      *) echo "install-dependencies: unknown set '$set' (build, test, whole or arm64)" >&2; exit 2 ;;
    esac
  done
  mapfile -t missing < <(missing_of "${wanted[@]}")
  if [ "${#missing[@]}" -eq 0 ]; then
    echo "install-dependencies: all ${#wanted[@]} packages are there"
    return
  fi
  if ! command -v apt-get >/dev/null; then
    echo "install-dependencies: needs Debian 12's apt-get; install by hand: ${missing[*]}" >&2
    exit 3
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "install-dependencies: run as root (no sudo here): ${missing[*]}" >&2; exit 3; }
    as_root=(sudo)
  fi
  echo "install-dependencies: installing ${#missing[@]} of ${#wanted[@]} packages: ${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600)
  mkdir -p "$(dirname "$log")"
  if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } \
      >"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2
    echo "install-dependencies: apt-get failed; the whole log: build/log/apt.log" >&2
    exit 3
  fi
}

main "$@"
