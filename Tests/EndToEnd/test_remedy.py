"""The commands in a mail about a login, pasted into root's shell, do what they say."""
import re
import shutil
import subprocess

import pytest

from harness import LAB, LIMIT, login, ssh


@pytest.fixture
def keys_at_home():
    """alice's key where the mail looks for it, below another one; the account is as it was afterwards."""
    home = LAB / "home/alice/.ssh"
    home.mkdir()
    own = (LAB / "key.pub").read_text()
    (home / "authorized_keys").write_text(f"# laptop\nfrom=\"10.0.0.0/8\" {(LAB / 'hostkey.pub').read_text()}{own}")
    yield home / "authorized_keys"
    shutil.rmtree(home)
    subprocess.run(["usermod", "--expiredate", "", "alice"], check=True)
    subprocess.run(["passwd", "-u", "alice"], check=True, capture_output=True)


def steps(text):
    """What each step does, and its commands as one script."""
    remedy = text.replace("\r\n", "\n").split("\nIf this was not you")[1]
    return {what: re.sub("(?m)^    ", "", script) for what, script in re.findall(r"(?m)^  (\S.*):\n((?:    .*\n)+)", remedy)}


def paste(script):
    done = subprocess.run(["bash"], input=script, text=True, capture_output=True, timeout=LIMIT)
    return done.stdout


def test_the_account_is_locked_and_the_key_is_found(daemon, mail_server, keys_at_home):
    daemon.start()
    login()
    [mail] = mail_server.wait_for_mails(1)
    remedy = steps(mail["message"].get_body(("plain",)).get_content())
    assert not any("nft" in script for script in remedy.values()), "it came from the loopback address"
    found = paste(remedy["Find the key's line in authorized_keys, and delete it"])
    assert found.endswith(f"alice@laptop (ED25519)\nline 3 of {keys_at_home}\n") and len(found.splitlines()) == 2
    assert ssh("true").returncode == 0
    paste(remedy["Lock the account, its password first and then its keys"])
    assert subprocess.check_output(["passwd", "-S", "alice"], text=True).split()[1] == "L"
    assert ssh("true").returncode != 0
