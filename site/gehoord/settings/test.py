"""Tests: on SQLite in a file, or on PostgreSQL when DATABASE_URL says so."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", str(Path(tempfile.gettempdir()) / f"gehoord-tests-{os.getuid()}"))
os.environ["BASE_URL"] = "http://localhost:8000"

from .base import *
from .base import DATA_DIR, DATABASES, SQLITE, STORAGES, TEMPLATES

SECRET_KEY = "only-for-tests-" + "x" * 50
SMALL_SECRETS_KEYS = ["dGVzdHMtb25seS1zbWFsbC1zZWNyZXRzLWtleS0wMDE="]
LEARNER_KEYS = ["dGVzdHMtb25seS1sZWFybmVyLWtleS0wMDAwMDAwMDE="]
DEMO_PEOPLE = True
ALLOWED_HOSTS = ["*"]
MEDIA_ROOT = DATA_DIR / "media"
(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "!!unknown variable %s!!"  # type: ignore[index]  # tests/conftest.py fails on it
if SQLITE:
    # A file, not memory: threads of the live server and of concurrency tests share it.
    DATABASES["default"]["TEST"] = {"NAME": os.environ.get("GEHOORD_TEST_DB") or str(DATA_DIR / "tests.sqlite3")}
    DATA_DIR.mkdir(parents=True, exist_ok=True)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Lower work for the phrase in tests; production refuses anything under the floor of SECURITY.md.
VAULT_ARGON2 = {"iterations": 1, "lanes": 1, "memory_cost": 64}
