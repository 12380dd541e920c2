"""The queue as a person sees and changes it, beside a daemon that runs."""
import email
import email.policy
import json
import signal
import sqlite3
import stat

import pytest

from harness import Daemon, MailServer, login, smtp_configuration, wait_for


@pytest.fixture
def away(daemon, mail_server):
    """A daemon with a mail that waits, since the server is away for a long time."""
    mail_server.stop()
    daemon.config.write_text(daemon.config.read_text() + "  retry_after: [1h]\n")
    daemon.start()
    login()
    wait_for(lambda: daemon.query("SELECT * FROM relay_hold") if daemon.count("outbox") else [], "a held server")
    return daemon


def test_the_queue_tells_what_waits_why_and_until_when(away):
    listing = away.run("queue")
    assert listing.returncode == 0
    lines = listing.stdout.splitlines()
    assert "admin@test" in lines[1] and lines[1].split()[:3] == ["1", "due", "0"]
    assert "alice logged in to" in lines[2] and "Could" in lines[3]
    assert "mails waiting: 1, given up: 0" in lines and "is tried again at" in lines[-1]
    [entry] = [json.loads(line) for line in away.run("queue", "list", "--format", "json").stdout.splitlines()]
    assert (entry["id"], entry["state"], entry["recipient"]) == (1, "due", "admin@test")


def test_a_mail_of_the_queue_can_be_looked_at(away):
    shown = away.run("queue", "show", "1")
    message = email.message_from_string(shown.stdout, policy=email.policy.default)
    assert message["To"] == "admin@test" or "admin@test" in message["To"]
    assert not message.defects and "alice" in message.get_body(("plain",)).get_content()
    assert away.count("frozen_message") == 0
    missing = away.run("queue", "show", "7")
    assert missing.returncode == 1 and "there is no mail 7" in missing.stderr


def test_retry_makes_the_daemon_send_at_once_whatever_was_held(away, mail_server):
    mail_server.start()
    told = away.run("queue", "retry")
    assert told.returncode == 0 and told.stdout == "mails due: 1; tried now\n"
    mail_server.wait_for_mails(1)
    wait_for(lambda: away.run("queue").stdout.startswith("no mail waits"), "an empty queue")
    assert away.count("relay_hold") == 0


def test_a_hold_survives_a_restart_and_ends_with_a_reload(away, mail_server):
    mail_server.start()
    away.stop()
    away.start()
    held = away.query("SELECT until_at FROM relay_hold")
    login()
    wait_for(lambda: away.count("outbox") == 2, "the second mail")
    assert away.query("SELECT until_at FROM relay_hold") == held and not mail_server.mails()
    away.process.send_signal(signal.SIGHUP)
    mail_server.wait_for_mails(2)


def test_a_mail_that_is_dropped_is_not_sent(away, mail_server):
    assert away.run("queue", "drop", "1").stdout == "mail 1 is dropped\n"
    assert away.run("queue", "drop", "1").returncode == 1
    mail_server.start()
    login()
    away.run("queue", "retry", "--all")
    mail_server.wait_for_mails(1)
    wait_for(lambda: away.count("outbox", "state = 'sent'") == 1, "the other mail")
    assert away.query("SELECT state FROM outbox ORDER BY id") == [("dropped",), ("sent",)]


def test_a_mail_that_was_given_up_can_be_sent_again(daemon, mail_server, tmp_path):
    daemon.config.write_text(f"database: {daemon.database}\n" + smtp_configuration(mail_server, "reply-550-rcpt@test"))
    daemon.start()
    login()
    wait_for(lambda: daemon.count("outbox", "state = 'failed'"), "a failed mail")
    assert "given up: 1" in daemon.run("queue").stdout
    assert daemon.run("queue", "retry").stdout.startswith("mails due: 0")
    assert daemon.run("queue", "retry", "1").stdout == "mails due: 1; tried now\n"
    wait_for(lambda: daemon.said("failed and is kept") == 2, "the second refusal")


def test_without_a_daemon_a_command_says_that_nobody_tries_now(away):
    away.stop()
    assert "does not answer" in away.run("queue", "retry").stdout


def test_the_control_socket_is_for_nobody_else(away):
    socket = away.database.parent / "ssh-alertd.db.control"
    assert stat.S_ISSOCK(socket.stat().st_mode) and stat.S_IMODE(socket.stat().st_mode) == 0o600
    away.stop()
    assert not socket.exists()


def test_a_lock_that_a_person_holds_is_waited_out(daemon, mail_server):
    daemon.start()
    daemon.stop()
    person = sqlite3.connect(daemon.database, isolation_level=None)
    person.execute("BEGIN IMMEDIATE")
    daemon.start(wait=False)
    login()
    wait_for(lambda: daemon.said("locked"), "words about the lock")
    assert daemon.process.poll() is None
    person.execute("ROLLBACK")
    mail_server.wait_for_mails(1)
    assert daemon.stop() == 0


def test_the_next_server_of_the_list_takes_the_mail_at_once(daemon, mail_server, tmp_path):
    away = MailServer(tmp_path / "none")
    (tmp_path / "none").mkdir()
    away.start()
    away.stop()
    daemon.config.write_text(daemon.config.read_text().replace(
        f"smtp://127.0.0.1:{mail_server.port}", f"[smtp://127.0.0.1:{away.port}, smtp://127.0.0.1:{mail_server.port}]"))
    daemon.start()
    login(2)
    mail_server.wait_for_mails(2)
    daemon.stop()
    assert daemon.query("SELECT server, attempts FROM relay_hold") == [(f"smtp://127.0.0.1:{away.port}", 1)]
    assert daemon.said("cannot deliver mail") == 1


def test_a_reload_takes_over_what_is_good_and_refuses_the_rest(daemon, mail_server):
    daemon.start()
    good = daemon.config.read_text()
    daemon.config.write_text(good + "  nonsense: 1\n")
    daemon.process.send_signal(signal.SIGHUP)
    wait_for(lambda: daemon.said("configuration refused, the old one goes on") == 1, "a refusal")
    assert daemon.said("unknown key 'mail.nonsense'") == 1
    daemon.config.write_text(good.replace(str(daemon.database), str(daemon.database) + ".other"))
    daemon.process.send_signal(signal.SIGHUP)
    wait_for(lambda: daemon.said("a change of 'database' needs a restart") == 1, "a second refusal")
    login()
    mail_server.wait_for_mails(1)
    daemon.config.write_text(good.replace("admin@test", "other@test"))
    daemon.process.send_signal(signal.SIGHUP)
    wait_for(lambda: daemon.said("configuration read again") == 1, "a reload")
    login()
    assert [mail["to"] for mail in mail_server.wait_for_mails(2)] == [["admin@test"], ["other@test"]]
    assert daemon.stop() == 0
