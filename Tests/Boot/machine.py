"""A booted Debian with the package on it: users who log in with real keys, a real mail server, and what all of it says.

Clients run in the machine's network only, so that no login is lost with the machine that they log in to.
"""
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("LAB", "")  # the harness wants one; nothing here is in it
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))
sys.path.insert(0, str(ROOT / "Tests/Lab"))
from harness import UNLIMITED, MailServer, wait_for  # noqa: E402

DEB = pathlib.Path(os.environ.get("DEB", ""))
PLACES = ROOT / "Tests/Fixtures/mmdb/GeoLite2-City-Test.mmdb"
LONDON = "81.2.69.142"  # as those files have it
DATABASE = "/var/lib/ssh-alertd/ssh-alertd.db"
SETTINGS = "/etc/ssh-alertd/ssh-alertd.yaml"
PASSWORD = "only-the-daemon-knows"
LIMIT = 30  # seconds that any awaited event may take


class InsideServer(MailServer):
    """The mail server in a Debian's network."""

    def __init__(self, directory, debian, *options):
        super().__init__(directory, *options)
        self.debian = debian

    def command(self):
        return self.debian.command(*super().command(), network_only=True)


def make_certificate(directory):
    """The mail server's own, which is trusted by itself."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mail.test", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", "server.key", "-out", "server.pem"],
        cwd=directory, check=True, capture_output=True)


class Machine:
    """All of it: `debian`, which may boot again, and `server`, which stays."""

    def __init__(self, debian, directory):
        self.debian = debian
        self.directory = directory
        make_certificate(directory)
        self.server = InsideServer(
            directory, debian, "--login", f"alerts:{PASSWORD}", "--cert", directory / "server.pem", "--key",
            directory / "server.key")
        address = debian.command("ip", "address", "add", f"{LONDON}/32", "dev", "lo", network_only=True)
        subprocess.run(address, check=True)
        (debian.root / "var/lib/GeoIP").mkdir()
        shutil.copy(PLACES, debian.root / "var/lib/GeoIP")
        self.server.start()

    def run(self, *command, user=None, check=True, input=None, limit=LIMIT):
        """What a command said, as root or as somebody, and its exit status. Standard error is in it."""
        command = ["runuser", "-u", user, "--", *command] if user else command
        done = subprocess.run(self.debian.command("env", "LC_ALL=C.UTF-8", *command), text=True, timeout=limit,
                              input=input or "", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert not check or done.returncode == 0, f"{command}: {done.stdout}"
        return done

    def shell(self, script, user=None, **keywords):
        return self.run("sh", "-ec", script, user=user, **keywords)

    def install(self, deb=DEB, check=True):
        """Without a network: what it depends on is there, or the installation fails."""
        shutil.copy(deb, self.debian.root / "srv/ssh-alertd.deb")
        return self.run("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--allow-downgrades",
                        "-o", "Dpkg::Options::=--force-confold", "/srv/ssh-alertd.deb", check=check, limit=120)

    def configure(self, more=""):
        """Mail goes to the server, by TLS and a login with a credential, one for each login."""
        shutil.copy(self.directory / "server.pem", self.debian.root / "etc/ssh-alertd/server.pem")
        (self.debian.root / SETTINGS[1:]).write_text(
            f"mail:\n  server: smtp://127.0.0.1:{self.server.port}\n  username: alerts\n"
            "  ca_file: /etc/ssh-alertd/server.pem\n  from: ssh-alertd@web.test\n  to: [admin@test]\n"
            f"{UNLIMITED}  retry_after: [1s]\n{more}")
        self.shell("install -m 600 /dev/stdin /etc/ssh-alertd/mail-password", input=PASSWORD + "\n")

    def drop_in(self, text, unit="ssh-alertd.service"):
        """Adds to a unit; no text takes it away again."""
        path = f"/etc/systemd/system/{unit}.d/test.conf"
        self.shell(f"mkdir -p $(dirname {path}); cat > {path}; systemctl daemon-reload", input=text)

    def add_user(self, name, comment=None):
        """An account with a key of its own, that the comment names; the account may have more files of keys."""
        key = self.directory / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment or name, "-f", key], check=True)
        self.shell(f"useradd --create-home --shell /bin/bash {name}")
        self.shell("install -d -m 700 ~/.ssh", user=name)
        self.write_keys(name, self.public_key(name))

    def public_key(self, name):
        return (self.directory / f"{name}.pub").read_text().strip()

    def fingerprint(self, name):
        return subprocess.check_output(["ssh-keygen", "-lf", self.directory / f"{name}.pub"], text=True).split()[1]

    def write_keys(self, name, text, file="authorized_keys"):
        self.shell(f"rm -f ~/.ssh/{file}; umask 077; cat > ~/.ssh/{file}", user=name, input=text + "\n")

    def ssh(self, command="true", user="alice", address="127.0.0.1"):
        """The command that logs in."""
        return self.debian.command(
            "ssh", "-F", "none", "-i", self.directory / user, "-b", address, "-o", "IdentitiesOnly=yes", "-o",
            "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            f"{user}@127.0.0.1", command, network_only=True)

    def login(self, count=1, **keywords):
        for _ in range(count):
            done = subprocess.run(self.ssh(**keywords), capture_output=True, text=True, stdin=subprocess.DEVNULL,
                                  timeout=LIMIT)
            assert done.returncode == 0, done.stderr

    def open_session(self, **keywords):
        """A client that stays until its input ends, or the machine."""
        client = subprocess.Popen(self.ssh("echo ready; exec cat", **keywords), stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert client.stdout.readline() == b"ready\n"
        return client

    def query(self, sql):
        """Rows by name, as root reads them; none where there is no record yet."""
        said = self.run("sqlite3", "-json", "-cmd", ".timeout 10000", f"file:{DATABASE}?mode=rw", sql).stdout
        return json.loads(said) if said else []

    def count(self, table, where="1"):
        return self.query(f"SELECT count(*) AS n FROM {table} WHERE {where}")[0]["n"]

    def wait_for_logins(self, count, where="1", limit=LIMIT):
        wait_for(lambda: self.count("login", where) >= count, f"{count} logins where {where}", limit)

    def wait_until_all_is_sent(self, count, limit=LIMIT):
        """Each login is there once, and so is its mail."""
        self.wait_for_logins(count, "decision IS NOT NULL", limit)
        wait_for(lambda: self.count("outbox", "state = 'sent'") >= count, f"{count} sent mails", limit)
        assert self.count("login") == self.count("outbox") == count

    def mails(self, user=None):
        """The text parts of what the server took, for each Message-ID once."""
        texts = {}
        for mail in self.server.mails():
            message = mail["message"]
            texts[message["Message-ID"]] = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
        return [text for text in texts.values() if user is None or text.startswith(f"{user} logged in")]

    def wait_for_mail(self, count, user=None):
        wait_for(lambda: len(self.mails(user)) >= count, f"{count} mails about {user or 'all'}", LIMIT)
        return self.mails(user)

    def repeats(self):
        """How many mails the server has more than once: the one duplicate there is has the same Message-ID."""
        ids = collections.Counter(mail["message"]["Message-ID"] for mail in self.server.mails())
        return sum(ids.values()) - len(ids)

    def accepted(self):
        """The pids and ports of the logins that the journal has, whatever boot they are of."""
        lines = self.run("journalctl", "--output=json", "--output-fields=MESSAGE,_PID", "SYSLOG_IDENTIFIER=sshd",
                         "SYSLOG_IDENTIFIER=sshd-session", "_UID=0").stdout.splitlines()
        entries = [json.loads(line) for line in lines if line.startswith("{")]
        return sorted((int(entry["_PID"]), int(entry["MESSAGE"].split(" port ")[1].split()[0]))
                      for entry in entries if str(entry["MESSAGE"]).startswith("Accepted "))

    def recorded(self):
        return sorted((row["pid"], row["port"]) for row in self.query("SELECT pid, port FROM login"))

    def said(self, words, unit="ssh-alertd"):
        """How many lines about a unit have these words, its own and systemd's."""
        log = self.run("journalctl", "--no-pager", "--output=cat", "--unit", unit).stdout
        return sum(words in line for line in log.splitlines())

    def property(self, name, unit="ssh-alertd"):
        return self.run("systemctl", "show", "--value", "--property", name, unit).stdout.strip()

    def is_watching(self):
        """True once the daemon has told systemd that it reads the journal."""
        return self.property("ActiveState") == "active"
