"""The command as a person and the service manager meet it."""
import contextlib
import csv
import io
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess

import pytest

from harness import LAB, LIMIT, PROGRAM, Daemon, MailServer, login, smtp_configuration, wait_for


def test_it_tells_the_service_manager_what_it_does(tmp_path):
    path = tmp_path / "notify"
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(path))
    manager.settimeout(LIMIT)
    daemon = Daemon(tmp_path)
    daemon.environment = lambda: {**os.environ, "STATE_DIRECTORY": str(tmp_path / "state"), "NOTIFY_SOCKET": str(path),
                                  "WATCHDOG_USEC": "200000"}
    told = []

    def hear_until(what):
        while not told or what not in told[-1]:
            told.append(manager.recv(4096).decode())

    try:
        daemon.start()
        hear_until("READY=1")
        assert daemon.count("journal_position") == 1
        assert any(line.startswith("STATUS=mail is kept in") and "nobody is notified" in line for line in told)
        for _ in range(3):
            hear_until("WATCHDOG=1")
            told.append("")
        login()
        hear_until("logins: 1,")
        daemon.process.send_signal(signal.SIGTERM)
        hear_until("STOPPING=1")
        assert daemon.stop() == 0
    finally:
        daemon.kill()
        manager.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly(number, daemon):
    daemon.start()
    assert daemon.stop(number) == 0
    assert daemon.output.read_text().endswith("stopped\n")


def test_a_wrong_configuration_starts_nothing(daemon):
    daemon.config.write_text("mail:\n  to: [you@example.org]\n  sever: smtp://mail.example.org\n")
    done = daemon.run("run")
    assert done.returncode == 78 and not daemon.database.parent.exists()
    assert done.stderr.startswith(f"{daemon.config}:3: unknown key 'mail.sever'; known here: ")


def test_a_record_of_a_newer_version_is_refused_for_good(daemon):
    daemon.start()
    daemon.stop()
    with contextlib.closing(sqlite3.connect(daemon.database)) as database:
        known = database.execute("PRAGMA user_version").fetchone()[0]
        database.execute("PRAGMA user_version = 99")
    done = daemon.run("run")
    assert done.returncode == 78
    assert f"has version 99, made by a newer ssh-alertd; this one knows versions up to {known}" in done.stderr
    assert "hint: install that newer ssh-alertd again" in done.stderr


def test_a_journal_that_cannot_be_read_stops_the_start_with_the_remedy(daemon):
    program = LAB / "ssh-alertd"
    shutil.copy(PROGRAM, program)
    for command in ("run", "check"):
        done = subprocess.run(
            ["setpriv", "--reuid", "alice", "--regid", "alice", "--clear-groups", program, command], capture_output=True,
            text=True, env={"STATE_DIRECTORY": str(LAB / "home/alice/state")}, timeout=LIMIT)
        assert done.returncode == 1
        assert "system.journal': Permission denied" in done.stdout + done.stderr
        assert "hint: add the user that runs ssh-alertd to group 'systemd-journal'" in done.stdout + done.stderr


def test_check_says_of_each_thing_what_is_right_or_what_to_do(tmp_path, certificates):
    server = MailServer(tmp_path, "--cert", certificates / "server.pem", "--key", certificates / "server.key",
                        "--login", "alerts:s3cret").start()
    password = tmp_path / "password"
    password.write_text("wrong\n")
    password.chmod(0o600)
    more = f"  ca_file: {certificates}/ca.pem\n  username: alerts\n  password_file: {password}\n"
    daemon = Daemon(tmp_path, smtp_configuration(server, more=more))
    try:
        wrong = daemon.run("check")
        assert wrong.returncode == 1 and "FAIL  mail: " in wrong.stdout and "hint: " in wrong.stdout
        assert "wrong" not in wrong.stdout + wrong.stderr
        password.write_text("s3cret\n")
        right = daemon.run("check")
        assert right.returncode == 0, right.stdout
        assert [line[:4] for line in right.stdout.splitlines()] == ["ok  "] * 9
        assert f"ok    secret: of alerts: password from {password}\n" in right.stdout
        assert server.mails() == [] and not daemon.database.exists()
        password.chmod(0o644)
        open_to_all = daemon.run("check")
        assert open_to_all.returncode == 1 and "others can read this password file" in open_to_all.stdout
        assert daemon.run("run").returncode == 78 and not daemon.database.exists()
    finally:
        server.stop()


