"""What is told about a login: where from, what is new, and what the rules make of it. The journal is made, all else is real."""
import http.server
import json
import signal
import threading
import time

import pytest

from harness import ROOT, UNLIMITED, Daemon, smtp_configuration, wait_for
from recorded import accepted, write

CITIES, NETWORKS = (ROOT / f"Tests/Fixtures/mmdb/GeoLite2-{name}-Test.mmdb" for name in ("City", "ASN"))
LONDON, CHANGCHUN, NOWHERE = "81.2.69.142", "175.16.199.9", "203.0.113.7"
KEY = "ED25519 SHA256:" + "A" * 43


def enter(number, user, address, method="publickey", key=KEY):
    """A login of now."""
    how = f"{method} for {user} from {address} port 5000 ssh2" + (f": {key}" if method == "publickey" else "")
    return {**accepted(number, at=int(time.time() * 1e6)), "_HOSTNAME": "web1", "MESSAGE": f"Accepted {how}"}


@pytest.fixture
def follow(tmp_path, mail_server):
    """Starts a daemon that follows a journal in a directory; gives it and what adds logins."""
    journal = tmp_path / "journal"
    journal.mkdir()
    write(journal / "system.journal", [{**accepted(0), "MESSAGE": "Server listening on :: port 22."}])
    daemons = []

    def start(configuration, *recipients):
        daemon = Daemon(tmp_path, f"journal:\n  directory: {journal}\n{configuration}"
                        + smtp_configuration(mail_server, *recipients, more=UNLIMITED))
        daemons.append(daemon.start())
        return daemon, lambda *logins: write(journal / "system.journal", logins)

    yield start
    for daemon in daemons:
        daemon.kill()


def subjects(mail_server, count):
    return [mail["message"]["Subject"] for mail in mail_server.wait_for_mails(count)]


def files(*paths):
    return f"lookup:\n  files: [{', '.join(map(str, paths))}]\n"


def test_a_mail_says_where_the_login_came_from_and_what_is_new(follow, mail_server):
    daemon, add = follow(files(CITIES, NETWORKS))
    add(enter(1, "root", LONDON), enter(2, "root", LONDON), enter(3, "root", CHANGCHUN, "password"))
    assert subjects(mail_server, 3) == [
        "NEW: root logged in to web1 from 81.2.69.142 (London, GB): first login",
        "root logged in to web1 from 81.2.69.142 (London, GB)",
        "NEW: root logged in to web1 from 175.16.199.9 (Changchun, CN): new country, password, impossible travel"]
    rows = daemon.query("SELECT country, city, news, decision FROM login_history ORDER BY id")
    assert rows[0][:2] == ("GB", "London") and rows[2][:2] == ("CN", "Changchun")
    assert json.loads(rows[2][2]) == ["country", "network", "password", "root_password", "travel"]
    assert [row[3] for row in rows] == ["mail"] * 3


def test_only_what_is_new_is_mailed_and_the_record_tells_why(follow, mail_server):
    daemon, add = follow("alerts:\n  mail: new\n" + files(CITIES))
    add(enter(1, "alice", LONDON), enter(2, "alice", LONDON), enter(3, "alice", CHANGCHUN))
    assert len(subjects(mail_server, 2)) == 2
    assert daemon.query("SELECT decision, decision_reason FROM login_history ORDER BY id") == [
        ("mail", "something is new"), ("silent", "nothing is new"), ("mail", "something is new")]
    told = daemon.run("explain", "2").stdout
    assert "recorded: silent, nothing is new" in told and "new: nothing" in told
    assert "so: ignore, since nothing is new (alerts.mail: new)" in told
    assert max(map(len, told.splitlines())) <= 80
    history = [json.loads(line) for line in daemon.run("history", "--format", "json").stdout.splitlines()]
    assert [(each["decision"], each["decision_reason"]) for each in history] == [
        ("mail", "something is new"), ("silent", "nothing is new"), ("mail", "something is new")]


