"""The Debian package, in Debians that are not booted: what it installs, keeps, deletes and refuses. `make test-deb` runs it.

What each machine needs apt fetches, once; each test has a machine of its own, which is gone afterwards.
"""
import contextlib
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Lab"))
from debian import base, overlay  # noqa: E402

DEB = pathlib.Path(os.environ["DEB"])
VERSION = subprocess.check_output(["dpkg-deb", "--field", DEB, "Version"], text=True).strip()
CONFIGURATION = "etc/ssh-alertd/ssh-alertd.yaml"
RECORD = "var/lib/ssh-alertd/ssh-alertd.db"
UNITS = ["ssh-alertd.service", "ssh-alertd-keys.socket", "ssh-alertd-keys@.service"]
MARK = int.from_bytes(b"sshA", "big")
# The newest version of the record, as the package has it.
KNOWN = int(re.search(r"-le (\d+) \]", subprocess.check_output(
    ["dpkg-deb", "--info", DEB, "preinst"], text=True)).group(1))


class Machine:
    """A Debian's `root`, and commands in it."""

    def __init__(self, root):
        self.root = root

    def run(self, *command, check=True):
        done = subprocess.run(
            ["systemd-nspawn", "--quiet", "--directory", self.root, "--register=no", "--keep-unit", "--as-pid2", "--pipe",
             "--resolv-conf=replace-host", "--timezone=off", "--setenv=DEBIAN_FRONTEND=noninteractive",
             "sh", "-c", 'exec "$@" 2>&1', "sh", *map(str, command)],  # What is on standard error else is systemd-nspawn's.
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=300)
        assert done.returncode == 0 or not check, f"{command}: {done.stdout}"
        return done

    def install(self, deb, check=True):
        shutil.copy(deb, self.root / "root/package.deb")
        return self.run("apt-get", "install", "-y", "--no-install-recommends", "--allow-downgrades", "/root/package.deb",
                        check=check)

    def state(self):
        """Of the package, and its version."""
        return self.run("dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", "ssh-alertd").stdout

    def record(self, version=None):
        """Makes one, or gives another version to it."""
        path = self.root / RECORD
        path.parent.mkdir(exist_ok=True)
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute(f"PRAGMA application_id = {MARK}")
            if version is not None:
                database.execute(f"PRAGMA user_version = {version}")
        return path


@pytest.fixture(scope="module", params=["bookworm", "trixie"])
def prepared(request):
    """A machine on which the package was installed once, so that the ones that it depends on are there."""
    with overlay(base(request.param)) as root:
        machine = Machine(root)
        machine.run("apt-get", "update")
        machine.install(DEB)
        machine.run("apt-get", "purge", "-y", "ssh-alertd")
        yield machine


@pytest.fixture
def machine(prepared):
    with overlay(prepared.root) as root:
        yield Machine(root)


@pytest.fixture
def installed(machine):
    machine.install(DEB)
    return machine


