"""Playing conversations blind in a terminal: a reader sees what a learner sees at a moment, and types a number. Nothing else.

    python -m tests.learning.catalogue.blind_playing FILE            where you are: what is said, and what you can say
    python -m tests.learning.catalogue.blind_playing FILE NUMBER     say that, and see what follows ("1 3" at a summary)
    python -m tests.learning.catalogue.blind_playing FILE keep "WHO READ" "HOW" content/starter/proof/NAME.yaml

FILE is the reader's own notebook (made on the first call): the answers so far, and the order in which conversations come.
Each call shows one moment, so a reader can stop and go on. Conversations follow each other until all were played. Replies
are shuffled for this reader as the player does it; a conversation ends with its last lines, without saying how well it went.
"""

from __future__ import annotations

import datetime
import hashlib
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from learning.engine.conversation import State, advance, begin, is_ended, open_replies, replay, ticks
from learning.engine.scenario import Point, Reply, Scenario

from .blind_reading import conversations

Notebook = dict[str, list[str]]
WIDTH = 100
TASK = "Kies steeds wat het vriendelijkst klinkt. Kijk niet in andere bestanden."


class UnclearError(ValueError):
    """What was typed is no number that stands on the screen."""


def read_notebook(path: Path) -> Notebook:
    """The answers so far, per conversation."""
    found = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {str(slug): [str(answer) for answer in answers] for slug, answers in (found or {}).items()}


def write_notebook(path: Path, notebook: Mapping[str, Sequence[str]]) -> None:
    path.write_text(yaml.safe_dump(dict(notebook), allow_unicode=True, sort_keys=False), encoding="utf-8")


def in_order(seed: str) -> list[Scenario]:
    """All conversations, in this reader's order."""
    return sorted(conversations().values(), key=lambda one: hashlib.sha256(f"{seed}/{one.slug}".encode()).digest())


def current(notebook: Mapping[str, Sequence[str]], seed: str) -> tuple[Scenario, State] | None:
    """The first conversation that has not ended, and where it stands; None when all were played."""
    for scenario in in_order(seed):
        state = replay(scenario, notebook.get(scenario.slug, ()))
        if not is_ended(scenario, state):
            return scenario, state
    return None


# ---------------------------------------------------------------- what is seen
def spoken(scenario: Scenario, state: State) -> list[str]:
    """What was said last with who says it, and what one sees of the other as the player shows it; no thoughts."""
    lines = state.turns[-1].said if state.turns else state.opening
    rows = []
    for line in lines:
        person = scenario.cast.get(line.speaker)
        rows += wrapped(f"{person.name}: {line.text}" if person else line.text)
    visible = next((line.visible for line in reversed(lines) if line.visible), scenario.visible_at(state.openness))
    return [*rows, *wrapped(f"({visible})" if visible else "")]


def wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=" " * (len(indent)))


def offered(scenario: Scenario, state: State, seed: str) -> list[Reply]:
    """What can be said, each text once, in this reader's order."""
    found = {reply.text: reply for reply in open_replies(scenario, state, seed=seed)}
    return list(found.values())


def offered_points(scenario: Scenario, state: State, seed: str) -> list[Point]:
    given = scenario.moments[state.moment].give_back
    return sorted(
        given.points if given else (), key=lambda point: hashlib.sha256(f"{seed}/{scenario.slug}/{point.key}".encode()).digest()
    )


def screen(scenario: Scenario, state: State, seed: str) -> str:
    """One moment: what was said last, and what can be said now."""
    rows = [] if state.turns else [f"=== {scenario.title}", *wrapped(scenario.setting), ""]
    rows += [*spoken(scenario, state), ""]
    if is_ended(scenario, state):
        return "\n".join([*rows, "Dit gesprek is klaar.", ""])
    points = offered_points(scenario, state, seed)
    if points:
        rows.append("Je vat samen wat je hoorde. Wat zit er in jouw samenvatting? Typ een of meer nummers.")
    texts = [point.text for point in points] or [
        f"(je zegt niets) {reply.text}" if reply.silent else reply.text for reply in offered(scenario, state, seed)
    ]
    for number, text in enumerate(texts, 1):
        rows += wrapped(text, f"  {number}. ")
    return "\n".join([*rows, ""])


# ---------------------------------------------------------------- what is typed
def answer_for(scenario: Scenario, state: State, typed: str, seed: str) -> str:
    """The numbers on the screen as an answer of the engine. Raises UnclearError."""
    points = offered_points(scenario, state, seed)
    replies = offered(scenario, state, seed)
    numbers = [int(word) for word in typed.replace(",", " ").split() if word.isdigit()]
    most = len(points) or len(replies)
    if not numbers or any(not 1 <= number <= most for number in numbers) or (len(numbers) > 1 and not points):
        raise UnclearError(f"Typ een nummer van 1 tot en met {most}.")
    return ticks(points[number - 1].key for number in numbers) if points else replies[numbers[0] - 1].key


def say(path: Path, typed: str) -> str:
    """Take what was typed (nothing: only look), keep it in the notebook, and tell what is seen now."""
    seed, notebook, seen = path.stem, read_notebook(path), ""
    now = current(notebook, seed)
    if typed and now is not None:
        scenario, state = now
        answer = answer_for(scenario, state, typed, seed)
        notebook.setdefault(scenario.slug, []).append(answer)
        write_notebook(path, notebook)
        state = advance(scenario, state, answer)
        if not is_ended(scenario, state):
            return screen(scenario, state, seed)
        seen, now = screen(scenario, state, seed) + "\n", current(notebook, seed)
    if now is None:
        return seen + "Alle gesprekken zijn gespeeld. Dank je wel.\n"
    return seen + screen(*now, seed)


# ---------------------------------------------------------------- what is kept
def record(path: Path, reader: str, how: str) -> dict[str, Any]:
    """What is kept beside the content of a reader who played everything. Raises UnclearError when something is left."""
    seed, notebook = path.stem, read_notebook(path)
    left = current(notebook, seed)
    if left is not None:
        raise UnclearError(f"“{left[0].title}” is nog niet uitgespeeld.")
    kept: dict[str, Any] = {"reader": reader, "date": datetime.datetime.now(datetime.UTC).date().isoformat(), "how": how}
    kept["conversations"] = {}
    for scenario in conversations().values():
        state, answers = begin(scenario), []
        for answer in notebook[scenario.slug]:
            answers.append(f"{state.moment} {answer}")
            state = advance(scenario, state, answer)
        kept["conversations"][scenario.slug] = {"answers": answers, "ending": state.moment}
    return kept


def main(arguments: Sequence[str]) -> str:
    path, rest = Path(arguments[0]), arguments[1:]
    try:
        if rest[:1] == ["keep"]:
            kept = record(path, rest[1], rest[2])
            Path(rest[3]).write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=110), encoding="utf-8")
            return "Bewaard.\n"
        return ("" if rest or path.exists() else f"{TASK}\n\n") + say(path, " ".join(rest))
    except UnclearError as error:
        return f"{error}\n"


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]))
