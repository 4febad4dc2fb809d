"""The Debian package: built, looked at by lintian, installed, started, upgraded, removed, purged.

usage: package_test.py RELEASE_BUILD_DIR. Exit 77 when it was not built. Installing is done on a throwaway machine, for
which root and namespaces are needed; elsewhere that part is left out.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import machine
from machine import run

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path()
PACKAGE = pathlib.Path()
#: Lintian's tags that are known and why.
KNOWN = {
    "initial-upload-closes-no-bugs": "not uploaded to Debian",
    "maintainer-script-calls-systemctl": "no debhelper; guarded by /run/systemd/system",
}
SETTINGS = pathlib.Path("/etc/ordergate/ordergate.toml")


def build_package():
    shutil.rmtree(BUILD / "packages", ignore_errors=True)
    run("cpack", "--config", BUILD / "CPackConfig.cmake", cwd=BUILD)
    return next((BUILD / "packages").glob("ordergate_*.deb"))


class ContentTest(unittest.TestCase):
    def test_lintian_finds_nothing_new(self):
        done = run("lintian", "--tag-display-limit", "0", "--allow-root", PACKAGE, check=False)
        found = [line for line in done.stdout.splitlines() if line[:2] in ("E:", "W:")
                 and not any(f" {tag}" in line for tag in KNOWN)]
        self.assertEqual(found, [], done.stdout + done.stderr)

    def test_it_holds_what_the_docs_say(self):
        files = {line.split()[5].lstrip(".") for line in run("dpkg-deb", "-c", PACKAGE).stdout.splitlines()}
        for path in ("/usr/bin/ordergate", "/lib/systemd/system/ordergate.service", str(SETTINGS),
                     "/usr/share/man/man1/ordergate.1.gz", "/usr/share/bash-completion/completions/ordergate",
                     "/usr/share/zsh/vendor-completions/_ordergate",
                     "/usr/share/fish/vendor_completions.d/ordergate.fish",
                     "/usr/share/ordergate/prometheus/alerts.yml", "/usr/share/doc/ordergate/runbook/OrdergateDown.md",
                     "/usr/share/ordergate/grafana/dashboards/ordergate-overview.json"):
            self.assertIn(path, files)
        depends = run("dpkg-deb", "-f", PACKAGE, "Depends").stdout
        self.assertIn("librdkafka1", depends)
        self.assertEqual(run("dpkg-deb", "-f", PACKAGE, "Installed-Size").returncode, 0)


    def test_every_document_that_its_documents_link_to_is_in_it(self):
        with tempfile.TemporaryDirectory() as folder:
            run("dpkg-deb", "-x", PACKAGE, folder)
            place = pathlib.Path(folder, "usr/share/doc/ordergate")
            missing = []
            for page in place.rglob("*.md"):
                for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
                    target = link.partition("#")[0]
                    if target and "://" not in target and not (page.parent / target).exists():
                        missing.append(f"{page.relative_to(place)}: {link}")
            self.assertEqual(missing, [])
            named = re.findall(r"/usr/share/doc/ordergate/[\w./-]+\w", " ".join(
                path.read_text() for path in (pathlib.Path(folder, "lib/systemd/system/ordergate.service"),
                                              pathlib.Path(folder, "usr/share/ordergate/prometheus/rules.yml"))))
            self.assertEqual([path for path in named if not pathlib.Path(folder + path).exists()], [])


class PagesTest(unittest.TestCase):
    def page(self, name):
        return run(BUILD / "ordergate", "reference", name).stdout

    def test_completions_are_scripts_that_their_shells_can_read_and_complete_a_command(self):
        with tempfile.TemporaryDirectory() as folder:
            for shell in ("bash", "zsh", "fish"):
                path = pathlib.Path(folder, shell)
                path.write_text(self.page(shell))
                if shutil.which(shell):
                    run(shell, "-n", path)
            script = (f"source {folder}/bash; COMP_WORDS=(ordergate ru); COMP_CWORD=1; _ordergate; "
                      'echo "${COMPREPLY[@]}"; COMP_WORDS=(ordergate screen --fail); COMP_CWORD=2; _ordergate; '
                      'echo "${COMPREPLY[@]}"')
            self.assertEqual(run("bash", "-c", script).stdout.split("\n")[:2], ["rules run", "--fail-on"])

    def test_the_manual_page_is_clean_and_names_every_command(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "ordergate.1")
            path.write_text(self.page("man"))
            done = run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", path, check=False)
            self.assertEqual(done.stderr, "")
        for command in ("run", "demo", "screen", "explain", "check-config"):
            self.assertIn(f".SS {command}".replace("-", "\\-"), self.page("man"))


def why_no_machine():
    """Why no throwaway machine can be had here, or nothing. CI must have one: ORDERGATE_REQUIRE_INSTALL=1."""
    if os.environ.get("ORDERGATE_REQUIRE_INSTALL") == "1":
        return ""
    if os.geteuid() != 0:
        return "needs root"
    tried = subprocess.run(["unshare", *machine.NAMESPACES, "true"], capture_output=True, text=True, check=False)
    return f"needs namespaces: {tried.stderr.strip()}" if tried.returncode else ""


class MachineTest(unittest.TestCase):
    """On a throwaway machine with systemd as process 1."""

    def setUp(self):
        if why := why_no_machine():
            self.skipTest(why)
        self.machine = machine.Machine(ROOT)
        self.addCleanup(self.machine.stop)
        self.machine.start()
        self.run_there("dpkg", "--install", PACKAGE)

    def run_there(self, *command, check=True):
        return self.machine.run(*command, check=check)

    def there(self, path):
        return self.run_there("test", "-e", path, check=False).returncode == 0

    def property(self, name):
        return self.run_there("systemctl", "show", "--value", "--property", name, "ordergate").stdout.strip()

    def wait_for(self, name, wanted):
        """Until the unit's property is as wanted; `systemctl` itself is the clock."""
        end = time.monotonic() + machine.HANG_SECONDS
        while not wanted(got := self.property(name)):
            self.assertLess(time.monotonic(), end, f"{name} is {got}\n{self.journal()}")

    def journal(self):
        return self.run_there("journalctl", "--no-pager", "--output=cat", "--unit=ordergate").stdout

    def give_lists(self):
        self.run_there("install", "-o", "ordergate", "-g", "ordergate", "-m", "640",
                       ROOT / "lists/sample/sample_list.csv", "/var/lib/ordergate/lists/sample.csv")



