"""Proof of the student's door (SECURITY.md): floods, odd input, smuggled code, a full disk, planted words. CI-sized here;
GEHOORD_PROOF=long runs the same with 20,000 inputs and 50 reports."""

from __future__ import annotations

import base64
import html
import logging
import os
import re
import urllib.parse
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.reporting import public_door
from content.reporting.clock import watch_the_clock
from content.reporting.desk import inbox
from content.reporting.enums import EntryKind
from content.reporting.models import Report
from content.reporting.readership import opened_with
from content.reporting.services import open_report
from content.reporting.student_steps import write
from gehoord.core import outbox
from gehoord.core.models import OutboxMessage
from gehoord.core.retention import run_retention

from .conftest import School

LONG = os.environ.get("GEHOORD_PROOF") == "long"  # 20,000 inputs and 50 reports: an hour by itself
EXAMPLES = 20_000 if LONG else 60
by_drill = pytest.mark.drill if LONG else (lambda test: test)  # `make drill` asks for the long run
STORY = "Kwartelkoning zei dat ik niet aan de kassa mag."


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(public_door, "FASTEST", timedelta())
    monkeypatch.setattr("content.reporting.views.public.FASTEST", timedelta())


def token_of(client: Client) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/melden/deltion/").content.decode())
    assert found
    return found.group(1)


# ---------------------------------------------------------------- thirty students behind one address


def test_thirty_students_behind_one_address_and_form_fillers_are_all_seen(client: Client, school: School) -> None:
    for number in range(30):
        fields = {"token": token_of(client), "verhaal": f"{STORY} {number}"}
        if number % 3 == 0:
            fields["website"] = "https://form-filler.example"
        assert client.post("/melden/deltion/", fields, REMOTE_ADDR="203.0.113.9").status_code == 200

    now = timezone.now()
    box = inbox([school.samira.vault], now)
    assert len(box.waiting) + len(box.to_check) == 30
    assert len(box.to_check) >= 20, "over the limit goes to the bin, with the same clock"
    assert all(item.clock.due_at for item in (*box.waiting, *box.to_check))
    assert OutboxMessage.objects.filter(kind="reporting.new_report").count() == 60

    watch_the_clock(now + timedelta(days=5))
    late = OutboxMessage.objects.filter(kind="reporting.overdue").count()
    assert late >= 30, "who is in the bin is warned about as well"
    run_retention(now + timedelta(days=60))
    assert Report.objects.count() == 30


# ---------------------------------------------------------------- whatever is sent

TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=200)
ODD = st.sampled_from(
    ["", "\x00", "\u202eevil", "a" * 25_000, "\ud800", "é" * 50, "' OR 1=1 --", "{{ 7*7 }}", "%s%n", "\r\nBcc: x"]
)
VALUE = TEXT | ODD


