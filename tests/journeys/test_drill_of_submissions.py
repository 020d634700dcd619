"""The long proofs of submitting (``make drill``): workers killed at random, answers cut, and nothing shown before it lies on disk."""

from __future__ import annotations

import html
import http.client
import itertools
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Stack, wait_until

pytestmark = pytest.mark.browser  # not for a browser: for the product as it is started for real


def sizes(*pairs: tuple[str, object]) -> pytest.MarkDecorator:
    """A share for ``make test`` and the whole for ``make drill``."""
    short, long = pairs
    return pytest.mark.parametrize(
        "size", [pytest.param(short[1], id=short[0]), pytest.param(long[1], id=long[0], marks=pytest.mark.drill)]
    )


def post(base: str, path: str, fields: dict[str, str], timeout: float = 20) -> str:
    body = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(urllib.request.Request(base + path, data=body), timeout=timeout) as answer:
        return str(answer.read().decode())


def blank_form(base: str) -> str:
    """The token of a fresh page; asked for again while a worker is being started."""
    while True:
        try:
            with urllib.request.urlopen(f"{base}/melden/deltion/", timeout=20) as answer:
                found = re.search(r'name="token" value="([^"]+)"', answer.read().decode())
                assert found
                return found.group(1)
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)


def send_until_acknowledged(base: str, story: str) -> str:
    """As a student's browser does: the same page again until there is a code."""
    token = blank_form(base)
    while True:
        try:
            page = post(base, "/melden/deltion/", {"token": token, "verhaal": story})
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
            continue
        found = re.search(r'id="code"[^>]*>([^<]+)<', page)
        assert found, "an answer without a code"
        return html.unescape(found.group(1))


