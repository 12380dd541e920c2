"""A machine for each file of tests and each Debian: booted, the package on it, alice with a key, the daemon at work."""
import pytest

from machine import Machine

from debian import machine as made

SUITES = ["bookworm", "trixie"]
FIGURES = []


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


@pytest.fixture
def report(booted):
    """Keeps a figure for the end of the run."""
    return lambda text: FIGURES.append(f"{booted.debian.suite:8} {text}")


def pytest_terminal_summary(terminalreporter):
    for figure in FIGURES:
        terminalreporter.write_line(figure)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """With a test that failed comes what all units of the machine said last."""
    result = (yield).get_result()
    machine = item.funcargs.get("booted")
    if result.failed and machine and machine.debian.leader:
        log = machine.run("journalctl", "--no-pager", "--lines=80", "--output=short-precise", check=False)
        result.sections.append(("Journal", log.stdout))
