"""A real booted Debian with systemd, logind, dbus and sshd, by systemd-nspawn on an overlay. Root only.

What is made once, with mmdebstrap, stays in .build/debian; what a boot changes is gone afterwards.
"""
import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile

CACHE = pathlib.Path(__file__).resolve().parents[1] / ".build/debian"
PACKAGES = ["systemd", "systemd-sysv", "dbus", "libpam-systemd", "openssh-server", "openssh-client", "libsqlite3-0"]
CURL = {"bookworm": "libcurl4", "trixie": "libcurl4t64"}
CGROUPS = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup"]
LIMIT = 60  # seconds that a boot or a shutdown may take


def base(suite):
    """The root directory that all of a suite begin with."""
    root = CACHE / suite
    if not root.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        unfinished = CACHE / f"{suite}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=minbase", "--skip=check/empty",
             "--include=" + ",".join([*PACKAGES, CURL[suite]]),
             # Each boot is a machine of its own, with a journal on the disk.
             "--customize-hook=: > $1/etc/machine-id; rm -f $1/etc/hostname; mkdir -p $1/var/log/journal",
             suite, unfinished], check=True)
        unfinished.rename(root)
    return root


@contextlib.contextmanager
def cgroup(name):
    """A control group for what is started in it: the systemd inside takes it for its own."""
    groups = [pathlib.Path(root, name) for root in CGROUPS if pathlib.Path(root, "cgroup.procs").exists()]
    for group in groups:
        group.mkdir(exist_ok=True)
    yield lambda: [(group / "cgroup.procs").write_text(str(os.getpid())) for group in groups]
    for group in groups:
        for below, _, _ in os.walk(group, topdown=False):
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


class Debian:
    """One that runs: its `root`, and commands in it or in its network only."""

    def __init__(self, root, leader):
        self.root = root
        self.leader = leader

    def command(self, *command, network_only=False):
        return ["nsenter", "-t", self.leader, "-n" if network_only else "-a", *map(str, command)]

    def run(self, *command):
        subprocess.run(self.command(*command), check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def booted(suite, shown=()):
    """A Debian from its boot to its shutdown, which sees some directories of this machine under their own names."""
    with overlay(base(suite)) as root, cgroup(f"ssh-alertd-{suite}-{os.getpid()}") as enter, \
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(str(root.parent / "notify"))
        notify.settimeout(LIMIT)
        process = subprocess.Popen(
            ["systemd-nspawn", "--quiet", "--directory", root, "--machine", suite, "--boot", "--notify-ready=yes",
             "--register=no", "--keep-unit", "--private-network", "--resolv-conf=off", "--timezone=off", "--console=pipe",
             "--kill-signal=SIGRTMIN+3", *[f"--bind-ro={path}" for path in shown]],
            env={**os.environ, "NOTIFY_SOCKET": notify.getsockname(), "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
            preexec_fn=enter, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield Debian(root, wait_until_ready(notify))
        finally:
            process.terminate()
            process.wait(LIMIT)


def wait_until_ready(notify):
    """The pid of its first process, once that says that all is up (sd_notify(3), systemd-nspawn(1))."""
    leader = None
    while True:
        said = dict(line.partition("=")[::2] for line in notify.recv(4096).decode().splitlines())
        leader = said.get("X_NSPAWN_LEADER_PID", leader)
        if said.get("READY") == "1":
            return leader
