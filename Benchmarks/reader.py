"""How fast the daemon's matches are read out of a journal of 1 million entries, 2 % of them sshd's, with the files cached.

Against a C loop that copies the same fields, python3-systemd, and `journalctl -o json`. All read the same files with the same
matches, in turns; medians are compared. Run by `make bench`, inside Tests/Lab/server.
"""
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests/EndToEnd"))
import million  # noqa: E402
from recorded import write_text  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
OURS = HERE.parent / ".build/release/reader-bench"
ROUNDS = 15


def c_loop(directory):
    program = directory / "reader"
    flags = shlex.split(subprocess.check_output(["pkg-config", "--cflags", "--libs", "libsystemd"], text=True))
    subprocess.run(["cc", "-O2", "-Wall", "-Werror", "-o", program, HERE / "reader.c", *flags], check=True)
    return program


def contenders(directory, journal):
    """The command of each."""
    matches = subprocess.check_output([OURS, journal], text=True).split()[2:]
    alternatives = " + ".join(matches).split()
    return {
        "ssh-alertd": [OURS, journal],
        "C": [c_loop(directory), journal, *matches],
        "python3-systemd": ["/usr/bin/python3", HERE / "reader_python.py", journal, *matches],
        "journalctl -o json": ["journalctl", "--directory", journal, "--output", "json", *alternatives],
    }


def count(command):
    """Entries that it reads: as it says, or a line each."""
    output = subprocess.check_output(command)
    return output.count(b"\n") if command[0] == "journalctl" else int(output.split()[0])


def measure(command):
    """Seconds of the whole command with its output thrown away, and of its own loop where it tells."""
    start = time.monotonic()
    if command[0] == "journalctl":
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        return time.monotonic() - start, None
    output = subprocess.check_output(command)
    return time.monotonic() - start, float(output.split()[1])


def compare(what, ratios, goal=""):
    print(f"{what:53} median {statistics.median(ratios):.2f}, min {min(ratios):.2f}, max {max(ratios):.2f}{goal}")


def report(entries, whole, loop):
    print(f"{entries:,} matching entries of {million.ENTRIES:,}, medians of {ROUNDS} rounds\n"
          "loop: from before the first entry to after the last, as each times itself; command: from start to exit")
    for name in whole:
        for what, seconds in (("loop", loop[name]), ("command", whole[name])):
            if None not in seconds:
                median = statistics.median(seconds)
                print(f"{name:19} {what:8} {entries / median:9,.0f} entries/s, {median * 1e3:7.1f} ms")
    ours = "ssh-alertd"
    compare("time of ssh-alertd / C, loops:", ratios(loop[ours], loop["C"]), " (goal: at most 1.3)")
    compare("time of journalctl / ssh-alertd, commands:", ratios(whole["journalctl -o json"], whole[ours]),
            " (goal: at least 3)")
    compare("time of python3-systemd / ssh-alertd, loops:", ratios(loop["python3-systemd"], loop[ours]))


def ratios(times, others):
    return [one / other for one, other in zip(times, others)]


def main():
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        journal = directory / "journal"
        journal.mkdir()
        write_text(journal / "system.journal", million.entries())
        commands = contenders(directory, journal)
        counts = {name: count(command) for name, command in commands.items()}
        assert set(counts.values()) == {million.ENTRIES // million.SSHD_EVERY}, counts
        whole, loop = {name: [] for name in commands}, {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                times = measure(command)
                whole[name].append(times[0])
                loop[name].append(times[1])
        report(counts["ssh-alertd"], whole, loop)


main()
