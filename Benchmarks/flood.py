"""What a flood costs: 100,000 logins caught up with, and a storm of 1 million failed attempts with 10,000 logins in it.

Both are journals in the machine's format, read by `ssh-alertd run --since` from their beginning, with mail kept in a Maildir.
Time is from the start of the process until the last login is in the database; memory is RssAnon, which leaves out the journal's
mapped files. Run by `make bench`, inside Tests/Lab/server.
"""
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

import export

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = ROOT / ".build/release/ssh-alertd"
START = 1_795_564_800  # 2026-11-25 00:00 UTC
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


def entries(logins, failures, span):
    """Logins, and failures from as many sources under as many names, evenly spread over so many seconds."""
    a_login = failures // logins
    step = span * 1_000_000 // (logins * (len(LOGIN) + a_login))
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


def count(database, where="1"):
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    try:
        return connection.execute(f"SELECT count(*) FROM login WHERE {where}").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def size(database):
    return sum(path.stat().st_size for path in database.parent.glob(database.name + "*"))


def measure(name, logins, failures, directory, sends=True):
    journal, state = directory / "journal", directory / "state"
    export.write(journal, entries(logins, failures, 6 * 3600))
    state.mkdir()
    database, configuration = state / "ssh-alertd.db", directory / "ssh-alertd.yaml"
    configuration.write_text(f"database: {database}\njournal:\n  directory: {journal}\n")
    start = time.monotonic()
    daemon = subprocess.Popen([PROGRAM, "run", "--since", "2026-11-25T00:00:00Z", "--config", configuration],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, first, done = 0, None, None
    while done is None or (sends and (count(database, "decision IS NULL") or outbox(database))):
        memory = anonymous(daemon.pid)
        first = first or memory
        peak = max(peak, memory)
        recorded = count(database) if database.exists() else 0
        if done is None and recorded == logins and is_read(database):
            done = time.monotonic() - start
        assert time.monotonic() - start < 900, f"{recorded} of {logins} logins"
        time.sleep(0.05)
    calm = anonymous(daemon.pid)
    daemon.terminate()
    daemon.wait()
    recorded = count(database)
    print(f"{name}: {recorded:,} of {logins:,} logins in {done:.1f} s ({logins / done:,.0f}/s), with {failures:,} failures; "
          f"anonymous memory at most {peak / 1e6:.1f} MB, {calm / 1e6:.1f} MB after it; "
          f"database {size(database) / 1e6:.1f} MB" + (" with all mail sent" if sends else ""))
    assert recorded == logins


def outbox(database):
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    try:
        return connection.execute("SELECT count(*) FROM outbox WHERE state = 'due'").fetchone()[0]
    finally:
        connection.close()


def is_read(database):
    """True once the position is that of the journal's last entry."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    try:
        (at,) = connection.execute("SELECT at FROM journal_position").fetchone()
        return at > (START + 6 * 3600 - 60) * 1_000_000
    finally:
        connection.close()


def main():
    os.environ["STATE_DIRECTORY"] = "/nonexistent"
    for name, logins, failures, sends in (("catch-up", 100_000, 0, False), ("storm", 10_000, 1_000_000, True)):
        if len(sys.argv) > 1 and name not in sys.argv[1:]:
            continue
        with tempfile.TemporaryDirectory() as directory:
            measure(name, logins, failures, pathlib.Path(directory), sends)


if __name__ == "__main__":
    main()
