"""Answers that change only when somebody publishes or edits something, kept in this process until the next purge.

The stamp is the page cache's (page_cache.py): every purge renews it, in all processes at once. So whatever is kept here
must be purged by whoever changes it (`signal_handlers.purge_on_change`), and nothing of a person or a report is ever kept.
Inside a transaction nothing is read from here or put here: what a transaction sees may never be committed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from .page_cache import read_stamp

T = TypeVar("T")
MOST_KEPT = 2000
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_of_stamp: list[object] = [None]
_lock = Lock()


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, made once per stamp. The result is shared: nobody may change it. A result that took so long
    that a purge came in between is given, and not kept."""
    if connection.in_atomic_block:
        return make()
    stamp, where = read_stamp(), (str(connection.settings_dict["NAME"]), key)
    with _lock:
        if _of_stamp[0] != stamp:
            _kept.clear()
            _of_stamp[0] = stamp
        elif where in _kept:
            _kept.move_to_end(where)
            found: T = _kept[where]
            return found
    made = make()
    with _lock:
        if _of_stamp[0] == stamp and read_stamp() == stamp:
            _kept[where] = made
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return made


def forget() -> None:
    """Forget everything in this process. For tests, which put tables back behind our backs."""
    with _lock:
        _kept.clear()
