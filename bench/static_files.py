"""Static files for the bench."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gehoord.core.static_files import ManifestStorage


class UncompressedStorage(ManifestStorage):
    """The product's own addresses and manifest, without half a minute of compressing."""

    def post_process_with_compression(self, files: Iterator[Any]) -> Iterator[Any]:
        yield from files
