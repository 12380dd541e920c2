"""A flood of failures: no login is lost in it, and what it leaves is bounded. `make bench` does it with a million."""
import pytest

from harness import Daemon, smtp_configuration, wait_for
from recorded import accepted, write

FAILURES, LOGINS, MOST = 12_000, 60, 10_000


def failed(number):
    """Somebody else's try, from an address and under a name of his own, a millisecond after the one before."""
    entry = accepted(number, monotonic=1_000_000 + number * 1000)
    address = f"198.{51 + number // 65536}.{number // 256 % 256}.{number % 256}"
    return {**entry, "_PID": 20_000 + number % 9000,
            "MESSAGE": f"Failed password for invalid user guess{number} from {address} port {number} ssh2"}


def flood():
    for number in range(FAILURES):
        yield failed(number)
        if number % (FAILURES // LOGINS) == 0:
            yield accepted(number, monotonic=1_000_000 + number * 1000 + 500)


@pytest.fixture
def daemon(tmp_path, mail_server):
    journal = tmp_path / "journal"
    journal.mkdir()
    write(journal / "system.journal", flood())
    daemon = Daemon(tmp_path, f"journal:\n  directory: {journal}\n" + smtp_configuration(mail_server))
    yield daemon
    daemon.kill()


def test_no_login_is_lost_in_a_flood_of_failures_and_the_record_stays_small(daemon):
    daemon.start("--since", "2023-01-01")
    wait_for(lambda: daemon.count("login") == LOGINS, f"{LOGINS} logins")
    wait_for(lambda: daemon.query("SELECT sum(count) FROM failed_attempt") == [(FAILURES,)], "all failures")
    assert daemon.count("failed_attempt", "source <> '*'") == MOST
    assert daemon.query("SELECT user, count FROM failed_attempt WHERE source = '*'") == [("*", FAILURES - MOST)]
    assert daemon.count("login", "failures_from_source <> 0 OR failures_for_user <> 0") == 0
