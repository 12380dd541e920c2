"""The lab's journald as a test wants it: rotated, vacuumed, wiped, with other settings; and what is in its journal."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess

from harness import LAB, LIMIT, wait_for

DIRECTORIES = [pathlib.Path("/var/log/journal"), pathlib.Path("/run/log/journal")]
SETTINGS = pathlib.Path("/run/systemd/journald.conf.d/test.conf")
REMOTE = "/lib/systemd/systemd-journal-remote"


class Journald:
    def __init__(self):
        self.pid = int(os.environ["JOURNALD"])
        self.process = None

    def stop(self):
        os.kill(self.pid, signal.SIGTERM)
        if self.process:
            self.process.wait(LIMIT)
        else:
            wait_for(lambda: not pathlib.Path(f"/proc/{self.pid}").exists(), "end of journald")

    def start(self):
        """Starts it anew, and waits until it says that it is ready."""
        path = LAB / "journald.notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, open(LAB / "journald.err", "a") as errors:
            manager.bind(str(path))
            manager.settimeout(LIMIT)
            self.process = subprocess.Popen(
                ["/lib/systemd/systemd-journald"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
                env={**os.environ, "NOTIFY_SOCKET": str(path)})
            self.pid = self.process.pid
            while "READY=1" not in manager.recv(4096).decode():
                pass
        path.unlink()

    def configure(self, *lines):
        """Starts it anew with these settings, or without any as the lab did."""
        self.stop()
        SETTINGS.write_text("[Journal]\n" + "\n".join(lines) + "\n")
        self.start()

    def wipe(self):
        """Removes the whole journal; nothing can be logged meanwhile."""
        self.stop()
        for directory in DIRECTORIES:
            for below in directory.iterdir():
                shutil.rmtree(below)
        self.start()

    def rotate(self):
        subprocess.run(["journalctl", "--rotate"], check=True, capture_output=True)

    def rotate_by_signal(self):
        before = archives()
        os.kill(self.pid, signal.SIGUSR2)
        wait_for(lambda: archives() > before, "rotation")

    def vacuum(self):
        """Rotates, and removes all but what comes from now on."""
        self.rotate()
        subprocess.run(["journalctl", "--vacuum-files=1"], check=True, capture_output=True)
        assert not archives()


def archives():
    return {path for directory in DIRECTORIES for path in directory.glob("*/*@*.journal")}


def entries(*arguments):
    """Of the lab's journal, as an independent reader finds them."""
    command = ["journalctl", "-o", "json", "--all", "--no-pager", *arguments]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in lines.splitlines()]


def accepted_in_journal(since, until=float("inf")):
    """(pid, port) of each login."""
    return [(int(entry["_PID"]), int(entry["MESSAGE"].split(" port ")[1].split()[0]))
            for entry in entries("_UID=0", "SYSLOG_IDENTIFIER=sshd", "+", "_UID=0", "SYSLOG_IDENTIFIER=sshd-session")
            if entry["MESSAGE"].startswith("Accepted ") and since < int(entry["__REALTIME_TIMESTAMP"]) < until]


def wait_for_ends(count, after):
    """Until the journal tells of the end of this many sessions after a cursor."""
    end = "pam_unix(sshd:session): session closed for user "
    wait_for(lambda: sum(str(entry.get("MESSAGE")).startswith(end) for entry in entries("--after-cursor", after)) >= count,
             f"{count} ends of sessions in the journal")
