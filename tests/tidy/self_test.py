#!/usr/bin/python3
"""Feeds the tidy test small bad trees and sees every rule fire, and good ones and sees none."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import cpp_text  # noqa: E402
import tidy  # noqa: E402

LONG_BODY = "  step();\n" * 70
HEADER = "// What it is.\n#pragma once\n"
MARK = "TO" + "DO"

# path, text (or bytes), part of the message that must appear
BAD = [
    ("base/a.cpp", '#include "order/order.h"\n', "base/ must not include"),
    ("order/a.cpp", '#include "matchers/score.h"\n', "order/ must not include"),
    ("matchers/names/a.h", HEADER + '#include "lists/entry.h"\n', "matchers/names/ must not include"),
    ("matchers/names/a.h", HEADER + '#include "matchers/items/item_matcher.h"\n', "matchers/names/ must not include"),
    ("rules/language/a.h", HEADER + '#include "rules/facts/facts.h"\n', "rules/language/ must not include"),
    ("config/a.cpp", '#include "order/order.h"\n', "config/ must not include"),
    ("screening/a.cpp", '#include "daemon/worker.h"\n', "screening/ must not include"),
    ("rules/facts/a.cpp", '#include "screening/screener.h"\n', "rules/facts/ must not include"),
    ("order/a.cpp", '#include "order.h"\n', "by its path from the root"),
    ("screening/a.cpp", "#include <simdjson.h>\n", "has its home in order"),
    ("lists/a.cpp", "#include <hs/hs.h>\n", "has its home in matchers/text"),
    ("order/a.cpp", "#include <xxhash.h>\n", "has its home in base"),
    ("tests/rules/facts/a.cpp", "#include <csv.h>\n", "has its home in tables"),
    ("daemon/a.cpp", "#include <toml++/toml.h>\n", "has its home in config, mapping, rules/pack"),
    ("daemon/a.cpp", "#include <gtest/gtest.h>\n", "has its home in tests and bench"),
    ("lists/a.cpp", "#include <boost/regex.hpp>\n", "has no home"),
    ("order/CMakeLists.txt", "og_library(order LINKS base lists)\n", "order must not link lists"),
    ("rules/language/CMakeLists.txt", "og_library(rules_language LINKS base rules_facts)\n",
     "rules/language must not link rules_facts"),
    ("base/a.cpp", "int x;\n" * 501, "501 lines, at most 500"),
    ("ops/a.sh", "#!/bin/bash\n" + "true\n" * 500, "501 lines, at most 500"),
    ("base/a.cpp", "void f() {\n" + LONG_BODY + "}\n", "function of 72 lines"),
    ("base/a.cpp", "namespace a {\nclass B {\n public:\n  int f() const {\n" + LONG_BODY + "  }\n};\n}\n",
     "function of 72 lines"),
    ("base/a.cpp", "A::A(int x)\n    : x_{x} {\n" + LONG_BODY + "}\n", "function of 73 lines"),
    ("tests/base/a.cpp", "TEST(A, b) {\n" + LONG_BODY + "}\n", "function of 72 lines"),
    ("ops/a.py", "def f():\n" + "    pass\n" * 70, "function of 71 lines"),
    ("ops/tool", "#!/usr/bin/python3\ndef f():\n" + "    pass\n" * 70, "function of 71 lines"),
    ("ops/a.sh", "f() {\n" + "  true\n" * 70 + "}\n", "function of 72 lines"),
    ("base/a.cpp", "void f() { sleep(1); }\n", "banned call sleep()"),
    ("base/a.cpp", "int f() { return std::rand(); }\n", "banned call rand()"),
    ("base/a.cpp", "void f(char* a) { ::strcpy(a, a); }\n", "banned call strcpy()"),
    ("base/a.cpp", "void f(char* a) { sprintf(a, a); }\n", "banned call sprintf()"),
    ("base/a.cpp", "int f() { return system(nullptr); }\n", "banned call system()"),
    ("base/a.cpp", "auto f() { return std::gmtime(nullptr); }\n", "banned call gmtime()"),
    ("base/a.cpp", "int f() { return atoi(nullptr); }\n", "banned call atoi()"),
    ("base/a.cpp", "auto f() { return std::chrono::system_clock::now(); }\n", "system_clock::now outside base/clock.cpp"),
    ("daemon/a.cpp", "auto f() { return std::time(nullptr); }\n", "outside base/clock.cpp"),
    ("daemon/a.cpp", "void f() { clock_gettime(CLOCK_REALTIME, &t); }\n", "CLOCK_REALTIME outside base/clock.cpp"),
    ("tests/base/a.cpp", "auto f() { return fs::file_time_type::clock::now(); }\n", "outside base/clock.cpp"),
    ("base/a.cpp", "std::regex r;\n", "banned std::regex"),
    ("base/a.cpp", "void f() { out << std::endl; }\n", "banned std::endl"),
    ("base/a.cpp", "int* p = NULL;\n", "banned NULL"),
    ("base/a.cpp", "using namespace std;\n", "banned using namespace std"),
    ("tests/base/a.cpp", "void f() { std::this_thread::sleep_for(t); }\n", "banned call sleep_for()"),
    ("tests/broker/a.py", "import time\ntime.sleep(1)\n", "banned call time.sleep()"),
    ("ops/a.py", "run(x, shell=True)\n", "banned shell=True"),
    ("ops/a.sh", "#!/bin/sh\n  sleep 1\n", "banned sleep"),
    ("tests/a/CMakeLists.txt", "set_tests_properties(a PROPERTIES TIMEOUT 300)\n", "no TIMEOUT of its own"),
    ("base/a.h", "#pragma once\n", "starts with a comment"),
    ("base/a.h", "// What it is.\n", "needs #pragma once"),
    ("base/a.cpp", f"// {MARK}: later\n", f"left-over mark {MARK}"),
    ("docs/a.md", f"{MARK} later\n", f"left-over mark {MARK}"),
    ("docs/a.bin", b"\x00\x01", "binary file"),
    ("docs/a.txt", b"caf\xe9\n", "binary file"),
    ("docs/a.md", "see /" + "work/main\n", "path of one machine"),
    ("ops/a.sh", "cd /" + "home/someone/x\n", "path of one machine"),
    ("docs/README.md", "line\n" * 21, "21 lines, a folder's README"),
    ("docs/big.csv", "x" * ((1 << 20) + 1), "larger than"),
]

GOOD = [
    ("order/a.cpp", '#include <simdjson.h>\n#include <vector>\n#include "base/date.h"\n#include "order/order.h"\n'),
    ("daemon/a.cpp", '#include <librdkafka/rdkafka.h>\n#include <unistd.h>\n#include "config/config.h"\n'),
    ("tests/order/a.cpp", '#include <gtest/gtest.h>\n#include <simdjson.h>\n#include "screening/screener.h"\n'),
    ("tests/fuzz/a.cpp", "#include <simdjson.h>\n"),
    ("bench/a.cpp", "#include <benchmark/benchmark.h>\n#include <simdjson.h>\n"),
    ("base/a.cpp", "void f() {\n" + "  step();\n" * 68 + "}\n"),
    ("base/clock.cpp", "auto f() { return std::chrono::system_clock::now(); }\n"),
    ("daemon/a.cpp", "auto f() { return steady_clock::now() + time(&Counters::a) + time(a); }\n"),
    ("base/a.cpp", "namespace a {\n" + "void f() {\n  step();\n}\n" * 40 + "}\n"),
    ("base/a.cpp", "const int kTable[] = {\n" + "  1,\n" * 100 + "};\n"),
    ("base/a.cpp", '// sleep(1) and #include "order/x.h"\nconst char* t = "system(1) // {";\nchar c = \'{\';\n'),
    ("base/a.cpp", 'const char* t = R"x(sleep(1); { " )" )x";\nvoid f() { clock.sleep(1); files.system(2); }\n'),
    ("base/a.cpp", "void f() { my_atoi(1); gmtime_r(&a, &b); snprintf(a, 1, b); }\n"),
    ("docs/a.md", "See https://example.org/work/x and ./work/y.\n"),
    ("docs/README.md", "line\n" * 20),
    ("tests/fuzz/order_corpus/seed", b"\x00\xff"),
]


def findings(files, readme=True):
    """The messages of a tree that holds these files (and a README in each folder)."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in files:
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
            for place in {root / path.split("/")[0], target.parent} if readme else ():
                introduction = place / "README.md"
                if not introduction.exists():
                    introduction.write_text("What it is for.\n", encoding="utf-8")
        return [f"{path}:{line}: {message}" for path, line, message in tidy.findings_of(root)]


class Tidy(unittest.TestCase):
    def test_every_rule_fires_on_a_tree_that_breaks_it(self):
        for path, text, expected in BAD:
            with self.subTest(path=path, expected=expected):
                found = findings([(path, text)])
                self.assertEqual(len(found), 1, found)
                self.assertTrue(found[0].startswith(path), found)
                self.assertIn(expected, found[0])

    def test_nothing_fires_on_a_good_tree(self):
        for path, text in GOOD:
            with self.subTest(path=path, text=text[:60]):
                self.assertEqual(findings([(path, text)]), [])

    def test_folder_without_readme_is_found(self):
        self.assertEqual(findings([("base/a.cpp", "int x;\n")], readme=False), ["base:0: folder without a README.md"])

    def test_function_length_counts_from_the_header_to_the_closing_brace(self):
        text = "static int\nf(int a,\n  int b) noexcept\n{\n  return a;\n}\n"
        self.assertEqual(cpp_text.functions(text), [(1, 6, "static int f(int a, int b) noexcept")])


if __name__ == "__main__":
    unittest.main()
