"""Real mail servers take our mail: Postfix and Exim, with what they check, rewrite and refuse."""
import os
import re
import subprocess

import pytest

from harness import Daemon, login, plain, smtp_configuration, wait_for
from relays import DOMAIN, PASSWORD, USERNAME, Exim, Postfix, defects, msmtp

ALICE = f"alice@{DOMAIN}"


@pytest.fixture(scope="module", autouse=True)
def packages():
    """Fetched here where they are not there yet, so that no test waits for that."""
    for server in (Postfix, Exim):
        subprocess.run(server.command("true"), check=True)


@pytest.fixture
def password(tmp_path):
    """The file of the password."""
    path = tmp_path / "password"
    path.touch(0o600)
    path.write_text(f"{PASSWORD}\n")
    return path


@pytest.fixture
def account(password, certificates):
    """What `mail:` needs to be let in by a server with certificates."""
    return f"  ca_file: {certificates}/ca.pem\n  username: {USERNAME}\n  password_file: {password}\n"


@pytest.fixture
def alerting(tmp_path):
    """Starts a daemon that mails to a server."""
    made = []

    def start(server, *recipients, more=""):
        made.append(Daemon(tmp_path, smtp_configuration(server, *(recipients or [ALICE]), more=more)))
        return made[-1].start()

    yield start
    for daemon in made:
        daemon.kill()


def check(mail, user="alice"):
    """It is the alert of a login, and nothing is wrong with it."""
    assert plain(mail.message["Subject"]) == f"{user} logged in to {os.uname().nodename} from 127.0.0.1"
    for part in mail.message.iter_parts():
        assert user in part.get_content() and "publickey" in part.get_content()
    assert not defects(mail.raw)


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_postfix_takes_an_alert_over_starttls_and_auth(mechanism, certificates, account, alerting):
    with Postfix(certificates, mechanism) as postfix:
        daemon = alerting(postfix, more=account)
        login()
        [mail] = postfix.wait_for_mails(1)
        wait_for(lambda: daemon.count("outbox", "state = 'sent'") == 1, "sent mail")
        check(mail)
        assert mail.protocol == "ESMTPSA"
        postfix.wait_for_word(f"sasl_method={mechanism}, sasl_username={USERNAME}")


def test_postfix_on_loopback_takes_mail_for_a_local_name(alerting):
    with Postfix() as postfix:
        alerting(postfix, "alice")
        login()
        [mail] = postfix.wait_for_mails(1)
        check(mail)
        assert mail.protocol == "ESMTP" and mail.message["Delivered-To"] == ALICE


def test_a_wrong_password_burns_no_mail_and_the_right_one_sends_it(certificates, account, password, alerting):
    password.write_text("wr0ng\n")
    with Postfix(certificates) as postfix:
        daemon = alerting(postfix, more=account)
        login(2)
        wait_for(lambda: daemon.count("outbox", "state = 'due' AND attempts = 0") == 2, "two queued mails")
        wait_for(lambda: daemon.said("535"), "word of the failure")
        assert not postfix.mailbox()
        assert daemon.stop() == 0
        assert daemon.said("535") == 1 and daemon.said("wr0ng") == 0
        assert daemon.count("outbox", "state = 'due' AND attempts = 0") == 2
        password.write_text(f"{PASSWORD}\n")
        daemon.start()
        daemon.run("queue", "retry")
        for mail in postfix.wait_for_mails(2):
            check(mail)


def test_postfix_refuses_one_recipient_and_the_other_gets_his_mail(alerting):
    with Postfix() as postfix:
        daemon = alerting(postfix, f"nobody-of-that-name@{DOMAIN}", ALICE)
        login()
        check(*postfix.wait_for_mails(1))
        wait_for(lambda: daemon.count("outbox", "state <> 'due'") == 2, "two settled mails")
        [failed, sent] = daemon.query("SELECT state, last_reply FROM outbox ORDER BY id")
        assert failed[0] == "failed" and re.match("550 5.1.1 .*User unknown in local recipient table", failed[1])
        assert sent[0] == "sent" and sent[1].startswith("250 2.0.0 Ok: queued as ")


