"""A machine for each file of tests and each Debian: booted, the package on it, alice with a key, the daemon at work."""
import pytest

from machine import Machine

from debian import machine as made

SUITES = ["bookworm", "trixie"]


@pytest.fixture(scope="module", params=SUITES)
def booted(request, tmp_path_factory):
    """One that has no package yet."""
    with made(request.param) as debian:
        machine = Machine(debian, tmp_path_factory.mktemp(request.param))
        debian.boot()
        machine.add_user("alice", "alice@laptop")
        machine.add_user("mallory")
        try:
            yield machine
        finally:
            machine.server.stop()


@pytest.fixture(scope="module")
def machine(booted):
    """With the package, as a sysadmin sets it up."""
    booted.install()
    booted.run("systemctl", "disable", "--now", "ssh-alertd")
    booted.configure()
    booted.run("systemctl", "enable", "--now", "ssh-alertd")
    return booted


@pytest.fixture(autouse=True)
def log(booted):
    """What all the units said, which pytest shows for a test that fails."""
    yield
    if booted.debian.leader:
        print(booted.run("journalctl", "--no-pager", "--lines=100", "--output=short-precise", check=False).stdout)
