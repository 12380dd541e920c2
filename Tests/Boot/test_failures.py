"""What goes wrong on a machine: the daemon killed or hung, its helper killed or away, a full disk. It recovers, and
says what happened."""
from harness import wait_for

from machine import LIMIT


def recovers(machine, said, unit="ssh-alertd"):
    """A login that comes now is recorded and mailed, and the log told what was wrong."""
    wait_for(lambda: machine.said(said, unit), f"'{said}' in the log", LIMIT)
    logins = len(machine.accepted())
    machine.login()
    machine.wait_until_all_is_sent(logins + 1)
    assert machine.recorded() == machine.accepted()
    return machine.wait_for_mail(logins + 1)[-1]


def test_it_is_killed(machine):
    machine.run("systemctl", "kill", "--signal=KILL", "--kill-who=main", "ssh-alertd")
    wait_for(lambda: machine.property("NRestarts") == "1", "start after a kill", LIMIT)
    recovers(machine, "code=killed, status=9/KILL")


def test_it_hangs(machine):
    machine.drop_in("[Service]\nWatchdogSec=2\n")
    machine.run("systemctl", "restart", "ssh-alertd")
    machine.run("systemctl", "kill", "--signal=STOP", "--kill-who=main", "ssh-alertd")
    machine.login()
    wait_for(lambda: machine.property("NRestarts") == "1", "start after the watchdog", LIMIT)
    recovers(machine, "Watchdog timeout (limit 2s)!")
    machine.drop_in("")
    machine.run("systemctl", "restart", "ssh-alertd")


def test_its_helper_is_killed(machine):
    machine.drop_in("[Service]\nExecStart=\nExecStart=/bin/sh -c 'kill -KILL $$$$'\n", "ssh-alertd-keys@.service")
    try:
        machine.login()
        mail = recovers(machine, "cannot name the keys of logins, so mail goes without, trying again: helper '/run")
        assert "ED25519\n" in mail and "alice@laptop" not in mail
    finally:
        machine.drop_in("", "ssh-alertd-keys@.service")
    machine.login()
    assert "ED25519, alice@laptop\n" in recovers(machine, "can name the keys of logins again")


def test_nobody_answers_for_its_helper(machine):
    machine.run("systemctl", "stop", "ssh-alertd-keys.socket")
    machine.login()
    mail = recovers(machine, "nobody answers on '/run/ssh-alertd-keys.sock'; run 'systemctl start")
    assert "ED25519\n" in mail
    machine.run("systemctl", "start", "ssh-alertd-keys.socket")
    assert "ED25519, alice@laptop\n" in recovers(machine, "nobody answers on")


def test_its_disk_is_full(machine):
    """The last one of this machine: the record stays on the small disk."""
    machine.shell("""
        systemctl stop ssh-alertd
        cp -a /var/lib/ssh-alertd /root/record
        mount -t tmpfs -o size=2m tmpfs /var/lib/ssh-alertd
        cp -a /root/record/. /var/lib/ssh-alertd
        systemctl start ssh-alertd""")
    machine.login()
    machine.wait_until_all_is_sent(len(machine.accepted()))
    machine.shell("cat /dev/zero > /var/lib/ssh-alertd/filler || true")
    machine.login(3)
    wait_for(lambda: machine.said("full"), "words about the disk", LIMIT)
    assert machine.is_watching()
    machine.shell("rm /var/lib/ssh-alertd/filler")
    recovers(machine, "full")
