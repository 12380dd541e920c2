"""How long after sshd's Accepted entry the server has the mail, in a booted Debian with systemd, logind and dbus.

100 real logins one after the other, with the bus and without one, each from the entry's own time to the server's 250. Run by
`make bench-container`.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("LAB", "")  # the harness wants one; nothing here is in it
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))
sys.path.insert(0, str(ROOT / "Tests/Lab"))
sys.path.insert(0, str(ROOT / "Tests/Boot"))
from debian import booted  # noqa: E402
from harness import smtp_configuration  # noqa: E402
from machine import InsideServer  # noqa: E402

PROGRAM = (ROOT / ".build/release/ssh-alertd").resolve()
LOGINS = 100


def libraries():
    """The directories of Swift's runtime, which a Debian does not have."""
    found = subprocess.check_output(["ldd", PROGRAM], text=True).splitlines()
    return sorted({str(pathlib.Path(line.split()[2]).parent) for line in found if "swift" in line and "=>" in line})


def log_in(debian, directory):
    """Makes a key for alice; the command that logs in with it."""
    key = directory / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    public = (directory / "key.pub").read_text().strip()
    debian.run("sh", "-ec", f"""
        getent passwd alice > /dev/null || useradd --create-home --shell /bin/bash alice
        mkdir -p ~alice/.ssh
        echo '{public}' > ~alice/.ssh/authorized_keys
        chown -R alice ~alice/.ssh
        systemctl start ssh""")
    return debian.command(
        "ssh", "-i", key, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
        "alice@127.0.0.1", "true", network_only=True)


def start_daemon(debian, state, server, bus):
    """As a unit, which is up once the daemon says so."""
    configuration = f"database: {state}/ssh-alertd.db\n{smtp_configuration(server)}"
    debian.run("sh", "-ec", f"mkdir {state}; printf '%s' '{configuration}' > {state}/config.yaml")
    environment = [] if bus else ["--setenv=DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent"]
    debian.run("systemd-run", "--quiet", "--unit=ssh-alertd", "--service-type=notify", *environment,
               PROGRAM, "run", "--config", f"{state}/config.yaml")


def delays(debian, directory, bus):
    """Milliseconds from each login's entry to its mail's 250."""
    login = log_in(debian, directory)
    server = InsideServer(directory, debian).start()
    state = f"/var/lib/{directory.name}"
    start_daemon(debian, state, server, bus)
    for count in range(LOGINS):
        subprocess.run(login, check=True, stdin=subprocess.DEVNULL)
        server.wait_for_mails(count + 1)
    debian.run("systemctl", "stop", "ssh-alertd")
    server.stop()
    sql = "SELECT message_id || ' ' || at FROM outbox JOIN login ON login.id = login_id"
    rows = subprocess.check_output(["sqlite3", f"{debian.root}{state}/ssh-alertd.db", sql], text=True)
    at = dict(row.split() for row in rows.splitlines())
    return sorted(mail["at"] * 1e3 - int(at[mail["message"]["Message-ID"].strip("<>")]) / 1e3 for mail in server.mails())


def main():
    for suite in sys.argv[1:] or ["bookworm", "trixie"]:
        with booted(suite, [*libraries(), PROGRAM.parent]) as debian:
            for bus in (True, False):
                with tempfile.TemporaryDirectory() as directory:
                    found = delays(debian, pathlib.Path(directory), bus)
                print(f"{suite:8} {'with the bus' if bus else 'without a bus':13} Accepted to 250, ms: median "
                      f"{statistics.median(found):6.1f}, p99 {found[int(len(found) * 0.99) - 1]:6.1f}, max {found[-1]:6.1f} "
                      f"({len(found)} logins)", flush=True)


if __name__ == "__main__":
    main()
