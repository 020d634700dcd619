from __future__ import annotations

import fcntl
import os
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

QUEUE_TIMEOUT = 30.0  # seconds; then the same error as SQLite's own busy timeout


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes the file lock just before BEGIN IMMEDIATE, gives it back at commit, rollback and close."""

    _queue: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_queue()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave Django's private methods out
        except BaseException:
            self._leave_queue()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]  # the stubs leave Django's private methods out
        finally:
            self._leave_queue_if_done()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]  # the stubs leave Django's private methods out
        finally:
            self._leave_queue_if_done()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]  # the stubs leave Django's private methods out
        finally:
            self._leave_queue()

    def _enter_queue(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self._queue is not None or name == ":memory:" or name.startswith("file:"):
            return
        handle = os.open(f"{name}-queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
        patience = time.monotonic() + QUEUE_TIMEOUT
        try:
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > patience:
                        raise OperationalError("database is locked (write queue)") from None
                    time.sleep(0.002)
        except BaseException:
            os.close(handle)
            raise
        self._queue = handle

    def _leave_queue_if_done(self) -> None:
        if self.connection is None or not self.connection.in_transaction:
            self._leave_queue()

    def _leave_queue(self) -> None:
        if self._queue is not None:
            os.close(self._queue)
            self._queue = None
