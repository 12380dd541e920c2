"""The log in the journal: the daemon as a unit starts it, with standard error in journald, and what journalctl finds and explains."""
import os
import pathlib
import re
import shutil
import signal
import subprocess

import pytest
from systemd import journal

from harness import PROGRAM, ROOT, login, wait_for
from journald import entries

SOCKET = pathlib.Path("/run/systemd/journal/socket")
CATALOG = ROOT / "systemd/ssh-alertd.catalog"
EVENTS = {name: number for name, number in re.findall(
    r'case (\w+) = "([0-9a-f]{32})"', (ROOT / "Sources/Daemon/LoggedEvent.swift").read_text())}


@pytest.fixture
def unit(daemon):
    """Starts the daemon with its log in the journal: systemd.exec(5), JOURNAL_STREAM."""

    def start(*arguments):
        with journal.stream("unit") as stream:
            status = os.fstat(stream.fileno())
            daemon.process = subprocess.Popen(
                [PROGRAM, "run", "--config", str(daemon.config), *arguments], stderr=stream,
                env={**daemon.environment(), "JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"})
        return daemon

    return start


def own(daemon, *matches):
    return entries(f"_PID={daemon.process.pid}", *matches)


def said(daemon, event, count=1):
    """Waits for so many entries about an event."""
    return wait_for(lambda: (found := own(daemon, f"MESSAGE_ID={EVENTS[event]}"))[count - 1:] and found, f"entry: {event}")


