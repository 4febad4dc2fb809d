"""The Debian package: built, looked at by lintian, installed, started, upgraded, removed, purged.

usage: package_test.py RELEASE_BUILD_DIR. Exit 77 when it was not built. Installing needs root,
ORDERGATE_PACKAGE_INSTALL=1 and a machine that has no ordergate installed; elsewhere that part is left out.
"""
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path()
PACKAGE = pathlib.Path()
#: Lintian's tags that are known and why.
KNOWN = {
    "initial-upload-closes-no-bugs": "not uploaded to Debian",
    "maintainer-script-calls-systemctl": "no debhelper; guarded by /run/systemd/system",
}
SETTINGS = pathlib.Path("/etc/ordergate/ordergate.toml")


def run(*command, check=True, **more):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False, **more)
    if check and done.returncode != 0:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


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


def may_install():
    allowed = os.environ.get("ORDERGATE_PACKAGE_INSTALL") == "1"
    return allowed and os.geteuid() == 0 and not pathlib.Path("/usr/bin/ordergate").exists()


class InstallTest(unittest.TestCase):
    def setUp(self):
        if not may_install():
            self.skipTest("needs root, ORDERGATE_PACKAGE_INSTALL=1 and a machine without ordergate")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ordergate-package-"))
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.addCleanup(run, "dpkg", "--purge", "ordergate", check=False)

    def newer(self):
        """The same package as the next version."""
        tree = self.folder / "tree"
        run("dpkg-deb", "-R", PACKAGE, tree)
        control = tree / "DEBIAN" / "control"
        control.write_text(control.read_text().replace("\nVersion: ", "\nVersion: 1:", 1))
        run("dpkg-deb", "-b", tree, self.folder / "newer.deb")
        return self.folder / "newer.deb"

    def start_as_the_service_does(self):
        """Type=notify: the installed program, as its user, with its own lists, says that it is ready, then that it stops."""
        shutil.copy(ROOT / "lists/sample/sample_list.csv", "/var/lib/ordergate/lists/sample.csv")
        user = pwd.getpwnam("ordergate")
        shutil.chown("/var/lib/ordergate/lists/sample.csv", user.pw_uid, user.pw_gid)
        path = self.folder / "notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(str(path))
            path.chmod(0o777)
            told.settimeout(60)
            environment = {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "300000", "PATH": "/usr/bin:/bin"}
            process = subprocess.Popen(["/usr/bin/ordergate", "run", "--config", str(SETTINGS)], env=environment,
                                       stderr=subprocess.PIPE, user="ordergate", group="ordergate", cwd="/")
            try:
                self.assertIn(b"READY=1", told.recv(4096))
                self.assertEqual(told.recv(4096), b"WATCHDOG=1")
                process.terminate()
                while not (last := told.recv(4096)).startswith(b"STOPPING=1"):
                    self.assertEqual(last, b"WATCHDOG=1")
                self.assertEqual(process.wait(timeout=60), 0, process.stderr.read().decode())
            finally:
                process.kill()
                process.stderr.close()
                process.wait()

    def test_install_start_upgrade_remove_purge(self):
        run("dpkg", "--install", PACKAGE)
        self.assertEqual(SETTINGS.stat().st_mode & 0o777, 0o640)
        self.assertEqual(pathlib.Path("/etc/ordergate").stat().st_mode & 0o777, 0o750)
        run("ordergate", "check-config", SETTINGS)
        # No lists: it must not start.
        refused = run("ordergate", "run", "--config", SETTINGS, check=False)
        self.assertEqual(refused.returncode, 3, refused.stderr)
        changed = SETTINGS.read_text().replace('listen = "127.0.0.1:9464"', 'listen = "127.0.0.1:0"')
        SETTINGS.write_text(changed)
        self.start_as_the_service_does()
        run("dpkg", "--install", self.newer())
        self.assertEqual(SETTINGS.read_text(), changed, "an upgrade must keep the settings")
        self.start_as_the_service_does()
        run("dpkg", "--remove", "ordergate")
        self.assertFalse(pathlib.Path("/usr/bin/ordergate").exists())
        self.assertEqual(SETTINGS.read_text(), changed, "removing must keep the settings")
        run("dpkg", "--purge", "ordergate")
        self.assertFalse(SETTINGS.exists())
        self.assertFalse(pathlib.Path("/var/lib/ordergate").exists())


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    if not (BUILD / "ordergate").exists() or not (BUILD / "CPackConfig.cmake").exists():
        print(f"skipped: {BUILD} has no release build")
        sys.exit(77)
    PACKAGE = build_package()
    unittest.main()
