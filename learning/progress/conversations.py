"""What the learner sees of a conversation while it goes on: consequences only, and in coach mode a hint and a note."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from learning.catalogue.mirror import Mirror, Mirrored
from learning.catalogue.player import Coach, ConversationScreen, Message, screen_of_scenario

from .models import Attempt
from .playing import scenario_of


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A conversation where it stands. ``asks`` is what the learner is asked for now.

    "write" and "aloud": an own sentence first; "ticks": what was in the summary; "reply": one of the replies; "" at the end.
    """

    shown: ConversationScreen
    asks: str
    own_words: str
    coach: Coach | None
    mirror: Mirrored | None
    typing_pause: bool

    @property
    def new_messages(self) -> list[Message]:
        return self.shown.new_messages

    @property
    def title(self) -> str:
        """The page's title names the moment: the last thing that was said."""
        if self.shown.is_ended:
            return _("Het gesprek is klaar")
        last = next((one for one in reversed(self.shown.messages) if not one.is_own and not one.is_scene), None)
        return f"{last.name}: {last.text}" if last is not None else _("Wat zeg jij?")


def screen_of(attempt: Attempt) -> Screen:
    """The page of an attempt: all lines so far, those since the last reply marked as new, and what can be said now.

    One query for the answers; in coach mode, where an own sentence stands, one more for the mirror's patterns.
    """
    answers = [payload["reply"] for payload in attempt.payloads()]
    scenario = scenario_of(attempt.version)
    shown = screen_of_scenario(scenario, answers, seed=str(attempt.seed), own_name=_("Jij"))
    said = attempt.said_at == shown.sequence
    own_words = attempt.said if shown.say_first and said else ""
    return Screen(
        shown=shown,
        asks=_asks(shown, said),
        own_words=own_words,
        coach=shown.coach if attempt.coach and not shown.is_ended else None,
        mirror=Mirror(attempt.version.language).look(own_words) if attempt.coach and own_words else None,
        typing_pause=attempt.typing_pause,
    )


def _asks(shown: ConversationScreen, said: bool) -> str:
    if shown.is_ended:
        return ""
    if shown.say_first and not said:
        return shown.say_first
    return "ticks" if shown.gives_back else "reply"
