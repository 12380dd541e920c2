"""Times in which logins cannot be seen: journald drops sshd's messages, or sshd is told to be silent."""
import pathlib
import subprocess

import pytest

from harness import LAB, login, ssh, wait_for
from journald import entries

GAP = "HOST: logins may have been missed"
OVER = "HOST: logins can be seen again"
SSHD_CONFIG = pathlib.Path("/etc/ssh/sshd_config")


def wait_for_sent(daemon, count):
    wait_for(lambda: daemon.count("outbox", "state = 'sent' AND gap_id IS NOT NULL") == count, f"{count} gap mails")


def test_messages_that_journald_dropped_are_one_mail_in_a_flood(daemon, mail_server, sshd, journald):
    """It limits the rate of a unit, tells of it at the unit's first message after the interval, and each time again."""
    journald.configure("RateLimitIntervalSec=1s", "RateLimitBurst=1")
    server = sshd(unit=f"sshd@{LAB.name}.service")
    start = entries("-n1")[0]["__CURSOR"]

    def dropped():
        """The numbers in journald's own entries about it."""
        return [int(entry["N_DROPPED"]) for entry in entries("--after-cursor", start) if "N_DROPPED" in entry]

    def log_in_until_dropped(times):
        while len(dropped()) < times:
            assert ssh("true", options=server.options()).returncode == 0

    daemon.start()
    log_in_until_dropped(1)
    wait_for_sent(daemon, 1)
    log_in_until_dropped(3)
    wait_for(lambda: daemon.query("SELECT entries FROM gap") == [(sum(dropped()),)], "all that was dropped in one gap")
    assert daemon.stop() == 0
    assert daemon.query("SELECT reason, closed_at, announced FROM gap") == [("suppressed", None, "start")]
    assert mail_server.subjects()[GAP] == 1
    assert daemon.count("outbox", "gap_id IS NOT NULL") == 1


@pytest.fixture
def log_level():
    """Sets sshd's LogLevel where sshd looks for it; the lab's /etc is its own."""
    before = SSHD_CONFIG.read_text()
    yield lambda level: SSHD_CONFIG.write_text(f"LogLevel {level}\n{before}")
    SSHD_CONFIG.write_text(before)


def test_an_sshd_that_says_nothing_of_logins_is_told_of_until_it_does(daemon, mail_server, log_level):
    log_level("QUIET")
    daemon.start()
    wait_for_sent(daemon, 1)
    assert daemon.stop() == 0
    assert daemon.query("SELECT reason, closed_at FROM gap") == [("log_level", None)]
    assert mail_server.subjects() == {GAP: 1}
    assert "LogLevel INFO" in mail_server.mails()[0]["message"].get_body(("plain",)).get_content()
    daemon.start()
    login()
    mail_server.wait_for_mails(2)
    assert daemon.stop() == 0
    assert mail_server.subjects()[GAP] == 1 and daemon.count("gap") == 1
    log_level("INFO")
    daemon.start()
    wait_for_sent(daemon, 2)
    assert daemon.stop() == 0
    assert mail_server.subjects()[OVER] == 1
    assert daemon.count("gap", "closed_at IS NOT NULL AND announced = 'end'") == 1


@pytest.mark.parametrize("level", ["QUIET", "FATAL", "ERROR"])
def test_check_fails_where_sshd_says_nothing_of_logins(level, daemon, log_level):
    log_level(level)
    done = daemon.run("check")
    assert done.returncode == 1 and "FAIL  sshd: LogLevel" in done.stdout
