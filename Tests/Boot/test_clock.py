"""The clock is set back an hour, in the eyes of journald and of the daemon: the kernel's own belongs to the machine that the tests run on.

libfaketime does it. The kernel's clock would go back for sshd as well, whose entries get their time from journald.
"""
from harness import wait_for

from machine import LIMIT

OFFSET = "/etc/clock-offset"
PRELOADED = f"""[Service]
Environment=LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 FAKETIME_TIMESTAMP_FILE={OFFSET}
Environment=FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1
"""
HOUR = 3_600_000_000  # microseconds


def set_clock(machine, offset):
    """Against the kernel's, for whom it is told of."""
    machine.shell(f"cat > {OFFSET}", input=offset + "\n")


def test_logins_after_the_clock_was_set_back_are_recorded_and_mailed(machine):
    set_clock(machine, "+0")
    for unit in ("systemd-journald", "ssh-alertd"):
        machine.drop_in(PRELOADED, f"{unit}.service")
        machine.run("systemctl", "restart", unit)
    machine.login(2)
    machine.wait_until_all_is_sent(2)
    client = machine.open_session()
    machine.wait_until_all_is_sent(3)
    set_clock(machine, "-3600")
    machine.login(2)
    machine.wait_until_all_is_sent(5)
    client.communicate(timeout=LIMIT)
    assert machine.recorded() == machine.accepted()
    times = [row["at"] for row in machine.query("SELECT at FROM login ORDER BY id")]
    assert times[3] < times[2] - HOUR * 0.9
    assert machine.repeats() == 0
    wait_for(lambda: machine.count("login", "closed_at IS NULL") == 0, "end of all sessions", LIMIT)
    assert not machine.query("SELECT 1 FROM login WHERE duration_us < 0")


def test_mail_that_waits_is_not_held_by_a_clock_that_was_set_back(machine):
    set_clock(machine, "+0")
    before = machine.count("login")
    machine.server.stop()
    machine.login()
    wait_for(lambda: machine.count("outbox", "state = 'due'") == 1, "mail that waits", LIMIT)
    wait_for(lambda: machine.said("cannot deliver mail"), "words about the server", LIMIT)
    set_clock(machine, "-3600")
    machine.server.start()
    machine.run("systemctl", "reload", "ssh-alertd")
    machine.wait_until_all_is_sent(before + 1)


def test_it_starts_before_the_time_of_what_it_has_read(machine):
    before = machine.count("login")
    set_clock(machine, "-7200")
    machine.run("systemctl", "restart", "ssh-alertd")
    machine.login(2)
    machine.wait_until_all_is_sent(before + 2)
    assert machine.recorded() == machine.accepted()