class InstallTest(MachineTest):
    def test_without_lists_the_service_is_refused_and_not_tried_again(self):
        self.assertEqual(self.run_there("stat", "-c", "%a %U %G", SETTINGS).stdout, "640 root ordergate\n")
        self.assertEqual(self.run_there("stat", "-c", "%a", SETTINGS.parent).stdout, "750\n")
        self.assertEqual(self.property("ActiveState"), "inactive", "installing must not start it")
        self.assertNotEqual(self.run_there("systemctl", "start", "ordergate", check=False).returncode, 0)
        self.assertEqual((self.property("ExecMainStatus"), self.property("NRestarts")), ("3", "0"), self.journal())
        self.assertIn("lists", self.journal())

    def test_it_runs_as_its_user_reloads_and_comes_back_when_killed_or_stuck(self):
        self.give_lists()
        folder = "/etc/systemd/system/ordergate.service.d"
        self.run_there("mkdir", folder)
        self.run_there("sh", "-c", f"printf '[Service]\nWatchdogSec=3\nRestartSec=0\n' >{folder}/test.conf")
        self.run_there("systemctl", "daemon-reload")
        self.run_there("systemctl", "start", "ordergate")  # comes back when it says that it is ready
        first = self.property("MainPID")
        self.assertEqual(self.run_there("stat", "-c", "%U", f"/proc/{first}").stdout, "ordergate\n")
        self.run_there("sh", "-c", "echo broken >/var/lib/ordergate/lists/sample.csv")
        self.run_there("systemctl", "reload", "ordergate")
        self.wait_for("StatusText", lambda text: "the last reload was refused" in text)
        self.give_lists()
        self.run_there("systemctl", "reload", "ordergate")
        self.wait_for("StatusText", lambda text: "snapshot" in text and "refused" not in text)
        self.run_there("kill", "-KILL", first)
        self.wait_for("MainPID", lambda pid: pid not in ("0", first))
        self.wait_for("ActiveState", lambda state: state == "active")
        second = self.property("MainPID")
        self.run_there("kill", "-STOP", second)
        self.wait_for("NRestarts", lambda times: times == "2")
        self.wait_for("ActiveState", lambda state: state == "active")
        self.assertIn("Watchdog timeout", self.journal())
        self.run_there("systemctl", "stop", "ordergate")
        self.assertEqual((self.property("Result"), self.property("ExecMainStatus")), ("success", "0"), self.journal())

    def test_an_upgrade_keeps_settings_and_restarts_removing_stops_purging_leaves_nothing(self):
        self.give_lists()
        self.run_there("sed", "-i", 's/level = .*//; s/^format = "json"/format = "text"/', SETTINGS)
        changed = self.run_there("cat", SETTINGS).stdout
        self.run_there("systemctl", "enable", "--now", "ordergate")
        first = self.property("MainPID")
        self.run_there("sh", "-c", f"dpkg-deb -R {PACKAGE} /tmp/tree && sed -i 's/^Version: /Version: 1:/' "
                       "/tmp/tree/DEBIAN/control && dpkg-deb -b /tmp/tree /tmp/newer.deb")
        self.run_there("dpkg", "--install", "/tmp/newer.deb")
        self.assertEqual(self.run_there("cat", SETTINGS).stdout, changed, "an upgrade must keep the settings")
        self.assertEqual(self.property("ActiveState"), "active", self.journal())
        self.assertNotEqual(self.property("MainPID"), first, "the new version must run")
        self.run_there("dpkg", "--remove", "ordergate")
        self.assertNotEqual(self.run_there("pgrep", "--exact", "ordergate", check=False).returncode, 0)
        self.assertFalse(self.there("/usr/bin/ordergate"))
        self.assertEqual(self.run_there("cat", SETTINGS).stdout, changed, "removing must keep the settings")
        self.run_there("dpkg", "--purge", "ordergate")
        self.assertFalse(self.there(SETTINGS))
        self.assertFalse(self.there("/var/lib/ordergate"))


