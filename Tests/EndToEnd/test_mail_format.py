"""The bytes of a mail, as `preview` shows them: RFC 5322 and MIME without a defect, whatever the names are."""
import email
import email.policy
import html.parser
import random
import re
import subprocess

import pytest

from harness import LIMIT, PROGRAM

PIECES = ["\r\nBcc: evil@example.org", "\n", "\r", "=?utf-8?Q?=0ABcc=3A_evil?=", "=?utf-8?B?PHNjcmlwdD4=?=", '"', "\\", "<", ">",
          "<evil@example.org>", ",", ";", ":", "(", ")", "@", "..", "\u202e", "\u2066", "\u200b", "\u2028", "\x1b[31m", "{{user}}",
          "<script>alert(1)</script>", '"><a href="http://evil">', "</style>", "\u0d4e<script>alert(1)</script>",
          "<\u0301b>", "ö", "漢字", "😀", "\ufffd", "\U0010ffff", " ", "\t",
          "alice", "x" * 1200, "ö " * 2500]
HOSTILE = [b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xafx", b"a" * 10_000, b"\r\n\r\n<script>", b"=?utf-8?q?=3Cevil=40x=3E?= <evil@x>"]
KINDS = ["login", "news", "gap", "digest", "logout", "failures", "weekly"]
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "List-Id", "MIME-Version",
           "Content-Type"]


class Page(html.parser.HTMLParser):
    """The elements of a page, each alone and with each of its attributes and their values."""

    def __init__(self, text):
        super().__init__()
        self.elements = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements |= {(tag,), *((tag, name, value) for name, value in attributes)}


@pytest.fixture
def preview(tmp_path):
    """Runs the command with a configuration of its own."""
    def run(*arguments, mail="to: you@example.org", templates=None):
        directory = templates or tmp_path / "templates"
        config = tmp_path / "preview.yaml"
        config.write_text(f"mail:\n  {mail}\n  from: ssh-alertd@web1.example.org\n  server: smtp://127.0.0.1\n"
                          f"  templates: {directory}\n")
        return subprocess.run([PROGRAM, "preview", "--config", config, *arguments], capture_output=True, timeout=LIMIT)
    return run


def message(done):
    assert done.returncode == 0 and done.stderr == b"", done.stderr
    return email.message_from_bytes(done.stdout, policy=email.policy.SMTP)


def defects(mail):
    return [defect for part in mail.walk() for defect in [*part.defects, *(d for v in part.values() for d in v.defects)]]


def names():
    """Pairs of user and host: each bad text in either place, then seeded mixtures."""
    for piece in [*map(str.encode, PIECES), *HOSTILE]:
        yield piece, b"web1"
        yield b"alice", piece
    chance = random.Random(4)
    for _ in range(40):
        yield tuple("".join(chance.choices(PIECES, k=chance.randint(1, 6))).encode() for _ in "ab")


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_makes_a_header_a_recipient_or_an_element(preview, kind):
    ours = Page(preview("--kind", kind, "--html", "-").stdout.decode()).elements
    for user, host in names():
        done = preview("--kind", kind, b"--user=" + user, b"--host=" + host, "--eml", "-")
        mail = message(done)
        text, page = [part for part in mail.walk() if not part.is_multipart()]
        assert defects(mail) == [] and mail.keys() == HEADERS, (user, host)
        assert [address.addr_spec for address in mail["To"].addresses] == ["you@example.org"]
        assert [address.addr_spec for address in mail["From"].addresses] == ["ssh-alertd@web1.example.org"]
        assert mail["From"].addresses[0].display_name.startswith("ssh-alertd on ")
        assert re.fullmatch(r"<[a-z0-9._-]+@web1\.example\.org>", mail["Message-ID"])
        assert re.fullmatch(r"<thread\.[a-z0-9._-]+@web1\.example\.org>", mail["References"])
        assert re.search(r"<ssh-alertd(\.[A-Za-z0-9_-]+)+>$", mail["List-Id"])
        assert mail["Date"].datetime is not None and mail["In-Reply-To"] == mail["References"]
        assert Page(page.get_content()).elements <= ours, (user, host)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text.get_content().replace("\r\n", "\n"))
        lines = done.stdout.split(b"\r\n")
        assert all(len(line) <= 300 and not re.search(b"[\r\n\0\x80-\xff]", line) for line in lines)


def test_logins_of_a_user_and_day_are_one_thread(preview):
    def thread(*arguments):
        mail = message(preview("--eml", "-", *arguments))
        return mail["References"]

    assert thread() == thread() and thread("--kind", "digest") == thread("--kind", "digest")
    others = [("--user", "a.b", "--host", "c"), ("--user", "a", "--host", "b.c"), ("--user", "A", "--host", "b.c"),
              ("--kind", "digest"), ("--kind", "gap"), ()]
    assert len({thread(*each) for each in others}) == len(others)


def test_each_mail_has_a_message_id_of_its_own(preview):
    assert message(preview("--eml", "-"))["Message-ID"] != message(preview("--eml", "-"))["Message-ID"]


def test_it_prints_what_a_reader_sees(preview, tmp_path):
    text = preview("--host", "web1").stdout.decode()
    assert text.startswith("Subject: alice logged in to web1 from 203.0.113.7 (Prague, CZ)\n\nalice logged in")
    page = tmp_path / "page.html"
    assert preview("--kind", "gap", "--html", page).stdout == b"" and page.read_text().startswith("<!DOCTYPE html>")
    assert preview("--kind", "digest", "--html", "-").stdout.decode().startswith("<!DOCTYPE html>")
    for kind in KINDS:
        assert max(map(len, preview("--kind", kind, "--host", "web1").stdout.decode().splitlines()[1:])) <= 72
    many = preview("--kind", "digest", "--count", "3000", "--host", "web1").stdout.decode()
    assert len(re.findall(r"^  \d\d:\d\d:\d\d  .* publickey", many, re.MULTILINE)) == 2000
    assert "1000 more are in the record:\n  ssh-alertd history --since 20" in many
    both = preview("--html", "-", "--eml", "-")
    assert both.returncode == 64 and b"choose one" in both.stderr


def test_one_s_own_template_is_used_and_a_bad_one_is_named_as_check_does(preview, tmp_path):
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "digest.txt").write_text("{{% CONTENT_TYPE:TEXT}}\n{{#days}}{{#logins}}{{user}} {{/logins}}{{/days}}\n")
    assert preview("--kind", "digest", "--count", "3").stdout.decode().endswith("\n\nalice alice deploy \n")
    (templates / "digest.txt").write_text("one\n{{/logins}}\n")
    bad = preview()
    checked = subprocess.run([PROGRAM, "check", "--config", tmp_path / "preview.yaml"], capture_output=True, timeout=LIMIT)
    assert bad.returncode == 78 and b"digest.txt: line 2: " in bad.stderr
    assert b"FAIL  templates: " + bad.stderr.strip() in checked.stdout


def test_what_cannot_be_written_is_said(preview):
    done = preview("--html", "/nowhere/page.html")
    assert done.returncode == 1 and b"cannot write the output: /nowhere/page.html: " in done.stderr