@by_drill
@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=not LONG,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(
    fields=st.dictionaries(
        st.sampled_from(["verhaal", "over", "contact", "tel", "mail", "naam", "voicemail", "wie", "wanneer", "niet", "nooit", "token"]),
        st.lists(VALUE, min_size=1, max_size=2),
        max_size=9,
    )
)  # fmt: skip
def test_no_input_breaks_the_form_and_no_valid_report_is_lost(school: School, fields: dict[str, list[str]]) -> None:
    client = Client(raise_request_exception=False)
    before = Report.objects.count()
    token = token_of(client)
    sent: dict[str, Any] = {"token": token}
    sent |= {name: [value.encode("utf-8", "replace").decode() for value in values] for name, values in fields.items()}
    body = urllib.parse.urlencode(sent, doseq=True)
    response = client.post("/melden/deltion/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in {200, 422, 413}
    assert (response.status_code == 200) == (Report.objects.count() == before + 1)
    if set(fields) <= {"verhaal", "nooit"}:
        story = "".join(mark for mark in sent.get("verhaal", [""])[-1] if mark.isprintable()).strip()
        short = len(sent.get("nooit", [""])[-1]) <= 300
        if len(story) > 0 and len(sent["verhaal"][-1]) <= 20_000 and short:
            assert response.status_code == 200, "a valid report was refused"


@pytest.mark.parametrize("cut", [0, 1, 30, 80, 120, 200, 10_000])
@pytest.mark.parametrize("path", ["/melden/deltion/", "/melding/"])
def test_a_cut_or_broken_multipart_is_an_answer_and_not_a_crash(school: School, cut: int, path: str) -> None:
    client = Client(raise_request_exception=False)
    whole = (
        b'--grens\r\nContent-Disposition: form-data; name="verhaal"\r\n\r\nhallo\r\n'
        b'--grens\r\nContent-Disposition: form-data; name="bestand"; filename="x.exe"\r\n\r\nMZ\x00\xff\r\n--grens--\r\n'
    )
    for body in (whole[:cut], whole + b"\x00" * cut):
        response = client.post(path, body, content_type="multipart/form-data; boundary=grens")
        assert response.status_code in {200, 404, 413, 422, 400}


# ---------------------------------------------------------------- smuggled code

SEEDS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "javascript:alert(1)", "'-alert(1)-'",
    "</textarea><script>alert(1)</script>", "<iframe srcdoc='<script>alert(1)</script>'>", "{{constructor.constructor('alert(1)')()}}",
    "{% debug %}", "{{ settings.SECRET_KEY }}", "<a href=javascript:alert(1)>x</a>", "<style>@import 'http://x.example'</style>",
    "<math><mtext></mtext><script>alert(1)</script></math>", "<details open ontoggle=alert(1)>", "<base href=//x.example>",
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(\"http://x.example\")", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1",
    "x\r\nBcc: spam@x.example", "x\nSubject: anders", "x%0d%0aBcc:spam@x.example", "\r\n\r\n<html>", "x\r\n.\r\nMAIL FROM:<x>",
    "\x1b[31mrood", "\n2026-11-24 ERROR nep", "${jndi:ldap://x.example/a}", "%(secret)s", "%n%n%n", "../../etc/passwd",
    "' OR '1'='1", "1; DROP TABLE reporting_report;--", "\u202egnp.exe", "\u0000", "\ufeffx", "<!--", "-->", "]]>", "&lt;script&gt;",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "<input autofocus onfocus=alert(1)>",
]  # fmt: skip
WRAPPINGS = ["{}", "tekst {} tekst", "{}{}", "\n{}\n", "<p>{}</p>"]
CORPUS = [wrapping.replace("{}", seed) for wrapping in WRAPPINGS for seed in SEEDS]


class Smuggled(HTMLParser):
    """What a browser would carry out: scripts with text in them, event handlers, script addresses, foreign sources."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.in_script = tag == "script"
        self.found += [f"{tag} {name}" for name in values if name.startswith("on") or name == "style" or name == "srcdoc"]
        targets = [values.get(name) or "" for name in ("href", "src", "action", "formaction", "data", "xlink:href")]
        self.found += [f"{tag} {value}" for value in targets if value.strip().lower().startswith("javascript:")]
        if tag in {"iframe", "object", "embed", "math"} or (tag == "base" and "href" in values):
            self.found.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False

    def handle_data(self, data: str) -> None:
        if self.in_script and data.strip():
            self.found.append(f"script {data[:40]}")


def smuggled_in(page: bytes) -> list[str]:
    parser = Smuggled()
    parser.feed(page.decode())
    return parser.found


def test_the_corpus_is_large_enough_and_the_net_catches_it() -> None:
    assert len(CORPUS) >= 200
    assert smuggled_in(b"<p onclick=x>") == ["p onclick"]
    assert smuggled_in(b"<script>alert(1)</script>")


@pytest.mark.parametrize("block", range(9))
def test_nothing_that_is_typed_is_ever_carried_out_mailed_or_logged(
    client: Client, school: School, block: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    part = CORPUS[block::9]
    text = "\n".join(part)
    refused = client.post(
        "/melden/deltion/",
        {"token": "x", "verhaal": text, "naam": part[0][:90], "nooit": part[1][:290], "contact": text, "wie": text},
    )
    sent = client.post(
        "/melden/deltion/",
        {
            "token": token_of(client),
            "verhaal": text,
            "contact": "bel",
            "tel": "0612345678",
            "naam": part[0][:90],
            "nooit": part[1][:290],
        },
    )
    assert sent.status_code == 200
    report = Report.objects.get()
    found = re.search(r'id="code"[^>]*>([^<]+)<', sent.content.decode())
    assert found
    code = found.group(1)
    pages = [refused, sent]
    for fields in (
        {},
        {"act": "bericht", "tekst": text},
        {"act": "kies", "wie": "mentor", "naam": part[2][:90]},
        {"act": "kies", "wie": text},
        {"act": "bereik", "contact": text, "nooit": text},
    ):
        pages.append(client.post("/melding/", {"code": code, **fields}))
    pages.append(client.post("/melding/", {"code": text}))
    copy = client.post("/melding/", {"code": code, "act": "kopie"})
    while outbox.deliver_next():
        pass

    for page in pages:
        assert smuggled_in(page.content) == []
        assert "default-src 'none'" in page["Content-Security-Policy"]
    assert copy["Content-Type"].startswith("text/plain")
    assert copy["X-Content-Type-Options"] == "nosniff"
    assert mail.outbox
    out = " ".join(f"{message.subject} {message.body} {message.to}" for message in mail.outbox) + caplog.text
    for payload in part:
        if len(payload.strip()) > 6:
            assert payload.strip() not in out
    assert opened_with(report, school.samira.vault.private).story.strip()


# ---------------------------------------------------------------- the disk is full, the database is locked


@pytest.mark.sqlite
def test_a_full_disk_says_so_keeps_the_text_and_never_says_sent(client: Client, school: School) -> None:
    school.organisation.phone = "038 000 00 00"
    school.organisation.save()
    token = token_of(client)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA freelist_count")
        free = cursor.fetchone()[0]
        cursor.execute("CREATE TABLE ballast (b BLOB)")
        cursor.execute("INSERT INTO ballast VALUES (zeroblob(%s))", [(free + 1) * 4096])
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute("PRAGMA max_page_count")
        most = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        response = client.post("/melden/deltion/", {"token": token, "verhaal": STORY * 400, "contact": "code"})
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {most}")

    page = html.unescape(response.content.decode())
    assert response.status_code == 503
    assert STORY in page
    assert "Je bericht is niet verstuurd." in page
    assert "038 000 00 00" in page
    assert "We hebben je gehoord" not in page
    assert not Report.objects.exists()

    assert client.post("/melden/deltion/", {"token": token, "verhaal": STORY * 400, "contact": "code"}).status_code == 200


def test_when_nothing_answers_at_all_the_text_and_a_number_still_stand_there(
    client: Client, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **given: object) -> None:
        raise OperationalError("database is locked")

    token = token_of(client)
    monkeypatch.setattr("content.reporting.views.public.submit_report", away)
    monkeypatch.setattr("content.reporting.views.public._report_form", away)
    response = client.post("/melden/deltion/", {"token": token, "verhaal": STORY})

    assert response.status_code == 503
    assert STORY in response.content.decode()
    assert "08000880" in response.content.decode()


# ---------------------------------------------------------------- words that must be nowhere


def codings(word: str) -> Iterator[bytes]:
    """A word as it could lie somewhere: plain, percent-coded, base64 at each of three places, hexadecimal, UTF-16, escaped."""
    raw = word.encode()
    yield raw
    yield urllib.parse.quote(word).encode()
    yield raw.hex().encode()
    yield word.encode("utf-16-le")
    yield "".join(f"\\u{ord(mark):04x}" for mark in word).encode()
    for shift in range(3):
        yield base64.b64encode(b"\0" * shift + raw + b"\0" * 3)[4:-8]


def places(caplog: pytest.LogCaptureFixture) -> dict[str, bytes]:
    """Everything that this process keeps: the tables as a dump, the file and its journal, mail, log, cache."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(FULL)")
        name = Path(str(connection.settings_dict["NAME"]))
        files = [path for path in (name, name.with_name(name.name + "-wal")) if path.exists()]
        dump = b"\n".join(line.encode("utf-8", "replace") for line in connection.connection.iterdump())
    else:
        files, dump = [], b""
    return {
        "tables": dump,
        **{path.name: path.read_bytes() for path in files},
        "mail": " ".join(f"{message.subject} {message.body}" for message in mail.outbox).encode(),
        "log": caplog.text.encode(),
        "cache": repr(getattr(cache, "_cache", {})).encode(),
    }


