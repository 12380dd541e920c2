"""Whose key it was: the real command, on a real socket and with no more rights than its unit gives it, and by hand."""
import json
import pathlib
import shutil
import socket
import subprocess

import pytest

from harness import LAB, LIMIT, PROGRAM, wait_for

HOME = LAB / "home/alice"
ASKER = """
import socket, sys
client = socket.socket(socket.AF_UNIX)
client.settimeout(20)
client.connect(sys.argv[1])
client.sendall(sys.argv[2].encode() + b"\\n")
print(client.makefile().readline(), end="")
"""


@pytest.fixture(scope="module")
def fingerprint():
    return subprocess.check_output(["ssh-keygen", "-lf", LAB / "key.pub"], text=True).split()[1]


@pytest.fixture
def keys():
    """Writes alice's authorized_keys, below her home."""
    public = " ".join((LAB / "key.pub").read_text().split()[:2])
    directory = HOME / ".ssh"

    def write(line, name="authorized_keys", mode=0o600):
        directory.mkdir(exist_ok=True, mode=0o700)
        path = directory / name
        path.write_text(line.replace("KEY", public) + "\n")
        path.chmod(mode)
        for each in (directory, path):
            shutil.chown(each, "alice", "alice")
        return path

    yield write
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def sshd(tmp_path):
    """The real sshd, asked with a configuration of its own: the command's own option for one that is elsewhere."""

    def make(*settings):
        (tmp_path / "config").write_text("\n".join([f"HostKey {LAB}/hostkey", *settings, ""]))
        program = tmp_path / "sshd"
        program.write_text(f"#!/bin/sh\nexec /usr/sbin/sshd -f {tmp_path}/config \"$@\"\n")
        program.chmod(0o755)
        return program

    return make


@pytest.fixture
def helper():
    """A socket with the helper behind it, for alice; it is nobody with the one capability, as in its unit. Gives a way to ask as
    somebody."""
    path = pathlib.Path("/run/ssh-alertd-keys.sock")
    process = None

    def start(sshd):
        nonlocal process
        process = subprocess.Popen([
            "systemd-socket-activate", "--accept", "--inetd", "--listen", path, "setpriv", "--reuid=nobody",
            "--regid=nogroup", "--clear-groups", *[f"--{set}=-all,+dac_read_search" for set in (
                "bounding-set", "inh-caps", "ambient-caps")], "--no-new-privs", PROGRAM, "key-name", "--peer", "alice",
            "--sshd", sshd])
        wait_for(path.exists, "socket")
        path.chmod(0o666)  # The unit has it closed to others; here they get through, to be refused.

        def ask(question, user="alice"):
            return json.loads(subprocess.check_output(
                ["/usr/bin/python3", "-c", ASKER, path, json.dumps(question)], user=user, timeout=LIMIT))

        return ask

    yield start
    if process:
        process.terminate()
        process.wait(LIMIT)
        path.unlink()


def question(fingerprint, user="alice"):
    return {"question": "key_name", "user": user, "fingerprint": fingerprint}


def by_hand(*arguments):
    return subprocess.run([PROGRAM, "key-name", *arguments], capture_output=True, text=True, timeout=LIMIT,
                          stdin=subprocess.DEVNULL)


def test_the_helper_names_a_key_to_the_daemons_user_and_to_root(helper, keys, sshd, fingerprint):
    keys('no-pty,command="echo \\"hi\\"" KEY alice@laptop \x1b[31m')
    ask = helper(sshd())
    answer = {"comment": "alice@laptop \\u{1b}[31m", "options": 'no-pty,command="echo \\"hi\\""'}
    assert ask(question(fingerprint)) == answer
    assert ask(question(fingerprint), user="root") == answer
    md5 = subprocess.check_output(["ssh-keygen", "-E", "md5", "-lf", LAB / "key.pub"], text=True).split()[1]
    assert ask(question(md5)) == answer
    assert ask(question("SHA256:" + "A" * 43)) == {}


def test_another_user_is_refused(helper, keys, sshd, fingerprint):
    keys("KEY alice@laptop")
    ask = helper(sshd())
    uid = subprocess.check_output(["id", "-u", "nologin"], text=True).strip()
    assert ask(question(fingerprint), user="nologin") == {"error": f"only root and 'alice' may ask, not user {uid}"}


def test_what_is_no_question_is_told(helper, sshd, fingerprint):
    ask = helper(sshd())
    assert ask({}) == {"error": "that is no question"}
    assert ask("x" * 5000) == {"error": "no line came with a question: it was too long"}
    assert ask(question(fingerprint, "../root")) == {"error": "'../root' is no name of a user"}
    assert ask(question(fingerprint, "nobody-has-this")) == {"error": "'nobody-has-this': no such user"}


def test_the_files_and_the_level_are_those_of_sshd(helper, keys, sshd, fingerprint):
    keys("KEY hers", name="more")
    ask = helper(sshd("AuthorizedKeysFile none", "LogLevel ERROR", "Match User alice", "AuthorizedKeysFile %h/.ssh/more",
                      "LogLevel VERBOSE"))
    assert ask(question(fingerprint)) == {"comment": "hers"}
    assert ask({"question": "sshd_settings"}) == {"log_level": "ERROR", "authorized_keys_file": ["none"]}
    assert ask({"question": "sshd_settings", "user": "alice"}) == {
        "log_level": "VERBOSE", "authorized_keys_file": ["%h/.ssh/more"]}


def test_what_the_user_could_not_read_is_not_read_for_him(helper, keys, sshd, fingerprint):
    path = keys("x")
    path.unlink()
    path.symlink_to("/etc/shadow")
    assert helper(sshd())(question(fingerprint)) == {
        "error": f"keys in '{path}': the user may not read '{path}'"}


def test_check_asks_the_helper_where_it_is_not_root(helper, sshd):
    program = LAB / "ssh-alertd"
    shutil.copy(PROGRAM, program)

    def check():
        done = subprocess.run([program, "check"], user="alice", group="alice", extra_groups=[], capture_output=True,
                              text=True, env={"STATE_DIRECTORY": str(HOME / "state")}, timeout=LIMIT)
        return next(line for line in done.stdout.splitlines() if "  sshd: " in line)

    assert "nobody answers on '/run/ssh-alertd-keys.sock'; run 'systemctl start ssh-alertd-keys.socket'" in check()
    helper(sshd("LogLevel VERBOSE"))
    assert check().startswith("ok    sshd: LogLevel VERBOSE")


def test_a_person_can_ask(keys, sshd, fingerprint):
    keys("KEY alice@laptop")
    found = by_hand("--sshd", sshd(), "alice", fingerprint)
    assert (found.returncode, found.stdout, found.stderr) == (0, "alice@laptop\n", "")
    keys("restrict KEY")
    assert by_hand("--sshd", sshd(), "alice", fingerprint).stdout == "\noptions: restrict\n"
    missing = by_hand("--sshd", sshd(), "root", "SHA256:" + "A" * 43)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr == f"ssh-alertd: no file of keys of 'root' has SHA256:{'A' * 43}\n"
    wrong = by_hand("alice", "alice")
    assert (wrong.returncode, wrong.stdout) == (1, "") and "that is no fingerprint" in wrong.stderr
    assert by_hand("alice").returncode == 64


def test_who_connects_and_says_nothing_is_not_waited_for():
    ours, theirs = socket.socketpair()
    with ours, theirs, subprocess.Popen([PROGRAM, "key-name"], stdin=theirs, stdout=theirs) as silent:
        assert silent.wait(LIMIT) != 0
