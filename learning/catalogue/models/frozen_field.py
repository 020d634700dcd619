"""The content of a frozen version, read from its text once in each process: it never changes and is large."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models.expressions import Col

READ_KEPT = 128  # texts, some tens of kilobytes each


@lru_cache(maxsize=READ_KEPT)
def _read(text: str) -> Any:
    return json.loads(text)


class FrozenJSONField(models.JSONField):
    """JSON whose reading is shared between rows and requests. Nobody changes what comes out of it."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if isinstance(value, str) and isinstance(expression, Col):
            return _read(value)
        return super().from_db_value(value, expression, connection)

    def deconstruct(self) -> Any:
        """To the database it is Django's own field: no migration."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
