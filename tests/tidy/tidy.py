#!/usr/bin/python3
"""The style, as a test: reads every file of the tree and prints what breaks a rule of docs/STYLE.md.

usage: tidy.py [ROOT]        exit 0 tidy, 1 findings
"""

import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import checks  # noqa: E402

# License texts and the like that are not ours to lay out.
FOREIGN = {"LICENSE"}
# Seeds of fuzzers are bytes, and pictures are pictures: not text.
NOT_TEXT = re.compile(r"^tests/fuzz/\w+_corpus/|^docs/pictures/[a-z-]+\.png$")


def files_of(root):
    """Paths from the root: tracked and new files of a git tree, or every file elsewhere."""
    if (root / ".git").exists():
        out = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=root, check=True,
                             stdout=subprocess.PIPE).stdout
        names = {name for name in out.decode().split("\0") if name}
        return sorted(name for name in names if (root / name).is_file())
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def findings_of(root):
    paths = files_of(root)
    for folder in checks.missing_readmes(paths):
        yield folder, 0, "folder without a README.md"
    for path in paths:
        if path in FOREIGN or NOT_TEXT.match(path):
            continue
        data = (root / path).read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            yield path, 1, "binary file (or not UTF-8)"
            continue
        for check in checks.FILE_CHECKS:
            for line, message in check(path, text):
                yield path, line, message


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent.parent).resolve()
    count = 0
    for path, line, message in findings_of(root):
        print(f"{path}:{line}: {message}")
        count += 1
    print(f"tidy: {count} findings in {len(files_of(root))} files")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