class UpgradeTest(MachineTest):
    """The script that goes to another version and back, from and to packages made of this one.

    An older program is stood in for by one that refuses the table [tracing], as older ones do, and else hands on to this one.
    """

    older = 'case "$1" in check-config|run) grep -qs "^\\[tracing\\]" "$2" "$3" && echo "unknown table [tracing]" >&2 && exit 2;; esac'
    broken = '[ "$1" != run ] || exit 3'

    def package(self, version, before=""):
        """A package of that version, whose program first does what `before` says."""
        self.run_there("sh", "-c", f"rm -rf /tmp/tree && dpkg-deb -R {PACKAGE} /tmp/tree && cd /tmp/tree && "
                       f"sed -i 's/^Version: .*/Version: {version}/' DEBIAN/control")
        if before:
            self.run_there("sh", "-c", "cd /tmp/tree && mkdir -p usr/lib/ordergate && mv usr/bin/ordergate usr/lib/ordergate/program && "
                           f"printf '%s\\n' '#!/bin/sh' '{before}' 'exec ${{0%%/bin/*}}/lib/ordergate/program \"$@\"' >usr/bin/ordergate && "
                           "chmod 755 usr/bin/ordergate")
        self.run_there("dpkg-deb", "-Znone", "-b", "/tmp/tree", f"/tmp/{version}.deb")
        return f"/tmp/{version}.deb"

    def upgrade(self, *arguments, code=0):
        done = self.run_there("/usr/share/ordergate/upgrade", *arguments, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr + self.journal())
        return done.stdout + done.stderr

    def version(self):
        return self.run_there("dpkg-query", "-W", "-f", "${Version}", "ordergate").stdout

    def start(self, version, before=""):
        self.give_lists()
        self.run_there("dpkg", "--install", self.package(version, before))
        self.run_there("systemctl", "start", "ordergate")

    def test_to_a_newer_version_and_back_with_the_settings_of_each(self):
        self.start("0.0.1", self.older)
        older_settings = self.run_there("cat", SETTINGS).stdout
        newer = self.package("0.9.0")
        self.run_there("cp", ROOT / "examples/orders.ndjson", "/tmp/orders.ndjson")
        self.upgrade("/tmp/0.0.1.deb")  # so that its package is kept
        said = self.upgrade(newer, "--orders", "/tmp/orders.ndjson")
        self.assertIn("0 of 16 verdicts differ", said)
        self.assertEqual((self.version(), self.property("ActiveState")), ("0.9.0", "active"))
        self.run_there("sh", "-c", f"printf '[tracing]\\nqueue_max = 7\\n' >>{SETTINGS}")
        self.run_there("systemctl", "restart", "ordergate")
        said = self.upgrade("--back")
        self.assertIn("[tracing]", said)
        self.assertEqual((self.version(), self.property("ActiveState")), ("0.0.1", "active"))
        self.assertEqual(self.run_there("cat", SETTINGS).stdout, older_settings)
        self.assertEqual(self.run_there("stat", "-c", "%a %U %G", SETTINGS).stdout, "640 root ordergate\n")
        self.upgrade("--back", "--settings", "/var/lib/ordergate/versions/0.9.0/ordergate.toml")
        self.assertEqual((self.version(), self.property("ActiveState")), ("0.9.0", "active"))
        self.assertIn("queue_max = 7", self.run_there("cat", SETTINGS).stdout)

    def test_settings_that_the_other_version_refuses_change_nothing(self):
        self.start("0.9.0")
        self.run_there("sh", "-c", f"printf '[tracing]\\nqueue_max = 7\\n' >>{SETTINGS}")
        pid = self.property("MainPID")
        self.assertIn("[tracing]", self.upgrade(self.package("0.0.1", self.older), code=1))
        self.assertEqual((self.version(), self.property("MainPID")), ("0.9.0", pid))

    def test_a_version_that_does_not_come_up_is_taken_back(self):
        self.start("0.0.1")
        settings = self.run_there("cat", SETTINGS).stdout
        self.upgrade("/tmp/0.0.1.deb")
        self.assertIn("0.0.1 is back", self.upgrade(self.package("0.9.0", self.broken), code=3))
        self.assertEqual((self.version(), self.property("ActiveState")), ("0.0.1", "active"))
        self.assertEqual(self.run_there("cat", SETTINGS).stdout, settings)


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    if not (BUILD / "ordergate").exists() or not (BUILD / "CPackConfig.cmake").exists():
        print(f"skipped: {BUILD} has no release build")
        sys.exit(77)
    PACKAGE = build_package()
    unittest.main()
