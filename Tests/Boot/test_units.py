"""What systemd says of the units, and what the daemon costs after a while; figures are printed at the end.

BOOT_IDLE_SECONDS is for how long the daemon is watched, 600 for ten minutes.
"""
import os
import re

import pytest

from harness import wait_for

UNITS = ["ssh-alertd.service", "ssh-alertd-keys.socket", "ssh-alertd-keys@.service"]
# What systemd-analyze security may say at the most, from 0 to 10: less is better.
EXPOSURE = {"ssh-alertd.service": 1.2, "ssh-alertd-keys@x.service": 0.7}
IDLE = float(os.environ.get("BOOT_IDLE_SECONDS", 20))
PSS = 64_000_000  # bytes, the program's own pages included


def test_systemd_finds_no_mistake_in_the_units(machine):
    assert machine.run("systemd-analyze", "verify", "--man=no", *UNITS).stdout == ""


@pytest.mark.parametrize("unit", EXPOSURE)
def test_the_units_are_confined(machine, report, unit):
    said = machine.run("systemd-analyze", "security", "--no-pager", unit, check=False).stdout
    figure = float(re.search(r"exposure level for \S+: ([\d.]+)", said)[1])
    report(f"systemd-analyze security {unit}: {figure}")
    assert figure <= EXPOSURE[unit], said


def test_systemd_confines_them_as_they_ask_for(machine):
    """What it cannot do it leaves out, and says so: a network of the helper's own, for one."""
    machine.login()
    machine.wait_until_all_is_sent(len(machine.accepted()))
    assert machine.count("login", "key_comment IS NOT NULL") > 0
    assert machine.run("journalctl", "--quiet", "--grep=proceeding without", check=False).stdout == ""


def cpu_seconds(machine, pid):
    """In user and system mode."""
    fields = machine.shell(f"cat /proc/{pid}/stat").stdout.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pss(machine, pid):
    """Bytes."""
    said = machine.shell(f"cat /proc/{pid}/smaps_rollup").stdout
    return int(re.search(r"(?m)^Pss:\s+(\d+) kB", said)[1]) * 1024


def age(machine, pid):
    """Seconds since the process was started."""
    start = int(machine.shell(f"cat /proc/{pid}/stat").stdout.rpartition(")")[2].split()[19])
    return float(machine.shell("cat /proc/uptime").stdout.split()[0]) - start / os.sysconf("SC_CLK_TCK")


def test_it_costs_little(machine, report):
    machine.login(10)
    machine.wait_until_all_is_sent(len(machine.accepted()))
    pid = machine.property("MainPID")
    wait_for(lambda: age(machine, pid) >= IDLE, f"{IDLE:.0f} s", IDLE + 30)
    figures = pss(machine, pid), cpu_seconds(machine, pid)
    report(f"after {IDLE:.0f} s and 10 logins: PSS {figures[0] / 1e6:.1f} MB, CPU {figures[1]:.2f} s")
    assert figures[0] <= PSS
    assert figures[1] <= 1 + IDLE * 0.01
