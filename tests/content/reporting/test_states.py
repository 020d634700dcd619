from itertools import product

import pytest
from django.db import IntegrityError, transaction

from content.reporting.entries import WrongStateError, change_state
from content.reporting.enums import (
    COUNTED_STATES,
    DONE_STATES,
    KINDS_OF_AUTHOR,
    OPEN_STATES,
    TRANSITIONS,
    WAITING_STATES,
    AuthorKind,
    EntryKind,
    EventKind,
    ReportState,
)
from content.reporting.models import Entry, Report, ReportEvent
from tests.factories import OrganisationFactory

from .conftest import NOW

ALLOWED = {
    ("received", "read"),
    ("received", "withdrawn"),
    ("read", "in_contact"),
    ("read", "withdrawn"),
    ("read", "abuse"),
    ("in_contact", "closed"),
    ("in_contact", "withdrawn"),
    ("closed", "in_contact"),
    ("closed", "ended"),
    ("closed", "withdrawn"),
    ("ended", "in_contact"),
    ("ended", "withdrawn"),
    ("withdrawn", "read"),
    ("withdrawn", "in_contact"),
    ("abuse", "read"),
}


@pytest.mark.parametrize(("before", "after"), list(product(ReportState, ReportState)))
def test_every_pair_of_states(before: ReportState, after: ReportState) -> None:
    report = Report(state=before)

    if (before, after) in ALLOWED:
        change_state(report, after)
        assert report.state == after
    else:
        with pytest.raises(WrongStateError):
            change_state(report, after)


def test_every_state_has_its_line_in_the_table() -> None:
    assert set(TRANSITIONS) == set(ReportState)


def test_only_a_student_can_say_yes_and_only_an_adviser_makes_contact() -> None:
    student, adviser = KINDS_OF_AUTHOR[AuthorKind.STUDENT], KINDS_OF_AUTHOR[AuthorKind.ADVISER]

    own = {
        EntryKind.CONSENT_GIVEN,
        EntryKind.CONSENT_REFUSED,
        EntryKind.CHOICE,
        EntryKind.WITHDRAWAL,
        EntryKind.TAKEN_BACK,
        EntryKind.EXCLUSION,
        EntryKind.EXCLUSION_LIFTED,
    }
    assert own <= student
    assert all(not own & kinds for author, kinds in KINDS_OF_AUTHOR.items() if author != AuthorKind.STUDENT)
    assert {EntryKind.CONTACT_MADE, EntryKind.NOTE, EntryKind.CLOSING, EntryKind.CONSENT_ASKED} <= adviser - student
    assert student | adviser == set(EntryKind)


def test_every_kind_fits_in_its_wrap_and_every_state_and_event_in_its_column() -> None:
    assert all(len(kind.value.encode()) <= 24 for kind in EntryKind)
    for field, values in (("state", ReportState), ("kind", EventKind), ("author_kind", AuthorKind)):
        model = {"state": Report, "kind": ReportEvent, "author_kind": Entry}[field]
        assert max(map(len, values.values)) <= model._meta.get_field(field).max_length


def test_named_sets_of_states_agree_with_the_table() -> None:
    assert not OPEN_STATES & DONE_STATES
    assert set(ReportState) == OPEN_STATES | DONE_STATES
    assert {ReportState.CLOSED, ReportState.ENDED} == COUNTED_STATES < DONE_STATES


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "is_closed", "is_contacted"), list(product(ReportState, [True, False], [True, False])))
def test_the_database_refuses_a_state_without_its_times(state: ReportState, is_closed: bool, is_contacted: bool) -> None:
    report = Report(
        organisation=OrganisationFactory(),
        received_at=NOW,
        state=state,
        closed_at=NOW if is_closed else None,
        first_contact_at=NOW if is_contacted else None,
        receipt_lookup="0" * 32,
        receipt_x25519=b"",
        receipt_ed25519=b"",
    )
    fits = is_closed == (state in DONE_STATES)
    fits = fits and not (state == ReportState.IN_CONTACT and not is_contacted)
    fits = fits and not (state in WAITING_STATES and is_contacted)

    if fits:
        report.save()
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            report.save()
