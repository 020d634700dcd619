from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.db import transaction
from django.test import override_settings

from gehoord.core.page_cache import MARK, PageCache, purge

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class Counting:
    """An application that counts how often it was asked."""

    def __init__(self, **headers: str) -> None:
        self.asked = 0
        self.headers = {MARK: "1", "Content-Type": "text/html", **headers}
        self.status = "200 OK"

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.asked += 1
        start_response(self.status, list(self.headers.items()))
        return [f"page {self.asked}".encode()]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> Iterator[None]:
    with override_settings(DATA_DIR=tmp_path):
        yield


def ask(cache: PageCache, path: str = "/", method: str = "GET", **environ: str) -> tuple[str, dict[str, str], bytes]:
    seen: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        seen.update(status=status, headers=dict(headers))

    body = b"".join(
        cache({"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "x", "QUERY_STRING": "", **environ}, start)
    )
    return seen["status"], seen["headers"], body


def test_a_marked_page_is_rendered_once_and_the_mark_stays_inside() -> None:
    cache = PageCache(app := Counting())
    first, second = ask(cache), ask(cache)
    assert first[2] == second[2] == b"page 1"
    assert app.asked == 1
    assert MARK not in first[1]


@pytest.mark.parametrize(
    "environ",
    [{"HTTP_COOKIE": "gehoord=abc"}, {"QUERY_STRING": "page=2"}, {"REQUEST_METHOD": "POST"}],
)
def test_sessions_queries_and_posts_pass_by(environ: dict[str, str]) -> None:
    cache = PageCache(app := Counting())
    ask(cache)
    assert ask(cache, **environ)[2] == b"page 2"
    assert MARK not in ask(cache, **environ)[1]
    assert app.asked == 3


@pytest.mark.parametrize("headers", [{"Set-Cookie": "a=b"}, {"Vary": "Cookie"}])
def test_what_differs_per_visitor_is_never_kept(headers: dict[str, str]) -> None:
    cache = PageCache(app := Counting(**headers))
    ask(cache)
    ask(cache)
    assert app.asked == 2


def test_unmarked_and_failed_answers_are_never_kept() -> None:
    app = Counting()
    del app.headers[MARK]
    cache = PageCache(app)
    ask(cache)
    ask(cache)
    failing = Counting()
    failing.status = "404 Not Found"
    other = PageCache(failing)
    ask(other)
    ask(other)
    assert (app.asked, failing.asked) == (2, 2)


def test_a_purge_reaches_every_process_after_the_commit() -> None:
    one, two = PageCache(Counting()), PageCache(Counting())
    ask(one)
    ask(two)
    with transaction.atomic():
        purge()
        assert ask(one)[2] == b"page 1"
    assert ask(one)[2] == b"page 2"
    assert ask(two)[2] == b"page 2"


def test_a_purge_that_is_rolled_back_purges_nothing() -> None:
    cache = PageCache(Counting())
    ask(cache)
    with transaction.atomic():
        purge()
        transaction.set_rollback(True)
    assert ask(cache)[2] == b"page 1"


def test_it_answers_compressed_and_not_modified() -> None:
    cache = PageCache(Counting())
    assert gzip.decompress(ask(cache, HTTP_ACCEPT_ENCODING="gzip")[2]) == b"page 1"
    _, headers, body = ask(cache, HTTP_ACCEPT_ENCODING="gzip, br")
    assert (brotli.decompress(body), headers["Content-Encoding"]) == (b"page 1", "br")
    assert ask(cache, HTTP_IF_NONE_MATCH=headers["ETag"])[0].startswith("304")
    assert ask(cache, method="HEAD")[2] == b""
