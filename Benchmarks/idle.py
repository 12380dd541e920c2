"""What the daemon costs while nobody logs in: CPU time beside a silent journal, and beside 100 entries a second that are nothing
to it. Run by `make bench`, inside Tests/Lab/server; IDLE_SECONDS=600 makes each span 10 minutes.
"""
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("SSH_ALERTD", str(ROOT / ".build/release/ssh-alertd"))
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))
from harness import Daemon, login, wait_for  # noqa: E402

SPAN = int(os.environ.get("IDLE_SECONDS", 60))


def cpu(pid):
    """Seconds in user and system mode."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def written(pid):
    """Bytes that went to storage."""
    lines = pathlib.Path(f"/proc/{pid}/io").read_text().splitlines()
    return int(dict(line.split(": ") for line in lines)["write_bytes"])


def log(entries_a_second, seconds):
    """Entries of a program that is nothing to us, through journald's own socket."""
    journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    start = time.monotonic()
    for number in range(entries_a_second * seconds):
        time.sleep(max(0, start + number / entries_a_second - time.monotonic()))
        journal.sendto(f"MESSAGE=request {number}\nSYSLOG_IDENTIFIER=web\n".encode(), "/run/systemd/journal/socket")


def measure(what, pid, spend):
    before, bytes_before, start = cpu(pid), written(pid), time.monotonic()
    spend()
    seconds = time.monotonic() - start
    used = cpu(pid) - before
    print(f"{what:26} {used:5.2f} s of CPU time in {seconds:.0f} s: {used / seconds:.2%}, "
          f"{(written(pid) - bytes_before) / 1024:.0f} KiB written", flush=True)


def main():
    with tempfile.TemporaryDirectory() as directory:
        daemon = Daemon(pathlib.Path(directory)).start()
        login()
        daemon.wait_for_logins(1, "closed_at IS NOT NULL")
        wait_for(lambda: daemon.count("outbox", "state = 'sent'") == 1, "sent mail")
        measure("silent journal:", daemon.process.pid, lambda: time.sleep(SPAN))
        measure("100 entries a second:", daemon.process.pid, lambda: log(100, SPAN))
        status = pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text()
        print("anonymous memory:", next(line.split(None, 1)[1] for line in status.splitlines() if line.startswith("RssAnon")))
        daemon.stop()


main()
