"""Nothing is lost while daemon or machine is down: each login is recorded once and mailed; no session stays open."""
import subprocess
import threading

from harness import wait_for

from machine import LIMIT


def boot_id(machine):
    return machine.shell("tr -d - < /proc/sys/kernel/random/boot_id").stdout.strip()


def ended(machine, boot, where="1"):
    """Why the sessions of an earlier boot ended, in the order of their logins."""
    of_it = f"boot_id = '{boot}' AND {where}"
    wait_for(lambda: not machine.count("login", f"{of_it} AND closed_at IS NULL"), "end of all sessions", LIMIT)
    return [row["closed_by"] for row in machine.query(
        f"SELECT login_history.closed_by FROM login_history JOIN login USING (id) WHERE {of_it} ORDER BY id")]


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
    boot = boot_id(machine)
    before = len(machine.accepted())
    machine.wait_for_logins(before)
    machine.debian.reboot()
    client.communicate(timeout=LIMIT)
    wait_for(machine.is_watching, "the daemon after a boot", LIMIT)
    machine.login()
    assert nothing_is_lost(machine) == before + 1
    assert ended(machine, boot)[-1] == "reboot"
    assert machine.repeats() == 0


class Stream:
    """Logins one after the other, until the machine is gone."""

    def __init__(self, machine):
        self.machine = machine
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        status = 0
        while status == 0:
            status = subprocess.run(self.machine.ssh(), capture_output=True, stdin=subprocess.DEVNULL,
                                    timeout=LIMIT).returncode


def test_a_machine_that_stops_in_the_middle_of_logins(machine):
    client = machine.open_session()
    boot = boot_id(machine)
    before = len(machine.accepted())
    machine.wait_for_logins(before)
    [session] = machine.query("SELECT port FROM login ORDER BY id DESC LIMIT 1")
    stream = Stream(machine)
    wait_for(lambda: machine.count("login") >= before + 10, "ten more logins", LIMIT)
    machine.debian.crash()
    stream.thread.join(LIMIT)
    client.communicate(timeout=LIMIT)
    machine.debian.boot()
    wait_for(machine.is_watching, "the daemon after a boot", LIMIT)
    machine.login()
    assert nothing_is_lost(machine) >= before + 11
    assert ended(machine, boot, f"login.port = {session['port']}") == ["reboot"]
    ended(machine, boot)
    # A mail whose 250 came before the machine stopped, and its commit after.
    assert machine.repeats() <= 1
