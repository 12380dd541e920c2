"""From the login to its end: how long, by what sign, on which terminal."""
import os
import pathlib
import signal
import time

import pytest

from harness import ssh, wait_for
from sshd import Relay, Session, child_of


def rows(daemon, columns):
    return daemon.query(f"SELECT {columns} FROM login ORDER BY id")


def the_monitor(daemon):
    """Its process, once the login is recorded."""
    daemon.wait_for_logins(1)
    return daemon.query("SELECT pid FROM login")[0][0]


@pytest.mark.parametrize("pam", ["yes", "no"])
def test_a_session_lasts_until_its_client_leaves(pam, daemon, sshd):
    server = sshd(f"UsePAM {pam}")
    daemon.start()
    started = time.monotonic()
    session = Session(*server.options())
    ready = time.monotonic()
    daemon.wait_for_logins(1)
    leaving = time.monotonic()
    assert session.leave() == 0
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    ended = time.monotonic()
    [(user, method, tty, earlier, closed_by, duration)] = rows(
        daemon, "user, method, tty, earlier_factors, closed_by, duration_us")
    assert (user, method, tty, earlier, closed_by) == ("alice", "publickey", None, None, "disconnect")
    assert leaving - ready < duration / 1e6 < ended - started


@pytest.mark.parametrize("level", ["INFO", "VERBOSE"])
def test_a_session_whose_client_is_killed_ends_by_pams_word(level, daemon, sshd):
    server = sshd(f"LogLevel {level}")
    daemon.start()
    session = Session(*server.options())
    daemon.wait_for_logins(1)
    session.kill()
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    assert rows(daemon, "closed_by") == [("pam",)]


def test_a_session_whose_client_is_gone_from_the_network_ends_by_pams_word(daemon, sshd):
    server = sshd("ClientAliveInterval 1", "ClientAliveCountMax 1")
    daemon.start()
    session = Session(*server.options())
    session.client.send_signal(signal.SIGSTOP)
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    session.kill()
    assert rows(daemon, "closed_by") == [("pam",)]


def test_a_session_whose_child_is_killed_ends_by_pams_word(daemon, sshd):
    server = sshd()
    daemon.start()
    session = Session(*server.options())
    os.kill(child_of(the_monitor(daemon)), signal.SIGKILL)
    session.leave()
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    assert rows(daemon, "closed_by") == [("pam",)]


@pytest.mark.parametrize("pam", ["yes", "no"])
def test_a_session_that_ends_without_a_word_is_lost_when_its_pid_comes_again(pam, daemon, sshd):
    """With pam the monitor says it, unless it is killed. Without, nobody tells of a client that is killed."""
    server = sshd(f"UsePAM {pam}")
    daemon.start()
    session = Session(*server.options())
    monitor = the_monitor(daemon)
    child = child_of(monitor)
    if pam == "yes":
        os.kill(monitor, signal.SIGKILL)
    session.kill()
    wait_for(lambda: not any(pathlib.Path(f"/proc/{pid}").exists() for pid in (child, monitor)), "end of its processes")
    assert daemon.count("login", "closed_at IS NULL") == 1
    with Relay(server.port) as relay:
        pathlib.Path("/proc/sys/kernel/ns_last_pid").write_text(str(monitor - 1))
        relay.connect()
        assert ssh("true", options=["-p", str(relay.port)]).returncode == 0
    daemon.wait_for_logins(2, "closed_at IS NOT NULL")
    assert rows(daemon, "pid, closed_by") == [(monitor, "lost"), (monitor, "disconnect")]


def test_a_terminal_is_known_where_sshd_is_verbose(daemon, sshd):
    server = sshd()
    daemon.start()
    session = Session(*server.options("-tt"))
    wait_for(lambda: daemon.count("login", "tty IS NOT NULL"), "terminal")
    session.leave(b"\x04")
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    [(tty, closed_by)] = rows(daemon, "tty, closed_by")
    assert tty.startswith("pts/") and tty[4:].isdigit() and closed_by == "disconnect"
