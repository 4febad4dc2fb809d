"""The checks. Each takes a path (from the root, with /) and its text, and yields (line, what is wrong)."""

import ast
import re

import cpp_text
import layout

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70
README_LINES_MAX = 20
FILE_BYTES_MAX = 1 << 20

_CALLS = r"sleep|usleep|nanosleep|rand|srand|strcpy|strcat|sprintf|vsprintf|system|popen|gmtime|localtime|atoi|atol|atof|strtok"
BANNED_CPP = [
    (re.compile(rf"(?<![\w.>:])(?:std::|::)?({_CALLS})\s*\("), "banned call {0}()"),
    (re.compile(r"\b(sleep_for|sleep_until)\s*\("), "banned call {0}(): wait for what should happen"),
    (re.compile(r"\bstd::(w?regex|endl)\b"), "banned std::{0}"),
    (re.compile(r"\b(NULL)\b"), "banned {0}: nullptr"),
    (re.compile(r"\busing\s+namespace\s+(std)\s*;"), "banned using namespace {0}"),
]
# base/clock.cpp reads the wall clock; everything else is given a clock, so that it works the same on any day.
WALL_CLOCK = re.compile(r"\b((?:system|utc|file|tai|gps)_clock::now|file_time_type::clock::now|(?<![\w.>])time\s*\(\s*(?:nullptr|0|&\w+\s*\))|"
                        r"gettimeofday|timespec_get|CLOCK_(?:REALTIME|TAI)\w*)")
WALL_CLOCK_HOME = "base/clock.cpp"
BANNED_PYTHON = [
    (re.compile(r"\b(time\.sleep|os\.system|os\.popen)\s*\("), "banned call {0}()"),
    (re.compile(r"\b(shell\s*=\s*True)"), "banned {0}"),
]
BANNED_SHELL = [(re.compile(r"^\s*(sleep|eval)\s", re.MULTILINE), "banned {0}")]
# Spelled in two halves, so that this file passes its own check.
MARKS = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.\-/}\"*])/(?:work|root|home/\w+|Users/\w+|mnt/\w+)(?=[/\s\"'`)]|$)", re.MULTILINE)


def language(path, text):
    name = path.rsplit("/", 1)[-1]
    if name.endswith((".cpp", ".h", ".cc", ".hpp")):
        return "cpp"
    first = text.split("\n", 1)[0]
    if name.endswith(".py") or first.startswith("#!") and "python" in first:
        return "python"
    if name.endswith(".sh") or first.startswith("#!") and re.search(r"\b(ba)?sh\b", first):
        return "shell"
    if name.endswith(".cmake") or name == "CMakeLists.txt":
        return "cmake"
    return ""


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def check_file_size(path, text):
    lines = text.count("\n") + (not text.endswith("\n"))
    if language(path, text) and lines > FILE_LINES_MAX:
        yield 1, f"{lines} lines, at most {FILE_LINES_MAX}: split it"
    if len(text.encode()) > FILE_BYTES_MAX:
        yield 1, f"larger than {FILE_BYTES_MAX} bytes"


def shell_functions(text):
    """(first line, last line, name); a function ends with a brace indented as it began."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        match = re.match(r"^(\s*)(?:function\s+)?([\w-]+)\s*\(\)\s*\{\s*$", line)
        if match:
            end = next((j for j in range(i, len(lines)) if lines[j].rstrip() == match.group(1) + "}"), i)
            yield i + 1, end + 1, match.group(2)


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.end_lineno, node.name


def check_function_size(path, text):
    readers = {"cpp": cpp_text.functions, "python": python_functions, "shell": shell_functions}
    reader = readers.get(language(path, text))
    for first, last, name in reader(text) if reader else ():
        if last - first + 1 > FUNCTION_LINES_MAX:
            yield first, f"function of {last - first + 1} lines, at most {FUNCTION_LINES_MAX}: {name[:60]}"


def check_includes(path, text):
    if language(path, text) == "cpp":
        for line, mark, name in cpp_text.includes(text):
            problem = layout.include_problem(path, mark, name)
            if problem:
                yield line, problem


def check_links(path, text):
    """A room's target links no room that its sources must not include."""
    room = path.removesuffix("/CMakeLists.txt")
    if path.endswith("/CMakeLists.txt") and room in layout.MAY_INCLUDE and room != "cli":
        targets = {name.replace("/", "_"): name for name in {*layout.MAY_INCLUDE, *layout.FOLDERS}}
        for match in re.finditer(r"(?:og_library|target_link_libraries)\s*\(([^)]*)\)", text):
            for word in match.group(1).split():
                if word in targets and not layout.may_include(room, targets[word]):
                    yield line_of(text, match.start()), f"{room} must not link {word}"


def check_banned(path, text):
    kind = language(path, text)
    code = cpp_text.without_literals(text) if kind == "cpp" else text
    banned = {"cpp": BANNED_CPP, "python": BANNED_PYTHON, "shell": BANNED_SHELL}.get(kind, [])
    if path.startswith("tests/tidy/"):
        banned = [] if kind == "python" else banned  # its self-test spells the banned calls out
    if kind == "cpp" and path != WALL_CLOCK_HOME:
        banned = [*banned, (WALL_CLOCK, "{0} outside " + WALL_CLOCK_HOME + ": take a WallClock")]
    for pattern, message in banned:
        for match in pattern.finditer(code):
            yield line_of(code, match.start()), message.format(match.group(1))


def check_test_limits(path, text):
    """A test's own limit is met on a busy machine; what hangs is ended by ops/test."""
    if language(path, text) == "cmake":
        for match in re.finditer(r"^[^#\n]*\bTIMEOUT\b", text, re.MULTILINE):
            yield line_of(text, match.end()), "a test has no TIMEOUT of its own: ops/test ends what hangs"


def check_header(path, text):
    if path.endswith(".h"):
        if not text.startswith("//"):
            yield 1, "a header starts with a comment on what it is"
        if "#pragma once" not in text:
            yield 1, "a header needs #pragma once"


def check_marks(path, text):
    for match in MARKS.finditer(text):
        yield line_of(text, match.start()), f"left-over mark {match.group(1)}"


def check_machine_paths(path, text):
    for match in MACHINE_PATH.finditer(text):
        yield line_of(text, match.start()), f"path of one machine: {match.group(0)}"


def check_readme_size(path, text):
    lines = text.rstrip("\n").count("\n") + 1
    if path.endswith("/README.md") and lines > README_LINES_MAX:
        yield 1, f"{lines} lines, a folder's README has at most {README_LINES_MAX}"


def missing_readmes(paths):
    """Folders at the top of the tree and rooms that hold sources or scripts and do not introduce themselves."""
    folders = {path.split("/")[0] for path in paths if "/" in path and path.endswith((".cpp", ".py", ".sh", ".md", ".cmake"))}
    rooms = {room for room in layout.MAY_INCLUDE if any(path.startswith(room + "/") for path in paths)}
    return sorted(f for f in folders | rooms if not f.startswith(".") and f"{f}/README.md" not in paths)


FILE_CHECKS = [check_file_size, check_function_size, check_includes, check_links, check_banned, check_test_limits, check_header,
               check_marks, check_machine_paths, check_readme_size]
