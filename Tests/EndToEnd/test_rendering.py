"""Mails as a browser renders them, on narrow and wide screens, light and dark: nothing is cut off, all can be read, nothing is
fetched; and of a login whose every text means harm, each is there as text."""
import contextlib
import email
import email.policy
import json
import re
import sqlite3
import subprocess

import pytest

from browser import Browser
from harness import LIMIT, PROGRAM, login, wait_for
from test_mail_format import KINDS, Page

WIDTHS = [320, 600, 1024]
SCHEMES = ["light", "dark"]
EVIL = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "</td></table><h1>All is well</h1>",
        "</style><style>*{display:none}", '<a href="http://evil.example">', "' onmouseover='alert(1)", "&lt;b&gt;&#60;i&#62;",
        "{{user}}{{{title}}}", "\u0d4e<b>", "<\u0301i>", "\u202eevil\u2066", "\x1b[31m", "\r\n\r\nX: y",
        "W" * 900, "ä漢字😀" * 200]

# What reaches beyond the window or out of its box, which texts are hard to read (WCAG 2, contrast below 4.5), and what is seen.
MEASURE = """(() => {
  const rgb = color => color.match(/[\\d.]+/g).map(Number)
  const light = color => rgb(color).slice(0, 3).map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0)
  const behind = element => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor
      if ((rgb(color)[3] ?? 1) > 0) return color
    }
    return "rgb(255, 255, 255)"
  }
  const faint = [], beyond = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement
    if (!texts.currentNode.data.trim() || !element.getClientRects().length) continue
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))]
    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05)
    if (contrast < 4.5) faint.push([texts.currentNode.data, contrast])
    const range = document.createRange()
    range.selectNodeContents(texts.currentNode)
    for (const box of range.getClientRects())
      if (box.right > innerWidth || box.left < 0) beyond.push(texts.currentNode.data.slice(0, 80))
  }
  for (const element of document.querySelectorAll("body, body *"))
    if (element.getBoundingClientRect().right > innerWidth + .5 || element.scrollWidth > innerWidth)
      beyond.push(element.tagName)
  return {faint, beyond, width: document.documentElement.scrollWidth, seen: document.body.innerText,
          ground: light(behind(document.querySelector(".inside") ?? document.body))}
})()"""


@pytest.fixture(scope="module")
def browser():
    with Browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A file for each kind of mail."""
    directory = tmp_path_factory.mktemp("pages")
    (directory / "ssh-alertd.yaml").write_text(f"mail:\n  templates: {directory}\n")
    for kind in KINDS:
        subprocess.run([PROGRAM, "preview", "--config", directory / "ssh-alertd.yaml", "--kind", kind, "--host", "web1",
                        "--html", directory / f"{kind}.html"], check=True, timeout=LIMIT)
    return directory


def looks_right(browser, page, width, scheme):
    """What a page looks like, which must be well."""
    assert browser.show(page, width, scheme) == [page.resolve().as_uri()]
    look = browser.evaluate(MEASURE)
    assert look["beyond"] == [] and look["faint"] == [] and look["width"] == width, (page.name, width, scheme)
    return look


def words(look):
    return " ".join(look["seen"].split())


@pytest.mark.parametrize("kind", KINDS)
def test_each_mail_fits_its_screen_and_can_be_read(browser, pages, kind):
    looks = {(width, scheme): looks_right(browser, pages / f"{kind}.html", width, scheme)
             for width in WIDTHS for scheme in SCHEMES}
    assert all((look["ground"] > 0.5) == (scheme == "light") for (_, scheme), look in looks.items())
    assert len({words(look) for look in looks.values()}) == 1


def test_without_its_style_a_mail_still_fits_and_is_complete(browser, pages):
    for kind in KINDS:
        styled = looks_right(browser, pages / f"{kind}.html", 600, "light")
        bare = pages / f"{kind}-bare.html"
        text = (pages / f"{kind}.html").read_text()
        bare.write_text(re.sub(r"(?s)<style>.*?</style>", "", text))
        assert bare.read_text() != text
        assert words(looks_right(browser, bare, 320, "light")) == words(styled)


def test_the_preheader_is_first_and_not_seen(browser, pages):
    for kind in KINDS:
        browser.show(pages / f"{kind}.html", 600, "light")
        name, text, boxes = browser.evaluate(
            "(first => [first.className, first.textContent, first.getClientRects().length])(document.body.firstElementChild)")
        assert name == "preheader" and len(text) > 20 and boxes == 0


NEWS = ["country", "as", "network", "shared_key", "root_password", "travel", "failures", "absence"]
EVERYWHERE = ["user", "hostname", "address", "method", "key_type", "fingerprint", "cert_id", "cert_serial", "cert_ca",
              "reverse_name", "key_comment", "key_options", "logind_session", "decision_reason"]


@pytest.fixture
def waiting(daemon, mail_server):
    """A daemon's record with two logins, both open; the mail about the second waits."""
    mail_server.stop()
    daemon.start()
    login(2)
    wait_for(lambda: daemon.count("outbox") == 2, "two mails")
    daemon.stop()
    return daemon


