"""A journal of 1 million entries, 2 % of them sshd's, as journald would have written it: reader.py makes it, and has it read.

systemd-journal-remote takes the fields that journald keeps to itself, and rotates its files as journald does. An entry has 21
to 23 fields, those that entries of its kind have in Tests/Fixtures.
"""
import itertools
import time

ENTRIES, SSHD_EVERY, LINES_A_SESSION = 1_000_000, 50, 5
START, SPAN = 1_795_525_527, 7 * 86_400  # seconds: from 2026-11-24 13:05:27 UTC, a week

FIELDS = """\
PRIORITY=6
_UID={uid}
_GID={uid}
_CAP_EFFECTIVE=fcecbfff
_SYSTEMD_SLICE=system.slice
_BOOT_ID=1114a3339e4a480dbe5ce27d94f1f170
_MACHINE_ID=e238fa2a8b294fa98f8b92410b8b1f14
_HOSTNAME=web1
_RUNTIME_SCOPE=system
SYSLOG_FACILITY=4
SYSLOG_IDENTIFIER={name}
_COMM={name}
_EXE=/usr/sbin/{name}
_CMDLINE={name}: worker process
_SYSTEMD_CGROUP=/system.slice/{name}.service
_SYSTEMD_UNIT={name}.service
_SYSTEMD_INVOCATION_ID=156192f2cd6d4589be4fc68742893411
"""
EACH = "__REALTIME_TIMESTAMP={at}\n__MONOTONIC_TIMESTAMP={since_boot}\n_SOURCE_REALTIME_TIMESTAMP={at}\n_PID={pid}\n"
SYSLOG = "_TRANSPORT=syslog\nSYSLOG_TIMESTAMP={clock} \nSYSLOG_PID={pid}\n"
STDOUT = "_TRANSPORT=stdout\n_STREAM_ID=0b1d84a0c3d1465c8f0e2f7d9b1a6c55\n"

SSHD = [
    (0, "Accepted publickey for alice from 203.0.113.{low} port {port} ssh2: "
        "ED25519 SHA256:5zNfD8Jgrlqys7OLHV3w33enxIz0WwnXC9Hw/1WO6jI"),
    (0, "pam_unix(sshd:session): session opened for user alice(uid=1000) by (uid=0)"),
    (0, "Failed password for root from 198.51.100.{low} port {port} ssh2"),
    (1000, "Disconnected from user alice 203.0.113.{low} port {port}"),
    (0, "pam_unix(sshd:session): session closed for user alice"),
]
OTHERS = [
    ("nginx", 33, STDOUT, '203.0.113.{low} - - "GET /articles/{number}?page={low} HTTP/1.1" 200 {port} "-" "Mozilla/5.0"'),
    ("smtpd", 105, SYSLOG, "{number:010X}: client=mail.example.org[198.51.100.{low}]"),
    ("cron", 0, SYSLOG, "(root) CMD (/usr/local/bin/collect --number {number})"),
    ("app", 998, STDOUT, '{{"level":"info","request":"{number:08x}","path":"/orders/{number}","milliseconds":{low}}}'),
]


def template(name, uid, transport, message):
    return EACH + FIELDS.replace("{name}", name).replace("{uid}", str(uid)) + transport + f"MESSAGE={message}\n\n"


def entries():
    """Each entry in the journal export format."""
    sshd = itertools.cycle([template("sshd", uid, SYSLOG, message) for uid, message in SSHD])
    others = itertools.cycle([template(*other) for other in OTHERS])
    for number in range(ENTRIES):
        since_boot = number * SPAN * 1_000_000 // ENTRIES
        at = START * 1_000_000 + since_boot
        yield next(others if number % SSHD_EVERY else sshd).format(
            at=at, since_boot=since_boot, number=number, low=number % 251, port=32768 + number % 28000,
            pid=1000 + number // (SSHD_EVERY * LINES_A_SESSION) % 30000,
            clock=time.strftime("%b %d %H:%M:%S", time.gmtime(at // 1_000_000)))
