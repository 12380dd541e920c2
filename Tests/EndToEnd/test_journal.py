"""Where the daemon goes on reading after it was away, whatever became of the journal meanwhile."""
import sqlite3
import subprocess

import pytest

from harness import login, wait_for
from journald import entries, wait_for_ends

LOGIN = "alice logged in to HOST from 127.0.0.1"
GAP = "HOST: logins may have been missed"


def been_here(daemon, count=1):
    """It has recorded some logins, and is stopped."""
    daemon.start()
    login(count)
    daemon.wait_for_logins(count, "closed_at IS NOT NULL")
    wait_for(lambda: daemon.count("outbox", "state = 'sent'") == count, f"{count} sent mails")
    assert daemon.stop() == 0


def set_position(daemon, **values):
    connection = sqlite3.connect(daemon.database)
    with connection:
        for column, value in values.items():
            connection.execute(f"UPDATE journal_position SET {column} = ?", (value,))
    connection.close()


def settled(daemon, mail_server, logins, gaps):
    """Stops it once it has mailed all of this, and nothing more."""
    mail_server.wait_for_mails(logins + gaps)
    wait_for(lambda: daemon.count("outbox", "state = 'sent'") == logins + gaps, "sent mails")
    daemon.wait_for_logins(logins, "closed_at IS NOT NULL")
    assert daemon.stop() == 0
    assert mail_server.subjects() == {subject: count for subject, count in ((LOGIN, logins), (GAP, gaps)) if count}
    assert daemon.count("login") == logins


def test_after_a_restart_nothing_comes_twice(daemon, mail_server):
    been_here(daemon, 2)
    for _ in range(3):
        daemon.start()
        assert daemon.stop() == 0
    login()
    daemon.start()
    settled(daemon, mail_server, 3, 0)
    assert daemon.gaps() == []


@pytest.mark.parametrize("how", ["rotate", "rotate_by_signal"])
def test_a_journal_that_is_rotated_while_it_is_off_loses_nothing(how, daemon, mail_server, journald):
    been_here(daemon)
    login()
    getattr(journald, how)()
    login()
    daemon.start()
    login()
    settled(daemon, mail_server, 4, 0)
    assert daemon.gaps() == []


@pytest.mark.parametrize("how", ["rotate", "rotate_by_signal"])
def test_a_journal_that_is_rotated_while_it_follows_loses_nothing(how, daemon, mail_server, journald):
    daemon.start()
    for _ in range(3):
        login()
        getattr(journald, how)()
    login()
    settled(daemon, mail_server, 4, 0)
    assert daemon.gaps() == []


@pytest.mark.parametrize("later", ["before it is back", "when it is back"])
def test_logins_that_were_vacuumed_unread_are_a_gap_of_so_many_entries(later, daemon, mail_server, journald):
    been_here(daemon)
    cursor, at = daemon.position()
    login(3)
    wait_for_ends(3, after=cursor)
    unread = len(entries("--after-cursor", cursor))
    journald.vacuum()
    if later == "before it is back":
        login()
    daemon.start()
    if later == "when it is back":
        login()
    settled(daemon, mail_server, 2, 1)
    assert daemon.gaps() == [("vacuumed", unread)]
    [(start, end, host)] = daemon.query("SELECT from_at, to_at, hostname FROM gap")
    assert start == at and end <= daemon.query("SELECT max(at) FROM login")[0][0]
    [mail] = [mail["message"] for mail in mail_server.mails() if "missed" in mail["message"]["Subject"]]
    text = mail.get_body(("plain",)).get_content()
    assert host in text and str(unread) in text and "removed entries before ssh-alertd had read them" in text
    assert daemon.said("logins may have been missed (vacuumed)") == 1


@pytest.mark.parametrize("last", ["sshd's", "a user's"])
def test_entries_that_were_vacuumed_after_it_read_them_are_no_gap(last, daemon, mail_server, journald):
    """journald keeps a user's in a file of their own, up to version 253 with a count of its own."""
    been_here(daemon)
    if last == "a user's":
        subprocess.run(["setpriv", "--reuid", "alice", "--regid", "alice", "--clear-groups", "logger", "hello"], check=True)
    [entry] = wait_for(lambda: entries("-n1", *(["_TRANSPORT=syslog", "MESSAGE=hello"] * (last == "a user's"))), "it")
    set_position(daemon, cursor=entry["__CURSOR"], at=int(entry["__REALTIME_TIMESTAMP"]))
    journald.vacuum()
    daemon.start()
    login()
    settled(daemon, mail_server, 2, 0)
    assert daemon.gaps() == []


def test_a_malformed_position_goes_on_by_time(daemon, mail_server):
    been_here(daemon)
    login()
    set_position(daemon, cursor="s=xyz;not a cursor")
    daemon.start()
    settled(daemon, mail_server, 2, 1)
    assert daemon.gaps() == [("cursor", None)]


def test_a_position_in_another_machines_journal_goes_on_by_time(daemon, mail_server):
    been_here(daemon)
    login()
    _, at = daemon.position()
    set_position(daemon, cursor=f"s={'a' * 32};i=7;b={'b' * 32};m=1234;t={at:x};x=5")
    daemon.start()
    settled(daemon, mail_server, 2, 1)
    assert daemon.gaps() == [("replaced", None)]


def test_a_position_from_the_future_does_not_make_it_blind(daemon, mail_server, journald):
    """The clock was set back, and the journal with the saved cursor is gone."""
    journald.wipe()
    been_here(daemon)
    future = 2_500_000_000_000_000
    set_position(daemon, at=future, cursor=f"s={'0' * 31}1;i=1;b={'0' * 31}2;m=1;t={future:x};x=1")
    daemon.start()
    login()
    settled(daemon, mail_server, 2, 1)
    assert daemon.gaps() == [("cursor", None)]


@pytest.mark.parametrize("storage", ["persistent", "volatile"])
@pytest.mark.parametrize("when", ["off", "following"])
def test_a_journal_that_was_wiped_is_a_gap_and_is_followed(when, storage, daemon, mail_server, journald):
    """Each start of the machine does it to a volatile one."""
    journald.configure(f"Storage={storage}")
    journald.wipe()
    been_here(daemon)
    if when == "following":
        daemon.start()
    journald.wipe()
    login()
    if when == "off":
        daemon.start()
    login()
    settled(daemon, mail_server, 3, 1)
    assert daemon.gaps()[0][0] in ("replaced", "vacuumed")  # journald counts on since version 254
