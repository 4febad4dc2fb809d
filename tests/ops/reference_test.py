"""The pages of docs/ that are made from the code are those that this build makes.

usage: reference_test.py BINARY [--update]. With --update it rewrites them.
"""
import pathlib
import subprocess
import sys

import matrix_page

ROOT = pathlib.Path(__file__).resolve().parents[2]
#: page -> arguments of the program
PAGES = {"docs/METRICS.md": ["reference", "metrics"], "docs/SETTINGS.md": ["reference", "settings"]}


def main() -> int:
    binary, update, bad = sys.argv[1], "--update" in sys.argv, 0
    made_pages = {page: subprocess.run([binary, *arguments], capture_output=True, check=True).stdout
                  for page, arguments in PAGES.items()}
    made_pages |= matrix_page.pages(binary)
    for page, made in made_pages.items():
        path = ROOT / page
        if update:
            path.write_bytes(made)
        elif not path.exists() or path.read_bytes() != made:
            bad += 1
            print(f"{page} is not what this build makes; run tests/ops/reference_test.py BINARY --update")
    print(f"{len(made_pages) - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
