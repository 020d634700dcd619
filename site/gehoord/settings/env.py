"""Typed readers of the environment that fail loudly.

Every setting that an installation may change passes through one of these. A value that cannot be read stops the
start with one sentence that names the variable, what was found (never for secrets) and what is expected.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str | None = None, *, secret: bool = False) -> str:
    """The value of ``name``; raises ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        kind = "a secret value" if secret else "a value"
        raise ImproperlyConfigured(f"{name} is not set: give it {kind} in the environment (docs/operations/settings.md).")
    return default


def boolean(name: str, default: bool) -> bool:
    """``name`` as yes or no; raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: use 1 or 0.")


def whole_number(name: str, default: int, *, low: int, high: int) -> int:
    """``name`` as a whole number from ``low`` to ``high`` (both included)."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.lstrip("-").isdigit() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number from {low} to {high}.")
    return int(value)


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """``name`` as a list, separated by commas; empty parts are dropped."""
    value = os.environ.get(name, "")
    return [part.strip() for part in value.split(",") if part.strip()] or list(default)


def folder(name: str, default: Path) -> Path:
    """``name`` as an absolute folder. It need not exist yet; a file in its place is refused."""
    path = Path(os.environ.get(name, "").strip() or default).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise ImproperlyConfigured(f"{name}={path} is a file, not a folder.")
    return path


def base_url(name: str, default: str | None = None) -> str:
    """``name`` as scheme and host without a path and without a slash at the end."""
    value = text(name, default).rstrip("/")
    scheme, separator, host = value.partition("://")
    if scheme not in {"http", "https"} or not separator or not host or "/" in host:
        raise ImproperlyConfigured(f"{name}={value!r} is not an address such as https://gehoord.example.nl (no path).")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """A database address (sqlite:///… or postgres://…) as Django's dictionary."""
    try:
        return dict(environ.Env.db_url_config(text(name, default)))
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} is not a database address such as postgres://user:secret@host/name.") from error


def site_database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """The database of ``name``, or SQLite in this file, with what this product asks of either: nothing that was
    confirmed may be lost in a power cut, writers queue instead of failing, and connections stay open."""
    found = database(name, f"sqlite:///{sqlite_file}")
    if found["ENGINE"].endswith("sqlite3"):
        found["ENGINE"] = "gehoord.core.sqlite_queue"
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;",
        }
    return {**found, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


def cache(name: str, default: str) -> dict[str, Any]:
    """A cache address (locmemcache://, redis://…) as Django's dictionary."""
    try:
        return dict(environ.Env.cache_url_config(text(name, default)))
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} is not a cache address such as redis://localhost:6379/0.") from error


def mail(name: str, default: str) -> dict[str, Any]:
    """A mail server's address (smtp+tls://user:secret@host:587, filemail:///folder) as Django's EMAIL_… settings."""
    try:
        return dict(environ.Env.email_url_config(text(name, default)))
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(
            f"{name} is not a mail address such as smtp+tls://user:secret@mail.example.nl:587."
        ) from error


def media_storage(name: str) -> dict[str, Any]:
    """Where public uploads lie, for Django's STORAGES: a folder, or ``s3://bucket/folder?endpoint=https://…&region=…``."""
    address = text(name, "")
    if not address:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.hostname or set(options) - {"endpoint", "region"}:
        raise ImproperlyConfigured(
            f"{name} is not a store such as s3://bucket/folder?endpoint=https://s3.example.nl&region=nl-1."
        )
    if parts.username or parts.password:
        raise ImproperlyConfigured(f"{name} holds a key: give those as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    return {
        "BACKEND": "gehoord.core.s3_storage.S3MediaStorage",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "endpoint_url": options.get("endpoint"),
            "region_name": options.get("region"),
            "default_acl": None,  # the bucket's own rule: private
            "file_overwrite": False,
        },
    }
