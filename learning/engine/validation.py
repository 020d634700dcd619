"""What is wrong with a conversation, each finding with a place and a plain sentence.

Exact over moment × openness × only those flags that a condition reads, up to 100,000 states; beyond that one finding
says that it is too large to check.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from .scenario import HIGHEST, LOWEST, Moment, Reply, Scenario, clamp
from .skills import CLOSING, SKILLS

MOST_STATES = 100_000
Node = tuple[str, int, frozenset[str]]
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """``severity`` "error" stops publishing; "warning" does not."""

    severity: str
    code: str
    place: str
    sentence: str


def validate(scenario: Scenario) -> list[Finding]:
    """All findings, errors first."""
    found = [*_written(scenario)]
    if not any(finding.code in {"unknown-start", "unknown-target", "no-target"} for finding in found):
        found += _explored(scenario)
    return sorted(found, key=lambda finding: (finding.severity != ERROR, finding.place, finding.code))


def has_errors(findings: list[Finding]) -> bool:
    """Whether something stops publishing."""
    return any(finding.severity == ERROR for finding in findings)


def _error(code: str, place: str, sentence: str) -> Finding:
    return Finding(severity=ERROR, code=code, place=place, sentence=sentence)


def _warning(code: str, place: str, sentence: str) -> Finding:
    return Finding(severity=WARNING, code=code, place=place, sentence=sentence)


# ---------------------------------------------------------------- what can be seen without playing
def _written(scenario: Scenario) -> Iterator[Finding]:
    if scenario.start not in scenario.moments:
        yield _error("unknown-start", "begin", f"Het gesprek begint bij “{scenario.start}”, maar dat moment is er niet.")
    for moment in scenario.moments.values():
        yield from _written_moment(scenario, moment)
    if not any(moment.ending for moment in scenario.moments.values()):
        yield _error("no-ending", "gesprek", "Er is geen enkel einde. Maak van minstens één moment een einde.")
    if not any("repair" in reply.skills for moment in scenario.moments.values() for reply in moment.replies):
        yield _warning("no-repair", "gesprek", "Nergens kan de deelnemer iets herstellen. Geef daar een plek voor.")
    yield from _longest_is_best(scenario)


def _written_moment(scenario: Scenario, moment: Moment) -> Iterator[Finding]:
    place = f"moment {moment.key}"
    if not moment.lines:
        yield _error("no-line", place, "Hier zegt niemand iets. Schrijf minstens één zin.")
    if moment.ending is None and not moment.replies:
        yield _error(
            "dead-end", place, "Het gesprek stopt hier, maar het is geen einde. Voeg antwoorden toe of maak er een einde van."
        )
    if moment.ending is not None and moment.replies:
        yield _error("ending-with-replies", place, "Een einde kan geen antwoorden hebben.")
    for fact in moment.tells:
        if fact not in scenario.facts:
            yield _error("unknown-fact", place, f"Hier wordt “{fact}” verteld, maar dat feit is niet beschreven.")
    if len(moment.replies) == 1:
        yield _warning("one-reply", place, "Er is maar één antwoord. Dan valt er niets te kiezen.")
    for reply in moment.replies:
        yield from _written_reply(scenario, reply, f"{place}, antwoord {reply.key}")


def _written_reply(scenario: Scenario, reply: Reply, place: str) -> Iterator[Finding]:
    if not reply.next:
        yield _error("no-target", place, "Kies wat er na dit antwoord komt.")
    elif reply.next not in scenario.moments:
        yield _error("unknown-target", place, f"Na dit antwoord komt “{reply.next}”, maar dat moment is er niet.")
    if not reply.feedback:
        yield _error(
            "no-feedback", place, "Schrijf wat dit antwoord met de ander doet. De deelnemer leest dat in de nabespreking."
        )
    if not reply.skills:
        yield _error("no-skill", place, "Kies minstens één vaardigheid.")
    for skill in reply.skills:
        if skill not in SKILLS:
            yield _error("unknown-skill", place, f"De vaardigheid “{skill}” ken ik niet.")
    for name in reply.when.visited:
        if name not in scenario.moments:
            yield _error("unknown-condition", place, f"De voorwaarde noemt het moment “{name}”, maar dat is er niet.")
    for name in reply.when.told:
        if name not in scenario.facts:
            yield _error("unknown-condition", place, f"De voorwaarde noemt het feit “{name}”, maar dat is er niet.")
    if not -HIGHEST <= reply.openness <= HIGHEST:
        yield _error("openness", place, f"De verandering van openheid ligt tussen -{HIGHEST} en {HIGHEST}.")
    if set(reply.skills) & CLOSING and reply.openness > 0:
        yield _warning("closing-opens", place, "Dit antwoord sluit, maar de openheid stijgt. Klopt dat?")


def _longest_is_best(scenario: Scenario) -> Iterator[Finding]:
    choices = [moment.replies for moment in scenario.moments.values() if len(moment.replies) > 1]
    giveaways = [
        replies for replies in choices
        if max(replies, key=lambda reply: len(reply.text)) is max(replies, key=lambda reply: reply.openness)
    ]  # fmt: skip
    if len(choices) >= 4 and len(giveaways) == len(choices):
        yield _warning(
            "longest-is-best", "gesprek", "Het langste antwoord is steeds het beste. Maak ook een kort antwoord goed."
        )


# ---------------------------------------------------------------- what only playing shows
class _Explorer:
    """Every state that can be reached, with only the flags that some condition reads."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        replies = [reply for moment in scenario.moments.values() for reply in moment.replies]
        self.read = {
            *(f"visited:{name}" for reply in replies for name in reply.when.visited),
            *(f"told:{name}" for reply in replies for name in reply.when.told),
            *(f"used:{name}" for reply in replies for name in reply.when.used),
            *(
                f"once:{moment.key}/{reply.key}"
                for moment in scenario.moments.values()
                for reply in moment.replies
                if reply.once
            ),
        }
        self.nodes: dict[Node, list[tuple[Reply, Node]]] = {}
        self.too_large = False
        self._walk()

    def _flags(self, moment: Moment, flags: frozenset[str]) -> frozenset[str]:
        return flags | (({f"visited:{moment.key}"} | {f"told:{fact}" for fact in moment.tells}) & self.read)

    def _walk(self) -> None:
        start = self.scenario.moments[self.scenario.start]
        first: Node = (start.key, self.scenario.openness, self._flags(start, frozenset()))
        queue = deque([first])
        self.nodes[first] = []
        while queue:
            node = queue.popleft()
            for reply in self.scenario.moments[node[0]].replies:
                following = self._follow(node, reply)
                if following is None:
                    continue
                self.nodes[node].append((reply, following))
                if following not in self.nodes:
                    if len(self.nodes) >= MOST_STATES:
                        self.too_large = True
                        return
                    self.nodes[following] = []
                    queue.append(following)

    def _follow(self, node: Node, reply: Reply) -> Node | None:
        key, openness, flags = node
        when = reply.when
        needed = {*(f"visited:{n}" for n in when.visited), *(f"told:{n}" for n in when.told), *(f"used:{n}" for n in when.used)}
        if (reply.once and f"once:{key}/{reply.key}" in flags) or not needed <= flags:
            return None
        if not (when.openness_min if when.openness_min is not None else LOWEST) <= openness:
            return None
        if not openness <= (when.openness_max if when.openness_max is not None else HIGHEST):
            return None
        gained = ({f"used:{skill}" for skill in reply.skills} | {f"once:{key}/{reply.key}"}) & self.read
        target = self.scenario.moments[reply.next]
        return (target.key, clamp(openness + reply.openness), self._flags(target, flags | gained))


