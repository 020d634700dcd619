"""Plain Django with sessions and CSRF, on the same database engine, options and durability as the product."""

from __future__ import annotations

import os
from pathlib import Path

from gehoord.settings import env

FOLDER = Path(os.environ["BENCH_FLOOR"])
SECRET_KEY = "only-for-the-bench-" + "x" * 40
DEBUG = False
ALLOWED_HOSTS = ["localhost"]
INSTALLED_APPS = ["django.contrib.sessions", "bench.baselines.floor"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "bench.baselines.floor.urls"
DATABASES = {"default": env.site_database("DATABASE_URL", FOLDER / "floor.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
LOGGING_CONFIG = None
