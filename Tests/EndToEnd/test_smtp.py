"""Mail servers that fail in each way there is, and the daemon beside them: nothing is lost, and nothing is sent that must not be."""
import base64
import json
import subprocess
import time

import pytest

from harness import PROGRAM, Daemon, MailServer, login, smtp_configuration, wait_for

PASSWORD = "correct horse battery"
SHORT = "  timeout: 3s\n"
SOON = "  retry_after: [1s]\n"


@pytest.fixture
def playing(tmp_path):
    """Makes a daemon and its server, which follows a script; `more` is added to the section `mail:`."""
    made = []

    def make(script, *options, more="", recipients=()):
        server = MailServer(tmp_path, "--script", json.dumps(script), *options).start()
        made.append((Daemon(tmp_path, smtp_configuration(server, *recipients, more=more)), server))
        return made[-1]

    yield make
    for daemon, server in made:
        daemon.kill()
        server.stop()


def tls(certificates, *options):
    return ("--cert", certificates / "server.pem", "--key", certificates / "server.key", *options)


def password_file(directory, text=PASSWORD):
    path = directory / "password"
    path.write_text(text + "\n")
    path.chmod(0o600)
    return f"  username: alerts\n  password_file: {path}\n"


def steps(server):
    """What the server was told, without the client's port."""
    path = server.log.with_name(server.log.name + ".steps")
    return [line.split(" ", 1)[1] for line in path.read_text().splitlines()]


def waits(daemon, reason):
    """The mail waits untouched, with the reason; it is not to blame."""
    wait_for(lambda: daemon.count("outbox", "last_reply IS NOT NULL"), "a failed try")
    [(state, attempts, reply)] = daemon.query("SELECT state, attempts, last_reply FROM outbox")
    assert (state, attempts) == ("due", 0) and reason in reply, (state, attempts, reply)
    assert daemon.count("frozen_message") == 0


@pytest.mark.parametrize("script, reason", [
    ({"connect": "554 5.7.1 go away"}, "554 5.7.1 go away"),
    ({"connect": "421 4.3.2 too busy"}, "421 4.3.2 too busy"),
    ({"connect": "drop"}, "smtp://127.0.0.1"),
    ({"EHLO": "421 4.3.2 too busy", "HELO": "421 4.3.2 too busy"}, "421 4.3.2 too busy"),
])
def test_a_server_that_does_not_take_the_call_holds_the_mail_and_does_not_burn_it(playing, script, reason):
    daemon, server = playing({step: [action, action] for step, action in script.items()})
    daemon.start()
    login()
    waits(daemon, reason)
    assert server.mails() == []


def test_a_server_that_is_ready_again_gets_what_waited(playing):
    daemon, server = playing({"connect": ["554 5.7.1 go away"]})
    daemon.start()
    login()
    waits(daemon, "554 5.7.1 go away")
    daemon.run("queue", "retry")
    server.wait_for_mails(1)
    wait_for(lambda: daemon.count("outbox", "state = 'sent'") == 1, "a sent mail")


def test_a_421_after_mail_on_a_kept_connection_costs_no_time(playing):
    daemon, server = playing({"MAIL": ["ok", "421 4.7.0 enough"]})
    daemon.start()
    for count in (1, 2):
        login()
        server.wait_for_mails(count)
    wait_for(lambda: daemon.count("outbox", "state = 'sent' AND attempts = 1") == 2, "two mails that were sent at once")
    assert steps(server).count("connect") == 2


def test_a_421_after_mail_on_a_new_connection_puts_the_mail_off(playing):
    daemon, server = playing({"MAIL": "421 4.7.0 enough"})
    daemon.start()
    login()
    wait_for(lambda: daemon.count("outbox", "state = 'due' AND attempts = 1 AND last_reply LIKE '421%'"), "a deferred mail")
    assert server.mails() == []


def test_a_250_that_is_lost_makes_a_second_mail_of_the_same_bytes(playing):
    daemon, server = playing({"message": ["lost"]}, more=SOON)
    daemon.start()
    login()
    first, second = server.wait_for_mails(2)
    wait_for(lambda: daemon.count("outbox", "state = 'sent' AND attempts = 2") == 1, "the sent mail")
    assert first["data"] == second["data"] and first["message"]["Message-ID"] == second["message"]["Message-ID"]


def test_a_server_that_offers_no_starttls_gets_neither_mail_nor_password(playing, tmp_path):
    daemon, server = playing({}, "--login", f"alerts:{PASSWORD}", more=password_file(tmp_path))
    daemon.start()
    login()
    waits(daemon, "STARTTLS not supported")
    assert server.mails() == [] and not [step for step in steps(server) if step.startswith(("AUTH", "MAIL"))]


