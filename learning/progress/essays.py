"""A text of one's own at the end of a quiz: who would read it, and what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gehoord.organisations.models import Organisation

from .access import Learner
from .questions import Answered
from .quiz_models import Essay
from .quiz_queries import readers_of


@dataclass(frozen=True, kw_only=True)
class Readers:
    """Who reads what one organisation's learners send."""

    organisation: Organisation
    names: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class EssayToSend:
    """One text: with whom it lies (``essay``), or who would read it."""

    answer_id: int
    readers: Sequence[Readers]
    essay: Essay | None


def essays_to_send(learner: Learner, answers: Sequence[Answered]) -> dict[int, EssayToSend]:
    """Per answer with a text; no query for a quiz without essays."""
    ids = [answered.answer_id for answered in answers if answered.checked.kind == "essay" and answered.checked.own_words]
    if not ids:
        return {}
    sent = {essay.answer_id: essay for essay in Essay.objects.filter(answer_id__in=ids).select_related("organisation")}
    readers = readers_for(learner)
    return {pk: EssayToSend(answer_id=pk, readers=readers, essay=sent.get(pk)) for pk in ids}


def readers_for(learner: Learner) -> list[Readers]:
    """The organisations of this learner that have a trainer, with who they are."""
    own = [Readers(organisation=one, names=readers_of(one, but=learner.user)) for one in _own(learner)]
    return [readers for readers in own if readers.names]


def _own(learner: Learner) -> list[Organisation]:
    """Where somebody is a learner; for a trainer who covers a whole region only the own organisation."""
    ids = {membership.organisation_id for membership in learner.user.memberships.open()}
    return [organisation for organisation in learner.organisations if organisation.pk in ids]