def set_texts(daemon, text):
    """Gives the logins this text wherever another than us could have written it."""
    place = json.dumps({"city": text, "region": text, "country": text, "asn": 64500, "network": text, "source": text})
    columns = ", ".join(f"{column} = :text" for column in EVERYWHERE)
    with contextlib.closing(sqlite3.connect(daemon.database)) as connection, connection:
        connection.execute(f"UPDATE login SET {columns}, place = :place, news = :news, verified = 0, failures_from_source = 9, "
                           "closed_at = NULL, closed_by = NULL", {"text": text, "place": place, "news": json.dumps(NEWS)})


def waiting_mail(daemon):
    """The text and the page of the second mail, as it would be sent."""
    shown = daemon.run("queue", "show", "2")
    assert shown.returncode == 0, shown.stderr
    mail = email.message_from_string(shown.stdout, policy=email.policy.SMTP)
    assert len(shown.stdout) < 60_000
    return [part.get_content().replace("\r\n", "\n") for part in mail.walk() if not part.is_multipart()]


def test_whatever_a_login_s_texts_are_its_mail_has_our_elements_only_and_shows_them(browser, waiting, tmp_path):
    set_texts(waiting, "tame")
    ours = Page(waiting_mail(waiting)[1]).elements
    page = tmp_path / "page.html"
    for evil in [*EVIL, " ".join(EVIL)]:
        set_texts(waiting, evil)
        text, html = waiting_mail(waiting)
        assert Page(html).elements == ours, evil
        page.write_text(html)
        for width, scheme in [(320, "light"), (600, "dark")]:
            seen = looks_right(browser, page, width, scheme)["seen"]
        start = evil[:40]
        assert seen.count(start) > 15 or not (start.isascii() and start.isprintable()), evil
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), evil
        assert all(len(line) <= 72 or re.fullmatch(r" *(- |[A-Z]\w+( now)?  +)?\S+", line) for line in text.splitlines()), text
        commands = [line for line in text.split("\nIf this was not you")[1].splitlines() if line.startswith("    ")]
        assert "    passwd -l USER" in commands and not any(evil[:8] in line for line in commands)


def test_a_harmful_text_would_have_been_seen(browser, tmp_path):
    """What the measurements are worth: a page with one mistake of each kind."""
    page = tmp_path / "page.html"
    page.write_text('<body style="background:#fff"><p style="color:#aaa">faint</p><div style="width:2000px">wide</div>')
    browser.show(page, 320, "light")
    look = browser.evaluate(MEASURE)
    assert [text for text, _ in look["faint"]] == ["faint"] and "DIV" in look["beyond"] and look["width"] > 320
