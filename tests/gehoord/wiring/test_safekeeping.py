"""A backup is whole, damage is seen, and after a restore nothing erased comes back and no mail goes twice."""

from __future__ import annotations

import sqlite3
import uuid
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from content.reporting.models import Tombstone
from gehoord.core.models import OutboxMessage
from gehoord.wiring.safekeeping import BackupError, check_backup, make_backup, settle_after_restore
from tests.factories import OrganisationFactory, UserFactory

ERASED = uuid.UUID("00000000-0000-4000-8000-000000000001")
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def backup(folder: Path, now: datetime | None = None, keep: int = 30) -> Path:
    return make_backup(folder, keep=keep, now=now or timezone.localtime(), say=lambda _words: None)


def test_a_backup_holds_the_database_the_pins_and_the_erased_ids(tmp_path: Path) -> None:
    OrganisationFactory(name="De Kade")
    Tombstone.objects.create(pk=ERASED, erased_at=timezone.now())
    whole = backup(tmp_path)
    check_backup(whole)
    assert (whole / "erased.txt").read_text() == f"{ERASED}\n"
    assert (whole / "key-pins.tar").exists()
    assert {path.stat().st_mode & 0o077 for path in whole.iterdir()} == {0}
    dump = whole / "gehoord.dump"
    if not dump.exists():
        with sqlite3.connect(whole / "gehoord.sqlite3") as copy:
            names = copy.execute("SELECT name FROM organisations_organisation").fetchall()
        copy.close()
        assert ("De Kade",) in names


def test_damage_is_seen(tmp_path: Path) -> None:
    whole = backup(tmp_path)
    (whole / "erased.txt").write_text("changed")
    with pytest.raises(BackupError, match="damaged"):
        check_backup(whole)
    with pytest.raises(CommandError, match="is no backup"):
        call_command("after_restore", str(tmp_path))


def test_the_oldest_ones_go(tmp_path: Path) -> None:
    now = timezone.localtime()
    made = [backup(tmp_path, now + timedelta(days=day), keep=2) for day in range(3)]
    assert [path.exists() for path in made] == [False, True, True]


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", str(tmp_path / "file" / "backups"))


def test_after_a_restore_mail_is_not_sent_twice_and_everybody_signs_in_anew(tmp_path: Path) -> None:
    now = timezone.now()
    OutboxMessage.objects.create(kind="x", account=UserFactory(), next_try_at=now, context={"id": 1})
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=now + timedelta(days=1))
    (tmp_path / "erased.txt").write_text(f"{ERASED}\n")
    assert settle_after_restore(tmp_path / "erased.txt", now=now) == {
        "reports erased again": 0,
        "waiting mails not sent": 1,
        "sessions ended": 1,
    }
    assert Tombstone.objects.filter(pk=ERASED).exists()
    assert OutboxMessage.objects.get().state == OutboxMessage.State.NOT_NEEDED


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    out = StringIO()
    call_command("backup", str(tmp_path), stdout=out)
    assert "is complete" in out.getvalue()
    whole = next(tmp_path.glob("gehoord-*"))
    call_command("after_restore", str(whole), stdout=out)
    assert "Look at the desk today" in out.getvalue()
