"""A server that fails at random at every step, and a daemon that is killed at random. Each mail is accepted at least once, in the
order of the queue for each recipient; more than once only with the same Message-ID and the same bytes, and only where the server
took the mail and the daemon could not commit that: the connection was cut before the 250, or a kill fell between 250 and commit.

TORTURE=full for the long run; SEED repeats the server's chances. The figures are printed (pytest -s, or `make torture`)."""
import bisect
import collections
import json
import os
import random
import select
import subprocess
import time

import pytest

from harness import UNLIMITED, ROOT, Daemon, MailServer, smtp_configuration, wait_for
from recorded import accepted, write

FULL = os.environ.get("TORTURE") == "full"
SEED = int(os.environ.get("SEED", random.randrange(1 << 32)))
LOGINS, KILLS = (500, 200) if FULL else (25, 12)
RECIPIENTS = [f"admin{number}@test" for number in range(4)]
MAILS = LOGINS * len(RECIPIENTS)
LIMIT = 900 if FULL else 60  # seconds
SETTINGS = "  retry_after: [1s]\n" + UNLIMITED  # lines of `mail:`
CUT, KILL = "the connection was cut before the 250", "a kill fell between 250 and commit"


class FaultyServer(MailServer):
    def __init__(self, directory, *options):
        self.fault_log = directory / "faults.jsonl"
        super().__init__(directory, "--faults", self.fault_log, "--seed", SEED, *options)

    def command(self):
        return [ROOT / "Tests/Lab/faulty-server", *super().command()[1:]]

    def take(self, count, limit):
        """Returns as soon as so many more mails are taken, or the limit is over."""
        deadline = time.monotonic() + limit
        pipe = self.process.stdout.fileno()
        while count > 0 and select.select([pipe], [], [], max(0, deadline - time.monotonic()))[0]:
            count -= len(os.read(pipe, count))

    def faults(self):
        return [json.loads(line) for line in self.fault_log.read_text().splitlines()] if self.fault_log.exists() else []


@pytest.fixture
def server(tmp_path, request):
    server = FaultyServer(tmp_path, *getattr(request, "param", []))
    yield server.start()
    server.stop()


@pytest.fixture
def daemon(tmp_path, server):
    """One with all logins in its journal."""
    journal = tmp_path / "journal"
    journal.mkdir()
    start = int(time.time() * 1e6) - 1_800_000_000
    write(journal / "system.journal", (accepted(number, at=start + number * 1000) for number in range(LOGINS)))
    daemon = Daemon(tmp_path, f"journal:\n  directory: {journal}\n" + smtp_configuration(server, *RECIPIENTS, more=SETTINGS))
    yield daemon
    daemon.kill()


def due(daemon):
    """The Message-IDs of what is not known to be sent."""
    rows = daemon.query("SELECT message_id FROM outbox WHERE state = 'due'") if daemon.count("outbox") else []
    return {name for (name,) in rows}


