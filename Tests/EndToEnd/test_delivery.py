"""Servers that are away or say no: nothing is lost, and no mail suffers for another."""
import re
import signal
import time

from harness import login, smtp_configuration, wait_for


def test_twenty_logins_while_the_server_is_away_are_twenty_late_mails_in_order(daemon, mail_server):
    mail_server.stop()
    daemon.start()
    login(20)
    daemon.wait_for_logins(20)
    wait_for(lambda: daemon.count("outbox", "state = 'due'") == 20, "20 queued mails")
    wait_for(lambda: daemon.count("outbox", "last_reply IS NOT NULL"), "a failed try")
    newest = daemon.query("SELECT max(at) FROM login")[0][0]
    wait_for(lambda: time.time() * 1e6 - newest > 2.5e6, "the newest login to be late")
    mail_server.start()
    mails = mail_server.wait_for_mails(20, limit=40)
    daemon.stop()
    ids = [mail["message"]["Message-ID"].strip("<>") for mail in mails]
    assert ids == [row[0] for row in daemon.query("SELECT message_id FROM outbox ORDER BY login_id")]
    for mail in mails:
        text, html = (part.get_content() for part in mail["message"].iter_parts())
        assert re.search(r"late: the login was \d+ s ago", text) and "late: the login was" in html
    assert daemon.count("outbox", "state = 'sent' AND attempts = 1") == 20


def test_a_550_for_one_recipient_does_not_touch_the_others_mail(daemon, mail_server):
    daemon.config.write_text(f"database: {daemon.database}\n"
                             + smtp_configuration(mail_server, "reply-550-rcpt@test", "admin@test"))
    daemon.start()
    login(2)
    mails = mail_server.wait_for_mails(2)
    wait_for(lambda: daemon.count("outbox", "state = 'failed'") == 2, "two failed mails")
    daemon.stop()
    assert [mail["to"] for mail in mails] == [["admin@test"]] * 2
    rows = daemon.query("SELECT recipient, state, last_reply, bytes FROM outbox LEFT JOIN frozen_message ON outbox_id = id ORDER BY id")
    assert [row[:2] for row in rows] == [("reply-550-rcpt@test", "failed"), ("admin@test", "sent")] * 2
    assert all(row[2].startswith("550") for row in rows[::2])


def test_a_451_puts_off_one_mail_and_lets_the_next_pass(daemon, mail_server):
    daemon.config.write_text(f"database: {daemon.database}\n"
                             + smtp_configuration(mail_server, "reply-451-data@test", "admin@test"))
    daemon.start()
    login()
    mail_server.wait_for_mails(1)
    wait_for(lambda: daemon.count("outbox", "state = 'due' AND attempts = 1 AND id IN (SELECT outbox_id FROM frozen_message)"), "a deferred mail")
    [(due, queued, reply)] = daemon.query("SELECT due_at, queued_at, last_reply FROM outbox WHERE state = 'due'")
    daemon.stop()
    assert 11e6 < due - queued < 20e6 and reply.startswith("451")


def test_what_is_due_is_sent_before_the_daemon_ends(daemon, mail_server):
    """An intruder's first act may be `systemctl stop`."""
    daemon.start()
    daemon.process.send_signal(signal.SIGSTOP)
    login(3)
    daemon.process.send_signal(signal.SIGTERM)
    daemon.process.send_signal(signal.SIGCONT)
    assert daemon.stop() == 0
    missing = daemon.count("outbox", "state <> 'sent'")
    daemon.start()
    mail_server.wait_for_mails(3)
    daemon.stop()
    assert missing == 0 and len(mail_server.mails()) == 3
