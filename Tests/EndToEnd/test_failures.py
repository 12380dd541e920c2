"""Who was not let in is counted, by source and name, and the next login tells of it."""
import json
import subprocess

import pytest

from harness import ssh
from sshd import PASSWORD_ONLY, with_password


def attempts(daemon):
    """The rows, by name."""
    columns = "user, source, count, kinds"
    return {user: (source, count, json.loads(kinds))
            for user, source, count, kinds in daemon.query(f"SELECT {columns} FROM failed_attempt")}


def in_by_key(daemon, server, mail_server):
    """Logs in, and waits until that is recorded and mailed."""
    assert ssh("true", options=server.options()).returncode == 0
    mail_server.wait_for_mails(1)
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")


@pytest.mark.parametrize("pam", ["yes", "no"])
def test_wrong_passwords_and_invalid_users_are_counted_and_the_next_login_knows(pam, daemon, mail_server, sshd):
    server = sshd(f"UsePAM {pam}")
    daemon.start()
    for _ in range(2):
        assert not with_password("wrong", *server.options(*PASSWORD_ONLY))
    assert not with_password("wrong", *server.options(*PASSWORD_ONLY, "-l", "oracle"))
    in_by_key(daemon, server, mail_server)
    found = attempts(daemon)
    assert set(found) == {"alice", "oracle"}
    assert found["alice"][:2] == ("127.0.0.1", 2) and found["alice"][2]["password"] == 2
    assert found["oracle"][:2] == ("127.0.0.1", 1)
    assert found["oracle"][2]["password"] == 1 and found["oracle"][2]["invalid user"] == 1
    assert daemon.query("SELECT failures_from_source, failures_for_user FROM login") == [(3, 2)]


@pytest.mark.parametrize("level", ["INFO", "VERBOSE"])
def test_a_wrong_key_alone_is_a_failure(level, daemon, mail_server, sshd, tmp_path):
    server = sshd(f"LogLevel {level}")
    other = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
    daemon.start()
    command = ["ssh", "-F", "/dev/null", *server.options(), "-i", other, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes",
               "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "alice@127.0.0.1", "true"]
    assert subprocess.run(command, capture_output=True).returncode == 255
    in_by_key(daemon, server, mail_server)
    source, count, kinds = attempts(daemon)["alice"]
    assert (source, count) == ("127.0.0.1", 1) and kinds["closed"] == 1
    assert daemon.query("SELECT failures_from_source, failures_for_user FROM login") == [(1, 1)]


@pytest.mark.parametrize("name", ["x from 6.6.6.6 port 22 ssh2", "root from 6.6.6.6 port 22 ssh2 [preauth]",
                                  "y from 6.6.6.6 port 22 ssh2: RSA SHA256:abc", "z 6.6.6.6 port 22 [preauth]"])
def test_a_name_that_holds_an_address_puts_it_nowhere(name, daemon, mail_server, sshd):
    server = sshd("UsePAM no")
    daemon.start()
    assert not with_password("wrong", *server.options(*PASSWORD_ONLY, "-l", name))
    in_by_key(daemon, server, mail_server)
    sources = {source for (source,) in daemon.query("SELECT source FROM failed_attempt")}
    assert sources and sources <= {"127.0.0.1", ""}
    assert daemon.query("SELECT user, address FROM login") == [("alice", "127.0.0.1")]
    assert "6.6.6.6" not in mail_server.mails()[0]["data"]
    assert all(user in name for (user,) in daemon.query("SELECT user FROM failed_attempt"))
