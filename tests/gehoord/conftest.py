from __future__ import annotations

from collections.abc import Iterator

import pytest

from gehoord.core.registry import Registry, registry


@pytest.fixture
def slots() -> Iterator[Registry]:
    """The registry, put back after the test as the rooms filled it."""
    before = {kind: dict(entries) for kind, entries in registry._entries.items()}
    yield registry
    registry._entries.clear()
    registry._entries.update(before)
