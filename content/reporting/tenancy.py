"""Whose reports the database itself lets through, on PostgreSQL: row level security (ADR 18).

Every code path says whose reports it is about with ``sees(...)``; outside of it there are none. What is said here goes to the
database with ``SET LOCAL``'s twin ``set_config(…, true)`` in each transaction that touches a report, so that a reused connection
never remembers it, and a query that forgets its filter finds no row of another organisation. SQLite has none of this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

GUARDED_TABLES = (
    "reporting_report",
    "reporting_entry",
    "reporting_wrap",
    "reporting_reportevent",
    "reporting_toldbycolleague",
    "reporting_legalhold",
)
_GUARDED = re.compile(rf"\b(?:{'|'.join(GUARDED_TABLES)})\b", re.IGNORECASE)
_SAY = "SELECT set_config('gehoord.tenants', %s, true), set_config('gehoord.reports', %s, true), set_config('gehoord.codes', %s, true)"
EVERYTHING = "*"


@dataclass(frozen=True)
class Sight:
    """Which reports may be seen now: of organisations, single ones by number, or those behind a code."""

    tenants: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @property
    def settings(self) -> tuple[str, str, str]:
        """As the policies read it."""
        tenants = EVERYTHING if EVERYTHING in self.tenants else ",".join(sorted(self.tenants))
        return (tenants, ",".join(sorted(self.reports)), ",".join(sorted(self.codes)))


NOTHING = Sight()
_sight: ContextVar[Sight] = ContextVar("reporting_sight", default=NOTHING)


@contextmanager
def sees(*, tenants: Collection[int] = (), reports: Collection[UUID | str] = (), codes: Collection[str] = ()) -> Iterator[None]:
    """Within it reports of these organisations, these very reports, or the report behind a code are there as well."""
    present = _sight.get()
    wider = Sight(
        present.tenants | {str(int(pk)) for pk in tenants},
        present.reports | {str(UUID(str(pk))) for pk in reports},
        present.codes | set(codes),
    )
    token = _sight.set(wider)
    try:
        yield
    finally:
        _sight.reset(token)


@contextmanager
def sees_everything() -> Iterator[None]:
    """For the clock, retention and what follows from an account: work that belongs to no single organisation. Never in a view."""
    token = _sight.set(Sight(tenants=frozenset({EVERYTHING})))
    try:
        yield
    finally:
        _sight.reset(token)


@contextmanager
def sees_nothing() -> Iterator[None]:
    """Every request begins here, whatever the process did before."""
    token = _sight.set(NOTHING)
    try:
        yield
    finally:
        _sight.reset(token)


class RowGuard:
    """Tells the database, before each statement about reports, whose may be seen: within the same transaction, always."""

    def __init__(self) -> None:
        self.said: tuple[str, str, str] | None = None

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        connection: BaseDatabaseWrapper = context["connection"]
        raw: Any = connection.connection
        if raw.info.transaction_status == TransactionStatus.IDLE:
            self.said = None  # what was said before went with its transaction
        text = sql if isinstance(sql, str) else str(sql)
        if text.lstrip()[:8].upper() == "ROLLBACK":
            self.said = None  # to a savepoint: what was said after it is taken back
        if not _GUARDED.search(text):
            return execute(sql, params, many, context)
        settings = _sight.get().settings
        with connection.wrap_database_errors:
            if not connection.in_atomic_block and connection.get_autocommit():
                with raw.transaction():
                    raw.execute(_SAY, settings)
                    return execute(sql, params, many, context)
            if self.said != settings:
                raw.execute(_SAY, settings)
                self.said = settings
        return execute(sql, params, many, context)


def guard_rows(sender: Any, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Receiver of Django's ``connection_created``."""
    if connection.vendor == "postgresql" and not any(isinstance(found, RowGuard) for found in connection.execute_wrappers):
        connection.execute_wrappers.append(RowGuard())