def issue(certificates, directory, extension, days):
    """A certificate of the tests' CA."""
    subprocess.run(
        ["openssl", "x509", "-req", "-in", certificates / "server.csr", "-CA", certificates / "ca.pem", "-CAkey",
         certificates / "ca.key", "-CAcreateserial", "-days", str(days), "-out", directory / "server.pem", "-extfile", "-"],
        input=extension, text=True, check=True, capture_output=True)
    return ("--cert", directory / "server.pem", "--key", certificates / "server.key")


@pytest.mark.parametrize("names, days, reason", [
    ("DNS:other.test", 2, "matches target host name '127.0.0.1'"),
    ("IP:127.0.0.1", -1, "certificate has expired"),
])
def test_a_server_that_is_not_who_it_should_be_gets_nothing(playing, tmp_path, certificates, names, days, reason):
    options = issue(certificates, tmp_path, f"subjectAltName={names}\n", days)
    daemon, server = playing({}, *options, "--login", f"alerts:{PASSWORD}",
                             more=f"  ca_file: {certificates}/ca.pem\n" + password_file(tmp_path))
    daemon.start()
    login()
    waits(daemon, reason)
    assert daemon.said(reason) == 1
    assert server.mails() == [] and not [step for step in steps(server) if step.startswith(("AUTH", "MAIL"))]


def test_a_wrong_password_holds_all_mail_and_is_said_once_without_it(playing, tmp_path, certificates):
    daemon, server = playing({"login": "echo"}, *tls(certificates, "--login", "alerts:another"),
                             more=f"  ca_file: {certificates}/ca.pem\n" + password_file(tmp_path))
    daemon.start()
    login()
    waits(daemon, "535")
    said = daemon.output.read_text()
    assert daemon.said("535 5.7.8 you said") == 1
    assert not [secret for secret in secrets(PASSWORD) if secret in said]


@pytest.mark.parametrize("step", ["connect", "message"])
@pytest.mark.parametrize("action", ["silence", "drip"])
def test_a_server_that_does_not_answer_does_not_hold_the_queue(playing, step, action):
    daemon, server = playing({step: [action]}, more=SHORT)
    daemon.start()
    began = time.monotonic()
    login()
    wait_for(lambda: daemon.count("outbox", "last_reply LIKE '%Timeout%'"), "a try that is over")
    assert time.monotonic() - began < 8
    daemon.run("queue", "retry")
    server.wait_for_mails(1)


def test_a_reply_line_of_100_kb_is_kept_in_short(playing):
    daemon, server = playing({"message": "long"})
    daemon.start()
    login()
    wait_for(lambda: daemon.count("outbox", "state = 'sent'") == 1, "a sent mail")
    [(reply,)] = daemon.query("SELECT last_reply FROM outbox")
    assert reply.startswith("250 2.0.0 queued") and len(reply) <= 501


def test_a_server_that_never_ends_its_reply_is_left_alone(playing):
    daemon, server = playing({"MAIL": ["flood"], "EHLO": ["endless"]}, more=SOON)
    daemon.start()
    login()
    server.wait_for_mails(1, limit=60)
    peak = [line for line in open(f"/proc/{daemon.process.pid}/status") if line.startswith("VmHWM")]
    assert int(peak[0].split()[1]) < 400_000


def secrets(password):
    """It, and as AUTH sends it."""
    forms = [password, f"\0alerts\0{password}", f"user=alerts\1auth=Bearer {password}\1\1"]
    return [password] + [base64.b64encode(form.encode()).decode().rstrip("=") for form in forms]


def test_a_token_that_is_refused_is_asked_for_anew(playing, tmp_path, certificates):
    """Needs mail.token_command."""
    command = tmp_path / "token"
    command.write_text(f"#!/bin/sh\necho asked >> {tmp_path}/asked\nhead -n 1 {tmp_path}/tokens\nsed -i 1d {tmp_path}/tokens\n")
    command.chmod(0o755)
    (tmp_path / "tokens").write_text("an-old-bearer-token\na-new-bearer-token\n")
    daemon, server = playing({}, *tls(certificates, "--login", "alerts:a-new-bearer-token", "--mechanisms", "XOAUTH2"),
                             more=f"  ca_file: {certificates}/ca.pem\n  username: alerts\n  token_command: [{command}]\n")
    daemon.start()
    for count in (1, 2):
        login()
        server.wait_for_mails(count)
    wait_for(lambda: daemon.count("outbox", "state = 'sent' AND attempts = 1") == 2, "two mails that were sent at once")
    assert [mail["mechanism"] for mail in server.mails()] == ["XOAUTH2"] * 2
    assert (tmp_path / "asked").read_text() == "asked\n" * 2
    assert "bearer-token" not in daemon.output.read_text()


