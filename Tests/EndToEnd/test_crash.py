"""SIGKILL at random moments and at chosen system calls, under a stream of real logins. Whatever is hit, each login is recorded
exactly once, and each mail is accepted at least once; more than once only with the same Message-ID and the same bytes.

TORTURE=full for the long run; SEED repeats one. The figures are printed (pytest -s, or at the end of `make torture`)."""
import collections
import os
import random
import signal
import subprocess
import threading
import time

import pytest

from harness import LAB, ssh, wait_for
from journald import accepted_in_journal

FULL = os.environ.get("TORTURE") == "full"
SEED = int(os.environ.get("SEED", random.randrange(1 << 32)))
RANDOM_KILLS = 200 if FULL else 15
CALLS = {"fdatasync": 110, "pwrite64": 110, "sendto": 50} if FULL else {"fdatasync": 4, "pwrite64": 4, "sendto": 6}


class Stream:
    """Logs in again and again until told to stop."""

    def __enter__(self):
        self.over = threading.Event()
        self.count = 0
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        return self

    def run(self):
        while not self.over.is_set():
            assert ssh("true").returncode == 0
            self.count += 1

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def hit(daemon, since, until):
    """Which rows of the crash table the kill fell into, from what it left behind."""
    return {
        "before the batch commits": len(accepted_in_journal(since, until)) > daemon.count("login"),
        "after the batch, before the alert": daemon.count("login", "decision IS NULL") > 0,
        "after the alert, before the mail": daemon.count("outbox", "state = 'due' AND id NOT IN (SELECT outbox_id FROM frozen_message)") > 0,
        "in mid-SMTP": daemon.count("outbox", "state = 'due' AND id IN (SELECT outbox_id FROM frozen_message)") > 0,
    }


def check_nothing_lost(daemon, server, since, kills, rows):
    daemon.start()
    logins = accepted_in_journal(since)
    wait_for(lambda: daemon.count("login") >= len(logins), f"{len(logins)} logins", 60)
    wait_for(lambda: daemon.count("outbox", "state = 'sent'") >= len(logins), f"{len(logins)} sent mails", 60)
    assert daemon.stop() == 0
    assert sorted(daemon.query("SELECT pid, port FROM login")) == sorted(logins)
    assert daemon.count("login", "decision IS NULL") == 0
    mails = collections.defaultdict(list)
    for mail in server.mails():
        mails[mail["message"]["Message-ID"].strip("<>")].append(mail["data"])
    assert sorted(mails) == sorted(row[0] for row in daemon.query("SELECT message_id FROM outbox"))
    assert all(len(set(copies)) == 1 for copies in mails.values()), "a mail was sent again with other bytes"
    twice = sum(len(copies) > 1 for copies in mails.values())
    print(f"\nseed {SEED}: {kills} kills, {len(logins)} logins, {len(logins)} recorded once, {len(mails)} mails accepted, "
          f"{twice} of them twice")
    for row, count in rows.items():
        print(f"  {row}: {count}")


def first_start(daemon):
    daemon.start()
    daemon.stop()
    return daemon.query("SELECT at FROM journal_position")[0][0]


def test_no_login_is_lost_or_doubled_by_kills_at_random_moments(daemon, mail_server):
    chance = random.Random(SEED)
    since = first_start(daemon)
    rows = collections.Counter()
    with Stream():
        for _ in range(RANDOM_KILLS):
            daemon.start(wait=False)
            with pytest.raises(subprocess.TimeoutExpired):
                daemon.process.wait(chance.uniform(0.02, 0.5))
            killed_at = time.time() * 1e6
            daemon.kill()
            rows.update(hit(daemon, since, killed_at))
    check_nothing_lost(daemon, mail_server, since, RANDOM_KILLS, rows)


def test_no_login_is_lost_or_doubled_by_kills_at_each_write(daemon, mail_server):
    since = first_start(daemon)
    rows = collections.Counter()
    kills = 0
    with Stream():
        for call, most in CALLS.items():
            for nth in range(1, most + 1):
                inject = f"inject={call}:signal=KILL:when={nth}"
                daemon.start(wait=False, wrapper=["strace", "-f", "-qq", "-o", str(LAB / "trace"), "-e", inject])
                assert daemon.process.wait(60) == 128 + signal.SIGKILL or daemon.process.returncode == -signal.SIGKILL
                kills += 1
                rows.update(hit(daemon, since, time.time() * 1e6))
    check_nothing_lost(daemon, mail_server, since, kills, rows)
    assert not FULL or min(rows.values()) >= 20, "a row of the crash table was hit too seldom"