@by_drill
@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_planted_words_lie_nowhere_readable(
    client: Client, school: School, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    words = []
    for number in range(50 if LONG else 4):
        word, name, never = (f"{kind}{number}quokka" for kind in ("verhaal", "naam", "nooit"))
        words += [word, name, never]
        response = client.post(
            "/melden/deltion/",
            {
                "token": token_of(client),
                "verhaal": word,
                "contact": "bel",
                "tel": f"06{number:08d}",
                "naam": name,
                "nooit": never,
            },
        )
        assert response.status_code == 200
        found = re.search(r'id="code"[^>]*>([^<]+)<', response.content.decode())
        assert found
        code = found.group(1)
        words += [code.replace(" ", ""), code]
        for act, typed in (("bericht", f"bericht{number}quokka"), ("aanvulling", f"aanvulling{number}quokka")):
            client.post("/melding/", {"code": code, "act": act, "tekst": typed})
            words.append(typed)
        open_report(report_id=Report.objects.order_by("-received_at")[0].pk, vault=school.samira.vault, now=timezone.now())
    client.post("/melden/deltion/", {"token": "x", "verhaal": "misluktquokka"})
    broken = Client(raise_request_exception=False)

    def fault(*args: object, **given: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr("content.reporting.views.public.submit_report", fault)
        assert broken.post("/melden/deltion/", {"token": token_of(client), "verhaal": "foutquokka"}).status_code == 500
    words += ["misluktquokka", "foutquokka", school.samira.phrase, school.samira.code]
    while outbox.deliver_next():
        pass

    kept = places(caplog)
    assert b"Samira Haddad" in kept["tables"], "the search finds what lies there in clear"
    assert any(b"Samira Haddad" in text for name, text in kept.items() if "sqlite3" in name)
    assert b"Gehoord" in kept["mail"]
    for word in words:
        for coded in codings(word):
            hits = [name for name, text in kept.items() if coded in text]
            assert not hits, f"{word!r} lies in {hits}"


@pytest.mark.django_db
def test_what_is_written_and_erased_is_gone_from_every_table(school: School) -> None:
    submitted = school.submit(now=timezone.now())
    write(report_id=submitted.report.pk, receipt=submitted.receipt, kind=EntryKind.MESSAGE, text="weg", now=timezone.now())
    pk, written = submitted.report.pk.hex, str(submitted.report.pk)
    submitted.report.delete()

    for table in connection.introspection.table_names():
        if table.startswith("reporting_"):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = repr(cursor.fetchall())
            assert pk not in rows
            assert written not in rows
