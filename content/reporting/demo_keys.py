"""The demo advisers' phrases, printed codes and keys: fixed, public, and refused in production."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from gehoord.core.sealed.encoding import Label, derive
from gehoord.core.sealed.keys import PrivateKeys

FILE = Path(__file__).resolve().parents[1] / "starter" / "demo" / "vault.yaml"


@dataclass(frozen=True)
class DemoAdviser:
    name: str
    phrase: str
    code: str

    @property
    def keys(self) -> PrivateKeys:
        """The same pair on every machine, so that production can know and refuse it."""
        return PrivateKeys.from_seed(derive(self.phrase.encode(), Label.DEMO_PAIR))


@cache
def demo_advisers() -> dict[str, tuple[DemoAdviser, ...]]:
    """Per school's slug, the advisers whose vault everybody can open."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {slug: tuple(DemoAdviser(**adviser) for adviser in advisers) for slug, advisers in data["schools"].items()}


@cache
def demo_fingerprints() -> frozenset[bytes]:
    return frozenset(adviser.keys.public.fingerprint for advisers in demo_advisers().values() for adviser in advisers)
