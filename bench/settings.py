"""The product as `make run` starts it, for the bench: behind one proxy, so that every client can have an address of its own."""

from __future__ import annotations

from gehoord.settings.development import *

ALLAUTH_TRUSTED_PROXY_COUNT = 1
