"""Every sentence that promises something, against every state a report can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from content.reporting.enums import FirstContact, ReportState
from content.reporting.promises import (
    HEADINGS,
    SENTENCES,
    STEPS,
    Facts,
    Heading,
    Sentence,
    Step,
    heading_for,
    sentences_for,
    steps_for,
    trail_of_contact,
)
from content.reporting.templatetags.moments import by_daylight

S, R = Sentence, ReportState
WAITING, OVER, OFF = {R.RECEIVED, R.READ}, {R.CLOSED, R.ENDED}, {R.WITHDRAWN, R.ABUSE}
# In which states each sentence can be true at all. Written apart from the code, by hand, from SECURITY.md.
MAY_STAND_IN: dict[Sentence, set[ReportState]] = {
    S.STOPPED: {R.WITHDRAWN},
    S.SET_ASIDE: {R.ABUSE},
    S.AFTERCARE: {R.CLOSED},
    S.ENDED: {R.ENDED},
    S.YOUR_TURN: WAITING | {R.IN_CONTACT},
    S.SPOKE: {R.IN_CONTACT},
    S.ANSWERED: {R.IN_CONTACT},
    S.COUNTED: {R.IN_CONTACT},
    S.WILL_COUNT: WAITING,
    S.SORRY: WAITING,
    S.ANSWER_BY: WAITING,
    S.WE_CALL: WAITING,
    S.READ_HERE: WAITING,
    S.NOBODY_READS: set(R) - OFF,
    S.NOTHING_WITHOUT_YES: WAITING | {R.IN_CONTACT},
    S.OTHER_DECIDES: WAITING | {R.IN_CONTACT},
}
STEP_MAY_BE_OPEN_IN: dict[Step, set[ReportState]] = {
    Step.WRITE: set(R) - {R.WITHDRAWN},
    Step.CHOOSE: WAITING | {R.IN_CONTACT},
    Step.ANSWER: set(R) - OFF,
    Step.CONTACT: WAITING | {R.IN_CONTACT},
    Step.EXCLUDE: set(R) - OFF,
    Step.STOP: set(R) - OFF,
    Step.GO_ON: {R.WITHDRAWN},
    Step.LOOK_BACK: OVER,
    Step.COPY: set(R),
    Step.ERASE: set(R),
}


def every_fact() -> list[Facts]:
    """All combinations that can exist: a waiting report has no first contact, and one in contact has."""
    found = []
    for state, contact, opened, answer, call, late, friend, readers, ask in product(
        R, ["", *FirstContact.values], *[[False, True]] * 7
    ):
        if (state in WAITING and contact) or (state == R.IN_CONTACT and not contact) or (contact and not opened):
            continue
        if state == R.RECEIVED and opened:
            continue
        found.append(
            Facts(
                state=state, was_opened=opened, contact=contact, wants_answer=answer, wants_call=call, is_late=late,
                is_friend=friend, has_readers=readers, has_open_ask=ask,
            )
        )  # fmt: skip
    return found


FACTS = every_fact()


@pytest.mark.parametrize(("sentence", "state"), list(product(Sentence, ReportState)))
def test_no_sentence_stands_in_a_state_where_it_is_untrue(sentence: Sentence, state: ReportState) -> None:
    shown = [facts for facts in FACTS if facts.state == state and sentence in sentences_for(facts)]

    assert bool(shown) == (state in MAY_STAND_IN[sentence])


@pytest.mark.parametrize(("step", "state"), list(product(Step, ReportState)))
def test_no_step_is_open_in_a_state_where_it_cannot_be_taken(step: Step, state: ReportState) -> None:
    shown = [facts for facts in FACTS if facts.state == state and step in steps_for(facts)]

    assert bool(shown) == (state in STEP_MAY_BE_OPEN_IN[step])


def test_an_answer_is_promised_only_to_who_waits_wants_one_and_is_in_time() -> None:
    for facts in FACTS:
        promised = {S.ANSWER_BY, S.WE_CALL, S.READ_HERE} & set(sentences_for(facts))
        assert not promised or (facts.wants_answer and not facts.contact and not facts.is_late)
        assert not (S.ANSWER_BY in promised and S.SORRY in sentences_for(facts))
        assert (S.WE_CALL in promised) == (S.ANSWER_BY in promised and facts.wants_call)


def test_who_wants_no_answer_is_never_called_late() -> None:
    assert not [f for f in FACTS if not f.wants_answer and (heading_for(f) is Heading.LATE or S.SORRY in sentences_for(f))]


def test_nobody_is_told_read_before_somebody_read() -> None:
    read = {Heading.READ, Heading.SPOKE, Heading.ANSWERED, Heading.COUNTED}
    assert not [facts for facts in FACTS if heading_for(facts) in read and not facts.was_opened]


def test_a_friend_is_never_asked_for_a_yes_and_never_promised_one() -> None:
    for facts in FACTS:
        if facts.is_friend:
            assert not {S.YOUR_TURN, S.NOTHING_WITHOUT_YES} & set(sentences_for(facts))
            assert Step.ANSWER not in steps_for(facts)
            assert heading_for(facts) is not Heading.ASKED


def test_spoke_and_wrote_are_never_mixed_up() -> None:
    for facts in FACTS:
        shown = set(sentences_for(facts))
        assert S.SPOKE not in shown or facts.contact == FirstContact.SPOKEN
        assert S.ANSWERED not in shown or facts.contact == FirstContact.WRITTEN
        assert S.COUNTED not in shown or facts.contact == FirstContact.NOT_WANTED


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        (FirstContact.SPOKEN, Heading.SPOKE),
        (FirstContact.WRITTEN, Heading.ANSWERED),
        (FirstContact.NOT_WANTED, Heading.COUNTED),
        ("", Heading.READ),
    ],
)
def test_the_trail_calls_the_first_contact_what_it_was(contact: str, said: Heading) -> None:
    """In every state that a report can be in after it."""
    assert {trail_of_contact(facts) for facts in FACTS if facts.contact == contact} == {said}


def test_every_sentence_heading_and_step_is_in_its_table() -> None:
    assert {sentence for sentence, _ in SENTENCES} == set(Sentence) == set(MAY_STAND_IN)
    assert {heading for heading, _ in HEADINGS} == set(Heading)
    assert set(STEPS) == set(Step) == set(STEP_MAY_BE_OPEN_IN)


def test_the_head_is_the_newest_thing_that_was_said() -> None:
    spoken = Facts(
        state=R.IN_CONTACT, was_opened=True, contact=FirstContact.SPOKEN, wants_answer=True, wants_call=True, is_late=False
    )
    wrote = replace(spoken, has_letter=True)

    assert heading_for(spoken) is Heading.SPOKE
    assert heading_for(wrote) is Heading.WROTE
    assert S.SPOKE in sentences_for(spoken)
    assert S.ANSWERED in sentences_for(wrote)
    assert S.SPOKE not in sentences_for(wrote)
    assert heading_for(replace(wrote, has_open_ask=True)) is Heading.ASKED


@pytest.mark.parametrize(("hour", "by_day"), [(1, False), (7, False), (8, True), (16, True), (18, False)])
def test_at_night_a_deadline_is_a_day_and_not_a_minute(hour: int, by_day: bool) -> None:
    assert by_daylight(datetime(2026, 11, 26, hour, 36, tzinfo=ZoneInfo("Europe/Amsterdam"))) is by_day
