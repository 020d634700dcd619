"""Production: nothing has a guess for what only the installation can know. Unsafe values are refused by system checks."""

from __future__ import annotations

from .base import *
from .base import BASE_URL, HTTPS, env

SECRET_KEY = env.text("SECRET_KEY", secret=True)
BASE_URL = env.base_url("BASE_URL")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [BASE_URL.split("://", 1)[1].split(":", 1)[0]]
SECURE_SSL_REDIRECT = env.boolean("SSL_REDIRECT", HTTPS)
SECURE_HSTS_SECONDS = env.whole_number("HSTS_SECONDS", 365 * 24 * 3600, low=0, high=10 * 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.boolean("HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.boolean("HSTS_PRELOAD", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if env.boolean("BEHIND_PROXY", True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("TRUSTED_PROXIES", 1, low=1, high=5)
# The web process does not write the pinned key lists: `manage.py pin_keys`, run by their owner, does.
KEY_PINS_BY_HAND = env.boolean("KEY_PINS_BY_HAND", True)
