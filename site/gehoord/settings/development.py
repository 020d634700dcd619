"""Development: `make run` on one's own machine. DEBUG stays off, so that what is seen is what a school gets."""

from __future__ import annotations

import base64
import secrets

from .base import *
from .base import ALLOWED_HOSTS, DATA_DIR, HOST, LEARNER_KEYS, SECRET_KEY, SMALL_SECRETS_KEYS, env

DEMO_PEOPLE = True
DEBUG = env.boolean("DEBUG", False)
# Listening on every address of this machine is asking to be found under every name of it.
ALLOWED_HOSTS = ["*"] if HOST in {"0.0.0.0", "::"} else [*ALLOWED_HOSTS, HOST, ".localhost"]  # noqa: S104 # nosec B104


def _kept(name: str) -> str:
    """A secret of this copy alone, made at the first start and kept in DATA_DIR."""
    path = DATA_DIR / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        path.chmod(0o600)
    return path.read_text().strip()


SECRET_KEY = SECRET_KEY or _kept("secret_key")
SMALL_SECRETS_KEYS = SMALL_SECRETS_KEYS or [_kept("small_secrets_key")]
LEARNER_KEYS = LEARNER_KEYS or [_kept("learner_key")]