def _processes() -> Iterator[tuple[int, int, bytes]]:
    """Each process of this machine that we may look at: its number, its parent's, and its command line."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            yield int(folder.name), parent, (folder / "cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            continue


def web_workers(stack: Stack) -> list[int]:
    """The processes that answer: children of the web server, which is a child of ``serve``."""
    found = list(_processes())
    servers = {pid for pid, parent, command in found if parent in stack.served_by and b"work\0web" in command}
    return [pid for pid, parent, command in found if parent in servers and b"work\0web" in command]


def tally(stack: Stack, marker: str) -> tuple[int, int, int]:
    """Reports that hold this marker as the demo adviser opens them, how many of their stories differ, and how many mails to
    advisers are still missing from the outbox (each reader of each report has one written down)."""
    code = (
        "from content.reporting.demo_keys import demo_advisers as d; from content.reporting.models import Report as R; "
        "from content.reporting.readership import opened_with as o; from gehoord.core.models import OutboxMessage as M; "
        "keys = d()['deltion'][0].keys; files = [o(r, keys) for r in R.objects.filter(organisation__slug='deltion')]; "
        f"mine = [f for f in files if f.story.startswith('{marker}')]; "
        "first = min(f.report.received_at for f in mine); "
        "wanted = sum(len(f.readers) for f in files if f.report.received_at >= first); "
        "mails = M.objects.filter(kind='reporting.new_report', created_at__gte=first).count(); "
        "print('<<<', len(mine), len({f.story for f in mine}), wanted - mails, '>>>')"
    )
    found = re.search(r"<<< (\d+) (\d+) (-?\d+) >>>", stack.command("shell", "-c", code))
    assert found
    return int(found[1]), int(found[2]), int(found[3])


@sizes(("share", (4, 40, 4)), ("whole", (100, 5000, 8)))
def test_killing_web_workers_loses_and_doubles_nothing(stack: Stack, size: tuple[int, int, int]) -> None:
    most_kills, wanted, clients = size
    marker = f"kill{wanted} "
    acknowledged: dict[str, str] = {}
    kills = 0
    lock = threading.Lock()

    def client(number: int) -> None:
        for turn in itertools.count():
            with lock:
                if len(acknowledged) >= wanted and kills >= most_kills:
                    return
            story = f"{marker}{number} {turn} {random.random()}"
            code = send_until_acknowledged(stack.base, story)
            with lock:
                acknowledged[story] = code

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    seen = 0
    while any(thread.is_alive() for thread in threads):
        workers = web_workers(stack)
        # Each kill hits a server at work: on a slow machine, too, somebody was answered since the one before.
        if workers and kills < most_kills and len(acknowledged) > seen:
            seen = len(acknowledged)
            os.kill(random.choice(workers), signal.SIGKILL)
            kills += 1
        time.sleep(random.uniform(0.1, 0.9))
    for thread in threads:
        thread.join()

    reports, different, mails_missing = tally(stack, marker)
    print(f"\n{kills} kills, {len(acknowledged)} acknowledged, {reports} stored, {mails_missing} without a mail")  # noqa: T201 - a figure of the proof table
    assert kills >= most_kills
    assert len(acknowledged) >= wanted
    assert different == reports, "a report was doubled"
    assert reports >= len(acknowledged), "an acknowledged report was lost"
    assert mails_missing == 0
    assert len(set(acknowledged.values())) == len(acknowledged)
    for code in random.sample(sorted(acknowledged.values()), min(10, len(acknowledged))):
        assert "Je bericht is binnen" in post(stack.base, "/melding/", {"code": code})


def read_answer(base: str, fields: dict[str, str], *, most: int) -> bytes:
    """Post the form and hang up after so many bytes of the answer, head included."""
    host, port = base.removeprefix("http://").split(":")
    body = urllib.parse.urlencode(fields)
    head = (
        f"POST /melden/deltion/ HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    answer = b""
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall((head + body).encode())
        while len(answer) < most and (part := line.recv(min(most - len(answer), 4096))):
            answer += part
    return answer


@sizes(("share", 10), ("whole", 200))
def test_an_answer_that_is_cut_ends_with_a_code_that_opens_the_report(stack: Stack, size: int) -> None:
    marker = f"cut{size} "
    whole = len(read_answer(stack.base, {"token": blank_form(stack.base), "verhaal": f"whole {random.random()}"}, most=10**6))
    codes = []
    for turn in range(size):
        token, story = blank_form(stack.base), f"{marker}{turn} {random.random()}"
        cut = 1 + turn * whole // size
        assert len(read_answer(stack.base, {"token": token, "verhaal": story}, most=cut)) == cut
        page = post(stack.base, "/melden/deltion/", {"token": token, "verhaal": story})
        found = re.search(r'id="code"[^>]*>([^<]+)<', page)
        assert found
        codes.append(found.group(1))
        assert "Je bericht is binnen" in post(stack.base, "/melding/", {"code": found.group(1)})
        if turn == 0:
            other = post(stack.base, "/melden/deltion/", {"token": token, "verhaal": story + " en nog iets"})
            assert found.group(1) not in other, "changed text from the same page is a second report"
    reports, different, mails_missing = tally(stack, marker)
    print(f"\n{size} answers cut, {reports - 1} reports and one of changed text, {mails_missing} without a mail")  # noqa: T201 - a figure of the proof table
    assert reports == different == size + 1
    assert mails_missing == 0
    assert len(set(codes)) == size


# What strace says of the thread that answers, in the order in which it happened.
ASKED = re.compile(r'(?:recvfrom|read)\((\d+), "POST /melden/deltion/')
ANSWERED = re.compile(r'(?:writev|write|sendto|sendmsg)\((\d+),.*"HTTP/1\.1 200')
ON_DISK = re.compile(r"(?:fsync|fdatasync)(?:\(\d+\)| resumed>.*\)) += 0")


def receipts_after_a_sync(trace: str) -> list[bool]:
    """For each post of the form, by its connection: whether the disk had confirmed before the answer began to leave."""
    open_posts: dict[str, bool] = {}
    receipts = []
    for line in trace.splitlines():
        if asked := ASKED.search(line):
            open_posts[asked[1]] = False
        elif ON_DISK.search(line):
            open_posts = dict.fromkeys(open_posts, True)
        elif (answered := ANSWERED.search(line)) and answered[1] in open_posts:
            receipts.append(open_posts.pop(answered[1]))
    return receipts


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
@pytest.mark.sqlite
@sizes(("share", 12), ("whole", 200))
def test_the_answer_leaves_after_the_disk_has_it(stack: Stack, tmp_path: Path, size: int) -> None:
    trace = tmp_path / "trace"
    watch = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,read,recvfrom,write,writev,sendto,sendmsg", "-s", "32"]
    wait_until(lambda: len(web_workers(stack)) > 0, 30, "a web worker")
    watch += ["-o", str(trace), *(word for pid in web_workers(stack) for word in ("-p", str(pid)))]
    strace = subprocess.Popen(watch, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: trace.exists() or strace.poll() is not None, 20, "strace's first word")
        if strace.poll() is not None:
            pytest.skip("strace may not look at processes here")
        time.sleep(1)
        for turn in range(size):
            token = blank_form(stack.base)
            post(stack.base, "/melden/deltion/", {"token": token, "verhaal": f"sync {turn} {random.random()}"}, timeout=60)
        time.sleep(1)
    finally:
        strace.send_signal(signal.SIGINT)
        strace.wait(timeout=20)
    receipts = receipts_after_a_sync(trace.read_text(errors="replace"))
    print(f"\n{sum(receipts)} of {len(receipts)} receipts left after a sync")  # noqa: T201 - a figure of the proof table
    assert len(receipts) == size
    assert all(receipts)
