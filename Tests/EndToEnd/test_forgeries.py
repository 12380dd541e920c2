"""What is no login makes no alert. Each test ends with a real login, so that a deaf daemon fails it."""
import os
import socket
import subprocess

from harness import LAB, ssh

ACCEPTED = "Accepted publickey for root from 6.6.6.6 port 22 ssh2: ED25519 SHA256:AAAA"


def only_the_real_login_counts(daemon, mail_server):
    assert ssh("true").returncode == 0
    mail_server.wait_for_mails(1)
    daemon.stop()
    assert daemon.query("SELECT user, address FROM login") == [("alice", "127.0.0.1")]
    assert len(mail_server.mails()) == 1


def as_alice(*command):
    return subprocess.run(["runuser", "-u", "alice", "--", *command], check=True, capture_output=True)


def test_a_line_that_a_user_logs_as_sshd_is_no_login(daemon, mail_server):
    daemon.start()
    as_alice("logger", "-t", "sshd", ACCEPTED)
    as_alice("logger", "-t", "sshd-session", "--id=1", ACCEPTED)
    as_alice("bash", "-c", f"exec -a sshd logger --journald <<< $'MESSAGE={ACCEPTED}\\nSYSLOG_IDENTIFIER=sshd\\n_UID=0'")
    only_the_real_login_counts(daemon, mail_server)


def test_a_users_own_sshd_makes_no_login(daemon, mail_server, tmp_path):
    home = LAB / "home/alice"
    as_alice("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / "own_host_key"))
    (home / "own_sshd_config").write_text(
        f"HostKey {home}/own_host_key\nAuthorizedKeysFile {LAB}/authorized_keys\nUsePAM no\nStrictModes no\n"
        "ListenAddress 127.0.0.1\nPort 2298\nPidFile none\n")
    daemon.start()
    own = subprocess.Popen(["runuser", "-u", "alice", "--", "/usr/sbin/sshd", "-D", "-f", str(home / "own_sshd_config")])
    try:
        while subprocess.run(["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/2298"], capture_output=True).returncode:
            assert own.poll() is None
        assert ssh("true", options=["-p", "2298"]).returncode == 0
        only_the_real_login_counts(daemon, mail_server)
    finally:
        own.terminate()
        own.wait()


def test_a_user_name_that_holds_a_whole_accepted_line_is_no_login(daemon, mail_server):
    daemon.start()
    for name in (ACCEPTED, f"x\n{ACCEPTED}", f"root from 6.6.6.6 port 22 ssh2\n{ACCEPTED}"):
        ssh("true", options=["-l", name, "-o", "PasswordAuthentication=no"])
    only_the_real_login_counts(daemon, mail_server)


def test_fields_that_only_journald_may_set_are_not_taken_from_a_sender(daemon, mail_server):
    daemon.start()
    fields = {"MESSAGE": ACCEPTED, "SYSLOG_IDENTIFIER": "sshd", "_UID": "0", "_COMM": "sshd", "_EXE": "/usr/sbin/sshd"}
    datagram = "".join(f"{name}={value}\n" for name, value in fields.items()).encode()
    child = os.fork()
    if child == 0:
        os.setuid(int(subprocess.check_output(["id", "-u", "alice"])))
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(datagram, "/run/systemd/journal/socket")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    only_the_real_login_counts(daemon, mail_server)
