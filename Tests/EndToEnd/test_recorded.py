"""Journals in a directory: of a clock that was set back, and damaged. Each test ends with a new entry, so that a daemon that has
given up fails it."""
import os
import pathlib
import subprocess
import time

import pytest

from harness import PROGRAM, Daemon, smtp_configuration, wait_for
from recorded import MINUTE, START, accepted, damage, objects, write


@pytest.fixture
def journal(tmp_path):
    directory = tmp_path / "journal"
    directory.mkdir()
    return directory


@pytest.fixture
def daemon(tmp_path, journal, mail_server):
    """One that follows the directory."""
    daemon = Daemon(tmp_path, f"journal:\n  directory: {journal}\n" + smtp_configuration(mail_server))
    yield daemon
    daemon.kill()


def users(daemon):
    return [user for (user,) in daemon.query("SELECT user FROM login ORDER BY id")]


def names(numbers):
    return [f"user{number}" for number in numbers]


def log_one_more(journal, daemon, number=999):
    """A login of now, in a file of its own, as after a rotation."""
    write(journal / "newer.journal", [accepted(number, at=int(time.time() * 1e6), monotonic=9999 * MINUTE)])
    wait_for(lambda: daemon.count("login", f"user = 'user{number}'"), "new login")


def unrelated(number):
    """An entry of another program."""
    entry = accepted(number)
    del entry["_EXE"]
    return {**entry, "SYSLOG_IDENTIFIER": "cron", "_COMM": "cron", "MESSAGE": f"job {number}"}


def written(journal):
    """Every second one of 400 entries is a login."""
    path = journal / "system.journal"
    write(path, [accepted(number) if number % 2 == 0 else unrelated(number) for number in range(400)])
    return path


def test_a_clock_that_was_set_back_hides_and_repeats_no_login(journal, daemon):
    write(journal / "system.journal", [
        accepted(number, at=START + (number if number < 10 else number - 60) * MINUTE) for number in range(20)])
    daemon.start("--since", "2023-01-01")
    daemon.wait_for_logins(20)
    log_one_more(journal, daemon)
    assert daemon.stop() == 0
    daemon.start()
    log_one_more(journal, daemon, number=1000)
    assert daemon.stop() == 0
    assert users(daemon) == names([*range(20), 999, 1000]) and daemon.gaps() == []


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def check_gap(daemon, mail_server, lost):
    """What could not be read is told once, and nothing else is lost."""
    wait_for(lambda: daemon.count("outbox", "state = 'sent' AND gap_id IS NOT NULL") == 1, "mail about the gap")
    assert cpu_seconds(daemon.process.pid) < 10
    assert daemon.stop() == 0
    assert {reason for reason, _ in daemon.gaps()} == {"unreadable"}
    assert sum("missed" in mail["message"]["Subject"] for mail in mail_server.mails()) == 1
    assert daemon.said("cannot record logins") <= 1
    assert users(daemon) == names([number for number in range(0, 400, 2) if number not in lost] + [999])


def test_a_login_whose_message_is_damaged_is_told_of(journal, daemon, mail_server):
    path = written(journal)
    damage(path, path.read_bytes().index(b"MESSAGE=Accepted password for user20 ") - 64, size=8)
    daemon.start("--since", "2023-01-01")
    log_one_more(journal, daemon)
    check_gap(daemon, mail_server, lost={20})


def test_a_damaged_entry_hides_no_other_one(journal, daemon, mail_server):
    """libsystemd reads no further there with a match, and does not say so."""
    path = written(journal)
    places = objects(path, 3)
    for number in (30, 32, 211):
        damage(path, places[number])
    daemon.start("--since", "2023-01-01")
    daemon.wait_for_logins(198)
    log_one_more(journal, daemon)
    check_gap(daemon, mail_server, lost={30, 32})
    assert daemon.gaps() == [("unreadable", 3)]


def test_after_a_damaged_region_it_goes_on(journal, daemon, mail_server):
    path = written(journal)
    damage(path, objects(path, 3)[100], size=20_000)
    daemon.start("--since", "2023-01-01")
    wait_for(lambda: daemon.count("gap"), "gap")
    log_one_more(journal, daemon)
    found = {int(user[4:]) for user in users(daemon)}
    assert set(range(0, 100, 2)) < found
    check_gap(daemon, mail_server, lost=set(range(100, 400)) - found)


def test_a_replay_begins_where_it_is_told_to(journal):
    write(journal / "system.journal", [accepted(number) for number in range(20)])
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime((START + 11 * MINUTE) / 1e6))
    command = [PROGRAM, "replay", "--directory", journal, "--format", "text"]
    every, later = (subprocess.check_output([*command, *since], text=True).splitlines()
                    for since in ([], ["--since", moment]))
    assert len(every) == 20 and every[10:] == later


def test_a_replay_says_where_a_file_is_damaged(journal):
    path = written(journal)
    damage(path, objects(path, 3)[100])
    done = subprocess.run([PROGRAM, "replay", "--directory", journal], capture_output=True, text=True)
    assert done.returncode == 1 and len(done.stdout.splitlines()) == 50 and "Bad message" in done.stderr
