"""Fixtures: each test has a directory, a mail server and a daemon of its own; the journald and sshd are the lab's."""
import subprocess

import pytest

from harness import Daemon, MailServer, smtp_configuration
from journald import SETTINGS, Journald
from sshd import SSHD

JOURNALD = Journald()


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


@pytest.fixture
def journald():
    """The lab's, which a test may treat as it likes."""
    yield JOURNALD
    if SETTINGS.exists():
        SETTINGS.unlink()
        JOURNALD.stop()
        JOURNALD.start()


@pytest.fixture
def sshd():
    """Makes sshds with settings of their own."""
    made = []

    def make(*settings, **keywords):
        made.append(SSHD(*settings, **keywords))
        return made[-1]

    yield make
    for server in made:
        server.stop()
