"""The page cache: ready answers for anonymous visitors, in the process, before any of Django's middleware.

Only answers that a view marked with `cacheable` are kept, only for GET without a query and without a session cookie.
A stamp in a shared place (a file in DATA_DIR, or the cache of CACHE_URL) is read on every request, so that a purge in
one process reaches all of them at once. The report form is never marked, and so never here.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

import brotli
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase

MARK = "X-Gehoord-Keep"
MOST_BYTES = 48 * 1024 * 1024
STAMP_KEY = "gehoord-page-stamp"
Environ = dict[str, Any]


def cacheable(response: HttpResponseBase) -> HttpResponseBase:
    """Mark an answer that is the same for every anonymous visitor. Call it in the view."""
    response[MARK] = "1"
    return response


def purge() -> None:
    """Forget every kept page, in all processes, once the current transaction is committed."""
    transaction.on_commit(_new_stamp)


def _shared_cache() -> bool:
    return not settings.CACHES["default"]["BACKEND"].endswith(("LocMemCache", "DummyCache"))


def _stamp_file() -> Path:
    return Path(settings.DATA_DIR) / "page-stamp"


def _new_stamp() -> None:
    if _shared_cache():
        cache.set(STAMP_KEY, secrets.token_hex(8), None)
        return
    path = _stamp_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"page-stamp-{os.getpid()}-{secrets.token_hex(4)}")
    fresh.write_text(secrets.token_hex(8))
    fresh.replace(path)


def read_stamp() -> object:
    """What changes at every purge: the shared cache's token, or the identity of the stamp file."""
    if _shared_cache():
        return cache.get(STAMP_KEY)
    try:
        found = _stamp_file().stat()
    except FileNotFoundError:
        return None
    return (found.st_ino, found.st_mtime_ns)


@dataclass(frozen=True)
class KeptPage:
    """An answer in the three codings that browsers ask for."""

    headers: list[tuple[str, str]]
    bodies: dict[str, bytes]
    etag: str

    @property
    def weight(self) -> int:
        return sum(len(body) for body in self.bodies.values())


class PageCache:
    """A WSGI application around Django's."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._pages: OrderedDict[tuple[str, str, str], KeptPage] = OrderedDict()
        self._stamp: object = None
        self._weight = 0
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self._may_use(environ):
            return self._pass(environ, start_response)
        key = (environ.get("wsgi.url_scheme", "http"), environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", "/"))
        stamp = read_stamp()
        with self._lock:
            if stamp != self._stamp:
                self._pages.clear()
                self._stamp, self._weight = stamp, 0
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
        if page is not None:
            return self._answer(page, environ, start_response)
        return self._render(key, stamp, environ, start_response)

    @staticmethod
    def _may_use(environ: Environ) -> bool:
        return (
            environ["REQUEST_METHOD"] in {"GET", "HEAD"}
            and not environ.get("QUERY_STRING")
            and settings.SESSION_COOKIE_NAME not in environ.get("HTTP_COOKIE", "")
        )

    def _pass(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Hand on to Django; the mark never leaves the house."""

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            kept = [(name, value) for name, value in headers if name != MARK]
            return start_response(status, kept, exc_info) if exc_info else start_response(status, kept)

        return self._application(environ, start)

    def _render(
        self, key: tuple[str, str, str], stamp: object, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        seen: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            seen.update(status=status, headers=headers, exc_info=exc_info)
            return lambda _data: None

        chunks = self._application(environ, start)
        headers = [(name, value) for name, value in seen["headers"] if name != MARK]
        if environ["REQUEST_METHOD"] != "GET" or not self._keepable(seen["status"], seen["headers"]):
            if seen["exc_info"]:
                start_response(seen["status"], headers, seen["exc_info"])
            else:
                start_response(seen["status"], headers)
            return chunks
        page = make_page(headers, b"".join(_closing(chunks)))
        with self._lock:
            if stamp == self._stamp and read_stamp() == stamp:
                self._keep(key, page)
        return self._answer(page, environ, start_response)

    @staticmethod
    def _keepable(status: str, headers: list[tuple[str, str]]) -> bool:
        names = {name.lower(): value for name, value in headers}
        return (
            status.startswith("200")
            and MARK.lower() in names
            and "set-cookie" not in names
            and "cookie" not in names.get("vary", "").lower()
            and "content-encoding" not in names
        )

    def _keep(self, key: tuple[str, str, str], page: KeptPage) -> None:
        former = self._pages.pop(key, None)
        self._weight += page.weight - (former.weight if former else 0)
        self._pages[key] = page
        while self._weight > MOST_BYTES:
            _, oldest = self._pages.popitem(last=False)
            self._weight -= oldest.weight

    @staticmethod
    def _answer(page: KeptPage, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("HTTP_IF_NONE_MATCH") == page.etag:
            start_response(
                "304 Not Modified", [("ETag", page.etag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]
            )
            return [b""]
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        coding = next((name for name in ("br", "gzip") if name in accepted), "")
        body = page.bodies[coding]
        headers = [*page.headers, ("Content-Length", str(len(body)))]
        if coding:
            headers.append(("Content-Encoding", coding))
        start_response("200 OK", headers)
        return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def make_page(headers: list[tuple[str, str]], body: bytes) -> KeptPage:
    """An answer, compressed once, with an ETag over its content."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    dropped = {"content-length", "etag", "cache-control", "vary"}
    kept = [(name, value) for name, value in headers if name.lower() not in dropped]
    kept += [("ETag", etag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]
    return KeptPage(
        headers=kept,
        bodies={"": body, "gzip": gzip.compress(body, 6, mtime=0), "br": brotli.compress(body, quality=6)},
        etag=etag,
    )


def _closing(chunks: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
