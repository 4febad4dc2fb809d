"""The pages of docs/ that are made from the code are those that this build makes.

usage: reference_test.py BINARY [--update]. With --update it rewrites them.
"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
#: page -> arguments of the program
PAGES = {"docs/METRICS.md": ["reference", "metrics"], "docs/SETTINGS.md": ["reference", "settings"]}


def main() -> int:
    binary, update, bad = sys.argv[1], "--update" in sys.argv, 0
    for page, arguments in PAGES.items():
        made = subprocess.run([binary, *arguments], capture_output=True, check=True).stdout
        path = ROOT / page
        if update:
            path.write_bytes(made)
        elif not path.exists() or path.read_bytes() != made:
            bad += 1
            print(f"{page} is not what 'ordergate {' '.join(arguments)}' prints; run tests/ops/reference_test.py "
                  "BINARY --update")
    print(f"{len(PAGES) - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
