"""How often each reply and ending of a conversation was chosen: first attempts, five different learners or more, never who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.catalogue.enums import FrozenKind
from learning.catalogue.models import FrozenVersion, ScenarioPage
from learning.completion.models import Tally
from learning.engine.reading import scenario_from_dict


@dataclass(frozen=True, kw_only=True)
class Total:
    text: str
    times: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class MomentTotals:
    words: str
    replies: Sequence[Total]


@dataclass(frozen=True, kw_only=True)
class ScenarioTotals:
    """Of the newest published version that anything was counted for; ``number`` says which."""

    number: int
    moments: Sequence[MomentTotals]
    endings: Sequence[Total]


def totals_of(page: ScenarioPage) -> ScenarioTotals | None:
    """The totals of a conversation, or None while fewer than five learners finished it. Two queries."""
    series = FrozenVersion.objects.filter(
        kind=FrozenKind.SCENARIO, page_key=page.translation_key, language=page.locale.language_code, tallies__isnull=False
    )
    version = series.distinct().order_by("-number").first()
    if version is None:
        return None
    scenario = scenario_from_dict(version.content)
    counts = {(tally.item, tally.choice): tally.times for tally in Tally.objects.of_version(version)}
    moments = []
    for key, moment in scenario.moments.items():
        steps = [(reply.key, reply.text) for reply in moment.replies]
        steps += [(one.key, one.feedback) for one in (moment.give_back.reactions if moment.give_back else ())]
        replies = _totals([(text, counts.get((key, step), 0)) for step, text in steps])
        if any(one.times for one in replies):
            moments.append(MomentTotals(words=moment.lines[0].text if moment.lines else key, replies=replies))
    endings = [(one.ending.heading, _ended(counts, key)) for key, one in scenario.moments.items() if one.ending]
    return ScenarioTotals(number=version.number, moments=moments, endings=_totals(endings))


def _ended(counts: dict[tuple[str, str], int], key: str) -> int:
    return sum(times for (item, choice), times in counts.items() if item == "ending" and choice == key)


def _totals(rows: Sequence[tuple[str, int]]) -> list[Total]:
    whole = sum(times for _text, times in rows)
    return [Total(text=text, times=times, percent=round(100 * times / whole) if whole else 0) for text, times in rows]
