# Shared by the scripts of this folder: where things are, what is said, where the rest goes. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/build/log
cd "$root"

# Compiler results are shared between clones of this tree on one machine.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}

# What is fetched once per machine.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ordergate

# fetch_once NAME FILE COMMAND...: unless FILE is there runs COMMAND, one process at a time. Exit 4 when it fails: `set -e`
# does not hold inside it, so its steps are joined by &&.
fetch_once() {
  local name=$1 file=$2
  shift 2
  mkdir -p "$cache"
  exec 9>"$cache/$name.lock"
  flock 9
  [ -f "$file" ] || "$@" || { echo "fetch-$name: it could not be fetched" >&2; exit 4; }
}

say() { printf '== %s\n' "$*"; }

# step NAME TEXT COMMAND...: says TEXT, runs COMMAND with its output in build/log/NAME.log; on failure shows the
# end of that log and exits with the command's code.
step() {
  local name=$1 text=$2 began=$SECONDS code=0
  shift 2
  mkdir -p "$logs"
  say "$text"
  "$@" >"$logs/$name.log" 2>&1 || code=$?
  if [ "$code" -ne 0 ]; then
    tail -n 60 "$logs/$name.log" >&2
    printf '== failed (exit %s): %s\n== the whole log: build/log/%s.log\n' "$code" "$*" "$name" >&2
    exit "$code"
  fi
  printf '   done in %ss (build/log/%s.log)\n' "$((SECONDS - began))" "$name"
}

# build PRESET [cmake -D options] -- TARGET...: configures and builds; prints nothing on its own.
build() {
  local preset=$1 options=()
  shift
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  cmake --preset "$preset" "${options[@]}" && cmake --build "build/$preset" --target "$@"
}
