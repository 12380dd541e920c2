"""How fast the outbox is emptied, and whether a full one holds up a new login.

Mails a second, from the first that the server takes to the last: the daemon, which commits each mail to the disk, against smtplib
with one connection and against a msmtp process a mail, which keep nothing. All send mails of the same bytes to the same server
(sink.py), in turns; what the daemon finds in its journal waits in its outbox while the server, which has its call, says nothing.

Then the delay from the reader's entry to the server's 250 of logins one after the other, while mail to somebody else waits in the
outbox, all of it put off by the server with 451. Run by `make bench`, inside Tests/Lab/server.
"""
import os
import pathlib
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("SSH_ALERTD", str(ROOT / ".build/release/ssh-alertd"))
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))
from harness import UNLIMITED, Daemon, MailServer, login, smtp_configuration, wait_for  # noqa: E402
from recorded import accepted, write  # noqa: E402

ROUNDS, MAILS = 5, 1000
WAITING, LOGINS = 10_000, 200
PUT_OFF = {"RCPT": "reply-451-rcpt@test", "DATA": "reply-451-data@test"}  # Tests/Lab/mail-server does as the names say
LIMIT = 300  # seconds


class Sink:
    """sink.py as a process."""

    def __init__(self, directory):
        self.last_mail = directory / "last.eml"
        self.process = subprocess.Popen(
            ["/usr/bin/python3", ROOT / "Benchmarks/sink.py", self.last_mail],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def take(self, count):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()

    def rate(self, count):
        """Mails a second, and connections, once all are taken."""
        first, last, connections = self.process.stdout.readline().split()
        return (count - 1) / (float(last) - float(first)), int(connections)

    def stop(self):
        self.process.kill()
        self.process.wait()


def recorded_daemon(directory, server, count, recipient="admin@test"):
    """A daemon before a journal with logins of the last hour, each of a user of his own."""
    journal = directory / "journal"
    journal.mkdir()
    start = int(time.time() * 1e6) - 1_800_000_000
    write(journal / "system.journal", (accepted(number, at=start + number * 1000) for number in range(count)))
    return Daemon(directory, f"journal:\n  directory: {journal}\n" + smtp_configuration(server, recipient, more=UNLIMITED))


def ours(sink, directory):
    daemon = recorded_daemon(directory, sink, MAILS).start("--since", "1h")
    wait_for(lambda: daemon.count("outbox") == MAILS, f"{MAILS} rows", LIMIT)
    sink.take(MAILS)
    rate, connections = sink.rate(MAILS)
    assert connections == 1, "the daemon called more than once"
    wait_for(lambda: daemon.count("outbox", "state = 'sent'") == MAILS, "commit of all")
    daemon.stop()
    return rate


def smtplibs(sink, directory):
    mail = sink.last_mail.read_bytes().removesuffix(b".\r\n")
    sink.take(MAILS)
    with smtplib.SMTP("127.0.0.1", sink.port) as server:
        for _ in range(MAILS):
            server.sendmail("ssh-alertd@web.test", ["admin@test"], mail)
    return sink.rate(MAILS)[0]


def msmtps(sink, directory):
    mail = directory / "mail.eml"
    mail.write_bytes(sink.last_mail.read_bytes().removesuffix(b".\r\n"))
    command = f"msmtp --host=127.0.0.1 --port={sink.port} --from=ssh-alertd@web.test admin@test < {mail}"
    sink.take(MAILS)
    subprocess.run(["bash", "-euc", f"for _ in $(seq {MAILS}); do {command}; done"], check=True)
    return sink.rate(MAILS)[0]


def temporary(directory):
    """One below it, gone afterwards."""
    return tempfile.TemporaryDirectory(dir=directory)


def drain(directory):
    contenders = {"ssh-alertd": ours, "smtplib, one connection": smtplibs, "msmtp, a process a mail": msmtps}
    rates = {name: [] for name in contenders}
    sink = Sink(directory)
    for _ in range(ROUNDS):
        for name, contender in contenders.items():
            with temporary(directory) as own:
                rates[name].append(contender(sink, pathlib.Path(own)))
    sink.stop()
    size = sink.last_mail.stat().st_size
    for name, each in rates.items():
        print(f"{name:24} mails a second: median {statistics.median(each):6.0f}, min {min(each):6.0f}, max {max(each):6.0f} "
              f"({ROUNDS} rounds of {MAILS:,} mails of {size:,} bytes)")
    mine, *rivals = rates
    for rival in rivals:
        ratios = [rate / others for rate, others in zip(rates[mine], rates[rival])]
        print(f"ratio to {rival}: median {statistics.median(ratios):.2f}, min {min(ratios):.2f}, max {max(ratios):.2f}", flush=True)


def fill(directory, server, step):
    """A daemon that has its outbox full of mail that is put off, and is stopped. A server that says so at RCPT is asked for one
    mail only, at DATA for each."""
    daemon = recorded_daemon(directory, server, WAITING, PUT_OFF[step]).start("--since", "1h")
    tried = 1 if step == "RCPT" else WAITING
    wait_for(lambda: daemon.count("outbox") == WAITING and daemon.count("outbox", "attempts > 0") >= tried, "full outbox", LIMIT)
    assert daemon.stop() == 0
    return daemon


def taken(server):
    """How many mails, without a look into them, which would keep a processor busy."""
    return server.log.read_bytes().count(b"\n") if server.log.exists() else 0


def delays(directory, step):
    """Milliseconds of each login."""
    server = MailServer(directory).start()
    daemon = fill(directory, server, step)
    daemon.config.write_text(f"database: {daemon.database}\n" + smtp_configuration(server, "admin@test", more=UNLIMITED))
    daemon.start()
    for count in range(LOGINS):
        login()
        wait_for(lambda: taken(server) > count, "mail", LIMIT)
    assert daemon.count("outbox", "state = 'due'") == WAITING
    daemon.stop()
    read = dict(daemon.query("SELECT message_id, recorded_at FROM outbox JOIN login ON login.id = login_id WHERE state = 'sent'"))
    server.stop()
    return sorted(mail["at"] * 1e3 - read[mail["message"]["Message-ID"].strip("<>")] / 1e3 for mail in server.mails())


def delay(directory):
    for step in PUT_OFF:
        with temporary(directory) as own:
            found = delays(pathlib.Path(own), step)
        print(f"entry read to 250, ms, {WAITING:,} mails put off at {step}: p50 {found[len(found) // 2]:.2f}, "
              f"p99 {found[len(found) * 99 // 100]:.2f}, max {found[-1]:.2f} ({len(found)} logins)", flush=True)


def main():
    for measure in (drain, delay):
        with tempfile.TemporaryDirectory() as directory:
            measure(pathlib.Path(directory))


main()
