"""What can be seen in a conversation without playing it."""

from __future__ import annotations

from collections.abc import Iterator

from .conversation import presses_on
from .exploring import conditions_of, lines_of, steps_of
from .finding import Finding, error, warning
from .language import how_to_mend, read_level
from .said import said
from .scenario import HIGHEST, Moment, Reaction, Reply, Scenario, When
from .skills import CLOSING, REPAIR, SKILLS

FEWEST_REPAIRS = 2
UNKNOWN_FACT = "Hier wordt “%(name)s” verteld, maar dat feit is niet beschreven."


def written_findings(scenario: Scenario) -> Iterator[Finding]:
    """Every finding that the text alone shows."""
    if scenario.start not in scenario.moments:
        yield error(
            "unknown-start",
            "begin",
            said("Het gesprek begint bij “%(name)s”, maar dat moment is er niet.", name=scenario.start),
        )
    for moment in scenario.moments.values():
        yield from _moment(scenario, moment)
    if not any(moment.ending for moment in scenario.moments.values()):
        yield error("no-ending", "gesprek", "Er is geen enkel einde. Maak van minstens één moment een einde.")
    for place, when in conditions_of(scenario):
        yield from _condition(scenario, when, place)
    for place, line in lines_of(scenario):
        if line.tells and line.tells not in scenario.facts:
            yield error("unknown-fact", place, said(UNKNOWN_FACT, name=line.tells))
        if line.speaker not in {"learner", "narrator"} and line.speaker not in scenario.cast:
            yield warning("nameless", place, "Deze persoon heeft nog geen naam. Zet die bij de personen van het gesprek.")
    for fact in scenario.facts.values():
        if not fact.invites:
            yield warning("no-invitation", f"feit {fact.key}", "Schrijf welke zin hier ruimte voor geeft.")
    yield from _known_before(scenario)
    yield from _repairs(scenario)
    yield from _longest_is_best(scenario)


def _known_before(scenario: Scenario) -> Iterator[Finding]:
    """What somebody who lived through it must know before it begins."""
    if not scenario.theme:
        yield warning("no-theme", "gesprek", "Schrijf het thema op. De deelnemer leest het vooraf.")
    if not scenario.content_notice:
        yield warning("no-notice", "gesprek", "Schrijf wat een deelnemer kan raken. Die leest het vooraf.")
    if not scenario.swap_with and scenario.kind == "conversation":
        yield warning("no-swap", "gesprek", "Kies een ander gesprek waarmee een deelnemer dit mag ruilen.")


def _moment(scenario: Scenario, moment: Moment) -> Iterator[Finding]:
    place = f"moment {moment.key}"
    if not moment.lines:
        yield error("no-line", place, "Hier zegt niemand iets. Schrijf minstens één zin.")
    if moment.ending is None and not steps_of(moment):
        yield error(
            "dead-end", place, "Het gesprek stopt hier, maar het is geen einde. Voeg antwoorden toe of maak er een einde van."
        )
    if moment.ending is not None and steps_of(moment):
        yield error("ending-with-replies", place, "Een einde kan geen antwoorden hebben.")
    if moment.ending is not None and not moment.ending.who_decides:
        yield warning("no-decider", place, "Schrijf wie er na dit einde beslist.")
    for fact in moment.tells:
        if fact not in scenario.facts:
            yield error("unknown-fact", place, said(UNKNOWN_FACT, name=fact))
        elif not scenario.facts[fact].when.is_empty:
            yield error(
                "tells-unearned", place,
                said("Het feit “%(name)s” moet verdiend worden. Zet het bij de zin die het vertelt, niet bij het hele moment.", name=fact),
            )  # fmt: skip
    if len(moment.replies) == 1:
        yield warning("one-reply", place, "Er is maar één antwoord. Dan valt er niets te kiezen.")
    if moment.give_back is not None:
        yield from _give_back(scenario, moment, f"{place}, teruggeven")
    for reply in moment.replies:
        yield from _reply(scenario, moment, reply, f"{place}, antwoord {reply.key}")
    if len(moment.replies) > 1 and not any(set(reply.skills) & CLOSING for reply in moment.replies):
        yield warning("no-temptation", place, "Geen enkel antwoord sluit. Schrijf er één dat goed bedoeld is en toch sluit.")


def _give_back(scenario: Scenario, moment: Moment, place: str) -> Iterator[Finding]:
    assert moment.give_back is not None
    points, reactions = moment.give_back.points, moment.give_back.reactions
    if moment.replies:
        yield error("two-ways", place, "Kies: of antwoorden, of teruggeven. Allebei op één moment kan niet.")
    if {point.kind for point in points} != {"fact", "feeling", "wish"}:
        yield warning("one-sided", place, "Schrijf minstens één feit, één gevoel en één wens als punt.")
    if not reactions or reactions[-1].ticked:
        yield error("no-last-reaction", place, "De laatste reactie is voor wie niets aanvinkt. Vink daar niets aan.")
    known = {point.key for point in points} | {point.kind for point in points}
    for reaction in reactions:
        where = f"{place}, reactie {reaction.key}"
        for name in reaction.ticked:
            if name not in known:
                yield error(
                    "unknown-point",
                    where,
                    said("Deze reactie noemt “%(name)s”, maar zo'n punt of soort is er niet.", name=name),
                )
        yield from _step(scenario, reaction, where)


