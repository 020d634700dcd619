"""Queries that every signed-in page asks, put into SQL once.

Django builds and compiles a query anew each time: for a row by its key that is four fifths of the work. A `Prepared`
compiles its queryset once for each kind of database, with samples in the places of its values, and afterwards only swaps
the values. What it gives are the same objects as the queryset gives (tests/gehoord/core/test_prepared.py). It leans on
the compiler of the pinned Django: for a handful of hot places, not for every query.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

# Values that stand in for the real ones while compiling; unlikely enough to be told apart from anything else in the SQL.
_SAMPLES: dict[type, Callable[[int], Any]] = {
    int: lambda number: 1_900_000_017 + number,
    str: lambda number: f"\u2063prepared-{number}\u2063",
}


class Prepared:
    """``Prepared(lambda user_id, key: Row.objects.filter(user_id=user_id, key=key), int, str)``: call it with the values.

    Values are whole numbers and texts: what goes to every database as it is. The queryset may not depend on anything else
    than the values (no today, no language). Raises TypeError for a value of another type.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *types: type) -> None:
        self.build = build
        self.types = types
        self._compiled: dict[str, tuple[QuerySet[Any, Any], SQLCompiler, str, tuple[Any, ...]]] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """All rows."""
        for value, wanted in zip(values, self.types, strict=True):
            if type(value) is not wanted:
                raise TypeError(f"{value!r} is no {wanted.__name__}")
        queryset, compiler, sql, places = self._compiled_for(connections["default"].vendor)
        bound = tuple(values[place[0]] if isinstance(place, _Place) else place for place in places)
        mine = copy.copy(compiler)
        mine.connection = connections["default"]
        mine.as_sql = lambda *_args, **_kwargs: (sql, bound)  # type: ignore[method-assign]
        query = copy.copy(queryset.query)
        query.get_compiler = lambda *_args, **_kwargs: mine  # type: ignore[method-assign]
        rows = queryset._chain()  # type: ignore[attr-defined]  # a private door of the pinned Django
        rows._query = query
        return list(rows)

    def first(self, *values: Any) -> Any | None:
        """The first row, or None. The queryset should be of one row or cut to it."""
        found = self(*values)
        return found[0] if found else None

    def _compiled_for(self, vendor: str) -> tuple[QuerySet[Any, Any], SQLCompiler, str, tuple[Any, ...]]:
        found = self._compiled.get(vendor)
        if found is None:
            found = self._compiled[vendor] = self._compile()
        return found

    def _compile(self) -> tuple[QuerySet[Any, Any], SQLCompiler, str, tuple[Any, ...]]:
        samples = [_SAMPLES[kind](number) for number, kind in enumerate(self.types)]
        queryset = self.build(*samples)
        compiler = queryset.query.get_compiler(using="default")
        sql, params = compiler.as_sql()
        places = tuple(_Place((samples.index(param),)) if param in samples else param for param in params)
        if {place[0] for place in places if isinstance(place, _Place)} != set(range(len(samples))):
            raise TypeError("a value of this query does not come back in its SQL as it is")
        return queryset, compiler, sql, places


class _Place(tuple[int]):
    """Which of the values stands here."""
