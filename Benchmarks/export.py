"""Makes a journal out of entries in the journal export format (systemd.io/JOURNAL_EXPORT_FORMATS)."""
import subprocess

REMOTE = "/lib/systemd/systemd-journal-remote"


def write(directory, entries):
    """Makes the journal's files in a directory, which systemd-journal-remote rotates as journald does."""
    directory.mkdir(parents=True, exist_ok=True)
    remote = subprocess.Popen([REMOTE, f"--output={directory}/system.journal", "-"],
                              stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with remote.stdin as pipe:
        pipe.writelines(entries)
    assert remote.wait() == 0