def test_a_ca_file_counts_instead_of_the_systems_cas(tmp_path, certificates):
    """Debian's libcurl has a directory of CAs built in. The lab's /etc is its own."""
    name = subprocess.check_output(["openssl", "x509", "-hash", "-noout", "-in", certificates / "ca.pem"], text=True)
    system = pathlib.Path("/etc/ssl/certs") / f"{name.strip()}.0"
    shutil.copy(certificates / "ca.pem", system)
    other = tmp_path / "other.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other", "-out", other,
                    "-keyout", tmp_path / "other.key"], check=True, capture_output=True)
    server = MailServer(tmp_path, "--cert", certificates / "server.pem", "--key", certificates / "server.key").start()
    try:
        starttls = "  starttls: required\n"
        assert Daemon(tmp_path, smtp_configuration(server, more=starttls)).run("check").returncode == 0
        pinned = Daemon(tmp_path, smtp_configuration(server, more=f"{starttls}  ca_file: {other}\n"))
        assert pinned.run("check").returncode == 1
    finally:
        server.stop()
        system.unlink()


def test_a_configuration_that_may_not_be_read_is_not_taken_for_none(tmp_path):
    """The daemon's user must not run on the defaults, and notify nobody, because a directory has the wrong mode."""
    program, directory = LAB / "ssh-alertd", pathlib.Path("/etc/ssh-alertd")
    shutil.copy(PROGRAM, program)
    directory.mkdir(mode=0o700)
    try:
        (directory / "ssh-alertd.yaml").write_text("mail:\n  to: [you@example.org]\n")
        done = subprocess.run(
            ["setpriv", "--reuid", "alice", "--regid", "alice", "--clear-groups", program, "run"], capture_output=True,
            text=True, env={"STATE_DIRECTORY": str(LAB / "home/alice/state")}, timeout=LIMIT)
        assert done.returncode == 78 and "Permission denied" in done.stderr
    finally:
        shutil.rmtree(directory)


def test_a_log_that_cannot_be_written_stops_nothing(daemon, mail_server):
    """A full log disk, or a reader that is gone, must neither end the daemon nor send a mail twice."""
    daemon.start()
    daemon.stop()
    with open("/dev/full", "w") as full:
        daemon.process = subprocess.Popen(
            [PROGRAM, "run", "--config", str(daemon.config)], stdout=full, stderr=full, env=daemon.environment())
        login(2)
        mail_server.wait_for_mails(2)
        wait_for(lambda: daemon.count("outbox", "state = 'sent'") == 2, "sent mails")
        assert daemon.stop() == 0
    assert len(mail_server.mails()) == 2


def test_a_second_daemon_does_not_start_on_the_same_database(daemon):
    daemon.start()
    second = daemon.run("run")
    assert second.returncode == 1 and "another ssh-alertd works on database" in second.stderr
    daemon.kill()
    assert daemon.start().stop() == 0


def test_an_export_onto_a_full_disk_fails(daemon):
    daemon.start()
    daemon.stop()
    with open("/dev/full", "w") as full:
        done = subprocess.run([PROGRAM, "history", "--config", daemon.config], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1 and b"No space left" in done.stderr


def test_what_is_no_journal_and_what_is_no_record_is_said(daemon, tmp_path):
    empty = subprocess.run([PROGRAM, "replay", "--directory", tmp_path], capture_output=True, text=True)
    assert empty.returncode == 1 and "/*.journal': No such file" in empty.stderr
    none = daemon.run("history")
    assert none.returncode == 1 and "there is no record yet" in none.stderr


def test_history_shows_the_record_newest_first(daemon, mail_server):
    daemon.start()
    login(3)
    daemon.wait_for_logins(3, "closed_at IS NOT NULL")
    rows = daemon.query("SELECT id, port FROM login ORDER BY id DESC")
    objects = [json.loads(line) for line in daemon.run("history", "--format", "json").stdout.splitlines()]
    assert [(o["id"], o["port"]) for o in objects] == rows
    assert objects[0]["closed_by"] == "disconnect" and isinstance(objects[0]["at"], int)
    table = list(csv.DictReader(io.StringIO(daemon.run("history", "--format", "csv").stdout)))
    assert [(int(row["id"]), int(row["port"])) for row in table] == rows
    text = daemon.run("history", "--limit", "2").stdout.splitlines()
    assert len(text) == 3 and text[0].startswith("TIME") and max(map(len, text)) <= 80
    assert daemon.run("history", "--user", "bob", "--format", "json").stdout == ""
    assert len(daemon.run("history", "--since", "1h", "--user", "alice", "--address", "127.0.0.1").stdout.splitlines()) == 4
    assert len(daemon.run("history", "--until", "1h").stdout.splitlines()) == 1
