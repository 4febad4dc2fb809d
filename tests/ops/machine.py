"""A throwaway machine: this one's files under an overlay in memory, with systemd as process 1, no network, and an end.

What is installed or changed there is gone with it. Needs root, overlayfs, namespaces and a cgroup hierarchy.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

# Only ends a test that hangs: no load reaches it.
HANG_SECONDS = 400
CGROUPS = pathlib.Path("/sys/fs/cgroup")
#: Run in new namespaces by bash: $FOLDER an empty folder, $TREE what to show where it is, $NAMED how cgroups are mounted.
BOOT = r"""
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$FOLDER"
mkdir "$FOLDER/up" "$FOLDER/work" "$FOLDER/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$FOLDER/up,workdir=$FOLDER/work" "$FOLDER/root"
cd "$FOLDER/root"
mkdir -p ".$TREE" && mount --bind "$TREE" ".$TREE"
mount -t proc proc proc
mount --bind proc/sys proc/sys && mount -o remount,bind,ro proc/sys
mount -t sysfs sysfs sys
if [ "$NAMED" = 1 ]; then
  mount -t tmpfs tmpfs sys/fs/cgroup && mkdir sys/fs/cgroup/systemd
  mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
else
  mount -t cgroup2 cgroup2 sys/fs/cgroup
fi
mount -o remount,bind,ro sys
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs dev
mkdir dev/shm dev/pts
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts && ln -s pts/ptmx dev/ptmx
for node in null zero full random urandom tty; do
  mknod -m 666 "dev/$node" c $(stat -c '0x%t 0x%T' "/dev/$node")
done
mkdir run/before
pivot_root . run/before
exec env -i container=ordergate PATH=/usr/sbin:/usr/bin:/sbin:/bin bash -c 'cd / && umount -l /run/before && rmdir /run/before &&
  exec /lib/systemd/systemd --unit=basic.target systemd.legacy_systemd_cgroup_controller=1'
"""
NAMESPACES = ("--mount", "--pid", "--uts", "--ipc", "--net", "--cgroup")


def run(*command, check=True, **more):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False, **more)
    if check and done.returncode != 0:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


class Machine:
    """`tree` (absolute) is seen there under its own path. After `start`, failed or not, `stop` leaves nothing behind."""

    def __init__(self, tree):
        self.tree = tree
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ordergate-machine-"))
        named = CGROUPS / "systemd"
        self.cgroup = (named if named.is_dir() else CGROUPS) / self.folder.name
        self.process = None
        self.first = 0

    def start(self):
        self.cgroup.mkdir()
        environment = {"PATH": os.environ["PATH"], "FOLDER": str(self.folder), "TREE": str(self.tree),
                       "NAMED": str(int(self.cgroup.parent != CGROUPS))}
        enter = 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"'
        self.log = open(self.folder.with_suffix(".log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            ["bash", "-c", enter, "enter", self.cgroup, "unshare", *NAMESPACES, "--fork", "--kill-child", "bash", "-c",
             BOOT], env=environment, stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        self.wait_for_boot()

    def wait_for_boot(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        end = time.monotonic() + HANG_SECONDS
        while time.monotonic() < end and not self.ended(within=0.05):
            self.first = int((children.read_text().split() or ["0"])[0])
            if self.first and pathlib.Path(f"/proc/{self.first}/comm").read_text() == "systemd\n":
                state = self.run("systemctl", "is-system-running", "--wait", check=False).stdout.strip()
                if state in ("running", "degraded"):
                    return
        self.log.seek(0)
        raise AssertionError(f"the machine did not start: {self.log.read()}")

    def ended(self, within):
        try:
            self.process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            return False
        return True

    def run(self, *command, check=True):
        enter = ("nsenter", f"--target={self.first}", "--mount", "--pid", "--uts", "--ipc", "--net", "--cgroup",
                 "--root", "--wd")
        return run(*enter, "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", *command, check=check)

    def stop(self):
        if self.process:
            self.process.kill()  # and, by --kill-child, process 1 with all that runs there
            self.process.wait()
            self.log.close()
        self.remove_cgroups()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.with_suffix(".log").unlink(missing_ok=True)

    def remove_cgroups(self):
        """Empty ones are folders to remove from the leaves up; a process may take a moment to be gone from its own."""
        end = time.monotonic() + HANG_SECONDS
        while self.cgroup.is_dir() and time.monotonic() < end:
            for each in sorted(self.cgroup.rglob("*/"), reverse=True):
                run("rmdir", each, check=False)
            run("rmdir", self.cgroup, check=False)
