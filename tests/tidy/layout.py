"""Where things may stand: the folders, their direction, and the home of each outside header."""

# A room may include itself and these. Dependencies run one way (docs/ARCHITECTURE.md). A name without a room
# stands for all of its rooms.
MAY_INCLUDE = {
    "base": set(),
    "tables": {"base"},
    "countries": {"base", "tables", "rules/ear"},
    "order": {"base"},
    "matchers/text": {"base"},
    "matchers/names": {"base", "matchers/text"},
    "matchers/addresses": {"base", "countries", "matchers/text"},
    "matchers/items": {"base", "matchers/text"},
    "decisions": {"base", "order", "matchers/text"},
    "lists": {"base", "tables", "countries", "matchers"},
    "lists/ownership": {"base", "tables", "countries", "matchers", "lists"},
    "parties": {"base", "tables", "order", "matchers/text", "matchers/names"},
    "rules/ear": {"base"},
    "rules/language": {"base"},
    "rules/countries": {"base", "tables", "rules/language"},
    "rules/places": {"base", "tables", "matchers/text", "rules/countries"},
    "rules/items": {"base", "tables", "matchers/text", "matchers/items"},
    "rules/ccl": {"base", "tables", "rules/countries", "rules/items"},
    "rules/facts": {"base", "tables", "order", "matchers", "lists", "rules/language", "rules/countries", "rules/items",
                    "rules/places", "rules/ccl"},
    "rules/pack": {"base", "tables", "order", "lists", "rules/ear", "rules/language"},
    "rules/evaluation": {"base", "tables", "order", "matchers", "lists", "rules/language", "rules/countries",
                         "rules/items", "rules/places", "rules/ccl", "rules/facts", "rules/pack", "decisions"},
    "mapping": {"base", "tables", "countries", "order", "matchers/text", "rules/language"},
    "screening": {"base", "tables", "countries", "order", "matchers", "lists", "rules", "mapping", "parties", "decisions"},
    "evidence": {"base", "tables", "order", "lists", "lists/ownership", "matchers", "rules", "mapping", "parties", "screening"},
    "wire": {"base"},
    "config": {"base"},
    "fetch": {"base", "lists", "config"},
    "tracing": {"base", "config"},
    "daemon": {"base", "decisions", "tables", "order", "matchers", "lists", "rules", "mapping", "parties", "screening", "config", "fetch", "tracing", "wire"},
    "cli": {"base", "decisions", "tables", "order", "matchers", "lists", "rules", "mapping", "parties", "screening", "evidence", "config", "fetch", "daemon",
            "bench", "wire"},
    "bench": {"base", "decisions", "tables", "order", "matchers", "lists", "rules", "mapping", "parties", "screening", "config", "daemon"},
}
FOLDERS = {room.split("/")[0] for room in MAY_INCLUDE}

# Start of an outside header -> the folders that may include it. tests/<folder> may what <folder> may;
# bench and the suites under tests/ that belong to no folder may include any of them.
HOMES = {
    "simdjson": {"order"},
    "xxhash": {"base"},
    "hs.h": {"matchers/text"},
    "hs/": {"matchers/text"},
    "csv.h": {"tables"},
    "pugixml.hpp": {"lists"},
    "expat.h": {"lists"},
    "zip.h": {"lists"},
    "toml++/": {"config", "mapping", "rules/pack"},
    "nlohmann/": {"cli", "decisions", "evidence", "lists", "lists/ownership", "fetch", "wire"},
    "google/protobuf/": {"wire"},
    "curl/": {"fetch", "tracing", "wire"},
    "nettle/": {"base"},
    "sodium.h": {"decisions", "fetch"},
    "CLI/": {"cli"},
    "spdlog/": {"daemon"},
    "librdkafka/": {"daemon"},
    "prometheus/": {"daemon"},
    "microhttpd.h": {"daemon"},
    "tracing/otlp.pb.h": {"tracing"},  # generated from otlp.proto
    "fmt/": set(MAY_INCLUDE),
    "unicode/": {"matchers/text"},
    "gtest/": set(),
    "gmock/": set(),
    "rapidcheck": set(),
    "benchmark/": set(),
}

# Headers with a dot that belong to the system and may be used anywhere.
SYSTEM = ("sys/", "netinet/", "netdb.h", "arpa/", "unistd.h", "fcntl.h", "poll.h", "signal.h", "pthread.h", "sched.h",
          "dirent.h", "errno.h", "malloc.h", "spawn.h", "termios.h", "immintrin.h", "emmintrin.h", "sanitizer/")


def room_of(parts):
    """The room that a path's folders stand in: ["matchers", "names", "tokens.h"] -> "matchers/names", else ""."""
    room = "/".join(parts[:2])
    return room if room in MAY_INCLUDE else parts[0] if parts[0] in FOLDERS else ""


def home_of(path):
    """The room whose rules hold for a source: order/x.cpp and tests/order/x.cpp -> "order", else ""."""
    parts = path.split("/")
    if parts[0] == "tests" and len(parts) > 2:
        return room_of(parts[1:])
    return room_of(parts) if len(parts) > 1 else ""


def may_include(home, target):
    """May a source of room `home` include a header of room `target`?"""
    allowed = MAY_INCLUDE.get(home, set())
    return home == target or target in allowed or target.split("/")[0] in allowed


def include_problem(path, mark, name):
    """What is wrong with this include of this file, or None."""
    home, is_test = home_of(path), path.startswith("tests/")
    if mark == '"':
        target = room_of(name.split("/"))
        if "/" not in name or name.startswith("."):
            return f'include "{name}" by its path from the root of the tree'
        if target and home and not is_test and not may_include(home, target):
            return f'{home}/ must not include "{name}": dependencies run the other way'
        return None
    if "." not in name and "/" not in name or name.startswith(SYSTEM):
        return None
    for start, homes in HOMES.items():
        if name.startswith(start):
            free = is_test or home == "bench"
            if home in homes or (not home and is_test) or home == "bench" or (free and not homes):
                return None
            return f"outside header <{name}> has its home in {', '.join(sorted(homes)) or 'tests and bench'}"
    return f"outside header <{name}> has no home: give it one in tests/tidy/layout.py"
