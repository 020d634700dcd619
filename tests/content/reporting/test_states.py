from itertools import product

import pytest

from content.reporting.enums import KINDS_OF_AUTHOR, TRANSITIONS, AuthorKind, EntryKind, ReportState
from content.reporting.models import Report
from content.reporting.services import WrongStateError, change_state

ALLOWED = {
    ("received", "read"),
    ("read", "in_contact"),
    ("read", "closed"),
    ("in_contact", "closed"),
    ("closed", "in_contact"),
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

    assert {EntryKind.CONSENT, EntryKind.CHOICE, EntryKind.WITHDRAWAL} <= student - adviser
    assert {EntryKind.CONTACT_MADE, EntryKind.NOTE} <= adviser - student
    assert student | adviser == set(EntryKind)