def test_what_happens_while_postfix_is_away_arrives_once_and_in_order(alerting):
    with Postfix() as postfix:
        daemon = alerting(postfix)
        login()
        postfix.wait_for_mails(1)
        postfix.stop()
        login(4)
        wait_for(lambda: daemon.count("outbox", "state = 'due' AND last_reply IS NOT NULL"), "a failed try")
        daemon.wait_for_logins(5)
        postfix.start()
        daemon.run("queue", "retry")
        postfix.wait_for_mails(5)
        assert daemon.stop() == 0
        arrived = [mail.message["Message-ID"].strip("<>") for mail in postfix.mailbox()]
        assert arrived == [row[0] for row in daemon.query("SELECT message_id FROM outbox ORDER BY login_id")]


def test_dots_long_lines_and_any_script_arrive_byte_for_byte(tmp_path, alerting):
    """The server puts the mail off at its end, so that its bytes can be read from the database before it takes them."""
    lines = [".", "..", "." * 3000, ".of {{user}}", "x" * 3000, "Zoë Ångström, Дмитрий, 東京", " \t.", "."]
    (tmp_path / "own").mkdir()
    (tmp_path / "own/login.txt").write_text("\n".join(["{{% CONTENT_TYPE:TEXT}}", *lines, ""]))
    with Postfix(smtpd_end_of_data_restrictions="defer") as postfix:
        daemon = alerting(postfix, more=f"  templates: {tmp_path}/own\n")
        login()
        wait_for(lambda: daemon.count("outbox", "attempts = 1"), "a mail that is put off")
        [(sent,)] = daemon.query("SELECT bytes FROM frozen_message")
        postfix.stop()
        postfix.set()
        postfix.start()
        daemon.run("queue", "retry")
        [mail] = postfix.wait_for_mails(1)
        assert re.search(rb"\r\n\.", sent)
        as_kept = sent.replace(b"\r\n", b"\n")
        assert mail.raw.endswith(as_kept)
        added = mail.raw.removesuffix(as_kept)
        assert set(re.findall(rb"^[^\s:]+", added, re.M)) == {b"Return-Path", b"X-Original-To", b"Delivered-To", b"Received"}
        assert not defects(mail.raw)
        text = mail.message.get_body(("plain",)).get_content()
        assert text.splitlines() == [line.replace("{{user}}", "alice") for line in lines]


def test_exim_takes_an_alert_over_starttls_and_auth(certificates, account, alerting):
    with Exim(certificates) as exim:
        alerting(exim, more=account)
        login()
        [mail] = exim.wait_for_mails(1)
        check(mail)
        assert mail.protocol == "ESMTPSA"


def test_exim_on_loopback_takes_an_alert(alerting):
    with Exim() as exim:
        alerting(exim)
        login()
        [mail] = exim.wait_for_mails(1)
        check(mail)
        assert mail.protocol == "ESMTP"


@pytest.mark.parametrize("make, mechanisms", [(Postfix, ["plain", "login", "cram-md5"]), (Exim, ["plain", "cram-md5"])])
def test_msmtp_finds_the_servers_as_the_other_tests_want_them(make, mechanisms, certificates):
    tls = ["--tls=on", f"--tls-trust-file={certificates}/ca.pem"]
    with make(certificates) as server:
        for mechanism in mechanisms:
            auth = [f"--auth={mechanism}", f"--user={USERNAME}"]
            assert msmtp(server, *tls, *auth, f"--passwordeval=echo {PASSWORD}") == os.EX_OK
            assert msmtp(server, *tls, *auth, "--passwordeval=echo wr0ng") == os.EX_NOPERM
        assert msmtp(server, *tls) != os.EX_OK and msmtp(server) != os.EX_OK
        for mail in server.wait_for_mails(len(mechanisms)):
            assert mail.message["Subject"] == "a check" and mail.protocol == "ESMTPSA"
