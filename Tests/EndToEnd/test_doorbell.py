"""The bus that rings the doorbell is a hint: whatever becomes of it, each login is recorded and mailed once."""
import os
import select
import subprocess
import threading

import pytest

from harness import LIMIT, ROOT, login
from test_journal import settled


class Bus:
    """The D-Bus of Tests/Lab, which does what it is told."""

    def __init__(self, directory):
        self.address = f"unix:path={directory / 'bus'}"
        self.process = subprocess.Popen(
            [ROOT / "Tests/Lab/bus", directory], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def tell(self, *commands):
        for command in commands:
            self.process.stdin.write(f"{command}\n".encode())
            assert select.select([self.process.stdout], [], [], LIMIT)[0], f"{LIMIT} s over: {command}"
            assert self.process.stdout.readline() == b"done\n", command

    def stop(self):
        self.process.stdin.close()
        self.process.wait(LIMIT)


@pytest.fixture
def bus(tmp_path, monkeypatch):
    """Takes the place of the system's; nothing is there before it is told "up"."""
    bus = Bus(tmp_path)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    yield bus
    bus.stop()


def processor_time(process):
    """Seconds that it has had of a processor: utime and stime of proc_pid_stat(5)."""
    with open(f"/proc/{process.pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_logins_while_the_bus_goes_and_comes_are_mailed_once(daemon, mail_server, bus):
    bus.tell("up")
    daemon.start()
    bus.tell("wait", "ring 1")
    for state in ["up", "down", "up", "strict"]:
        login()
        bus.tell(state)
    login()
    settled(daemon, mail_server, 5, 0)


@pytest.mark.parametrize("state", ["down", "strict", "deaf"])
def test_a_bus_that_is_of_no_use_is_no_harm(state, daemon, mail_server, bus):
    bus.tell(state)
    daemon.start()
    login(2)
    settled(daemon, mail_server, 2, 0)


def test_logins_while_the_bus_is_flooded_are_mailed_once(daemon, mail_server, bus):
    bus.tell("up")
    daemon.start()
    bus.tell("wait")
    flood = threading.Thread(target=bus.tell, args=["ring 50000", "push 50000", "ring 50000"])
    flood.start()
    login(3)
    flood.join()
    settled(daemon, mail_server, 3, 0)


def test_a_flood_costs_next_to_nothing(daemon, bus):
    """A second of flood costs 50 signals and a new connection, a few milliseconds; all 100,000 would cost more than 500. What
    counts is the daemon's own time, not the clock's, so a machine that is busy with other things fails nobody."""
    bus.tell("up")
    daemon.start()
    bus.tell("wait")
    before = processor_time(daemon.process)
    for _ in range(10):
        bus.tell("ring 10000")
    spent = processor_time(daemon.process) - before
    bus.tell("wait")
    assert spent < 0.2
    assert daemon.stop() == 0
