"""How long after sshd's Accepted entry the server has the mail, in a booted Debian with systemd, logind and dbus.

100 real logins one after the other, with the bus and without one, each from the entry's own time to the server's 250. Run by
`make bench-container`: it builds Debian once (mmdebstrap) and boots it with systemd-nspawn. Root only.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("LAB", str(ROOT / ".build/container"))
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))
from harness import MailServer, wait_for  # noqa: E402

PROGRAM = (ROOT / ".build/release/ssh-alertd").resolve()
CONTAINER = ROOT / "Tests/Lab/container"
LOGINS = 100


def libraries():
    """The directories of Swift's runtime, which the container does not have."""
    found = subprocess.check_output(["ldd", PROGRAM], text=True).split("\n")
    return sorted({str(pathlib.Path(line.split()[2]).parent) for line in found if "swift" in line and "=>" in line})


class Container:
    """A booted Debian; commands run in it, or outside with its network only."""

    def __init__(self, suite):
        self.name = f"bench-{suite}"
        if not pathlib.Path(os.environ["LAB"], "roots", f"base-{suite}").exists():
            subprocess.run([CONTAINER, "build", suite], check=True)
        binds = " ".join(f"--bind-ro={path}" for path in [*libraries(), PROGRAM.parent])
        subprocess.run([CONTAINER, "up", self.name, suite], check=True, env={**os.environ, "NSPAWN_EXTRA": binds})
        self.leader = pathlib.Path(os.environ["LAB"], "run", self.name, "leader").read_text().strip()
        self.root = pathlib.Path(os.environ["LAB"], "run", self.name, "root")

    def command(self, *command, network_only=False):
        return ["nsenter", "-t", self.leader, "-n" if network_only else "-a", *map(str, command)]

    def run(self, *command):
        subprocess.run(self.command(*command), check=True, stdout=subprocess.DEVNULL)

    def remove(self):
        subprocess.run([CONTAINER, "rm", self.name], check=True)


class InsideServer(MailServer):
    """The mail server in the container's network."""

    def __init__(self, directory, container):
        super().__init__(directory)
        self.container = container

    def start(self):
        self.process = subprocess.Popen(
            self.container.command(ROOT / "Tests/Lab/mail-server", "--log", self.log, "--port", "0", network_only=True),
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        return self


def key_for_alice(container, directory):
    """Makes an account, and a key for it."""
    key = directory / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    script = (f"id alice || useradd -m -s /bin/bash alice; mkdir -p ~alice/.ssh; echo '{(directory / 'key.pub').read_text()}' "
              "> ~alice/.ssh/authorized_keys; chown -R alice ~alice/.ssh; chmod -R go= ~alice/.ssh; systemctl start ssh")
    container.run("sh", "-c", script)
    return container.command(
        "ssh", "-i", key, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
        "alice@127.0.0.1", "true", network_only=True)


def delays(container, directory, bus):
    """Milliseconds from each login's entry to its mail's 250."""
    login = key_for_alice(container, directory)
    server = InsideServer(directory, container).start()
    state = f"/var/tmp/{directory.name}"
    configuration = (f"database: {state}/ssh-alertd.db\nmail:\n  server: smtp://127.0.0.1:{server.port}\n"
                     "  from: a@b.test\n  to: [c@d.test]\n")
    container.run("sh", "-c", f"mkdir -p {state}; printf '%s' '{configuration}' > {state}/config.yaml")
    address = [] if bus else ["DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent"]
    log = open(directory / "daemon.log", "w")
    daemon = subprocess.Popen(container.command("env", *address, PROGRAM, "run", "--config", f"{state}/config.yaml"),
                              stdout=log, stderr=log)
    wait_for(lambda: "watching journal" in (directory / "daemon.log").read_text(), "start")
    for count in range(LOGINS):
        subprocess.run(login, check=True, stdin=subprocess.DEVNULL)
        server.wait_for_mails(count + 1)
    daemon.terminate()
    daemon.wait()
    sql = "SELECT message_id || ' ' || at FROM outbox JOIN login ON login.id = login_id"
    rows = subprocess.check_output(["sqlite3", f"{container.root}{state}/ssh-alertd.db", sql], text=True)
    at = dict(row.split() for row in rows.splitlines())
    found = [mail["at"] * 1e3 - int(at[mail["message"]["Message-ID"].strip("<>")]) / 1e3 for mail in server.mails()]
    server.stop()
    return sorted(found)


def main():
    for suite in sys.argv[1:] or ["bookworm", "trixie"]:
        container = Container(suite)
        try:
            for bus in (True, False):
                with tempfile.TemporaryDirectory() as directory:
                    found = delays(container, pathlib.Path(directory), bus)
                print(f"{suite:8} {'with the bus' if bus else 'without a bus':13} Accepted to 250, ms: median "
                      f"{statistics.median(found):6.1f}, p99 {found[int(len(found) * 0.99) - 1]:6.1f}, max {found[-1]:6.1f} "
                      f"({len(found)} logins)", flush=True)
        finally:
            container.remove()


if __name__ == "__main__":
    main()
