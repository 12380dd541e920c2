"""What the end-to-end tests are made of: the daemon, a mail server, logins, and waiting for an event with a limit."""
import collections
import email
import email.policy
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAB = pathlib.Path(os.environ["LAB"])
PROGRAM = os.environ.get("SSH_ALERTD", str(ROOT / ".build/debug/ssh-alertd"))
LIMIT = 20  # seconds that any awaited event may take


def wait_for(condition, what, limit=LIMIT):
    """Returns the first true value of condition; fails when the limit is over."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.005)
    raise AssertionError(f"{limit} s over, still no {what}")


def plain(subject):
    """A login's subject without what is new about it."""
    return re.sub(r"^NEW: (.*): .*?$", r"\1", subject)


class MailServer:
    """The real SMTP server of Tests/Lab, whose log says what it took."""

    def __init__(self, directory, *options, port=0):
        self.log = directory / "accepted.jsonl"
        self.options = [str(option) for option in options]
        self.port = port
        self.process = None

    def command(self):
        return [ROOT / "Tests/Lab/mail-server", "--log", self.log, "--port", str(self.port), *self.options]

    def start(self):
        self.process = subprocess.Popen(self.command(), stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        return self

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def mails(self):
        """Each accepted mail, in the order of acceptance; `message` is the parsed mail."""
        if not self.log.exists():
            return []
        mails = [json.loads(line) for line in self.log.read_text().splitlines() if line.endswith("}")]
        for mail in mails:
            mail["message"] = email.message_from_string(mail["data"], policy=email.policy.default)
        return mails

    def wait_for_mails(self, count, limit=LIMIT):
        wait_for(lambda: len(self.mails()) >= count, f"{count} mails", limit)
        return self.mails()

    def subjects(self):
        """How many mails say what, without the host's name, and without what is new."""
        return collections.Counter(
            plain(mail["message"]["Subject"]).replace(os.uname().nodename, "HOST") for mail in self.mails())


class Daemon:
    """`ssh-alertd run` with a configuration of its own."""

    def __init__(self, directory, mail="", wrapper=()):
        self.directory = directory
        self.config = directory / "ssh-alertd.yaml"
        self.database = directory / "state" / "ssh-alertd.db"
        self.output = directory / "daemon.log"
        self.wrapper = list(wrapper)
        self.process = None
        self.config.write_text(f"database: {self.database}\n{mail}")

    def environment(self):
        return {**os.environ, "STATE_DIRECTORY": str(self.database.parent)}

    def start(self, *arguments, wrapper=None, wait=True):
        """Starts it, and waits until it watches the journal."""
        before = self.output.read_text().count("watching journal") if self.output.exists() else 0
        command = [*(self.wrapper if wrapper is None else wrapper), PROGRAM, "run", "--config", str(self.config), *arguments]
        with open(self.output, "a") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, env=self.environment())
        if wait:
            wait_for(lambda: self.process.poll() is not None
                     or self.output.read_text().count("watching journal") > before, "start")
            assert self.process.poll() is None, self.output.read_text()
        return self

    def stop(self, with_signal=signal.SIGTERM):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        status = self.process.wait(LIMIT)
        self.process = None
        return status

    def kill(self):
        return self.stop(signal.SIGKILL)

    def run(self, *arguments):
        """A command beside the daemon, with its configuration."""
        return subprocess.run(
            [PROGRAM, *arguments, "--config", str(self.config)], capture_output=True, text=True,
            env=self.environment(), timeout=60)

    def query(self, sql, *arguments):
        connection = sqlite3.connect(self.database, timeout=LIMIT)
        try:
            return connection.execute(sql, arguments).fetchall()
        finally:
            connection.close()

    def count(self, table, where="1"):
        return self.query(f"SELECT count(*) FROM {table} WHERE {where}")[0][0] if self.database.exists() else 0

    def wait_for_logins(self, count, where="1", limit=LIMIT):
        wait_for(lambda: self.count("login", where) >= count, f"{count} logins", limit)

    def gaps(self):
        return self.query("SELECT reason, entries FROM gap ORDER BY id")

    def position(self):
        return self.query("SELECT cursor, at FROM journal_position")[0]

    def said(self, words):
        """How many lines of its log hold these words."""
        return sum(words in line for line in self.output.read_text().splitlines())


def ssh(*arguments, host="web", options=(), **kwargs):
    """Logs in to the lab's sshd as alice with her key, unless options say otherwise."""
    command = ["ssh", "-F", str(LAB / "ssh_config"), *options, host, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, stdin=subprocess.DEVNULL, **kwargs)


def login(count=1):
    for _ in range(count):
        assert ssh("true").returncode == 0


# A mail for each login, however many and however old.
UNLIMITED = "  hourly_limit: none\n  late_after: never\n"


def smtp_configuration(server, *recipients, more=UNLIMITED):
    """The `mail:` section for a server."""
    return (f"mail:\n  server: smtp://127.0.0.1:{server.port}\n  from: ssh-alertd@web.test\n"
            f"  to: [{', '.join(recipients or ['admin@test'])}]\n{more}")
