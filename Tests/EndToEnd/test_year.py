"""A year of logins: five users, twenty addresses, travel, and a break-in. With `alerts.mail: new` the break-in and true firsts are
mailed, and nothing else. Which these are is reckoned here a second time, by other means."""
import datetime
import ipaddress
import json
import random

from harness import ROOT, Daemon
from recorded import write

PLACES = ROOT / "Tests/Fixtures/mmdb/GeoLite2-City-Test.mmdb"
BEGIN = datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc)
HOME = {  # user: where they usually are, and how often a day they log in
    "alice": (["81.2.69.142", "81.2.69.162", "2a02:d3c0:1:1::a", "2a02:da40:5:5::a"], 4),
    "bob": (["89.160.20.113", "89.160.20.130", "2a02:dd80:1:1::b", "2a02:d900:2:2::b"], 2),
    "carol": (["2a02:d180:1:1::c", "2a02:d480:2:2::c", "2a02:d4e0:3:3::c", "2a02:da00:4:4::c"], 2),
    "backup": (["2a02:e040:1:1::1"], 1),
    "root": (["81.2.69.142", "89.160.20.113"], 0.1),
}
TRAVEL = {  # user: first day, last day, from where
    "alice": [(180, 194, "2a02:d9c0:7:7::a"), (280, 290, "216.160.83.57")],
    "bob": [(100, 105, "2a02:fc40:1:1::b")],
    "carol": [(30, 32, "2a02:d5c0:1:1::c"), (210, 230, "2a02:ed40:1:1::c"), (300, 301, "2001:240:1:1::c")],
}
AWAY = {"bob": (240, 345)}  # no login at all: more than 90 days
ATTACKER, BOTS = "2a02:f6c0:6:6::6", ["175.16.199.9", "67.43.156.9"]
KEYS = {user: f"SHA256:{user:A<43}" for user in HOME}


def moments():
    """Each login as (time, user, address, key or None for a password), in order, without the break-in."""
    chance = random.Random(2025)
    for day in range(365):
        for user, (addresses, rate) in HOME.items():
            if AWAY.get(user, (1, 0))[0] <= day <= AWAY.get(user, (1, 0))[1]:
                continue
            trip = next((place for first, last, place in TRAVEL.get(user, []) if first <= day <= last), None)
            for _ in range(int(rate) + (chance.random() < rate % 1)):
                hour = 3 if user == "backup" else chance.uniform(8, 18)
                yield (BEGIN + datetime.timedelta(days=day, hours=hour), user, trip or chance.choice(addresses), KEYS[user])


def break_in(logins):
    """Root by password after forty failures, and an hour after alice's last login of a day alice by hers from the same place."""
    london = max(at for at, user, *_ in logins if user == "alice" and at < BEGIN + datetime.timedelta(days=320))
    return [(london + datetime.timedelta(minutes=50), "root", ATTACKER, None),
            (london + datetime.timedelta(minutes=60), "alice", ATTACKER, None)]


def entry(number, at, message):
    since = int((at - BEGIN).total_seconds() * 1e6)
    return {
        "__REALTIME_TIMESTAMP": int(BEGIN.timestamp() * 1e6) + since, "__MONOTONIC_TIMESTAMP": 1_000_000 + since,
        "_BOOT_ID": "b" * 32, "_MACHINE_ID": "a" * 32, "_HOSTNAME": "web1", "_UID": 0, "_COMM": "sshd", "_EXE": "/usr/sbin/sshd",
        "SYSLOG_IDENTIFIER": "sshd", "_PID": 1000 + number, "MESSAGE": message}


def entries(logins, breach):
    lines = []
    for number, (at, user, address, key) in enumerate(logins):
        how = f"Accepted publickey for {user} from {address} port 5000 ssh2: ED25519 {key}" if key else \
            f"Accepted password for {user} from {address} port 5000 ssh2"
        lines.append((at, entry(number, at, how)))
        end = at + datetime.timedelta(minutes=20)
        lines.append((end, entry(number, end, f"Disconnected from user {user} {address} port 5000")))
    for number in range(40):  # before the break-in; and a bot's noise, all year round
        at = breach - datetime.timedelta(seconds=600 - 10 * number)
        lines.append((at, entry(20000 + number, at, f"Failed password for root from {ATTACKER} port 6000 ssh2")))
    for number in range(365):
        at = BEGIN + datetime.timedelta(days=number, hours=5)
        lines.append((at, entry(30000 + number, at, f"Failed password for invalid user admin from {BOTS[number % 2]} port 7000 ssh2")))
    return [line for _, line in sorted(lines, key=lambda each: each[0])]


def network(address):
    return ipaddress.ip_network(f"{address}/{64 if ':' in address else 24}", strict=False)


def firsts(logins):
    """Which logins are the first of something, by sets of what was before."""
    seen, last, found = set(), {}, []
    for number, (at, user, address, key) in enumerate(logins):
        facts = {(user, network(address)), (user, key or "password")}
        away = user in last and at - last[user] >= datetime.timedelta(days=90)
        if facts - seen or away:
            found.append(number)
        seen |= facts
        last[user] = at
    return found


def test_of_a_year_the_break_in_and_true_firsts_are_mailed(tmp_path):
    ordinary = sorted(moments())
    breach = break_in(ordinary)
    logins = sorted(ordinary + breach, key=lambda each: each[0])
    write(tmp_path / "system.journal", entries(logins, breach[0][0]))
    daemon = Daemon(tmp_path, f"alerts:\n  mail: new\nlookup:\n  files: [{PLACES}]\n")
    done = daemon.run("replay", "--explain", "--directory", str(tmp_path))
    assert done.returncode == 0, done.stderr
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["user"], each["address"]) for each in outcomes] == [(user, address) for _, user, address, _ in logins]
    mailed = [number for number, each in enumerate(outcomes) if each["decision"] != "silent"]
    addresses = {address for _, _, address, _ in logins}
    assert len(addresses) == 20
    print(f"\na year: {len(logins):,} logins, {len(addresses)} addresses; mailed {len(mailed)} "
          f"({100 * len(mailed) / len(logins):.1f}%), of them of the break-in {len(breach)}")
    assert mailed == firsts(logins)
    for each in breach:
        assert logins.index(each) in mailed
    root, alice = (outcomes[logins.index(each)] for each in breach)
    assert {"country", "password", "root_password", "failures"} <= set(root["news"])
    assert {"country", "password", "travel", "failures"} <= set(alice["news"])
    travels = [each for each in outcomes if "travel" in each["news"]]
    assert travels == [alice], "nobody else was faster than an aeroplane"
