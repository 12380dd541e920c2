"""The package over its life: an upgrade from the first version's record, a downgrade, removal and purge.

The older and the newer package are this one with another version number; the older record is made by the first
schema's SQL.
"""
import json
import re
import subprocess

import pytest

from harness import wait_for

from machine import DATABASE, DEB, LIMIT, ROOT

SCHEMA = ROOT / "Sources/Store/Schema+Version1.swift"
MARK = 0x73736841  # "sshA", as Sources/Store/Schema.swift has it
RECORD = """
    INSERT INTO login (id, machine_id, boot_id, monotonic_us, pid, at, hostname, user, address, port, method, key_type,
      fingerprint, verified, cursor, recorded_at, closed_at, closed_by, decision, decision_reason, decided_at)
    VALUES (5, 'm', 'b', 10, 1, unixepoch() * 1000000, 'old', 'bob', '203.0.113.7', 22, 'publickey', 'ED25519',
      'SHA256:x', 1, 's=1', 11, unixepoch() * 1000000, 'pam', 'mail', 'every login is mailed', 13);
    INSERT INTO outbox (login_id, recipient, sender, message_id, subject, state, queued_at, due_at)
    VALUES (5, 'admin@test', 'ssh-alertd@web.test', 'old@old', 'bob logged in to old from 203.0.113.7', 'due', 1, 1);
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Makes this package with another version number."""

    def make(version):
        directory = tmp_path_factory.mktemp("package")
        tree = directory / "tree"
        subprocess.run(["dpkg-deb", "--raw-extract", DEB, tree], check=True)
        control = tree / "DEBIAN/control"
        control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {version}", control.read_text()))
        deb = directory / "ssh-alertd.deb"
        subprocess.run(["dpkg-deb", "-Znone", "--root-owner-group", "--build", tree, deb], check=True,
                       stdout=subprocess.DEVNULL)
        return deb

    return make


def version(machine):
    return machine.run("dpkg-query", "--show", "--showformat=${Version}", "ssh-alertd").stdout


def make_first_record(machine):
    """As version 1 has left it, with a login, and with a mail that waits."""
    sql = re.search('"""(.*)"""', SCHEMA.read_text(), re.DOTALL)[1]
    last = json.loads(machine.run("journalctl", "--lines=1", "--output=json").stdout)
    position = f"INSERT INTO journal_position VALUES ('system', '{last['__CURSOR']}', {last['__REALTIME_TIMESTAMP']})"
    machine.shell(f"rm -f {DATABASE}*; setpriv --reuid=ssh-alertd --regid=ssh-alertd --clear-groups sqlite3 {DATABASE}",
                  input=f"{sql}; PRAGMA application_id = {MARK}; PRAGMA user_version = 1; {RECORD} {position};")


def schema_version(machine):
    [row] = machine.query("PRAGMA user_version")
    return row["user_version"]


def test_an_upgrade_loses_nothing_and_migrates_once(booted, other):
    booted.install(other("0.0.1"))
    assert version(booted) == "0.0.1"
    booted.configure()
    booted.run("systemctl", "stop", "ssh-alertd")
    make_first_record(booted)
    booted.login()
    booted.install()
    assert version(booted) == subprocess.check_output(["dpkg-deb", "--field", DEB, "Version"], text=True).strip()
    wait_for(booted.is_watching, "the daemon after the upgrade", LIMIT)
    newest = schema_version(booted)
    assert newest >= 4
    booted.wait_until_all_is_sent(2)
    logins = booted.query("SELECT id, user FROM login ORDER BY id")
    assert logins == [{"id": 5, "user": "bob"}, {"id": 6, "user": "alice"}]
    assert "bob logged in to old from 203.0.113.7" in booted.wait_for_mail(2)[0]
    booted.run("systemctl", "restart", "ssh-alertd")
    assert schema_version(booted) == newest
    booted.login()
    booted.wait_until_all_is_sent(3)


def test_a_login_during_an_upgrade_is_mailed(booted, other):
    before = booted.count("login")
    pid = booted.property("MainPID")
    client = booted.open_session()
    booted.install(other("99.0"))
    client.communicate(timeout=LIMIT)
    wait_for(booted.is_watching, "the daemon after the upgrade", LIMIT)
    assert booted.property("MainPID") != pid
    booted.login()
    booted.wait_until_all_is_sent(before + 2)


def test_a_downgrade_over_a_newer_record_is_refused(booted):
    known = schema_version(booted)
    booted.query("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)")
    done = booted.install(check=False)
    assert done.returncode != 0
    assert "made by a newer" in done.stdout and DATABASE in done.stdout
    assert version(booted) == "99.0"
    # The daemon itself refuses it as well, and is not started again and again.
    booted.run("systemctl", "restart", "ssh-alertd", check=False)
    wait_for(lambda: booted.property("ActiveState") == "failed", "end of the daemon", LIMIT)
    assert booted.property("ExecMainStatus") == "78"
    assert booted.said("version 99")
    booted.query(f"PRAGMA user_version = {known}; PRAGMA wal_checkpoint(TRUNCATE)")
    booted.run("systemctl", "start", "ssh-alertd")


def test_removal_keeps_the_record_and_the_configuration(booted):
    rows = booted.query("SELECT * FROM login")
    booted.run("apt-get", "remove", "-y", "ssh-alertd")
    for unit in ("ssh-alertd", "ssh-alertd-keys.socket"):
        assert booted.property("ActiveState", unit) == "inactive"
    assert booted.query("SELECT * FROM login") == rows
    assert booted.shell("cat /etc/ssh-alertd/ssh-alertd.yaml").stdout.startswith("mail:")
    booted.login()


def test_it_goes_on_where_it_was_when_it_comes_back(booted):
    logins = booted.count("login")
    booted.install()
    booted.wait_until_all_is_sent(logins + 1)


def test_purge_deletes_the_record_and_the_secrets(booted):
    booted.run("apt-get", "purge", "-y", "ssh-alertd")
    left = booted.shell("ls -d /var/lib/ssh-alertd /etc/ssh-alertd/mail-password /etc/ssh-alertd/ssh-alertd.yaml "
                        "/run/ssh-alertd* /usr/sbin/ssh-alertd 2> /dev/null || true").stdout
    assert left == ""
    assert "ssh-alertd" not in booted.run("systemctl", "list-unit-files", "--no-pager").stdout
    booted.login()
