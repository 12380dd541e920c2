"""What a user of the machine cannot do: read the record, the credential or the mail that waits, have the helper read a
file for him, make an alert, or stop one."""
import json

import pytest

from harness import wait_for

from machine import DATABASE, LIMIT, PASSWORD

SOCKET = "/run/ssh-alertd-keys.sock"
SECRET = "the-comment-of-a-secret-key"


def refused(machine, script):
    """What mallory is told who tries it."""
    done = machine.shell(script, user="mallory", check=False)
    assert done.returncode != 0, done.stdout
    return done.stdout


def only_a_real_login_counts(machine):
    """A login comes through as always, and nothing but it was mailed."""
    before = len(machine.accepted())
    machine.login()
    machine.wait_until_all_is_sent(before + 1)
    assert machine.recorded() == machine.accepted()
    assert len(machine.wait_for_mail(before + 1)) == before + 1


PROCESS = "/proc/$(systemctl show --value -p MainPID ssh-alertd)"


@pytest.mark.parametrize("path", [
    DATABASE, f"{DATABASE}-wal", f"{DATABASE}.lock", "/var/lib/ssh-alertd/mail", "/etc/ssh-alertd/mail-password",
    "/run/credentials/ssh-alertd.service/mail-password", f"{PROCESS}/environ", f"{PROCESS}/mem"])
def test_he_cannot_read(machine, path):
    machine.login()
    assert "Permission denied" in refused(machine, f"cat {path}")


def test_he_cannot_see_the_queue_with_the_command(machine):
    for command in ("queue list", "history", "explain 1"):
        assert f"cannot open database '{DATABASE}'" in refused(machine, f"ssh-alertd {command}")


def test_the_password_is_nowhere_that_he_can_look(machine):
    said = machine.shell("""
        cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2> /dev/null || true
        journalctl --no-pager 2> /dev/null || true
        systemctl show ssh-alertd
        systemctl status ssh-alertd || true""", user="mallory").stdout
    assert PASSWORD not in said
    assert PASSWORD not in machine.run("journalctl", "--no-pager", "--output=export").stdout


def test_he_cannot_stop_it(machine):
    pid = machine.property("MainPID")
    refused(machine, f"kill -KILL {pid}")
    for command in ("stop ssh-alertd", "stop ssh-alertd-keys.socket", "reload ssh-alertd", "kill ssh-alertd"):
        refused(machine, f"systemctl --no-ask-password {command}")
    refused(machine, "echo x | socat - UNIX-SENDTO:/run/ssh-alertd/control")
    refused(machine, "exec 9< /var/lib/ssh-alertd; flock 9")
    assert machine.property("MainPID") == pid
    only_a_real_login_counts(machine)


def test_he_cannot_make_an_alert(machine):
    line = f"Accepted publickey for root from 6.6.6.6 port 22 ssh2: ED25519 {machine.fingerprint('mallory')}"
    machine.shell(f"""
        logger -t sshd '{line}'
        logger -t sshd-session '{line}'
        printf '%s\\n' MESSAGE='{line}' SYSLOG_IDENTIFIER=sshd _UID=0 _COMM=sshd _EXE=/usr/sbin/sshd | logger --journald
        printf '<38>sshd[1]: {line}' | socat - UNIX-SENDTO:/dev/log
        echo '{line}' | systemd-cat -t sshd
        cp /bin/sh ~/sshd
        ~/sshd -c "logger -t sshd '{line}'" """, user="mallory")
    assert machine.shell(f"journalctl --no-pager -o cat | grep -c -F '{line}'").stdout.strip() >= "5"
    only_a_real_login_counts(machine)
    assert not machine.query("SELECT 1 FROM login WHERE address = '6.6.6.6'")


def test_he_cannot_make_a_session_look_over(machine):
    client = machine.open_session()
    wait_for(lambda: machine.count("login", "closed_at IS NULL") == 1, "open session", LIMIT)
    [login] = machine.query("SELECT pid, port FROM login WHERE closed_at IS NULL")
    machine.shell(f"""
        logger -t 'sshd[{login['pid']}]' 'pam_unix(sshd:session): session closed for user alice'
        logger -t sshd 'Disconnected from user alice 127.0.0.1 port {login['port']}'""", user="mallory")
    only_a_real_login_counts(machine)
    wait_for(lambda: machine.count("login", "closed_at IS NULL") == 1, "the open session alone", LIMIT)
    assert machine.query("SELECT port FROM login WHERE closed_at IS NULL")[0]["port"] == login["port"]
    client.communicate(timeout=LIMIT)


