"""A disk that is full: nothing is lost, no mail is sent twice, the daemon says so, and goes on when there is room."""
import os
import signal
import subprocess

import pytest

from harness import Daemon, login, smtp_configuration, wait_for


@pytest.fixture
def small_disk(tmp_path, mail_server):
    """A daemon whose record is on a disk of 2 MB."""
    state = tmp_path / "state"
    state.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", state], check=True)
    daemon = Daemon(tmp_path, smtp_configuration(mail_server))
    yield daemon
    daemon.kill()
    subprocess.run(["umount", "--lazy", state], check=True)


def fill(daemon):
    """Leaves no room on the disk."""
    with open(daemon.database.parent / "filler", "wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"x" * 4096)
        except OSError:
            pass


def make_room(daemon):
    os.unlink(daemon.database.parent / "filler")


def test_logins_on_a_full_disk_are_recorded_and_mailed_once_there_is_room(small_disk, mail_server):
    small_disk.start()
    login()
    mail_server.wait_for_mails(1)
    wait_for(lambda: small_disk.count("outbox", "state = 'sent'") == 1, "the first mail")
    fill(small_disk)
    login(8)
    wait_for(lambda: small_disk.said("full"), "words about the disk")
    assert small_disk.process.poll() is None
    make_room(small_disk)
    small_disk.wait_for_logins(9)
    mails = mail_server.wait_for_mails(9, limit=40)
    wait_for(lambda: small_disk.count("outbox", "state = 'sent'") == 9, "nine sent mails")
    assert small_disk.stop() == 0
    ids = [mail["message"]["Message-ID"] for mail in mails]
    assert len(ids) == len(set(ids)) == 9


def test_mail_that_waits_when_the_disk_fills_up_is_sent_once_there_is_room(small_disk, mail_server):
    mail_server.stop()
    small_disk.start()
    login(5)
    wait_for(lambda: small_disk.count("outbox", "state = 'due'") == 5, "five mails that wait")
    fill(small_disk)
    mail_server.start()
    small_disk.process.send_signal(signal.SIGHUP)
    wait_for(lambda: small_disk.said("full"), "words about the disk")
    make_room(small_disk)
    wait_for(lambda: small_disk.count("outbox", "state = 'sent'") == 5, "five sent mails", limit=60)
    assert small_disk.stop() == 0
    assert len(mail_server.mails()) == 5
