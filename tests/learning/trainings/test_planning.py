"""Planning, changing and cancelling: everybody who counted on it hears of it, with a calendar that follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from icalendar import Calendar

from gehoord.accounts.models import User
from gehoord.core import outbox
from gehoord.core.models import AuditEvent, OutboxMessage
from learning.completion.enums import CompletedBy
from learning.completion.models import Completion
from learning.trainings import calendars, seats, services
from learning.trainings.enums import Attendance
from learning.trainings.errors import InUseError, TrainingClosedError
from learning.trainings.models import LiveTraining

from .conftest import World

Mails = Callable[[User], list[str]]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def send_all(now: datetime) -> None:
    while outbox.deliver_next(now):
        pass


def test_another_time_raises_the_sequence_and_is_mailed(world: World, mails: Mails) -> None:
    training, person = world.training(), world.colleague()
    seats.sign_up(training=training, user=person, now=world.now)
    later = training.starts_at + timedelta(days=1)
    services.change_training(
        training=training, by=world.trainer, now=world.now, schools=[world.school], starts_at=later,
        ends_at=later + timedelta(hours=2),
    )  # fmt: skip
    training.refresh_from_db()
    assert training.sequence == 1
    assert mails(person) == ["seated", "reminder", "changed", "reminder"]


def test_another_note_is_not_mailed(world: World, mails: Mails) -> None:
    training, person = world.training(), world.colleague()
    seats.sign_up(training=training, user=person, now=world.now)
    services.change_training(
        training=training, by=world.trainer, now=world.now, schools=[world.school], note="Neem een pen mee."
    )
    assert mails(person) == ["seated", "reminder"]


def test_a_reminder_of_the_old_time_is_not_sent(world: World) -> None:
    training, person = world.training(), world.colleague()
    seats.sign_up(training=training, user=person, now=world.now)
    services.change_training(training=training, by=world.trainer, now=world.now, schools=[world.school], place="Zaal 5")
    reminders = OutboxMessage.objects.filter(kind="trainings.reminder", account=person)
    assert reminders.count() == 2
    send_all(training.starts_at - timedelta(days=1))
    assert [row.state for row in reminders.order_by("pk")] == [OutboxMessage.State.NOT_NEEDED, OutboxMessage.State.SENT]


def test_the_invitation_is_one_that_calendar_programs_understand(world: World) -> None:
    training, person = world.training(title="Samen; oefenen, nu"), world.colleague()
    seats.sign_up(training=training, user=person, now=world.now)
    send_all(world.now + timedelta(minutes=1))
    letter = next(one for one in mail.outbox if one.to == [person.email])
    mimes = [part.get_content_type() for part in letter.message().walk()]
    assert mimes.count("text/calendar") == 2  # for programs that act on it, and as a file to open
    inline = next(part for part in letter.message().walk() if part.get_param("method"))
    assert inline.get_param("method") == "REQUEST"
    event = Calendar.from_ical(inline.get_payload(decode=True)).walk("VEVENT")[0]
    assert event["summary"] == "Samen; oefenen, nu"
    assert event["sequence"] == 0
    assert "ORGANIZER" in event
    assert event["attendee"] == f"mailto:{person.email}"


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        (datetime(2027, 3, 26, 12, 0, tzinfo=UTC), "20270326T130000"),  # winter time
        (datetime(2027, 3, 29, 12, 0, tzinfo=UTC), "20270329T140000"),  # the clock went forward in between
        (datetime(2027, 11, 1, 12, 0, tzinfo=UTC), "20271101T130000"),
    ],
)
def test_times_stand_on_amsterdams_clock_across_its_changes(world: World, start: datetime, shown: str) -> None:
    training = world.training(starts_at=start, ends_at=start + timedelta(hours=2))
    text = calendars.invitation(training, to=world.trainer, method="REQUEST", now=world.now).decode()
    assert f"DTSTART;TZID=Europe/Amsterdam:{shown}" in text
    event = Calendar.from_ical(text).walk("VEVENT")[0]
    assert event.decoded("dtstart").astimezone(UTC) == start


def test_cancelling_takes_it_out_of_every_calendar(world: World, mails: Mails) -> None:
    training, person, off = world.training(), world.colleague(), world.colleague()
    for one in (person, off):
        seats.sign_up(training=training, user=one, now=world.now)
    seats.sign_off(training=training, user=off, now=world.now)
    services.cancel_training(training=training, by=world.trainer, now=world.now)
    assert mails(person)[-1] == "cancelled"
    assert "cancelled" not in mails(off)
    send_all(world.now + timedelta(minutes=1))
    letter = next(one for one in mail.outbox if one.to == [person.email] and "niet door" in one.subject)
    text = next(part for part in letter.message().walk() if part.get_param("method")).get_payload(decode=True).decode()
    assert "METHOD:CANCEL" in text
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:1" in text


def test_what_is_over_or_cancelled_changes_no_more(world: World) -> None:
    for training in (world.training(days=-2), world.training(cancelled_at=world.now)):
        with pytest.raises(TrainingClosedError):
            services.change_training(training=training, by=world.trainer, now=world.now, schools=[world.school], seats=9)
        with pytest.raises(TrainingClosedError):
            services.cancel_training(training=training, by=world.trainer, now=world.now)


def test_a_training_goes_away_only_while_nobody_ever_signed_up(world: World) -> None:
    training = world.training()
    seats.sign_up(training=training, user=world.colleague(), now=world.now)
    with pytest.raises(InUseError):
        services.delete_training(training=training, by=world.trainer)
    services.delete_training(training=world.training(), by=world.trainer)
    assert LiveTraining.objects.count() == 1


def test_attendance_says_who_was_there_and_who_was_not(world: World) -> None:
    training, came, stayed = world.training(days=-0.5), world.colleague(), world.colleague()
    for person in (came, stayed):
        training.sign_ups.create(user=person, organisation=world.school, state="seated", since=world.now)
    number = services.record_attendance(training=training, by=world.trainer, present=[came.pk, 999_999], on=world.now.date())
    assert number == 1
    assert [training.sign_ups.get(user=one).attendance for one in (came, stayed)] == [Attendance.PRESENT, Attendance.ABSENT]
    assert AuditEvent.objects.filter(action="trainings.attendance", actor=world.trainer).exists()


def test_an_earlier_training_completes_for_known_people_once(world: World) -> None:
    known, elsewhere = world.colleague(), world.colleague(world.other)
    addresses = [known.email.upper(), "niemand@school.example", known.email, elsewhere.email]
    for _ in range(2):
        result = services.enter_earlier_training(
            by=world.trainer, organisations=[world.school], module_key="basis", trained_on=world.now.date(), emails=addresses
        )
    assert result == {known.email: True, "niemand@school.example": False, elsewhere.email: False}
    completion = Completion.objects.get()
    assert (completion.user, completion.how) == (known, CompletedBy.EARLIER_TRAINING)
