"""The long proofs of submitting (``make drill``): workers killed at random, answers cut, and nothing shown before it lies on disk."""

from __future__ import annotations

import html
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.journeys.conftest import Stack

# Not yet steady beside the other browser tests: run by make drill.
pytestmark = [pytest.mark.browser, pytest.mark.drill]


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
    while True:
        try:
            with urllib.request.urlopen(f"{base}/melden/deltion/", timeout=20) as answer:
                found = re.search(r'name="token" value="([^"]+)"', answer.read().decode())
                assert found
                return found.group(1)
        except OSError:
            time.sleep(0.1)


def send_until_acknowledged(base: str, story: str) -> str:
    """As a student's browser does: the same page again until there is a code."""
    token = blank_form(base)
    while True:
        try:
            page = post(base, "/melden/deltion/", {"token": token, "verhaal": story})
        except (OSError, urllib.error.HTTPError):
            time.sleep(0.1)
            continue
        found = re.search(r'id="code"[^>]*>([^<]+)<', page)
        assert found, "an answer without a code"
        return html.unescape(found.group(1))


def web_workers(stack: Stack) -> list[int]:
    """The processes that listen on the product's port, the web server's own parent left out."""
    port = stack.base.rsplit(":", 1)[1]
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            environment = (folder / "environ").read_bytes()
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (folder / "cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            continue
        if (
            f"PORT={port}\0".encode() in environment
            and str(stack.data_dir).encode() in environment
            and b"spawn_main" in command
        ):
            found.append((int(folder.name), parent))
    parents = {parent for _pid, parent in found}
    return [pid for pid, _parent in found if pid not in parents]


def tally(stack: Stack, marker: str) -> tuple[int, int, int]:
    """Reports that hold this marker as the demo adviser opens them, all reports, and reports without a mail written down."""
    code = (
        "from content.reporting.demo_keys import demo_advisers as d; from content.reporting.models import Report as R; "
        "from content.reporting.readership import opened_with as o; from gehoord.core.models import OutboxMessage as M; "
        "keys = d()['deltion'][0].keys; files = [o(r, keys) for r in R.objects.all()]; "
        f"mine = [f for f in files if f.story.startswith('{marker}')]; "
        "mails = set(M.objects.filter(state='waiting').values_list('context__report', flat=True)); "
        "sent = M.objects.exclude(state='waiting').count(); "
        "print('<<<', len(mine), len({f.story for f in mine}), sent + len(mails), '>>>')"
    )
    found = re.search(r"<<< (\d+) (\d+) (\d+) >>>", stack.command("shell", "-c", code))
    assert found
    return int(found[1]), int(found[2]), int(found[3])


@sizes(("share", (6, 80, 4)), ("whole", (100, 5000, 8)))
def test_killing_web_workers_loses_and_doubles_nothing(stack: Stack, size: tuple[int, int, int]) -> None:
    most_kills, wanted, clients = size
    marker = f"kill{wanted} "
    acknowledged: dict[str, str] = {}
    lock = threading.Lock()

    def client(number: int) -> None:
        for turn in range(wanted // clients):
            story = f"{marker}{number} {turn} {random.random()}"
            code = send_until_acknowledged(stack.base, story)
            with lock:
                acknowledged[story] = code

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    kills = 0
    while any(thread.is_alive() for thread in threads):
        workers = web_workers(stack)
        if workers and kills < most_kills:
            os.kill(random.choice(workers), signal.SIGKILL)
            kills += 1
        time.sleep(random.uniform(0.3, 1.5))
    for thread in threads:
        thread.join()

    reports, different, _mails = tally(stack, marker)
    print(f"\n{kills} kills, {len(acknowledged)} acknowledged, {reports} stored")  # noqa: T201 - a figure of the proof table
    assert kills > 0
    assert different == reports, "a report was doubled"
    assert reports >= len(acknowledged)
    assert len(set(acknowledged.values())) == len(acknowledged)
    for code in random.sample(sorted(acknowledged.values()), min(10, len(acknowledged))):
        assert "Je bericht is binnen" in post(stack.base, "/melding/", {"code": code})


@sizes(("share", 10), ("whole", 200))
def test_an_answer_that_is_cut_ends_with_a_code_that_opens_the_report(stack: Stack, size: int) -> None:
    marker = f"cut{size} "
    host, port = stack.base.removeprefix("http://").split(":")
    codes = []
    for turn in range(size):
        token, story = blank_form(stack.base), f"{marker}{turn} {random.random()}"
        body = urllib.parse.urlencode({"token": token, "verhaal": story})
        with socket.create_connection((host, int(port)), timeout=20) as line:
            head = f"POST /melden/deltion/ HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
            line.sendall((head + body).encode())
            wanted = 1 + turn * 12_000 // size
            while wanted > 0:
                part = line.recv(min(wanted, 4096))
                if not part:
                    break
                wanted -= len(part)
        page = post(stack.base, "/melden/deltion/", {"token": token, "verhaal": story})
        found = re.search(r'id="code"[^>]*>([^<]+)<', page)
        assert found
        codes.append(found.group(1))
        assert "Je bericht is binnen" in post(stack.base, "/melding/", {"code": found.group(1)})
        if turn == 0:
            other = post(stack.base, "/melden/deltion/", {"token": token, "verhaal": story + " en nog iets"})
            assert found.group(1) not in other, "changed text from the same page is a second report"
    reports, different, _mails = tally(stack, marker)
    assert reports == different == size + 1
    assert len(set(codes)) == size


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
@sizes(("share", 12), ("whole", 200))
def test_the_answer_leaves_after_the_disk_has_it(stack: Stack, tmp_path: Path, size: int) -> None:
    workers = web_workers(stack)
    trace = tmp_path / "trace"
    watch = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,write,writev,sendto,sendmsg", "-s", "24", "-o", str(trace)]
    for pid in workers:
        watch += ["-p", str(pid)]
    strace = subprocess.Popen(watch, stderr=subprocess.DEVNULL)
    try:
        time.sleep(2)
        for turn in range(size):
            token = blank_form(stack.base)
            post(stack.base, "/melden/deltion/", {"token": token, "verhaal": f"sync {turn} {random.random()}"}, timeout=60)
        time.sleep(1)
    finally:
        strace.send_signal(signal.SIGINT)
        strace.wait(timeout=20)
    order = [
        "sync" if "sync(" in line else "answer"
        for line in trace.read_text(errors="replace").splitlines()
        if re.search(r"f(data)?sync\(", line) or "HTTP/1.1 200" in line
    ]
    answers = [index for index, what in enumerate(order) if what == "answer"]
    # Each turn has two answers: the blank form, which needs no disk, and the receipt, which does.
    receipts = answers[1::2]
    synced = sum("sync" in order[before + 1 : after] for before, after in zip(answers[0::2], receipts, strict=False))
    print(f"\n{synced} of {len(receipts)} receipts left after a sync")  # noqa: T201 - a figure of the proof table
    assert len(receipts) >= size
    assert synced == len(receipts)