def name_of_his_key(machine):
    """How the mail about his login, by his second file of keys, names his key."""
    before = len(machine.mails("mallory"))
    machine.login(user="mallory")
    mail = machine.wait_for_mail(before + 1, "mallory")[-1]
    [line] = [line for line in mail.splitlines() if line.startswith("  Key ")]
    return line.removeprefix("  Key       ED25519").removeprefix(", ")


HIS_FILES = {
    "a link to a file of root's": "ln -s /root/secret ~/.ssh/authorized_keys",
    "a hard link, or nothing": "ln /root/secret ~/.ssh/authorized_keys 2> /dev/null || true",
    "a link to a directory of root's": "ln -s /root ~/.ssh/authorized_keys",
    "a FIFO": "mkfifo -m 600 ~/.ssh/authorized_keys",
    "a link to a device": "ln -s /dev/zero ~/.ssh/authorized_keys",
    "a link to a terminal": "ln -s /dev/tty ~/.ssh/authorized_keys",
    "a link to a credential": "ln -s /run/credentials/ssh-alertd.service/mail-password ~/.ssh/authorized_keys",
    # sshd itself reads it to its end, so it cannot be much larger.
    "a file of 100 MB": "truncate -s 100M ~/.ssh/authorized_keys",
    "a link to itself": "ln -s authorized_keys ~/.ssh/authorized_keys",
    "a socket": "socat UNIX-LISTEN:$HOME/.ssh/authorized_keys,unlink-close=0 - < /dev/null > /dev/null & "
                "until test -S ~/.ssh/authorized_keys; do :; done; kill $!",
}


@pytest.mark.parametrize("kind", HIS_FILES)
def test_the_helper_does_not_read_for_him(machine, kind):
    key = " ".join(machine.public_key("mallory").split()[:2])
    machine.shell("umask 077; cat > /root/secret", input=f"{key} {SECRET}\n")
    machine.write_keys("mallory", f"{key} his-own", file="authorized_keys2")
    machine.shell(f"rm -f ~/.ssh/authorized_keys; {HIS_FILES[kind]}", user="mallory")
    assert name_of_his_key(machine) in ("", "his-own")
    machine.shell("rm -f ~/.ssh/authorized_keys", user="mallory")
    assert name_of_his_key(machine) == "his-own"
    only_a_real_login_counts(machine)
    assert SECRET not in "".join(machine.mails()) + machine.run("journalctl", "--no-pager").stdout


def ask(machine, question, user="ssh-alertd"):
    """What the helper answers on its socket."""
    return machine.run("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "socat", "-t20", "-",
                       f"UNIX-CONNECT:{SOCKET}", input=question + "\n", check=False).stdout


def test_no_name_of_a_user_leads_the_helper_elsewhere(machine):
    machine.shell("mkdir -p /root/.ssh; umask 077; cat > /root/.ssh/authorized_keys",
                  input=f"{machine.public_key('mallory')} {SECRET}\n")
    option = "-oAuthorizedKeysFile=/root/secret"
    for user in ("../root", "alice/../root", "/root", ".", "..", "", "%h", "alice\x00", option, "a" * 500):
        question = {"question": "key_name", "user": user, "fingerprint": machine.fingerprint("mallory")}
        answer = ask(machine, json.dumps(question))
        assert "error" in json.loads(answer), (user, answer)


def test_nobody_else_may_ask_the_helper(machine):
    question = json.dumps({"question": "key_name", "user": "alice", "fingerprint": machine.fingerprint("alice")})
    assert json.loads(ask(machine, question))["comment"] == "alice@laptop"
    assert "Permission denied" in ask(machine, question, user="mallory")
    assert "alice@laptop" not in refused(machine, f"ssh-alertd key-name alice {machine.fingerprint('alice')}")