def test_rules_decide_in_their_order_and_a_reload_changes_them(follow, mail_server):
    rules = """alerts:
  rules:
  - {user: backup, address: 81.2.69.0/24, then: ignore}
  - {not: {country: GB}, then: mail, to: [security@test]}
  - {user: deploy, then: daily digest}
"""
    daemon, add = follow(rules + files(CITIES))
    # Nobody knows where the third came from: a rule that mails fits all the same, and takes nothing away from the others.
    add(enter(1, "backup", LONDON), enter(2, "backup", CHANGCHUN), enter(3, "alice", NOWHERE),
        enter(4, "deploy", LONDON), enter(5, "alice", LONDON))
    mail_server.wait_for_mails(4)
    daemon.wait_for_logins(5, "decision IS NOT NULL")
    assert [mail["to"] for mail in mail_server.mails()] == [["security@test"], ["security@test"], ["admin@test"], ["admin@test"]]
    assert daemon.query("SELECT decision, decision_reason FROM login ORDER BY id") == [
        ("silent", "rule 1"), ("mail", "rule 2"), ("mail", "rule 2"), ("digest", "rule 3"), ("mail", "every login is mailed")]
    assert daemon.query("SELECT kind, state FROM outbox WHERE login_id IS NULL") == [("daily", "due")]
    told = daemon.run("explain", "4").stdout
    assert "rule 2: not country GB: mail to security@test\n  does not fit: country is GB" in told
    daemon.config.write_text(daemon.config.read_text().replace(rules, "alerts:\n  rules:\n  - {user: alice, then: ignore}\n"))
    daemon.process.send_signal(signal.SIGHUP)
    wait_for(lambda: daemon.said("configuration read again"), "reload")
    add(enter(6, "alice", LONDON))
    daemon.wait_for_logins(6, "decision IS NOT NULL")
    assert daemon.query("SELECT decision FROM login WHERE id = 6") == [("silent",)]


class Service:
    """A server that answers as ipinfo does, or never."""

    def __init__(self, answer=None, status=200, headers=()):
        self.asked, self.over = [], threading.Event()
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                service.asked.append(self.path)
                if answer is None:
                    return service.over.wait(60)
                self.send_response(status)
                for header in headers:
                    self.send_header(*header)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.configuration = f"lookup:\n  files: none\n  ipinfo: standard\n  ipinfo_server: http://127.0.0.1:{self.server.server_port}\n"

    def stop(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service(request):
    service = Service(*request.param)
    yield service
    service.stop()


PRAGUE = json.dumps({"ip": "81.2.69.142", "city": "Prague", "country": "CZ", "loc": "50.08,14.42", "org": "AS64500 <b>Net</b>"})


@pytest.mark.parametrize("service", [(PRAGUE.encode(),)], indirect=True)
def test_a_service_is_asked_once_for_an_address_and_never_for_private_ones(follow, mail_server, service):
    daemon, add = follow(service.configuration)
    add(enter(1, "alice", "10.0.0.7"), enter(2, "alice", LONDON))
    assert "(Prague, CZ)" in subjects(mail_server, 2)[1]
    add(enter(3, "alice", LONDON))
    assert "(Prague, CZ)" in subjects(mail_server, 3)[2]
    assert service.asked == [f"/{LONDON}/json"]
    assert daemon.query("SELECT address, place ->> 'city' FROM geo_cache") == [(LONDON, "Prague")]
    assert daemon.query("SELECT provider FROM login_history WHERE id = 2") == [("<b>Net</b>",)]


@pytest.mark.parametrize("service", [()], indirect=True)
def test_a_service_that_hangs_holds_up_one_alert_and_no_reading(follow, mail_server, service):
    daemon, add = follow(service.configuration + "  timeout: 2s\n")
    start = time.monotonic()
    add(enter(1, "alice", LONDON))
    wait_for(lambda: service.asked, "question")
    add(enter(2, "bob", LONDON))
    daemon.wait_for_logins(2)  # The Watcher reads on while the Alerter waits,
    assert daemon.count("login", "decision IS NULL") == 2 and time.monotonic() - start < 2
    assert "London" not in subjects(mail_server, 2)[0]
    assert time.monotonic() - start < 10
    assert len(service.asked) == 1 and daemon.said("cannot ask a service for places") == 1  # and it is left alone then.


@pytest.mark.parametrize("service", [(b"slow down", 429, [("Retry-After", "600")])], indirect=True)
def test_a_service_that_is_asked_too_often_is_left_alone(follow, mail_server, service):
    daemon, add = follow(service.configuration)
    add(enter(1, "alice", LONDON))
    mail_server.wait_for_mails(1)
    add(enter(2, "alice", CHANGCHUN))
    mail_server.wait_for_mails(2)
    assert service.asked == [f"/{LONDON}/json"]
    assert daemon.said("it is asked too often") == 1
