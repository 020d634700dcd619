"""What only playing a conversation shows: what nobody can reach, and where somebody gets stuck."""

from __future__ import annotations

from collections.abc import Iterator

from .care import careful_endings
from .exploring import Exploration, lines_of, steps_of
from .finding import Finding, error, warning
from .scenario import Moment, Scenario

ENDING_UNREACHABLE = ("ending-unreachable", "Dit einde kan niemand bereiken.")
MOMENT_UNREACHABLE = ("unreachable", "Dit moment kan niemand bereiken.")


def played_findings(scenario: Scenario) -> Iterator[Finding]:
    """Every finding over all states that can be reached."""
    explored = Exploration(scenario)
    if explored.too_large:
        yield warning(
            "too-large", "gesprek", "Dit gesprek is te groot om helemaal na te lopen. Maak het kleiner of splits het."
        )
        return
    reached = {key for key, _, _ in explored.nodes}
    taken = {(node[0], step.key) for node, edges in explored.edges.items() for step, _ in edges}
    for moment in scenario.moments.values():
        if moment.key not in reached:
            code, sentence = ENDING_UNREACHABLE if moment.ending else MOMENT_UNREACHABLE
            yield error(code, f"moment {moment.key}", sentence)
            continue
        yield from _never_taken(moment, taken)
    for fact in scenario.facts:
        if fact not in explored.told:
            yield error("never-told", f"feit {fact}", "Dit feit kan nooit verteld worden.")
    yield from _never_said(scenario, explored, reached)
    yield from _stuck(scenario, explored)
    if scenario.partner == "student" and scenario.kind == "conversation" and not careful_endings(scenario):
        yield warning(
            "no-careful-ending", "gesprek",
            "Er is geen weg waarop de deelnemer de deuren noemt, om een ja vraagt, niets te veel belooft en na een nee een signaal "
            "zonder gegevens aanbiedt. Geef bij de antwoorden die dat doen aan dat ze de deuren noemen of een signaal aanbieden.",
        )  # fmt: skip


def _never_taken(moment: Moment, taken: set[tuple[str, str]]) -> Iterator[Finding]:
    place = f"moment {moment.key}"
    for reply in moment.replies:
        if (moment.key, reply.key) not in taken:
            yield error("never-open", f"{place}, antwoord {reply.key}", "De voorwaarde van dit antwoord klopt nooit.")
    for reaction in moment.give_back.reactions if moment.give_back else ():
        if (moment.key, reaction.key) not in taken:
            sentence = "Deze reactie komt nooit: een eerdere past altijd al."
            yield error("never-open", f"{place}, teruggeven, reactie {reaction.key}", sentence)


def _never_said(scenario: Scenario, explored: Exploration, reached: set[str]) -> Iterator[Finding]:
    for place, line in lines_of(scenario):
        key = place.split(",")[0].removeprefix("moment ")
        if key in reached and id(line) not in explored.said:
            yield error("never-said", place, "Deze zin wordt nooit gezegd: de voorwaarde klopt nooit.")
    for key in sorted(explored.silent):
        if scenario.moments[key].lines:
            sentence = "Het kan gebeuren dat hier niemand iets zegt. Geef één zin zonder voorwaarde."
            yield error("nothing-said", f"moment {key}", sentence)


def _stuck(scenario: Scenario, explored: Exploration) -> Iterator[Finding]:
    """Places from which no ending can be reached: without open replies, or in a loop without a way out."""
    saved = explored.leading_to([node for node in explored.nodes if scenario.moments[node[0]].ending])
    empty: set[str] = set()
    looping: set[str] = set()
    for node, edges in explored.edges.items():
        if node not in saved and steps_of(scenario.moments[node[0]]):
            (looping if edges else empty).add(node[0])
    for key in sorted(empty):
        yield error("no-open-reply", f"moment {key}", "Het kan gebeuren dat hier geen enkel antwoord open is.")
    for key in sorted(looping - empty):
        yield error("no-way-out", f"moment {key}", "Vanaf hier kan het gesprek nooit meer bij een einde komen.")
