"""Counts the database queries of requests: python bench/count.py APPLICATION, requests as JSON (base64) on stdin.

The requests go through the WSGI application in this process, so middleware and page cache are counted too.
"""

from __future__ import annotations

import base64
import importlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def environ_of(raw: bytes) -> dict[str, Any]:
    """A request as bytes as what a WSGI server makes of it."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _version = first.split(" ")
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    for line in lines:
        name, _, value = line.partition(": ")
        key = name.upper().replace("-", "_")
        environ[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = value
    return environ


def ask(application: Any, raw: bytes) -> tuple[int, bytes]:
    """Status and body of one request."""
    status: list[str] = []
    chunks = application(environ_of(raw), lambda line, _headers, _info=None: status.append(line))
    try:
        return int(status[0][:3]) if status else 0, b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()


def main(name: str) -> None:
    sys.path[:0] = [os.getcwd(), str(ROOT / "site"), str(ROOT)]
    module, _, attribute = name.partition(":")
    application = getattr(importlib.import_module(module), attribute)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for raw in (base64.b64decode(line) for line in json.load(sys.stdin)):
        with CaptureQueriesContext(connection) as queries:
            status, body = ask(application, raw)
        found = [query["sql"] for query in queries if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
        counts.append({"status": status, "bytes": len(body), "queries": len(found)})
        if os.environ.get("BENCH_SHOW_QUERIES"):
            print(raw[:80], *found, sep="\n    ", file=sys.stderr)
    json.dump(counts, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
