"""Reads C++ as text: code without comments and literals, includes, and where functions begin and end.

A heuristic, not a parser: it is meant to be right on the way this tree is written. clang-tidy
(readability-function-size) judges function length a second time, from the syntax tree.
"""

import re

_TOKEN = re.compile(
    r'R"(?P<raw>[^(\s]{0,16})\((?:.|\n)*?\)(?P=raw)"'
    r"|//(?:\\\n|[^\n])*"
    r"|/\*(?:.|\n)*?\*/"
    r'|"(?:\\(?:.|\n)|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.[^'\n]*|[^'\\\n]{1,4})'"
)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:\\\n|[^\n])*", re.MULTILINE)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
_TEMPLATE = re.compile(r"^template\s*<[^{};]*?>\s*(?=\w)")
_SCOPE = re.compile(r"^(?:typedef\s+|static\s+|inline\s+|constexpr\s+|const\s+)*(namespace|class|struct|union|enum)\b")
_LABEL = re.compile(r"^(?:(?:public|protected|private)\s*:\s*)+")


def _blank(match):
    """Spaces, but for the newlines: positions and line numbers stay."""
    return re.sub(r"[^\n]", " ", match.group(0))


def without_literals(text):
    """The code: comments, string and character literals replaced by spaces of the same size."""
    return _TOKEN.sub(_blank, text)


def includes(text):
    """(line, '<' or '"', name) of every include, comments left out."""
    code = re.sub(r"/\*(?:.|\n)*?\*/|//[^\n]*", _blank, text)
    return [(code.count("\n", 0, m.start()) + 1, m.group(1), m.group(2)) for m in _INCLUDE.finditer(code)]


def _block_kind(header):
    """What a `{` after this text opens: "scope", "code" or "values"."""
    header = _LABEL.sub("", header.strip())
    header = _TEMPLATE.sub("", header)
    if _SCOPE.match(header) or header == "extern":
        return "scope"
    return "code" if ")" in header else "values"


def functions(text):
    """(first line, last line, header) of every outermost function body; the header counts as its lines."""
    code = _DIRECTIVE.sub(_blank, without_literals(text))
    found, stack, begin = [], [], 0
    for match in re.finditer(r"[{};]", code):
        at, mark = match.start(), match.group(0)
        if mark == "{":
            stack.append((_block_kind(code[begin:at]), begin))
        elif mark == "}" and stack:
            kind, start = stack.pop()
            if code[at + 1:].lstrip()[:1] in (",", "{"):  # a member initializer, `: x_{x} {`: the body follows
                begin = start
                continue
            if kind == "code" and all(outer == "scope" for outer, _ in stack):
                header = _LABEL.sub("", code[start:].lstrip())
                first = code.count("\n", 0, len(code) - len(header)) + 1
                found.append((first, code.count("\n", 0, at) + 1, " ".join(header.split("{")[0].split())))
        begin = at + 1
    return found
