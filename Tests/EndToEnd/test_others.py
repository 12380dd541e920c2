"""Mail about other things than logins: the end of a session, a burst of failures, a week."""
import json
import re
import signal
import sqlite3

import pytest

from harness import login, wait_for
from sshd import PASSWORD_ONLY, Session, with_password


@pytest.fixture
def asking(daemon):
    """The daemon, asked for other mail."""
    def ask(*keys):
        text = daemon.config.read_text().split("alerts:")[0]
        daemon.config.write_text(text + "alerts:\n" + "".join(f"  {key}\n" for key in keys))
        return daemon

    return ask


def of_kind(daemon, kind):
    return daemon.count("outbox", f"kind = '{kind}'")


def words(mail):
    """Both parts."""
    return [part.get_content() for part in mail["message"].iter_parts()]


def test_the_end_of_a_session_is_mailed_with_its_length_in_the_thread_of_its_login(asking, mail_server, sshd):
    server = sshd()
    daemon = asking("logout: yes").start()
    session = Session(*server.options())
    mail_server.wait_for_mails(1)
    assert daemon.query("SELECT logout_mail FROM login") == [("asked",)]
    session.leave()
    first, second = mail_server.wait_for_mails(2)
    assert re.fullmatch(r"alice logged out of \S+ after 0:00:\d\d \(127\.0\.0\.1\)", second["message"]["Subject"])
    assert second["message"]["References"] == first["message"]["References"]
    assert all("the client disconnected" in part for part in words(second))
    daemon.stop()
    assert daemon.query("SELECT logout_mail FROM login") == [("queued",)] and len(mail_server.mails()) == 2


def test_a_session_that_ends_while_the_daemon_is_down_is_told_of_once(asking, mail_server, sshd):
    server = sshd()
    daemon = asking("logout: yes").start()
    session = Session(*server.options())
    mail_server.wait_for_mails(1)
    daemon.kill()
    session.leave()
    for _ in range(2):
        daemon.start()
        mail_server.wait_for_mails(2)
        wait_for(lambda: daemon.count("outbox", "state = 'due'") == 0, "an empty queue")
        daemon.kill()
    assert len(mail_server.mails()) == 2 and of_kind(daemon, "logout") == 1


def test_a_reload_switches_it_on_and_off(asking, daemon, mail_server):
    daemon.start()
    for number, (key, mails) in enumerate([("logout: yes", 2), ("logout: no", 3), ("logout: yes", 5)]):
        asking(key)
        daemon.process.send_signal(signal.SIGHUP)
        wait_for(lambda: daemon.said("configuration read again") == number + 1, "reload")
        login()
        daemon.wait_for_logins(number + 1, "closed_at IS NOT NULL AND decision IS NOT NULL AND logout_mail IS NOT 'asked'")
        mail_server.wait_for_mails(mails)
    daemon.stop()
    assert len(mail_server.mails()) == 5 and of_kind(daemon, "logout") == 2


def test_a_burst_of_failures_is_one_mail_that_says_who_got_in_from_there(asking, mail_server, sshd):
    server = sshd()
    daemon = asking("failures: 3").start()
    login()
    mail_server.wait_for_mails(1)
    for name in ("alice", "oracle", "root"):
        assert not with_password("wrong", *server.options(*PASSWORD_ONLY, "-l", name))
    burst = mail_server.wait_for_mails(2)[1]
    subject = burst["message"]["Subject"]
    assert re.fullmatch(r"\S+: 3 failed attempts from 1 source, and a login from one of them", subject)
    text, html = words(burst)
    assert re.search(r"SOMEBODY LOGGED IN.*\n  \S+  \S+  alice  127\.0\.0\.1", text)
    assert all(name in part for name in ("alice", "oracle", "root", "127.0.0.1") for part in (text, html))
    [(topic, login_id)] = daemon.query("SELECT topic, login_id FROM outbox WHERE kind = 'failures'")
    assert json.loads(topic)["count"] == 3 and login_id is None
    for _ in range(4):
        assert not with_password("wrong", *server.options(*PASSWORD_ONLY))
    wait_for(lambda: daemon.query("SELECT sum(count) FROM failed_attempt_hour") == [(7,)], "7 failures")
    login()
    mail_server.wait_for_mails(3)
    daemon.stop()
    assert of_kind(daemon, "failures") == 1 and len(mail_server.mails()) == 3


def test_a_weekly_mail_that_was_missed_comes_at_the_next_start_once(asking, mail_server):
    daemon = asking("weekly: yes").start()
    login()
    mail_server.wait_for_mails(1)
    wait_for(lambda: daemon.count("periodic_mail"), "the first week")
    daemon.stop()
    connection = sqlite3.connect(daemon.database)
    with connection:
        connection.execute("UPDATE periodic_mail SET at = at - 8 * 86400000000")
    connection.close()
    for _ in range(2):
        daemon.start()
        mail_server.wait_for_mails(2)
        wait_for(lambda: daemon.count("outbox", "state = 'due'") == 0, "an empty queue")
        daemon.stop()
    _, week = mail_server.mails()
    assert re.fullmatch(r"\S+: still watching; 1 login, 1 with something new", week["message"]["Subject"])
    assert all("first login" in part and "Running" in part for part in words(week))


def test_the_queue_shows_each_of_them(asking, mail_server, sshd):
    server = sshd()
    daemon = asking("logout: yes", "failures: 1", "weekly: yes")
    daemon.start()
    daemon.stop()
    connection = sqlite3.connect(daemon.database)
    with connection:
        connection.execute("UPDATE periodic_mail SET at = at - 8 * 86400000000")
    connection.close()
    mail_server.stop()
    daemon.start()
    assert not with_password("wrong", *server.options(*PASSWORD_ONLY))
    login()
    wait_for(lambda: daemon.count("outbox") == 4, "4 mails")
    rows = daemon.query("SELECT id, kind, subject FROM outbox ORDER BY id")
    assert {kind for _, kind, _ in rows} == {"login", "logout", "failures", "weekly"}
    listed = daemon.run("queue").stdout
    for number, _, subject in rows:
        assert subject in listed
        shown = daemon.run("queue", "show", str(number)).stdout
        assert "Message-ID:" in shown and "multipart/alternative" in shown
    assert daemon.run("queue", "drop", str(rows[0][0])).returncode == 0
    mail_server.start()
    assert daemon.run("queue", "retry").returncode == 0
    assert len(mail_server.wait_for_mails(3)) == 3
    daemon.stop()