def test_a_mechanism_and_a_certificate_of_ours_may_be_set(playing, tmp_path, certificates):
    """Needs mail.auth, mail.client_certificate and mail.client_key."""
    subprocess.run(
        ["bash", "-euc", """
         openssl req -newkey rsa:2048 -nodes -subj '/CN=web.test' -keyout client.key -out client.csr
         openssl x509 -req -in client.csr -CA "$1/ca.pem" -CAkey "$1/ca.key" -CAcreateserial -days 2 -out client.pem
         chmod 600 client.key
         """, "bash", certificates], cwd=tmp_path, check=True, capture_output=True)
    options = tls(certificates, "--client-ca", certificates / "ca.pem", "--login", f"alerts:{PASSWORD}", "--mechanisms", "PLAIN,CRAM-MD5,LOGIN")
    daemon, server = playing({}, *options, more=f"  ca_file: {certificates}/ca.pem\n  auth: login\n" + password_file(tmp_path)
                             + f"  client_certificate: {tmp_path}/client.pem\n  client_key: {tmp_path}/client.key\n")
    daemon.start()
    login()
    [mail] = server.wait_for_mails(1)
    assert (mail["mechanism"], mail["certificate"], mail["tls"]) == ("LOGIN", "web.test", True)


def test_test_mail_shows_the_dialogue_without_secrets(playing, tmp_path, certificates):
    daemon, server = playing({}, *tls(certificates, "--login", f"alerts:{PASSWORD}"), recipients=["admin@test", "b@test"],
                             more=f"  ca_file: {certificates}/ca.pem\n" + password_file(tmp_path))
    done = daemon.run("test-mail")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[-2:] == ["admin@test: accepted: 250 2.0.0 queued", "b@test: accepted: 250 2.0.0 queued"]
    for part in ("  S: 220 mail.test test", "  C: STARTTLS", "  C: AUTH PLAIN", "  C: ***", "  C: MAIL FROM:<ssh-alertd@web.test>"):
        assert part in lines, done.stdout
    assert any(line.startswith("  *  SSL connection using TLS") for line in lines)
    assert not [secret for secret in secrets(PASSWORD) if secret in done.stdout + done.stderr]
    assert not daemon.database.exists()
    mails = server.mails()
    assert [mail["to"] for mail in mails] == [["admin@test"], ["b@test"]] and len({mail["peer"] for mail in mails}) == 1
    subject = mails[0]["message"]["Subject"]
    assert "(test) logged in to" in subject and subject.endswith("from 203.0.113.7 (Prague, CZ)") and subject in done.stdout


def test_test_mail_says_what_was_refused_and_fails(playing, tmp_path, certificates):
    daemon, server = playing({"login": "echo"}, *tls(certificates, "--login", "alerts:another"),
                             more=f"  ca_file: {certificates}/ca.pem\n" + password_file(tmp_path))
    done = daemon.run("test-mail", "--to", "you@test")
    assert done.returncode == 1 and "\nyou@test: not let in: smtp://" in done.stdout and "535 5.7.8 you said" in done.stdout
    assert not [secret for secret in secrets(PASSWORD) if secret in done.stdout + done.stderr]


def test_test_mail_sends_where_it_is_told_to(playing):
    daemon, server = playing({})
    refused = daemon.run("test-mail", "--to", "reply-550-rcpt@test", "--to", "you@test")
    assert refused.returncode == 1
    assert refused.stdout.splitlines()[-2:] == [
        "reply-550-rcpt@test: rejected: 550 as reply-550-rcpt asks", "you@test: accepted: 250 2.0.0 queued"]
    assert daemon.run("test-mail", "--to", "you@test").returncode == 0
    assert [mail["to"] for mail in server.mails()] == [["you@test"]] * 2
    wrong = daemon.run("test-mail", "--to", "you <you@test>")
    assert wrong.returncode == 64 and "'--to' must be a mail address" in wrong.stderr
    server.stop()
    away = daemon.run("test-mail")
    assert away.returncode == 1 and "admin@test: not reached: smtp://127.0.0.1:" in away.stdout


def test_test_mail_says_where_the_file_went(tmp_path):
    daemon = Daemon(tmp_path)
    done = daemon.run("test-mail")
    assert done.returncode == 0
    path = done.stdout.splitlines()[-1].split(": accepted: kept in ")[1]
    assert path.startswith(f"{tmp_path}/state/mail/new/") and "(test) logged in" in open(path).read()
