"""Nothing is lost while the daemon or the machine is down: each login is recorded once and mailed, and no session stays open."""
import subprocess
import threading

from harness import wait_for

from machine import LIMIT

SESSIONS = 1  # that stay open over a boot


def closed_by(machine, boot):
    """Why the sessions of a boot ended."""
    return {row["closed_by"] for row in machine.query(f"SELECT closed_by FROM login WHERE boot_id = '{boot}'")}


def boot_id(machine):
    return machine.shell("tr -d - < /proc/sys/kernel/random/boot_id").stdout.strip()


def nothing_is_lost(machine):
    """What the journal has is recorded once and mailed, whatever was in between."""
    logins = machine.accepted()
    machine.wait_until_all_is_sent(len(logins))
    assert machine.recorded() == logins
    assert len(machine.wait_for_mail(len(logins))) == len(logins)
    return len(logins)


def test_ten_logins_while_it_is_stopped(machine):
    machine.login()
    machine.wait_until_all_is_sent(1)
    machine.run("systemctl", "stop", "ssh-alertd")
    machine.login(10)
    assert len(machine.mails()) == 1
    machine.run("systemctl", "start", "ssh-alertd")
    assert nothing_is_lost(machine) == 11
    assert machine.repeats() == 0


def test_a_clean_reboot_with_an_open_session(machine):
    client = machine.open_session()
    machine.wait_for_logins(1, "closed_at IS NULL")
    boot = boot_id(machine)
    before = len(machine.accepted())
    machine.debian.reboot()
    client.communicate(timeout=LIMIT)
    wait_for(machine.is_watching, "the daemon after a boot", LIMIT)
    machine.login()
    assert nothing_is_lost(machine) == before + 1
    machine.wait_for_logins(before, f"boot_id = '{boot}' AND closed_at IS NOT NULL")
    [last] = machine.query(f"SELECT closed_by FROM login WHERE boot_id = '{boot}' ORDER BY id DESC LIMIT 1")
    assert last["closed_by"] == "reboot"
    assert machine.repeats() == 0


class Stream:
    """Logins one after the other, until the machine is gone."""

    def __init__(self, machine):
        self.machine = machine
        self.count = 0
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while subprocess.run(self.machine.ssh(), capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT).returncode == 0:
            self.count += 1


def test_a_machine_that_stops_in_the_middle_of_logins(machine):
    client = machine.open_session()
    machine.wait_for_logins(1, "closed_at IS NULL")
    boot = boot_id(machine)
    before = len(machine.accepted())
    stream = Stream(machine)
    wait_for(lambda: machine.count("login") >= before + 10, "ten more logins", LIMIT)
    machine.debian.crash()
    stream.thread.join(LIMIT)
    client.communicate(timeout=LIMIT)
    machine.debian.boot()
    wait_for(machine.is_watching, "the daemon after a boot", LIMIT)
    machine.login()
    assert nothing_is_lost(machine) >= before + 11
    machine.wait_for_logins(before + 10, f"boot_id = '{boot}' AND closed_at IS NOT NULL")
    assert machine.count("login", f"boot_id = '{boot}' AND closed_at IS NULL") == 0
    assert machine.query(f"SELECT closed_by FROM login WHERE boot_id = '{boot}' ORDER BY id")[-1]["closed_by"] in ("reboot", "pam")
    # A mail whose 250 came before the machine stopped, and its commit after.
    assert machine.repeats() <= 1
