"""Logging that never repeats what a person wrote.

An exception's message may hold a value from a form or a database row; its type and its place in our code never do.
So tracebacks are logged without messages, without source lines' values and without the request.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import TextIO

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietStreamHandler(logging.StreamHandler[TextIO]):
    """A stream handler that always formats with `QuietFormatter`, whatever formatter is configured."""

    def setFormatter(self, fmt: logging.Formatter | None) -> None:
        style = fmt._fmt if fmt is not None else None
        super().setFormatter(QuietFormatter(style, style="{"))


class QuietFormatter(logging.Formatter):
    """Formats a record; an exception becomes its type and its frames, never its message."""

    def formatException(self, ei: ExcInfo) -> str:
        kind, _value, trace = ei
        frames = "".join(f"  {frame.filename}:{frame.lineno} in {frame.name}\n" for frame in traceback.extract_tb(trace))
        return f"{getattr(kind, '__qualname__', 'Exception')} (message withheld)\n{frames}".rstrip()

    def format(self, record: logging.LogRecord) -> str:
        # A copy without cached text: another handler may have written the whole traceback into the record.
        quiet = logging.makeLogRecord({**record.__dict__, "exc_text": None})
        if record.name == "django.request":
            # Its message ends in the path: a path may hold a query or a code.
            quiet.msg, quiet.args = record.getMessage().split(":")[0], ()
        elif record.name.startswith("django.security"):
            # Its message is an exception's, and that may repeat a host, a path or a field.
            quiet.msg, quiet.args = "refused (message withheld)", ()
        return super().format(quiet)
