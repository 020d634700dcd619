"""Queries that every signed-in page asks, put into SQL once.

Django builds and compiles a query anew each time, and works out anew how its rows become objects: for a row by its key that
is four fifths of the work. A `Prepared` does both once for each kind of database, with samples in the places of its values,
and afterwards only swaps the values. What it gives are the same objects as the queryset gives
(tests/gehoord/core/test_prepared.py). It leans on the compiler of the pinned Django: for a handful of hot places, not for
every query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import AutoField, Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators
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
        self._compiled: dict[str, _Compiled] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """All rows."""
        for value, wanted in zip(values, self.types, strict=True):
            if type(value) is not wanted:
                raise TypeError(f"{value!r} is no {wanted.__name__}")
        connection = connections["default"]
        compiled = self._compiled_for(connection.vendor)
        bound = tuple(values[place[0]] if type(place) is _Place else place for place in compiled.places)
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, bound)
            rows = cursor.fetchall()
        if compiled.converters:
            rows = [_converted(row, compiled.converters, connection) for row in rows]
        return compiled.make(rows)

    def first(self, *values: Any) -> Any | None:
        """The first row, or None. The queryset should be of one row or cut to it."""
        found = self(*values)
        return found[0] if found else None

    def _compiled_for(self, vendor: str) -> _Compiled:
        found = self._compiled.get(vendor)
        if found is None:
            found = self._compiled[vendor] = self._compile()
        return found

    def _compile(self) -> _Compiled:
        samples = [_SAMPLES[kind](number) for number, kind in enumerate(self.types)]
        queryset = self.build(*samples)
        compiler = queryset.query.get_compiler(using="default")
        sql, params = compiler.as_sql()
        places = tuple(_Place((samples.index(param),)) if param in samples else param for param in params)
        if {place[0] for place in places if type(place) is _Place} != set(range(len(samples))):
            raise TypeError("a value of this query does not come back in its SQL as it is")
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        converters = [(number, tuple(each), column) for number, (each, column) in compiler.get_converters(columns).items()]
        return _Compiled(sql, places, converters, _maker(queryset, compiler))


class PreparedInsert:
    """``PreparedInsert(Row, "owner_id", "text")``: call it with the values of one row, in that order.

    For rows that are only ever appended: no object is made, no signal sent, and the new key is not read back. Every column
    must be named, but for the key that the database gives. Raises what the database raises.
    """

    def __init__(self, model: type[Model], *names: str) -> None:
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
        if {field.attname for field in fields} != set(names):
            raise TypeError(f"{model.__name__} has other columns than {', '.join(names)}")
        by_name = {field.attname: field for field in fields}
        self.model = model
        self.fields = [by_name[name] for name in names]

    def __call__(self, *values: Any) -> None:
        connection = connections["default"]
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in self.fields)
        places = ", ".join(["%s"] * len(self.fields))
        bound = [field.get_db_prep_save(value, connection) for field, value in zip(self.fields, values, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {quote(self.model._meta.db_table)} ({columns}) VALUES ({places})", bound)  # noqa: S608 # nosec B608 - names of our own tables


def insert_all(rows: Sequence[Model]) -> None:
    """Insert new rows of one model in one statement, as ``bulk_create`` does, without building the query anew.

    No signal is sent and a key that the database gives is not read back. Raises what the database raises.
    """
    if not rows:
        return
    connection = connections["default"]
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    bound = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {places}", bound)  # noqa: S608 # nosec B608 - names of our own tables
    for row in rows:
        row._state.adding, row._state.db = False, "default"


def add_up(model: type[Model], *, key: Mapping[str, Any], rows: Mapping[str, Mapping[str, int]], by: str) -> None:
    """Add numbers to counting rows in one statement: ``rows`` gives for each value of the column ``by`` what is added to which
    column; a row that is not there yet begins with it. ``key`` and ``by`` together must be the model's unique key, and every
    other column must have a value in ``rows``."""
    if not rows:
        return
    connection = connections["default"]
    quote = connection.ops.quote_name
    numbers = sorted(next(iter(rows.values())))
    fields = [model._meta.get_field(name) for name in (*key, by, *numbers)]
    named = [quote(str(field.column)) for field in fields]  # type: ignore[union-attr]  # concrete columns
    unique, added = named[: len(key) + 1], named[len(key) + 1 :]
    bound: list[Any] = []
    for value, each in sorted(rows.items()):
        given = (*key.values(), value, *(each[name] for name in numbers))
        bound += [field.get_db_prep_save(one, connection) for field, one in zip(fields, given, strict=True)]  # type: ignore[union-attr]
    table = quote(model._meta.db_table)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    sums = ", ".join(f"{column} = {table}.{column} + excluded.{column}" for column in added)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(named)}) VALUES {places} "  # noqa: S608 # nosec B608 - names of our own tables
            f"ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {sums}",
            bound,
        )


class _Place(tuple[int]):
    """Which of the values stands here."""


@dataclass(frozen=True)
class _Compiled:
    """A query for one kind of database, and what turns its rows into what the queryset gives."""

    sql: str
    places: tuple[Any, ...]
    converters: Sequence[tuple[int, tuple[Callable[..., Any], ...], Any]]
    make: Callable[[list[Any]], list[Any]]


def _converted(
    row: Sequence[Any], converters: Sequence[tuple[int, tuple[Callable[..., Any], ...], Any]], connection: Any
) -> Any:
    values = list(row)
    for number, each, column in converters:
        value = values[number]
        for convert in each:
            value = convert(value, column, connection)
        values[number] = value
    return values


def _maker(queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[list[Any]], list[Any]]:
    """What Django's own iterators do with rows, prepared once. Raises TypeError for a kind of queryset that has no use here."""
    kind = queryset._iterable_class
    if kind is FlatValuesListIterable:
        return lambda rows: [row[0] for row in rows]
    if kind is ValuesListIterable:
        return lambda rows: [tuple(row) for row in rows]
    if kind is not ModelIterable or compiler.annotation_col_map or queryset._known_related_objects:  # type: ignore[attr-defined]
        raise TypeError("this kind of queryset cannot be prepared")
    info: Any = compiler.klass_info
    model, fields = info["model"], info["select_fields"]
    first, last = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    related = get_related_populators(info, compiler.select, "default")  # type: ignore[call-arg]  # the stubs are of a later Django

    def make(rows: list[Any]) -> list[Any]:
        found = []
        for row in rows:
            one = model.from_db("default", names, row[first:last])
            for populator in related:
                populator.populate(row, one)
            found.append(one)
        return found

    return make