def _explored(scenario: Scenario) -> Iterator[Finding]:
    explorer = _Explorer(scenario)
    if explorer.too_large:
        yield _warning(
            "too-large", "gesprek", "Dit gesprek is te groot om helemaal na te lopen. Maak het kleiner of splits het."
        )
        return
    reached = {key for key, _, _ in explorer.nodes}
    given = {(node[0], reply.key) for node, edges in explorer.nodes.items() for reply, _ in edges}
    told = {fact for key in reached for fact in scenario.moments[key].tells}
    for moment in scenario.moments.values():
        if moment.key not in reached:
            code, what = ("ending-unreachable", "Dit einde") if moment.ending else ("unreachable", "Dit moment")
            yield _error(code, f"moment {moment.key}", f"{what} kan niemand bereiken.")
            continue
        for reply in moment.replies:
            if (moment.key, reply.key) not in given:
                yield _error(
                    "never-open", f"moment {moment.key}, antwoord {reply.key}", "De voorwaarde van dit antwoord klopt nooit."
                )
    for fact in scenario.facts:
        if fact not in told:
            yield _error("never-told", f"feit {fact}", "Dit feit kan nooit verteld worden.")
    yield from _stuck(scenario, explorer)


def _stuck(scenario: Scenario, explorer: _Explorer) -> Iterator[Finding]:
    """Places from which no ending can be reached: without open replies, or in a loop without a way out."""
    back: dict[Node, list[Node]] = {}
    for node, edges in explorer.nodes.items():
        for _, following in edges:
            back.setdefault(following, []).append(node)
    ends = [node for node in explorer.nodes if scenario.moments[node[0]].ending]
    saved, queue = set(ends), deque(ends)
    while queue:
        for before in back.get(queue.popleft(), []):
            if before not in saved:
                saved.add(before)
                queue.append(before)
    empty: set[str] = set()
    looping: set[str] = set()
    for node, edges in explorer.nodes.items():
        if node not in saved and scenario.moments[node[0]].replies:
            (looping if edges else empty).add(node[0])
    for key in sorted(empty):
        yield _error("no-open-reply", f"moment {key}", "Het kan gebeuren dat hier geen enkel antwoord open is.")
    for key in sorted(looping - empty):
        yield _error("no-way-out", f"moment {key}", "Vanaf hier kan het gesprek nooit meer bij een einde komen.")
