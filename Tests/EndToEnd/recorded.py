"""Journals that are made entry by entry, in systemd's export format, by systemd-journal-remote."""
import struct
import subprocess

REMOTE = "/lib/systemd/systemd-journal-remote"
MINUTE = 60_000_000
BOOT, MACHINE = "b" * 32, "a" * 32
START = 1_700_000_000_000_000


def accepted(number, at=None, monotonic=None):
    """Login `number`: a minute after the one before it, by both clocks, from a port of that number."""
    monotonic = (number + 1) * MINUTE if monotonic is None else monotonic
    return {
        "__REALTIME_TIMESTAMP": START + monotonic if at is None else at, "__MONOTONIC_TIMESTAMP": monotonic,
        "_BOOT_ID": BOOT, "_MACHINE_ID": MACHINE, "_HOSTNAME": "web2", "_UID": 0, "_COMM": "sshd", "_EXE": "/usr/sbin/sshd",
        "SYSLOG_IDENTIFIER": "sshd", "_PID": 1000 + number,
        "MESSAGE": f"Accepted password for user{number} from 192.0.2.1 port {1000 + number} ssh2"}


def write(path, entries):
    """Makes a journal file, or adds to it."""
    write_text(path, ("".join(f"{name}={value}\n" for name, value in entry.items()) + "\n" for entry in entries))


def write_text(path, entries):
    """The same of entries as they stand in the export format. What is large is rotated as journald does it."""
    remote = subprocess.Popen([REMOTE, "--output", path, "-"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with remote.stdin as pipe:
        pipe.writelines(entries)
    assert remote.wait() == 0


def objects(path, kind):
    """The places of all objects of a kind in a journal file (JOURNAL_FILE_FORMAT.md): 1 data, 3 entry, 6 entry array."""
    data = path.read_bytes()
    (place, last) = struct.unpack_from("<Q", data, 88)[0], struct.unpack_from("<Q", data, 136)[0]
    places = []
    while place <= last:
        found, size = data[place], struct.unpack_from("<Q", data, place + 8)[0]
        if found == kind:
            places.append(place)
        place += size + 7 & ~7
    return places


def damage(path, place, size=64):
    """Overwrites a part of a file."""
    with open(path, "r+b") as file:
        file.seek(place)
        file.write(b"\xff" * size)
