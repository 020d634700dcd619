"""The product as `make run` starts it, for the bench: behind one proxy, so that every client can have an address of its own.

Two things that no measured request does are made quicker, since they only cost time before measuring begins: the demo
advisers' vaults are locked with a cheap Argon2id, and static files are not compressed.
"""

from __future__ import annotations

from gehoord.settings.development import *
from gehoord.settings.development import STORAGES

ALLAUTH_TRUSTED_PROXY_COUNT = 1
VAULT_ARGON2 = {"iterations": 1, "lanes": 1, "memory_cost": 64}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "bench.static_files.UncompressedStorage"}}
