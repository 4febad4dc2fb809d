"""Where things may stand: the folders, their direction, and the home of each outside header."""

# A folder may include itself and these. Dependencies run one way (docs/ARCHITECTURE.md).
MAY_INCLUDE = {
    "base": set(),
    "order": {"base"},
    "matchers": {"base"},
    "lists": {"base", "matchers"},
    "rules": {"base", "order", "matchers", "lists"},
    "screening": {"base", "order", "matchers", "lists", "rules"},
    "config": {"base"},
    "daemon": {"base", "order", "matchers", "lists", "rules", "screening", "config"},
    "cli": {"base", "order", "matchers", "lists", "rules", "screening", "config", "daemon", "bench"},
    "bench": {"base", "order", "matchers", "lists", "rules", "screening", "config", "daemon"},
}

# Start of an outside header -> the folders that may include it. tests/<folder> may what <folder> may;
# bench and the suites under tests/ that belong to no folder may include any of them.
HOMES = {
    "simdjson": {"order"},
    "xxhash": {"base"},
    "hs.h": {"matchers"},
    "hs/": {"matchers"},
    "csv.h": {"lists"},
    "pugixml.hpp": {"lists"},
    "toml++/": {"config", "rules"},
    "nlohmann/": {"cli", "lists"},
    "CLI/": {"cli"},
    "spdlog/": {"daemon"},
    "librdkafka/": {"daemon"},
    "prometheus/": {"daemon"},
    "httplib.h": {"daemon"},
    "fmt/": set(MAY_INCLUDE),
    "unicode/": {"matchers"},
    "gtest/": set(),
    "gmock/": set(),
    "rapidcheck": set(),
    "benchmark/": set(),
}

# Headers with a dot that belong to the system and may be used anywhere.
SYSTEM = ("sys/", "netinet/", "arpa/", "unistd.h", "fcntl.h", "poll.h", "signal.h", "pthread.h", "sched.h",
          "dirent.h", "errno.h", "malloc.h", "spawn.h", "termios.h", "immintrin.h", "emmintrin.h", "sanitizer/")


def home_of(path):
    """The folder whose rules hold for a source: order/x.cpp and tests/order/x.cpp -> "order", else ""."""
    parts = path.split("/")
    if parts[0] == "tests" and len(parts) > 2:
        return parts[1] if parts[1] in MAY_INCLUDE else ""
    return parts[0] if len(parts) > 1 and parts[0] in MAY_INCLUDE else ""


def include_problem(path, mark, name):
    """What is wrong with this include of this file, or None."""
    folder, is_test = home_of(path), path.startswith("tests/")
    if mark == '"':
        target = name.split("/")[0]
        if "/" not in name or name.startswith("."):
            return f'include "{name}" by its path from the root of the tree'
        if target in MAY_INCLUDE and folder and not is_test and target not in MAY_INCLUDE[folder] | {folder}:
            return f'{folder}/ must not include "{name}": dependencies run the other way'
        return None
    if "." not in name and "/" not in name or name.startswith(SYSTEM):
        return None
    for start, homes in HOMES.items():
        if name.startswith(start):
            free = is_test or folder == "bench"
            if folder in homes or (not folder and is_test) or folder == "bench" or (free and not homes):
                return None
            return f"outside header <{name}> has its home in {', '.join(sorted(homes)) or 'tests and bench'}"
    return f"outside header <{name}> has no home: give it one in tests/tidy/layout.py"