def _reply(scenario: Scenario, moment: Moment, reply: Reply, place: str) -> Iterator[Finding]:
    yield from _step(scenario, reply, place)
    if set(reply.skills) & CLOSING and reply.openness > 0:
        yield warning("closing-opens", place, "Dit antwoord sluit, maar de openheid stijgt. Klopt dat?")
    if presses_on(moment, reply) and reply.openness >= 0:
        yield error(
            "rewards-pressing", place,
            "Dit antwoord duwt door na een nee. Dan gaat de openheid omlaag. Schrijf een getal onder nul.",
        )  # fmt: skip
    if reply.presses_on and not moment.refusal:
        yield warning(
            "presses-on-nothing",
            place,
            "Dit antwoord duwt door, maar hier zegt niemand nee. Geef bij het moment aan dat iemand nee zegt.",
        )


def _step(scenario: Scenario, step: Reply | Reaction, place: str) -> Iterator[Finding]:
    if not step.next:
        yield error("no-target", place, "Kies wat hierna komt.")
    elif step.next not in scenario.moments:
        yield error("unknown-target", place, said("Hierna komt “%(name)s”, maar dat moment is er niet.", name=step.next))
    if not step.feedback:
        yield error("no-feedback", place, "Schrijf wat dit met de ander doet. De deelnemer leest dat in de nabespreking.")
    if not step.skills:
        yield error("no-skill", place, "Kies minstens één vaardigheid.")
    for skill in step.skills:
        if skill not in SKILLS:
            yield error("unknown-skill", place, said("De vaardigheid “%(name)s” ken ik niet.", name=skill))
    if not -HIGHEST <= step.openness <= HIGHEST:
        yield error("openness", place, said("De verandering van openheid ligt tussen -%(most)s en %(most)s.", most=HIGHEST))


def _condition(scenario: Scenario, when: When, place: str) -> Iterator[Finding]:
    for name in when.visited:
        if name not in scenario.moments:
            yield error(
                "unknown-condition", place, said("De voorwaarde noemt het moment “%(name)s”, maar dat is er niet.", name=name)
            )
    for name in (*when.told, *when.untold):
        if name not in scenario.facts:
            yield error(
                "unknown-condition", place, said("De voorwaarde noemt het feit “%(name)s”, maar dat is er niet.", name=name)
            )
    for name in when.used:
        if name not in SKILLS:
            yield error(
                "unknown-condition",
                place,
                said("De voorwaarde noemt de vaardigheid “%(name)s”, maar die ken ik niet.", name=name),
            )
    for name in (*when.clear_of, *when.owing):
        if name not in CLOSING:
            yield error(
                "unknown-condition", place, said("“%(name)s” sluit niets, dus er valt ook niets te herstellen.", name=name)
            )


def _repairs(scenario: Scenario) -> Iterator[Finding]:
    """Whoever closes something must be able to come back on it: at two moments at least, in a refresher at one."""
    places = [m.key for m in scenario.moments.values() if any(REPAIR in step.skills for step in steps_of(m))]
    fewest = 1 if scenario.kind == "refresher" else FEWEST_REPAIRS
    if not places:
        yield warning("no-repair", "gesprek", "Nergens kan de deelnemer iets herstellen. Geef daar een plek voor.")
    elif len(places) < fewest:
        yield warning("few-repairs", "gesprek", "Herstellen kan maar op één moment. Geef er nog een plek voor.")
    mendable = _leading_to(scenario, places)
    for moment in scenario.moments.values():
        for reply in moment.replies:
            following = scenario.moments.get(reply.next)
            closes = set(reply.skills) & CLOSING and REPAIR not in reply.skills
            if places and closes and following is not None and not following.ending and reply.next not in mendable:
                sentence = "Na dit antwoord kan de deelnemer het nergens meer herstellen."
                yield warning("repair-out-of-reach", f"moment {moment.key}, antwoord {reply.key}", sentence)


def _leading_to(scenario: Scenario, places: list[str]) -> set[str]:
    """The moments from which one of these can follow, themselves included."""
    found: set[str] = set()
    new = set(places)
    while new:
        found |= new
        new = {moment.key for moment in scenario.moments.values() if set(moment.targets) & found} - found
    return found


def _longest_is_best(scenario: Scenario) -> Iterator[Finding]:
    """Whether somebody who always takes the longest reply would always be right."""
    choices = [moment.replies for moment in scenario.moments.values() if len(moment.replies) > 1]
    giveaways = [replies for replies in choices if _is_giveaway(replies)]
    if len(choices) >= 4 and len(giveaways) == len(choices):
        yield warning(
            "longest-is-best", "gesprek", "Het langste antwoord is steeds het beste. Maak ook een kort antwoord goed."
        )


def _is_giveaway(replies: tuple[Reply, ...]) -> bool:
    longest = max(replies, key=lambda reply: len(reply.text))
    return longest.openness == max(reply.openness for reply in replies)


def reading_findings(scenario: Scenario) -> Iterator[Finding]:
    """Lines that are far above B1, in Dutch."""
    for place, text in _texts(scenario):
        reading = read_level(text)
        if reading.is_hard:
            yield warning("hard-to-read", place, how_to_mend(reading))


def _texts(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield "begin", scenario.setting
    for place, line in lines_of(scenario):
        yield place, line.text
        yield f"{place}, gedachte", line.thought
    for moment in scenario.moments.values():
        for step in steps_of(moment):
            kind = "antwoord" if isinstance(step, Reply) else "teruggeven, reactie"
            place = f"moment {moment.key}, {kind} {step.key}"
            if isinstance(step, Reply):
                yield place, step.text
            yield f"{place}, uitleg", step.feedback
        if moment.ending is not None:
            yield f"moment {moment.key}, einde", f"{moment.ending.heading} {moment.ending.summary}"
