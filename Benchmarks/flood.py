"""What a flood costs: 100,000 logins caught up with, and a storm of 1 million failed attempts with 10,000 logins in it.

Both are journals made by systemd-journal-remote, read by `ssh-alertd run --since` from their beginning, with mail kept in a Maildir.
Time is from the start of the process until the last login is in the database; memory is RssAnon, which leaves out the journal's
mapped files. Run by `make bench`, inside Tests/Lab/server.
"""
import os
import pathlib
import re
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("SSH_ALERTD", str(ROOT / ".build/release/ssh-alertd"))
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))
from harness import UNLIMITED, Daemon  # noqa: E402
from recorded import write_text  # noqa: E402

START, SPAN = 1_795_564_800, 6 * 3600  # seconds: from 2026-11-25 00:00 UTC, six hours
LIMIT = 900  # seconds
ENTRY = """\
__REALTIME_TIMESTAMP={at}
__MONOTONIC_TIMESTAMP={since_boot}
_BOOT_ID=1114a3339e4a480dbe5ce27d94f1f170
_MACHINE_ID=e238fa2a8b294fa98f8b92410b8b1f14
_HOSTNAME=web1
_UID=0
_PID={pid}
_COMM=sshd
_EXE=/usr/sbin/sshd
SYSLOG_IDENTIFIER=sshd
MESSAGE={message}

"""
LOGIN = ["Accepted publickey for alice from {address} port {port} ssh2: ED25519 SHA256:5zNfD8Jgrlqys7OLHV3w33enxIz0WwnXC9Hw/1WO6jI",
         "pam_unix(sshd:session): session opened for user alice(uid=1000) by (uid=0)",
         "pam_unix(sshd:session): session closed for user alice"]
FAILURE = "Failed password for invalid user u{number} from {address} port {port} ssh2"


def entries(logins, failures):
    """Logins, and failures from as many sources under as many names, evenly spread."""
    a_login = failures // logins
    step = SPAN * 1_000_000 // (logins * (len(LOGIN) + a_login))
    since_boot = 1_000_000
    for number in range(logins):
        messages = LOGIN + [FAILURE] * a_login
        for index, message in enumerate(messages):
            since_boot += step
            failure = number * a_login + index
            text = message.format(number=failure, port=32768 + number % 28000, address=".".join(
                str(byte) for byte in (11 + (failure >> 16) % 200, failure >> 8 & 255, failure & 255, 7)))
            pid = 1000 + (number if index < len(LOGIN) else failure) % 30000
            yield ENTRY.format(at=START * 1_000_000 + since_boot, since_boot=since_boot, pid=pid, message=text)


def anonymous(pid):
    """Bytes of anonymous memory."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"RssAnon:\s+(\d+)", text)[1]) * 1024


def is_recorded(daemon, logins):
    """True once all is, and the position is that of the journal's last entries."""
    if daemon.count("login") < logins:
        return False
    _, at = daemon.position()
    return at > (START + SPAN - 60) * 1_000_000


def is_sent(daemon):
    return not daemon.count("login", "decision IS NULL") and not daemon.count("outbox", "state = 'due'")


def measure(name, logins, failures, sends, directory):
    journal = directory / "journal"
    journal.mkdir()
    write_text(journal / "system.journal", entries(logins, failures))
    daemon = Daemon(directory, f"journal:\n  directory: {journal}\nmail:\n{UNLIMITED}")
    start = time.monotonic()
    daemon.start("--since", "2026-11-25T00:00:00Z")
    peak, seconds = 0, None
    while seconds is None or (sends and not is_sent(daemon)):
        peak = max(peak, anonymous(daemon.process.pid))
        if seconds is None and is_recorded(daemon, logins):
            seconds = time.monotonic() - start
        assert time.monotonic() - start < LIMIT, f"{daemon.count('login')} of {logins} logins"
        time.sleep(0.05)  # the period of the samples
    after = anonymous(daemon.process.pid)
    daemon.stop()
    assert daemon.count("login") == logins
    size = sum(path.stat().st_size for path in daemon.database.parent.glob(daemon.database.name + "*"))
    print(f"{name}: {logins:,} of {logins:,} logins in {seconds:.1f} s ({logins / seconds:,.0f}/s), with {failures:,} failures; "
          f"anonymous memory at most {peak / 1e6:.1f} MB, {after / 1e6:.1f} MB after it; "
          f"database {size / 1e6:.1f} MB" + (" with all mail sent" if sends else ""), flush=True)


def main():
    for flood in (("catch-up", 100_000, 0, False), ("storm", 10_000, 1_000_000, True)):
        with tempfile.TemporaryDirectory() as directory:
            measure(*flood, pathlib.Path(directory))


main()