def kill_at_random(daemon, server):
    """(moment, what was due then) of each kill: at any moment, or in the very milliseconds after a mail was taken."""
    chance = random.Random(SEED)
    kills = []
    while len(kills) < KILLS and daemon.count("outbox", "state = 'sent'") < MAILS:
        daemon.start("--since", "1h", wait=False)
        if chance.random() < 0.3:
            span = chance.uniform(0.02, 0.4)
        else:
            server.take(chance.randint(1, 2 * MAILS // KILLS), limit=2)
            span = chance.choice([0, chance.uniform(0, 0.005)])
        with pytest.raises(subprocess.TimeoutExpired):
            daemon.process.wait(span)
        daemon.kill()
        kills.append((time.time(), due(daemon)))
    return kills


def send_all(daemon, server):
    """Kills it at random, and lets it go on to the end."""
    kills = kill_at_random(daemon, server)
    daemon.start("--since", "1h")
    wait_for(lambda: daemon.count("outbox") == MAILS and not daemon.count("outbox", "state = 'due'"), f"{MAILS} mails", LIMIT)
    assert daemon.stop() == 0
    return kills


def copies_of_each(server):
    """Each mail by its Message-ID, in the order in which the first copies were taken."""
    copies, newest = collections.defaultdict(list), {}
    for mail in server.mails():
        newest[mail["connection"]] = mail
        copies[mail["message"]["Message-ID"].strip("<>")].append(mail)
    for mail in newest.values():
        mail["ends_connection"] = True
    return copies


def cause(name, copy, next_copy, kills):
    """Why a copy of a mail did not count. A kill ends the connection, and the row was not settled before it; the server may be
    late to see that nobody listens."""
    if copy["cut"]:
        return CUT
    by_kill = any(name in waiting and copy["at"] - 1 < moment < next_copy["at"] for moment, waiting in kills)
    assert by_kill and copy.get("ends_connection"), f"a mail was sent again without a cause: {name}"
    return KILL


def doubles(copies, kills):
    """How many copies are one too many, and why. What counts is what was taken last."""
    assert not any(each[-1]["cut"] for each in copies.values()), "a mail counts as sent without a 250"
    assert all(len({copy["data"] for copy in each}) == 1 for each in copies.values()), "a mail was sent again with other bytes"
    causes = collections.Counter(cause(name, copy, after, kills)
                                 for name, each in copies.items() for copy, after in zip(each, each[1:]))
    assert causes[KILL] <= len(kills)
    return causes


def out_of_turn(daemon, copies):
    """For each recipient, how many of his mails would have to go for the rest to have come in the order of the queue: all but the
    longest subsequence that rises."""
    ids = dict(daemon.query("SELECT message_id, id FROM outbox"))
    found = {}
    for recipient in RECIPIENTS:
        ends, numbers = [], [ids[name] for name, each in copies.items() if each[0]["to"] == [recipient]]
        for number in numbers:
            place = bisect.bisect(ends, number)
            ends[place:place + 1] = [number]
        found[recipient] = len(numbers) - len(ends)
    return found


def put_off_alone(faults, recipient):
    """How many mails may have been overtaken: what fails after RCPT, or without a reply, holds nobody else."""
    return sum(fault["what"] != "taken and cut" and (fault["step"] in ("DATA", "end") and recipient in fault["to"]
               or fault["what"] == "cut" and fault["step"] in ("MAIL", "RCPT") and fault["to"] in ([], [recipient]))
               for fault in faults)


def report(server, copies, kills, causes, turns):
    faults = server.faults()
    print(f"\nseed {SEED}: {len(copies)} mails accepted, {len(kills)} kills, {len(faults)} failures of the server; "
          f"{sum(causes.values())} accepted again, {sum(turns.values())} out of turn")
    failures = collections.Counter(f"{fault['step']}: {fault['what']}" for fault in faults)
    for what, count in [*causes.items(), *sorted(failures.items())]:
        print(f"  {what}: {count}")


def check_all_arrived(daemon, copies):
    rows = daemon.query("SELECT message_id, recipient, state FROM outbox")
    assert len(rows) == MAILS and {state for _, _, state in rows} == {"sent"}
    assert {name: [recipient] for name, recipient, _ in rows} == {name: each[0]["to"] for name, each in copies.items()}


def test_each_mail_arrives_whatever_the_server_and_the_kills_do(daemon, server):
    kills = send_all(daemon, server)
    copies = copies_of_each(server)
    check_all_arrived(daemon, copies)
    causes, turns = doubles(copies, kills), out_of_turn(daemon, copies)
    report(server, copies, kills, causes, turns)
    assert all(count <= put_off_alone(server.faults(), recipient) for recipient, count in turns.items()), turns


@pytest.mark.parametrize("server", [["--step", "MAIL", "--step", "RCPT", "--replies"]], indirect=True)
def test_a_mail_that_is_put_off_before_data_is_not_overtaken_by_another_to_its_recipient(daemon, server):
    kills = send_all(daemon, server)
    copies = copies_of_each(server)
    check_all_arrived(daemon, copies)
    causes, turns = doubles(copies, kills), out_of_turn(daemon, copies)
    report(server, copies, kills, causes, turns)
    assert not any(turns.values()), turns
