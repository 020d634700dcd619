"""Writers on SQLite wait for each other in a queue, and always leave it."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError

from gehoord.core.models import Heartbeat
from gehoord.core.pulse import beat
from gehoord.core.sqlite_queue import base

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def queue_is_free() -> bool:
    handle = os.open(f"{connection.settings_dict['NAME']}-queue", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


@pytest.fixture(autouse=True)
def free_before_and_after() -> Iterator[None]:
    assert queue_is_free()
    yield
    assert queue_is_free()


def test_it_is_held_inside_a_transaction_and_left_at_commit() -> None:
    with transaction.atomic():
        assert not queue_is_free()
        with transaction.atomic():
            beat("web")
        assert not queue_is_free()
    assert queue_is_free()


def test_it_is_left_at_rollback_and_after_an_exception() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        1 / 0  # noqa: B018 - the fault of this test
    assert queue_is_free()
    with transaction.atomic():
        transaction.set_rollback(True)
    assert queue_is_free()


def test_it_is_left_when_the_connection_closes_halfway() -> None:
    with pytest.raises(Exception), transaction.atomic():  # noqa: B017, PT011, PT012 - Django's choice of error
        connection.close()
        Heartbeat.objects.count()
    assert queue_is_free()


def test_whoever_waits_too_long_gets_sqlites_own_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "QUEUE_TIMEOUT", 0.05)
    handle = os.open(f"{connection.settings_dict['NAME']}-queue", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(OperationalError, match="locked"), transaction.atomic():
            pass
    finally:
        os.close(handle)
    with transaction.atomic():
        beat("web")


def test_eight_writers_at_once_meet_no_locked_database() -> None:
    beat("web")
    errors: list[Exception] = []

    def write() -> None:
        try:
            for _ in range(25):
                with transaction.atomic():
                    row = Heartbeat.objects.get(part="web")
                    Heartbeat.objects.update_or_create(part=f"w{threading.get_ident()}"[:20], defaults={"beat_at": row.beat_at})
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not errors
