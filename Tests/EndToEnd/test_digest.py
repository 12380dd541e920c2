"""Floods and outages: a few mails in place of a thousand, no login left out, and the one that is new not buried."""
import re
import sqlite3

import pytest

from harness import Daemon, smtp_configuration, wait_for
from recorded import accepted, write

LIMITED = "  hourly_limit: 5\n"


def of_alice(number, monotonic, address="192.0.2.1"):
    entry = accepted(number, monotonic=monotonic)
    return {**entry, "MESSAGE": f"Accepted password for alice from {address} port {1000 + number} ssh2"}


@pytest.fixture
def flooded(tmp_path, mail_server):
    """A daemon that finds a journal with logins of alice."""
    made = []

    def make(count, more, monotonic=lambda number: 1_000_000 + number * 1000, change=lambda number, entry: entry):
        journal = tmp_path / "journal"
        journal.mkdir()
        entries = (change(number, of_alice(number, monotonic(number))) for number in range(count))
        write(journal / "system.journal", entries)
        made.append(Daemon(tmp_path, f"journal:\n  directory: {journal}\n" + smtp_configuration(mail_server, more=more)))
        return made[-1]

    yield make
    for daemon in made:
        daemon.kill()


def digests(mails):
    return [mail for mail in mails if re.match(r"\d+ logins to", mail["message"]["Subject"])]


def told(daemon):
    """How often each login is told of, in a mail of its own or in a digest."""
    return daemon.query("SELECT count(*) FROM login_mail WHERE state = 'sent' GROUP BY login_id")


def test_a_thousand_logins_are_one_digest_of_a_thousand_lines(flooded, mail_server):
    daemon = flooded(1000, "  late_after: never\n")
    daemon.start("--since", "2023-01-01")
    daemon.wait_for_logins(1000)
    wait_for(lambda: digests(mail_server.mails()), "a digest")
    wait_for(lambda: daemon.count("outbox", "state = 'due'") == 0, "an empty queue")
    daemon.stop()
    mails = mail_server.mails()
    assert len(digests(mails)) == 1 and len(mails) <= 31
    [digest] = digests(mails)
    assert digest["message"]["Subject"].startswith("1000 logins to")
    text, html = (part.get_content() for part in digest["message"].iter_parts())
    assert len(re.findall(r"^.*\d\d:\d\d:\d\d.*alice", text, re.M)) >= 1000 and html.count("<tr>") >= 1000
    assert told(daemon) == [(1,)] * 1000
    assert daemon.count("login", "decision = 'digest'") == 970


def test_in_a_flood_a_login_from_elsewhere_has_a_mail_of_its_own(flooded, mail_server):
    def intruder(number, entry):
        return of_alice(150, entry["__MONOTONIC_TIMESTAMP"], "198.51.100.66") if number == 150 else entry

    daemon = flooded(200, LIMITED + "  late_after: never\n", change=intruder)
    daemon.start("--since", "2023-01-01")
    wait_for(lambda: digests(mail_server.mails()), "a digest")
    daemon.stop()
    own = [mail["message"]["Subject"] for mail in mail_server.mails() if mail not in digests(mail_server.mails())]
    assert sum("198.51.100.66" in subject for subject in own) == 1


def test_after_an_outage_old_logins_come_in_one_digest_in_the_order_of_time(flooded, mail_server):
    daemon = flooded(12, "  hourly_limit: none\n  late_after: 1h\n", monotonic=lambda number: 1_000_000 + number * 60_000_000)
    daemon.start("--since", "2023-01-01")
    mails = mail_server.wait_for_mails(1)
    wait_for(lambda: daemon.count("outbox", "state = 'due'") == 0, "an empty queue")
    daemon.stop()
    assert [mail["message"]["Subject"].split(" to ")[0] for mail in digests(mails)] == ["12 logins"] and len(mail_server.mails()) == 1
    assert told(daemon) == [(1,)] * 12


@pytest.mark.parametrize("moment", ["while it is open", "while it is sent", "after it was sent"])
def test_a_kill_at_each_step_of_a_digest_loses_and_doubles_nothing(flooded, mail_server, moment):
    daemon = flooded(40, LIMITED + "  late_after: never\n  retry_after: [1s]\n")
    if moment == "while it is sent":
        daemon.config.write_text(daemon.config.read_text().replace("admin@test", "drop-data@test"))
    daemon.start("--since", "2023-01-01")
    open_digest = "login_id IS NULL AND gap_id IS NULL"
    condition = {"while it is open": f"{open_digest} AND composed_at IS NULL", "while it is sent": f"{open_digest} AND attempts > 0",
                 "after it was sent": f"{open_digest} AND state = 'sent'"}[moment]
    daemon.wait_for_logins(40)
    wait_for(lambda: daemon.count("login", "decision IS NULL") == 0 and daemon.count("outbox", condition), moment)
    [(due, digest)] = daemon.query(f"SELECT due_at, id FROM outbox WHERE {open_digest}")
    daemon.kill()
    if moment == "while it is open":
        assert daemon.query("SELECT due_at FROM outbox WHERE id = ?", digest) == [(due,)]
    if moment == "while it is sent":
        [(frozen,)] = daemon.query("SELECT bytes FROM frozen_message WHERE outbox_id = ?", digest)
        connection = sqlite3.connect(daemon.database)
        with connection:
            connection.execute("UPDATE outbox SET recipient = 'admin@test'")
        connection.close()
    daemon.start()
    wait_for(lambda: daemon.count("outbox", "state = 'due'") == 0, "an empty queue")
    daemon.stop()
    assert told(daemon) == [(1,)] * 40
    found = digests(mail_server.mails())
    assert len(found) == 1
    if moment == "while it is sent":
        assert found[0]["data"].encode().replace(b"\r\n", b"\n") == frozen.replace(b"\r\n", b"\n")


def test_a_digest_whose_time_a_clock_that_was_set_back_left_in_the_future_is_sent(flooded, mail_server):
    daemon = flooded(40, LIMITED + "  late_after: never\n")
    daemon.start("--since", "2023-01-01")
    wait_for(lambda: daemon.count("outbox", "login_id IS NULL"), "an open digest")
    daemon.kill()
    connection = sqlite3.connect(daemon.database)
    with connection:
        connection.execute("UPDATE outbox SET due_at = due_at + 86400000000 WHERE state = 'due'")
    connection.close()
    daemon.start()
    wait_for(lambda: digests(mail_server.mails()), "the digest")
    daemon.stop()
    assert told(daemon) == [(1,)] * 40
