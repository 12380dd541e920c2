"""Each way to log in gives one row and one mail."""
import os
import socket
import subprocess

import pytest

from harness import LAB, LIMIT, Daemon, MailServer, plain, smtp_configuration, ssh, wait_for

SSH = ["-F", str(LAB / "ssh_config")]


def by_key():
    return ssh("true").returncode == 0


def by_password():
    command = ["sshpass", "-p", "correct horse", "ssh", *SSH, "-o", "PubkeyAuthentication=no",
               "-o", "PreferredAuthentications=password", "web", "true"]
    return subprocess.run(command, timeout=LIMIT).returncode == 0


def without_a_shell():
    """`ssh -N` only forwards a port; PAM's scripts see it, `last` and the shell's profile do not. What comes through the port
    shows that the client has read all that sshd said: one that leaves before has its farewell reset on the way."""
    control, forward = LAB / "control", LAB / "forward"
    command = ["ssh", *SSH, "-N", "-f", "-M", "-S", control, "-L", f"{forward}:127.0.0.1:{os.environ['PORT']}",
               "-l", "nologin", "web"]
    subprocess.run(command, check=True, timeout=LIMIT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with socket.socket(socket.AF_UNIX) as port:
        port.settimeout(LIMIT)
        port.connect(str(forward))
        assert port.recv(8) == b"SSH-2.0-"
        left = subprocess.run(["ssh", *SSH, "-S", control, "-O", "exit", "web"], capture_output=True)
    forward.unlink(missing_ok=True)
    return left.returncode == 0


def by_sftp():
    return subprocess.run(["sftp", *SSH, "-b", "-", "web"], input=b"pwd\n", capture_output=True).returncode == 0


def by_scp():
    return subprocess.run(["scp", *SSH, "/etc/hostname", "web:copied"], capture_output=True).returncode == 0


@pytest.mark.parametrize("way, user, method", [
    (by_key, "alice", "publickey"), (by_password, "alice", "password"), (without_a_shell, "nologin", "publickey"),
    (by_sftp, "alice", "publickey"), (by_scp, "alice", "publickey"),
])
def test_a_login_is_one_row_and_one_mail_over_starttls_and_auth(way, user, method, tmp_path, certificates):
    server = MailServer(tmp_path, "--cert", certificates / "server.pem", "--key", certificates / "server.key",
                        "--login", "alerts:s3cret").start()
    password = tmp_path / "password"
    password.write_text("s3cret\n")
    password.chmod(0o600)
    daemon = Daemon(tmp_path, smtp_configuration(
        server, more=f"  ca_file: {certificates}/ca.pem\n  username: alerts\n  password_file: {password}\n"))
    try:
        daemon.start()
        assert way()
        [mail] = server.wait_for_mails(1)
        daemon.wait_for_logins(1, "closed_at IS NOT NULL")
        assert daemon.stop() == 0
        assert len(server.mails()) == 1 and mail["tls"] and mail["login"] == "alerts"
        assert daemon.query("SELECT user, method, closed_by, decision FROM login") == [
            (user, method, "disconnect", "mail")]
        assert daemon.query("SELECT state, bytes FROM outbox LEFT JOIN frozen_message ON outbox_id = id") == [("sent", None)]
        check_mail(mail["message"], user, method)
    finally:
        daemon.kill()
        server.stop()


def check_mail(message, user, method):
    host = os.uname().nodename
    assert plain(message["Subject"]) == f"{user} logged in to {host} from 127.0.0.1"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"].addresses[0].addr_spec == "admin@test"
    assert message["From"].addresses[0].addr_spec == "ssh-alertd@web.test"
    assert message["List-Id"] and message["Message-ID"] and message["Date"].datetime.tzinfo
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert [text.get_content_type(), html.get_content_type()] == ["text/plain", "text/html"]
    for part in (text, html):
        assert not part.defects
        for fact in (user, "127.0.0.1", host, method, "UTC"):
            assert fact in part.get_content()
        assert ("SHA256:" in part.get_content()) == (method == "publickey")
        assert "late" not in part.get_content()


def test_multiplexed_sessions_are_one_login(daemon, mail_server):
    control = LAB / "control-shared"
    daemon.start()
    ssh("true", options=["-M", "-S", str(control), "-o", "ControlPersist=yes"])
    for _ in range(3):
        assert ssh("true", options=["-S", str(control)]).returncode == 0
    ssh(options=["-S", str(control), "-O", "exit"])
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    daemon.stop()
    assert daemon.count("login") == 1 and len(mail_server.mails()) == 1


def test_nobody_is_mailed_about_the_past_on_the_first_start(daemon, mail_server):
    assert ssh("true").returncode == 0
    daemon.start()
    assert daemon.query("SELECT count(*) FROM journal_position") == [(1,)]
    assert ssh("true").returncode == 0
    mail_server.wait_for_mails(1)
    daemon.stop()
    assert daemon.count("login") == 1


def test_a_login_while_the_daemon_is_away_is_mailed_when_it_is_back(daemon, mail_server):
    daemon.start()
    assert daemon.stop() == 0
    assert ssh("true").returncode == 0
    daemon.start()
    mail_server.wait_for_mails(1)
    wait_for(lambda: daemon.count("login", "closed_by = 'disconnect'") == 1, "end of the session")
