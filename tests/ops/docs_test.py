"""What the docs say can be followed: links lead somewhere, commands, options, metrics, alerts and files exist.

usage: docs_test.py BINARY
"""
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = ""
PAGES = sorted(p for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("ops/**/*.md")]
               if "build" not in p.parts)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
#: Shells of the docs: fenced blocks and code spans.
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)


def text_of(page):
    return page.read_text(encoding="utf-8")


def anchors_of(page):
    found = set()
    for heading in re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.add(plain)
    return found


def code_of(page):
    return [fenced or span for fenced, span in CODE.findall(text_of(page))]


class DocsTest(unittest.TestCase):
    def test_links_lead_somewhere(self):
        for page in PAGES:
            for link in LINK.findall(re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL)):
                if link.startswith(("http://", "https://", "mailto:")):
                    continue
                path, _, anchor = link.partition("#")
                target = (page.parent / path).resolve() if path else page
                self.assertTrue(target.exists(), f"{page.relative_to(ROOT)}: {link}")
                if anchor:
                    self.assertIn(anchor, anchors_of(target), f"{page.relative_to(ROOT)}: {link}")

    def test_every_page_is_reached_from_the_index_of_its_folder(self):
        index = text_of(ROOT / "docs" / "README.md")
        for page in (ROOT / "docs").glob("*"):
            if page.name != "README.md":
                self.assertIn(page.name, index, "docs/README.md does not name it")

    def test_commands_and_options_exist(self):
        helps = {}

        def help_of(*words):
            if words not in helps:
                done = subprocess.run([BINARY, *words, "--help"], capture_output=True, text=True, check=False)
                helps[words] = done.stdout if done.returncode == 0 else ""
            return helps[words]

        for page in PAGES:
            for code in code_of(page):
                for line in code.replace("\\\n", " ").splitlines():
                    match = re.match(r"(?:\$ )?(?:[\w./]*/)?ordergate ([a-z][\w-]*)(.*)", line.strip())
                    if not match or re.match(r"ordergate(\.service|_)", line.strip()):
                        continue
                    where = f"{page.relative_to(ROOT)}: {line.strip()}"
                    self.assertTrue(help_of(match.group(1)), where)
                    rest = match.group(2).split("#")[0]
                    text = help_of(match.group(1))
                    first = re.match(r" ([a-z][a-z-]*)\b", rest)
                    if first and re.search(rf"^  {first.group(1)}\s", text, re.MULTILINE):
                        text += help_of(match.group(1), first.group(1))
                    for option in re.findall(r" (--[a-z][\w-]*)", rest):
                        self.assertIn(option, text, where)

    def test_metrics_and_alerts_that_are_named_exist(self):
        known = set(re.findall(r"`(\w+)`", text_of(ROOT / "docs" / "METRICS.md")))
        alerts = set(re.findall(r"alert: (\w+)", (ROOT / "ops/prometheus/alerts.yml").read_text()))
        for page in PAGES:
            if page.name == "CHANGELOG.md":
                continue
            text = text_of(page)
            for name in re.findall(r"\bordergate_[a-z_]+(?:_total|_seconds|_messages|_bytes|_up|_halted|_info|_stale)\b", text):
                self.assertIn(name, known, page.relative_to(ROOT))
            for name in re.findall(r"\bOrdergate[A-Z]\w+\b", text):
                self.assertIn(name, alerts, page.relative_to(ROOT))

    def test_settings_that_are_named_exist(self):
        known = text_of(ROOT / "docs" / "SETTINGS.md")
        tables = "|".join(re.findall(r"^## \[(\w+)\]$", known, re.MULTILINE))
        self.assertIn("matching", tables)
        for page in PAGES:
            for table, key in re.findall(rf"`({tables})\.([a-z_]+)`", text_of(page)):
                if key in ("md", "yml", "py", "csv"):
                    continue
                self.assertRegex(known, rf"## \[{table}\][^#]*`{key}`", f"{page.relative_to(ROOT)}: {table}.{key}")

    def test_files_that_are_named_exist(self):
        for page in PAGES:
            for code in code_of(page):
                for path in re.findall(r"(?<![\w/.])((?:ops|tests|docs|examples|bench|base|tables|order|matchers|lists|rules|screening|config|daemon|cli|cmake)/[\w./-]*\w)", code):
                    places = (ROOT / path, page.parent / path)
                    self.assertTrue(any(p.exists() or list(p.parent.glob(p.name + "*")) for p in places),
                                    f"{page.relative_to(ROOT)}: {path}")


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
