"""How long a login waits for its mail: from the moment that the reader has sshd's entry to the server's 250, on loopback.

The rival does the least that such a program can do: python3-systemd follows the journal, smtplib connects and sends the same
mail, nothing is kept. The daemon commits four times to the disk on that way. Both see the same logins, one after the other in
turns; medians are compared. Run by `make bench`, inside Tests/Lab/server.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("SSH_ALERTD", str(ROOT / ".build/release/ssh-alertd"))
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))
from harness import Daemon, MailServer, login, smtp_configuration, wait_for  # noqa: E402

ROUNDS, LOGINS = 5, 10


def ours(directory):
    """Milliseconds of each login."""
    server = MailServer(directory).start()
    daemon = Daemon(directory, smtp_configuration(server)).start()
    for count in range(LOGINS):
        login()
        server.wait_for_mails(count + 1)
    daemon.stop()
    read = dict(daemon.query("SELECT message_id, recorded_at FROM outbox JOIN login ON login.id = login_id"))
    delays = [mail["at"] * 1e3 - read[mail["message"]["Message-ID"].strip("<>")] / 1e3 for mail in server.mails()]
    server.stop()
    return delays


def rivals(directory):
    server = MailServer(directory).start()
    rival = subprocess.Popen(["/usr/bin/python3", ROOT / "Benchmarks/follower.py", str(server.port)],
                             stdout=subprocess.PIPE, text=True)
    assert rival.stdout.readline() == "ready\n"
    for count in range(LOGINS):
        login()
        server.wait_for_mails(count + 1)
    rival.kill()
    rival.wait()
    delays = [mail["at"] * 1e3 - float(mail["message"]["X-Read-At"]) * 1e3 for mail in server.mails()]
    server.stop()
    return delays


def main():
    results = {ours: [], rivals: []}
    ratios = []
    for _ in range(ROUNDS):
        medians = {}
        for contender in results:
            with tempfile.TemporaryDirectory() as directory:
                delays = contender(pathlib.Path(directory))
            results[contender] += delays
            medians[contender] = statistics.median(delays)
        ratios.append(medians[ours] / medians[rivals])
    for name, contender in (("ssh-alertd", ours), ("python3-systemd + smtplib", rivals)):
        delays = sorted(results[contender])
        print(f"{name:26} entry read to 250, ms: median {statistics.median(delays):6.2f}, "
              f"min {delays[0]:6.2f}, max {delays[-1]:6.2f} ({len(delays)} logins)")
    print(f"ratio of medians in {ROUNDS} rounds: median {statistics.median(ratios):.2f}, "
          f"min {min(ratios):.2f}, max {max(ratios):.2f}")


main()
