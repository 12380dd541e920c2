"""What a sysadmin sees first: the unit is up, a login is mailed with the key's name and the place, root alone reads the
record."""

from machine import DATABASE

UNITS = ["ssh-alertd", "ssh-alertd-keys.socket"]


def test_the_unit_is_up_once_it_is_enabled(machine):
    assert machine.run("systemctl", "is-active", *UNITS).stdout.split() == ["active"] * 2
    assert machine.run("systemctl", "is-enabled", *UNITS).stdout.split() == ["enabled"] * 2
    assert machine.property("User") == "ssh-alertd"


def test_a_login_is_mailed_with_the_name_of_the_key_and_the_place(machine):
    machine.login(address="81.2.69.142")
    [mail] = machine.wait_for_mail(1, "alice")
    assert "alice logged in to" in mail
    assert "from 81.2.69.142 (London, GB)" in mail
    assert "ED25519, alice@laptop\n" in mail
    assert machine.fingerprint("alice") in mail


def test_root_reads_the_record_with_sqlite3(machine):
    machine.wait_until_all_is_sent(1)
    [row] = machine.query("SELECT user, address, country, city, mails_sent FROM login_history")
    assert row == {"user": "alice", "address": "81.2.69.142", "country": "GB", "city": "London", "mails_sent": 1}


def test_another_user_does_not(machine):
    done = machine.run("sqlite3", DATABASE, "SELECT * FROM login", user="mallory", check=False)
    assert done.returncode != 0
    assert "unable to open database" in done.stdout


def test_the_check_finds_nothing_wrong(machine):
    credential = "LoadCredential=mail-password:/etc/ssh-alertd/mail-password"
    done = machine.run("systemd-run", "--quiet", "--pipe", "--wait", "-p", "User=ssh-alertd", "-p",
                       "SupplementaryGroups=systemd-journal", "-p", credential, "ssh-alertd", "check", check=False)
    assert done.returncode == 0, done.stdout
    assert "lets us in" in done.stdout and "keys: " in done.stdout
