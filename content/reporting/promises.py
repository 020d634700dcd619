"""What the page behind the code says about how it stands: each sentence has its condition, so that none is ever untrue.

A table test takes every sentence through every state a report can be in (tests/content/reporting/test_promises.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from .enums import FirstContact, ReportState


@dataclass(frozen=True)
class Facts:
    """What is certain about a report at this moment."""

    state: ReportState
    was_opened: bool
    contact: str
    """How first contact was made (a FirstContact), or "" when there was none."""
    wants_answer: bool
    wants_call: bool
    is_late: bool
    is_friend: bool = False
    has_readers: bool = True
    has_open_ask: bool = False
    has_letter: bool = False
    """The last thing that was said is a message of an adviser."""

    @property
    def is_waiting(self) -> bool:
        return self.state in {ReportState.RECEIVED, ReportState.READ}

    @property
    def is_over(self) -> bool:
        return self.state in {ReportState.CLOSED, ReportState.ENDED}


class Heading(Enum):
    """The news of the page."""

    STOPPED = "stopped"
    SET_ASIDE = "set_aside"
    CLOSED = "closed"
    ENDED = "ended"
    ASKED = "asked"
    WROTE = "wrote"
    SPOKE = "spoke"
    ANSWERED = "answered"
    COUNTED = "counted"
    LATE = "late"
    READ = "read"
    IN = "in"


class Sentence(Enum):
    """What happens now, and by whom."""

    STOPPED = "stopped"
    SET_ASIDE = "set_aside"
    AFTERCARE = "aftercare"
    ENDED = "ended"
    YOUR_TURN = "your_turn"
    SPOKE = "spoke"
    ANSWERED = "answered"
    COUNTED = "counted"
    WILL_COUNT = "will_count"
    SORRY = "sorry"
    ANSWER_BY = "answer_by"
    WE_CALL = "we_call"
    READ_HERE = "read_here"
    NOBODY_READS = "nobody_reads"
    NOTHING_WITHOUT_YES = "nothing_without_yes"
    OTHER_DECIDES = "other_decides"


OFF: frozenset[ReportState] = frozenset({ReportState.WITHDRAWN, ReportState.ABUSE})
HEADINGS: list[tuple[Heading, Callable[[Facts], bool]]] = [
    (Heading.STOPPED, lambda f: f.state == ReportState.WITHDRAWN),
    (Heading.SET_ASIDE, lambda f: f.state == ReportState.ABUSE),
    (Heading.ENDED, lambda f: f.state == ReportState.ENDED),
    (Heading.CLOSED, lambda f: f.state == ReportState.CLOSED),
    (Heading.ASKED, lambda f: f.has_open_ask and not f.is_friend),
    (Heading.WROTE, lambda f: f.state == ReportState.IN_CONTACT and f.has_letter),
    (Heading.SPOKE, lambda f: f.contact == FirstContact.SPOKEN),
    (Heading.ANSWERED, lambda f: f.contact == FirstContact.WRITTEN),
    (Heading.COUNTED, lambda f: f.contact == FirstContact.NOT_WANTED),
    (Heading.LATE, lambda f: f.is_waiting and f.is_late and f.wants_answer),
    (Heading.READ, lambda f: f.was_opened),
    (Heading.IN, lambda f: True),
]

SENTENCES: list[tuple[Sentence, Callable[[Facts], bool]]] = [
    (Sentence.STOPPED, lambda f: f.state == ReportState.WITHDRAWN),
    (Sentence.SET_ASIDE, lambda f: f.state == ReportState.ABUSE),
    (Sentence.AFTERCARE, lambda f: f.state == ReportState.CLOSED and f.wants_answer),
    (Sentence.ENDED, lambda f: f.state == ReportState.ENDED),
    (Sentence.YOUR_TURN, lambda f: f.has_open_ask and not f.is_friend and not f.is_over and f.state not in OFF),
    (Sentence.SPOKE, lambda f: f.state == ReportState.IN_CONTACT and f.contact == FirstContact.SPOKEN and not f.has_letter),
    (
        Sentence.ANSWERED,
        lambda f: f.state == ReportState.IN_CONTACT and (f.contact == FirstContact.WRITTEN or f.has_letter),
    ),
    (Sentence.COUNTED, lambda f: f.state == ReportState.IN_CONTACT and f.contact == FirstContact.NOT_WANTED),
    (Sentence.WILL_COUNT, lambda f: f.is_waiting and not f.wants_answer),
    (Sentence.SORRY, lambda f: f.is_waiting and f.wants_answer and f.is_late),
    (Sentence.ANSWER_BY, lambda f: f.is_waiting and f.wants_answer and not f.is_late),
    (Sentence.WE_CALL, lambda f: f.is_waiting and f.wants_answer and not f.is_late and f.wants_call),
    (Sentence.READ_HERE, lambda f: f.is_waiting and f.wants_answer and not f.is_late and not f.wants_call),
    (Sentence.NOBODY_READS, lambda f: not f.has_readers and f.state not in OFF),
    (Sentence.NOTHING_WITHOUT_YES, lambda f: not f.is_friend and not f.is_over and f.state not in OFF),
    (Sentence.OTHER_DECIDES, lambda f: f.is_friend and not f.is_over and f.state not in OFF),
]


def heading_for(facts: Facts) -> Heading:
    """The first that is true."""
    return next(heading for heading, is_true in HEADINGS if is_true(facts))


def sentences_for(facts: Facts) -> list[Sentence]:
    """All that are true, in their order."""
    return [sentence for sentence, is_true in SENTENCES if is_true(facts)]


# What the trail says of the first contact, by how it was made: nobody "spoke" because something was written.
TRAIL_OF_CONTACT: dict[str, Heading] = {
    FirstContact.SPOKEN: Heading.SPOKE,
    FirstContact.WRITTEN: Heading.ANSWERED,
    FirstContact.NOT_WANTED: Heading.COUNTED,
}


def trail_of_contact(facts: Facts) -> Heading:
    """What certainly happened at first contact; when its entry cannot be read, no more than that somebody read it."""
    return TRAIL_OF_CONTACT.get(facts.contact, Heading.READ)


class Step(Enum):
    """What the student may do on the page."""

    WRITE = "write"
    CHOOSE = "choose"
    ANSWER = "answer"
    CONTACT = "contact"
    EXCLUDE = "exclude"
    STOP = "stop"
    GO_ON = "go_on"
    LOOK_BACK = "look_back"
    COPY = "copy"
    ERASE = "erase"


STEPS: dict[Step, Callable[[Facts], bool]] = {
    Step.WRITE: lambda f: f.state != ReportState.WITHDRAWN,
    Step.CHOOSE: lambda f: not f.is_over and f.state not in OFF,
    Step.ANSWER: lambda f: not f.is_friend and f.state not in OFF and f.has_open_ask,
    Step.CONTACT: lambda f: not f.is_over and f.state not in OFF,
    Step.EXCLUDE: lambda f: f.state not in OFF,
    Step.STOP: lambda f: f.state not in OFF,
    Step.GO_ON: lambda f: f.state == ReportState.WITHDRAWN,
    Step.LOOK_BACK: lambda f: f.is_over,
    Step.COPY: lambda f: True,
    Step.ERASE: lambda f: True,
}


def steps_for(facts: Facts) -> list[Step]:
    return [step for step, is_open in STEPS.items() if is_open(facts)]
