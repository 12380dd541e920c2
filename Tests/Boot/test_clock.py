"""The clock is set back an hour, in the eyes of journald and of the daemon: the kernel's own is that of whoever runs
the tests.

Tests/Lab/clock-offset.c does it. sshd needs none of it: its entries get their time from journald.
"""
import subprocess

import pytest

from harness import wait_for

from machine import LIMIT, ROOT

OFFSET = "/etc/clock-offset"
LIBRARY = "/usr/local/lib/clock-offset.so"
AHEAD = 7200  # seconds, at first: the server's certificate was not valid earlier than now
HOUR = 3_600_000_000  # microseconds


def set_clock(machine, seconds):
    """Against the kernel's."""
    machine.shell(f"cat > {OFFSET}", input=f"{seconds}\n")


@pytest.fixture(scope="module")
def clock(machine):
    """Makes both see a clock that can be set."""
    subprocess.run(["clang", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", machine.debian.root / LIBRARY[1:],
                    ROOT / "Tests/Lab/clock-offset.c"], check=True)
    set_clock(machine, AHEAD)
    for unit in ("systemd-journald", "ssh-alertd"):
        machine.drop_in(f"[Service]\nEnvironment=LD_PRELOAD={LIBRARY}\n", f"{unit}.service")
        machine.run("systemctl", "restart", unit)
    return machine


def test_logins_after_the_clock_was_set_back_are_recorded_and_mailed(clock):
    clock.login(2)
    clock.wait_until_all_is_sent(2)
    client = clock.open_session()
    clock.wait_until_all_is_sent(3)
    set_clock(clock, AHEAD - 3600)
    clock.login(2)
    clock.wait_until_all_is_sent(5)
    client.communicate(timeout=LIMIT)
    assert clock.recorded() == clock.accepted()
    times = [row["at"] for row in clock.query("SELECT at FROM login ORDER BY id")]
    assert times[3] < times[2] - HOUR * 0.9
    assert clock.repeats() == 0
    wait_for(lambda: clock.count("login", "closed_at IS NULL") == 0, "end of all sessions", LIMIT)
    assert not clock.query("SELECT 1 FROM login WHERE duration_us < 0")


def test_it_starts_before_the_time_of_what_it_has_read(clock):
    before = clock.count("login")
    clock.run("systemctl", "restart", "ssh-alertd")
    clock.login(2)
    clock.wait_until_all_is_sent(before + 2)
    assert clock.recorded() == clock.accepted()
