"""Fixtures: each test has a directory, a mail server and a daemon of its own; the journald and sshd are the lab's."""
import subprocess

import pytest

from harness import Daemon, MailServer, smtp_configuration


@pytest.fixture
def mail_server(tmp_path):
    server = MailServer(tmp_path)
    yield server.start()
    server.stop()


@pytest.fixture
def daemon(tmp_path, mail_server):
    """A daemon that mails to the server; a test may change its configuration before start()."""
    daemon = Daemon(tmp_path, smtp_configuration(mail_server))
    yield daemon
    daemon.kill()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    """A CA of the tests' own, and a certificate for 127.0.0.1 that it signed."""
    directory = tmp_path_factory.mktemp("certificates")
    subprocess.run(
        ["bash", "-euc", """
         openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=test CA' -keyout ca.key -out ca.pem
         openssl req -newkey rsa:2048 -nodes -subj '/CN=mail.test' -keyout server.key -out server.csr
         openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out server.pem \
           -extfile <(echo 'subjectAltName=IP:127.0.0.1,DNS:mail.test')
         """], cwd=directory, check=True, capture_output=True)
    return directory