def build(tree, directory):
    subprocess.run(["dpkg-deb", "-Znone", "--root-owner-group", "--build", tree, directory], check=True, stdout=subprocess.DEVNULL)
    return next(directory.glob("*.deb"))


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Makes the same package with another version."""

    def make(version):
        directory = tmp_path_factory.mktemp("package")
        tree = directory / "tree"
        subprocess.run(["dpkg-deb", "--raw-extract", DEB, tree], check=True)
        control = tree / "DEBIAN/control"
        control.write_text(control.read_text().replace(f"\nVersion: {VERSION}\n", f"\nVersion: {version}\n"))
        return build(tree, directory)

    return make


def test_it_runs_and_has_its_user_and_directories(installed):
    assert installed.run("ssh-alertd", "--version").stdout.strip() == VERSION
    assert "not found" not in installed.run("ldd", "/usr/sbin/ssh-alertd").stdout
    assert "systemd-journal" in installed.run("id", "-nG", "ssh-alertd").stdout
    assert installed.run("getent", "passwd", "ssh-alertd").stdout.strip().endswith("/nologin")
    assert installed.run("stat", "-c", "%a %U %G", "/var/lib/ssh-alertd", "/etc/ssh-alertd/templates").stdout.split("\n")[:2] == [
        "700 ssh-alertd ssh-alertd", "755 root root"]
    assert installed.run("dpkg", "--verify", "ssh-alertd").stdout == ""


def test_service_and_socket_are_enabled_and_the_units_have_no_mistake(installed):
    assert installed.run("systemctl", "is-enabled", *UNITS[:2]).stdout.split() == ["enabled", "enabled"]
    assert installed.run("systemd-analyze", "verify", "--man=no", *UNITS).stdout == ""


def test_removal_keeps_configuration_and_record_and_purge_deletes_them(installed):
    record = installed.record()
    password = installed.root / "etc/ssh-alertd/mail-password"
    password.write_text("secret\n")
    installed.run("apt-get", "remove", "-y", "ssh-alertd")
    assert record.exists() and password.exists() and (installed.root / CONFIGURATION).exists()
    assert not (installed.root / "usr/sbin/ssh-alertd").exists()
    installed.run("apt-get", "purge", "-y", "ssh-alertd")
    assert not record.parent.exists() and not password.parent.exists()
    assert installed.run("sh", "-c", "! find / -xdev -path /root -prune -o -name '*ssh-alertd*' -print | grep .").returncode == 0


def test_purge_leaves_what_the_person_put_there_besides(installed):
    template = installed.root / "etc/ssh-alertd/templates/login.txt"
    template.write_text("{{user}}\n")
    installed.run("apt-get", "purge", "-y", "ssh-alertd")
    assert template.exists()


def test_an_upgrade_keeps_record_and_configuration(installed, other):
    record = installed.record(1)
    before = record.read_bytes()
    configuration = installed.root / CONFIGURATION
    configuration.write_text("mail:\n  to: [you@example.org]\n")
    installed.install(other(f"{VERSION}+1"))
    assert installed.state() == f"installed {VERSION}+1"
    assert record.read_bytes() == before and configuration.read_text().startswith("mail:")


def test_a_downgrade_below_the_records_version_is_refused_and_nothing_changes(installed, other):
    newer = f"{VERSION}+1"
    installed.install(other(newer))
    installed.record(KNOWN + 1)
    done = installed.install(DEB, check=False)
    assert done.returncode != 0
    assert f"ssh-alertd.db' has version {KNOWN + 1}, made by a newer ssh-alertd; this package knows versions up to {KNOWN}" in done.stdout
    assert "hint: keep the newer package; or, for a new record: systemctl stop ssh-alertd" in done.stdout
    assert installed.state() == f"installed {newer}"
    installed.record(KNOWN)
    installed.install(DEB)
    assert installed.state() == f"installed {VERSION}"


def test_a_record_that_was_left_behind_by_a_newer_version_is_refused_too(machine):
    machine.record(KNOWN + 1)
    assert "made by a newer ssh-alertd" in machine.install(DEB, check=False).stdout
    assert not (machine.root / "usr/sbin/ssh-alertd").exists()


def test_files_of_make_install_are_not_overwritten(machine):
    destination = f"DESTDIR={machine.root}"
    install = ["make", "--silent", "-f", "install.mk", f"PROGRAM={shutil.which('true')}", destination]
    subprocess.run([*install, "install"], cwd=ROOT, check=True)
    done = machine.install(DEB, check=False)
    assert done.returncode != 0
    assert "' is there, and belongs to no package\nhint: if 'make install' put it there, 'make uninstall'" in done.stdout
    subprocess.run([*install, "uninstall"], cwd=ROOT, check=True)
    machine.install(DEB)
    assert machine.run("ssh-alertd", "--version").stdout.strip() == VERSION


def test_files_of_another_package_are_not_overwritten(machine, tmp_path):
    program = tmp_path / "tree/usr/sbin/ssh-alertd"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    control = tmp_path / "tree/DEBIAN/control"
    control.parent.mkdir()
    control.write_text("Package: impostor\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: another\n")
    machine.install(build(tmp_path / "tree", tmp_path))
    done = machine.install(DEB, check=False)
    assert done.returncode != 0 and program.read_text() == (machine.root / "usr/sbin/ssh-alertd").read_text()
    assert "'/usr/sbin/ssh-alertd' belongs to package impostor\nhint: " in done.stdout
    machine.run("apt-get", "purge", "-y", "impostor")
    machine.install(DEB)


def test_what_the_program_knows_is_what_the_package_says(tmp_path):
    """The version of the record, which the preinst compares with."""
    schema = (ROOT / "Sources/Store/Schema.swift").read_text()
    assert KNOWN == schema.count("Migration(sql:") == len(list((ROOT / "Sources/Store").glob("Schema+Version*.swift")))
