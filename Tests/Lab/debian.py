"""A real Debian with systemd, logind, dbus and sshd, booted by systemd-nspawn on an overlay. Root only.

What is made once, with mmdebstrap, stays in .build/debian; what a machine changes is gone afterwards. A machine may
boot again and again, on the same disk and in the same network.
"""
import contextlib
import hashlib
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile

CACHE = pathlib.Path(__file__).resolve().parents[2] / ".build/debian"
PACKAGES = ["systemd", "systemd-sysv", "dbus", "libpam-systemd", "openssh-server", "openssh-client", "ca-certificates",
            "libsqlite3-0", "libmaxminddb0", "sqlite3", "socat"]
RENAMED = {"bookworm": ["libcurl4", "libssl3"], "trixie": ["libcurl4t64", "libssl3t64"]}
CGROUPS = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup"]
LIMIT = 60  # seconds that a boot or a shutdown may take


def base(suite):
    """The root directory that all of a suite begin with."""
    packages = ",".join([*PACKAGES, *RENAMED[suite]])
    root = CACHE / f"{suite}-{hashlib.sha256(packages.encode()).hexdigest()[:8]}"
    if not root.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        unfinished = CACHE / f"{suite}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=minbase", "--skip=check/empty", f"--include={packages}",
             # Each machine is one of its own, with a journal on the disk.
             "--customize-hook=: > $1/etc/machine-id; rm -f $1/etc/hostname; mkdir -p $1/var/log/journal",
             suite, unfinished], check=True)
        unfinished.rename(root)
    return root


class ControlGroup:
    """For what is started in it: the systemd inside takes it for its own."""

    def __init__(self, name):
        self.paths = [pathlib.Path(root, name) for root in CGROUPS if pathlib.Path(root, "cgroup.procs").exists()]

    def enter(self):
        for path in self.paths:
            path.mkdir(exist_ok=True)
            (path / "cgroup.procs").write_text(str(os.getpid()))

    def remove(self):
        for path in self.paths:
            for below, _, _ in os.walk(path, topdown=False):
                os.rmdir(below)


@contextlib.contextmanager
def overlay(lower):
    """A directory with all that is in another, which takes the changes."""
    with tempfile.TemporaryDirectory() as directory:
        upper, work, root = (pathlib.Path(directory, name) for name in ("upper", "work", "root"))
        for path in (upper, work, root):
            path.mkdir()
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", f"lowerdir={lower},upperdir={upper},workdir={work}",
                        root], check=True)
        try:
            yield root
        finally:
            subprocess.run(["umount", root], check=True)


@contextlib.contextmanager
def network(path):
    """A network namespace with a loopback alone, by a file that keeps it."""
    path.touch()
    subprocess.run(["unshare", f"--net={path}", "ip", "link", "set", "lo", "up"], check=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", path], check=True)


class Debian:
    """A machine: its `root`, its boots, and commands in it or in its network only."""

    def __init__(self, suite, root, network, shown=()):
        self.suite = suite
        self.root = root
        self.network = network
        self.shown = shown
        self.process = None
        self.leader = None
        self.group = ControlGroup(f"ssh-alertd-{suite}-{os.getpid()}")

    def boot(self):
        """Returns once its first process says that all is up (sd_notify(3), systemd-nspawn(1))."""
        with tempfile.TemporaryDirectory() as directory, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(f"{directory}/notify")
            notify.settimeout(LIMIT)
            self.process = subprocess.Popen(
                ["systemd-nspawn", "--quiet", "--directory", self.root, "--machine", self.suite, "--boot",
                 "--notify-ready=yes", "--register=no", "--keep-unit", f"--network-namespace-path={self.network}",
                 # For PrivateNetwork= in units; --private-network would imply it.
                 "--capability=CAP_NET_ADMIN",
                 "--resolv-conf=off", "--timezone=off", "--console=pipe", "--kill-signal=SIGRTMIN+3",
                 *[f"--bind-ro={path}" for path in self.shown]],
                env={**os.environ, "NOTIFY_SOCKET": notify.getsockname(), "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
                preexec_fn=self.group.enter, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            self.leader = wait_until_ready(notify)

    def shut_down(self):
        """As `poweroff` does."""
        if self.process:
            self.process.terminate()
            self.ended()

    def reboot(self):
        """From the inside; systemd-nspawn ends for that, and leaves it to others to start it again."""
        self.run("systemctl", "reboot")
        self.ended()
        self.boot()

    def crash(self):
        """Its first process is killed, and all others with it."""
        os.kill(int(self.leader), 9)
        self.ended()

    def ended(self):
        self.process.wait(LIMIT)
        self.process = self.leader = None
        self.group.remove()

    def command(self, *command, network_only=False):
        where = [f"--net={self.network}"] if network_only else ["-t", self.leader, "-a"]
        return ["nsenter", *where, *map(str, command)]

    def run(self, *command):
        subprocess.run(self.command(*command), check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def machine(suite, shown=()):
    """A Debian that has not booted yet, which sees some directories of this machine under their own names."""
    with overlay(base(suite)) as root, network(root.parent / "network") as namespace:
        debian = Debian(suite, root, namespace, shown)
        try:
            yield debian
        finally:
            debian.shut_down()


@contextlib.contextmanager
def booted(suite, shown=()):
    """A Debian from its boot to its shutdown."""
    with machine(suite, shown) as debian:
        debian.boot()
        yield debian


def wait_until_ready(notify):
    """The pid of its first process."""
    leader = None
    while True:
        said = dict(line.partition("=")[::2] for line in notify.recv(4096).decode().splitlines())
        leader = said.get("X_NSPAWN_LEADER_PID", leader)
        if said.get("READY") == "1":
            return leader
