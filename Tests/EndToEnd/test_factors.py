"""With which factors, and under which name."""
import json
import os
import pathlib
import subprocess

import pytest

from harness import LAB, LIMIT, plain, wait_for
from sshd import CLIENT, PASSWORD_ONLY, add_user, with_password


def fingerprint():
    return subprocess.check_output(["ssh-keygen", "-lf", LAB / "key.pub"], text=True).split()[1]


def test_two_factors_are_one_login_that_knows_both(daemon, mail_server, sshd):
    server = sshd("AuthenticationMethods publickey,password")
    daemon.start()
    assert with_password("correct horse", *server.options())
    [mail] = mail_server.wait_for_mails(1)
    check_factors(daemon)
    assert "publickey,password" in mail["message"].get_body(("plain",)).get_content()


def test_a_factor_is_remembered_when_the_daemon_is_killed_before_the_next_one(daemon, mail_server, sshd, tmp_path):
    server = sshd("AuthenticationMethods publickey,password")
    answer, ask = tmp_path / "answer", tmp_path / "ask"
    os.mkfifo(answer)
    ask.write_text(f"#!/bin/sh\ncat '{answer}'\n")
    ask.chmod(0o755)
    daemon.start()
    client = subprocess.Popen([*CLIENT, *server.options(), "web", "true"], stdin=subprocess.DEVNULL,
                              env={**os.environ, "SSH_ASKPASS": str(ask), "SSH_ASKPASS_REQUIRE": "force"})
    wait_for(lambda: daemon.count("pending_factor"), "first factor")
    daemon.kill()
    answer.write_text("correct horse\n")
    assert client.wait(LIMIT) == 0
    daemon.start()
    mail_server.wait_for_mails(1)
    check_factors(daemon)


def check_factors(daemon):
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    [(user, method, earlier)] = daemon.query("SELECT user, method, earlier_factors FROM login")
    [factor] = json.loads(earlier)
    assert (user, method, factor["method"]) == ("alice", "password", "publickey")
    assert fingerprint() in json.dumps(factor).replace("\\/", "/")
    assert daemon.count("pending_factor") == 0


@pytest.mark.parametrize("pam", ["yes", "no"])
@pytest.mark.parametrize("name", ["CORP\\jane doe", "jörg", "a\\143 b", "max@corp.example"])
def test_accounts_have_the_names_that_they_have(name, pam, daemon, mail_server, sshd):
    if f"{name}:" not in pathlib.Path("/etc/passwd").read_text():
        add_user(name, uid=3000 + len(name))
    server = sshd(f"UsePAM {pam}")
    daemon.start()
    assert with_password("secret", *server.options(*PASSWORD_ONLY, "-l", name))
    [mail] = mail_server.wait_for_mails(1)
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    assert daemon.query("SELECT user, closed_by FROM login") == [(name, "disconnect")]
    assert plain(mail["message"]["Subject"]).startswith(f"{name} logged in to ")
