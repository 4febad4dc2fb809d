#!/usr/bin/env bash
# Puts the jars of Apache Kafka 4.1.1 into ${XDG_CACHE_HOME:-~/.cache}/ordergate/kafka-4.1.1 through Maven and
# prints that folder as its last line. Does nothing when they are all there.
# Exit 0 there, 3 Java or Maven is missing, 4 the jars could not be fetched.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ordergate
jars=$cache/kafka-4.1.1
copy=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies

fetch() {
  local fresh
  fresh=$(mktemp -d "$cache/kafka-4.1.1.XXXXXX")
  trap 'rm -rf "$fresh"' RETURN
  cp "$here/kafka/pom.xml" "$fresh/pom.xml"
  for attempt in 1 2 3; do
    if (cd "$fresh" && mvn -q -B "$copy" -DincludeScope=runtime "-DoutputDirectory=$fresh/jars") >&2; then
      (cd "$fresh/jars" && sha256sum -- *.jar >SHA256SUMS) && rm -rf "$jars" && mv "$fresh/jars" "$jars"
      return
    fi
    echo "fetch-kafka: attempt $attempt failed" >&2
  done
  return 4
}

for tool in java mvn; do
  command -v "$tool" >/dev/null || { echo "fetch-kafka: $tool is missing (ops/install-dependencies.sh test)" >&2; exit 3; }
done
mkdir -p "$cache"
exec 9>"$cache/kafka-4.1.1.lock"
flock 9
# SHA256SUMS is written last, so a folder that has it and agrees with it is complete.
if ! { [ -f "$jars/SHA256SUMS" ] && (cd "$jars" && sha256sum --quiet --check SHA256SUMS >/dev/null 2>&1); }; then
  echo "fetch-kafka: Apache Kafka 4.1.1 (about 54 MB, once) into $jars" >&2
  fetch || { echo "fetch-kafka: Maven could not fetch the jars" >&2; exit 4; }
fi
echo "$jars"