@pytest.fixture
def catalog(tmp_path):
    """The database that journalctl looks into, made of ours alone."""
    directory = tmp_path / "root/usr/lib/systemd/catalog"
    directory.mkdir(parents=True)
    shutil.copy(CATALOG, directory)
    done = subprocess.run(["journalctl", "--update-catalog", f"--root={tmp_path}/root"], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr
    made = tmp_path / "root/var/lib/systemd"
    subprocess.run(["mount", "--bind", made, "/var/lib/systemd"], check=True)
    yield
    subprocess.run(["umount", "/var/lib/systemd"], check=True)


def test_a_login_can_be_found_by_its_fields_and_is_explained(unit, daemon, mail_server, catalog):
    unit()
    said(daemon, "started")
    login()
    mail_server.wait_for_mails(1)
    sent, decided = said(daemon, "mailSent")[0], said(daemon, "loginDecided")[0]
    host = os.uname().nodename
    expected = {"SSH_ALERTD_LOGIN_ID": "1", "SSH_ALERTD_HOST": host, "SSH_ALERTD_USER": "alice",
                "SSH_ALERTD_ADDRESS": "127.0.0.1", "SSH_ALERTD_METHOD": "publickey", "SSH_ALERTD_DECISION": "mail",
                "SSH_ALERTD_REASON": "every login is mailed", "PRIORITY": "6", "SYSLOG_IDENTIFIER": "ssh-alertd",
                "_COMM": "ssh-alertd", "_TRANSPORT": "journal"}
    assert {name: decided[name] for name in expected} == expected
    assert decided["SSH_ALERTD_KEY"].startswith("SHA256:") and "login" in decided["SSH_ALERTD_NEWS"].split()
    assert decided["MESSAGE"].startswith(f"alice logged in to {host} from 127.0.0.1 by publickey: mail")
    assert (sent["SSH_ALERTD_MAIL_ID"], sent["SSH_ALERTD_LOGIN_ID"]) == ("1", "1")
    assert sent["SSH_ALERTD_RECIPIENT"] == "admin@test" and sent["SSH_ALERTD_REPLY"].startswith("250")
    found = entries(f"_PID={daemon.process.pid}", "SSH_ALERTD_USER=alice", "SSH_ALERTD_ADDRESS=127.0.0.1")
    assert [entry["MESSAGE_ID"] for entry in found] == [EVENTS["loginDecided"]]
    explained = subprocess.check_output(
        ["journalctl", "--no-pager", "-x", "SSH_ALERTD_LOGIN_ID=1", f"_PID={daemon.process.pid}"], text=True)
    assert f"Subject: alice logged in to {host} from 127.0.0.1" in explained
    assert "ssh-alertd explain 1" in explained and "Documentation: man:ssh-alertd(8)" in explained
    assert "Subject: Mail to admin@test was sent" in explained
    pid = daemon.process.pid
    assert daemon.stop() == 0
    assert entries(f"_PID={pid}", f"MESSAGE_ID={EVENTS['stopped']}")


def test_journalctl_knows_each_event(catalog):
    listed = subprocess.check_output(["journalctl", "--list-catalog", "--no-pager"], text=True)
    assert {line.split()[0] for line in listed.splitlines() if line} == set(EVENTS.values())


def test_what_it_logs_is_no_event_to_it(unit, daemon, mail_server):
    """Its own entries come with the journal that it follows."""
    unit()
    said(daemon, "started")
    login(3)
    mail_server.wait_for_mails(3)
    said(daemon, "mailSent", 3)
    daemon.wait_for_logins(3, "closed_at IS NOT NULL")
    before = len(own(daemon))
    assert before < 12
    for _ in range(20):
        journal.send("noise", SYSLOG_IDENTIFIER="noise")
    login()
    said(daemon, "mailSent", 4)
    assert daemon.stop(signal.SIGTERM) == 0
    assert daemon.count("login") == 4 and daemon.count("failed_attempt") == 0


def test_its_own_entries_leave_an_idle_daemon_idle(unit, daemon, mail_server):
    unit()
    said(daemon, "started")
    login()
    said(daemon, "mailSent")
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    daemon.process.send_signal(signal.SIGHUP)
    said(daemon, "configurationRead")
    before = own(daemon)
    # The reload and its entry have been read once another login after them is told of.
    login()
    said(daemon, "mailSent", 2)
    assert [entry["MESSAGE_ID"] for entry in own(daemon)[len(before):]] == [EVENTS["loginDecided"], EVENTS["mailSent"]]


def test_a_wrong_configuration_is_refused_at_a_reload_and_at_a_start(unit, daemon, catalog):
    unit()
    said(daemon, "started")
    good = daemon.config.read_text()
    daemon.config.write_text(good + "  sever: smtp://mail.example.org\n")
    daemon.process.send_signal(signal.SIGHUP)
    refused = said(daemon, "configurationRefused")[0]
    assert refused["PRIORITY"] == "3" and "unknown key 'mail.sever'" in refused["SSH_ALERTD_REASON"]
    assert daemon.stop() == 0
    unit()
    pid = daemon.process.pid
    assert daemon.process.wait(20) == 78
    failed = wait_for(lambda: entries(f"_PID={pid}"), "entry")
    assert [entry.get("MESSAGE_ID") for entry in failed] == [EVENTS["startFailed"]]
    assert failed[0]["PRIORITY"] == "3" and f"{daemon.config}:" in failed[0]["MESSAGE"]


def test_where_journald_does_not_take_entries_they_are_lines(unit, daemon, mail_server):
    hidden = SOCKET.with_name("hidden")
    SOCKET.rename(hidden)
    try:
        unit()
        wait_for(lambda: own(daemon), "line")
        login()
        mail_server.wait_for_mails(1)
        lines = wait_for(lambda: [entry for entry in own(daemon) if "250" in entry["MESSAGE"]], "line about the mail")
        assert lines[0]["_TRANSPORT"] == "stdout" and lines[0]["PRIORITY"] == "6"
    finally:
        hidden.rename(SOCKET)
    login()
    said(daemon, "mailSent")


def test_a_mail_server_that_is_away_is_one_entry_and_one_when_it_is_back(unit, daemon, mail_server):
    port = mail_server.port
    mail_server.stop()
    daemon.config.write_text(daemon.config.read_text() + "  retry_after: [1s]\n")
    unit()
    said(daemon, "started")
    login(3)
    held = said(daemon, "serverHeld")[0]
    assert held["SSH_ALERTD_SERVER"] == f"smtp://127.0.0.1:{port}" and held["PRIORITY"] == "4"
    wait_for(lambda: daemon.count("relay_hold", "attempts >= 3"), "third try")
    mail_server.start()
    said(daemon, "mailSent", 3)
    assert len(said(daemon, "serverHeld")) == 1 and len(said(daemon, "serverAnswers")) == 1
