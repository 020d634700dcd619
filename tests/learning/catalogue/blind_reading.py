"""Reading conversations blind: does "always take the kindest-sounding reply" lead to the best ending?

A reader gets a sheet with what is said and the replies in a shuffled order: no skills, openness, feedback, thoughts or
targets. At each moment the reader writes which reply sounds kindest (and which comes next, for where the first is not
open). The choices are kept beside the content in content/starter/proof/, and played here by the engine.

    python -m tests.learning.catalogue.blind_reading sheet SEED > sheet.txt
    python -m tests.learning.catalogue.blind_reading keep SEED choices.yaml content/starter/proof/NAME.yaml

choices.yaml: `reader`, `date`, `how`, and per conversation the letters per moment: `m1: B` or `m1: BD`; what a reader
would tick after summarising: `m12: "1 3"`.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from learning.engine.conversation import State, advance, begin, is_ended, open_replies, ticks
from learning.engine.reading import scenario_from_dict
from learning.engine.scenario import Moment, Scenario
from tests.architecture.house import ROOT

SCENARIOS = ROOT / "content" / "starter" / "scenarios"
PROOF = ROOT / "content" / "starter" / "proof"
LETTERS = "ABCDEFGH"
MOST_TURNS = 60

# What sounds kind to somebody who counts words: comfort, praise, help, promises, pet names, exclamation.
KIND_WORDS = re.compile(
    r"lief|lieverd|schat|meid|jongen|beloo|belooft|zorgen|regel|samen|help|steun|achter je|naast je|niet alleen|gun |gun je|"
    r"trots|knap|dapper|stoer|bewonder|fijn|mooi|geweldig|zo'n|echt|altijd|graag|liefde|rustig|sorry|spijt|wat erg|rot|"
    r"naar voor|verdriet|verschrik|vreselijk|ach |geloof in|sterk|veilig|gezellig|opluch|goed kom|komt goed|hoor[,.!]|!",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def conversations() -> dict[str, Scenario]:
    """The Dutch conversations that we ship, by slug."""
    read = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((SCENARIOS / "nl").glob("*.yaml")))
    found = (scenario_from_dict(data) for data in read)
    return {scenario.slug: scenario for scenario in found if scenario.kind == "conversation"}


def shuffled_texts(scenario: Scenario, moment: Moment, seed: str) -> list[str]:
    """The different replies of a moment, in this reader's order."""
    texts = list(dict.fromkeys(reply.text for reply in moment.replies))
    return sorted(texts, key=lambda text: hashlib.sha256(f"{seed}/{scenario.slug}/{moment.key}/{text}".encode()).digest())


def sheet(scenario: Scenario, seed: str) -> str:
    """What a reader sees of one conversation, on paper."""
    rows = [f"=== {scenario.slug}: {scenario.title}", scenario.setting, ""]
    for moment in scenario.moments.values():
        if moment.ending is not None:
            continue
        rows += [f"{moment.key}", *(f"  {line.speaker}: {line.text}" for line in moment.lines)]
        rows += [f"    {letter}. {text}" for letter, text in zip(LETTERS, shuffled_texts(scenario, moment, seed), strict=False)]
        if moment.give_back is not None:
            rows += [f"    {number}. {point.text}" for number, point in enumerate(moment.give_back.points, 1)]
        rows.append("")
    return "\n".join(rows)


def chosen(scenario: Scenario, letters: Mapping[str, str], seed: str) -> dict[str, list[str]]:
    """A reader's letters as keys of replies (or of points), first choice first."""
    found: dict[str, list[str]] = {}
    for key, written in letters.items():
        moment = scenario.moments[key]
        if moment.give_back is not None:
            found[key] = [moment.give_back.points[int(number) - 1].key for number in str(written).split()]
            continue
        texts = shuffled_texts(scenario, moment, seed)
        wanted = [texts[LETTERS.index(letter)] for letter in str(written)]
        found[key] = [next(reply.key for reply in moment.replies if reply.text == text) for text in wanted]
    return found


def kindest_by_words(scenario: Scenario) -> dict[str, list[str]]:
    """The choices of a reader who only counts kind words; among equals the longer reply. It ticks feelings and wishes."""
    found: dict[str, list[str]] = {}
    for moment in scenario.moments.values():
        if moment.give_back is not None:
            found[moment.key] = [point.key for point in moment.give_back.points if point.kind != "fact"]
        elif moment.replies:
            ranked = sorted(moment.replies, key=lambda reply: (-len(KIND_WORDS.findall(reply.text)), -len(reply.text)))
            found[moment.key] = list(dict.fromkeys(reply.key for reply in ranked))
    return found


def play(scenario: Scenario, choices: Mapping[str, Sequence[str]]) -> tuple[list[str], str]:
    """The answers that these choices give ("m1 b"), and the ending. Raises LookupError where no choice is open."""
    state, answers = begin(scenario), []
    while not is_ended(scenario, state):
        answer = _answer(scenario, state, choices)
        answers.append(f"{state.moment} {answer}")
        state = advance(scenario, state, answer)
        if len(answers) > MOST_TURNS:
            raise LookupError(f"{scenario.slug} goes round at {state.moment}")
    return answers, state.moment


def _answer(scenario: Scenario, state: State, choices: Mapping[str, Sequence[str]]) -> str:
    moment = scenario.moments[state.moment]
    wanted = choices.get(moment.key, ())
    if moment.give_back is not None:
        return ticks(wanted)
    open_now = {reply.text: reply.key for reply in open_replies(scenario, state)}
    for key in wanted:
        reply = moment.reply(key)
        if reply is not None and reply.text in open_now:
            return open_now[reply.text]
    raise LookupError(f"{scenario.slug}: nothing chosen is open at {moment.key}")


def record(choices: Mapping[str, Any], seed: str) -> dict[str, Any]:
    """What is kept of one reader: every choice, and where it led."""
    kept: dict[str, Any] = {name: choices[name] for name in ("reader", "date", "how")} | {"conversations": {}}
    for slug, scenario in conversations().items():
        keys = chosen(scenario, choices["conversations"][slug], seed)
        answers, ending = play(scenario, keys)
        kept["conversations"][slug] = {"choices": keys, "answers": answers, "ending": ending}
    return kept


def main(arguments: Sequence[str]) -> None:
    what, seed = arguments[0], arguments[1]
    if what == "sheet":
        sys.stdout.write("\n".join(sheet(scenario, seed) for scenario in conversations().values()))
        return
    choices = yaml.safe_load(Path(arguments[2]).read_text(encoding="utf-8"))
    kept = record(choices, seed)
    Path(arguments[3]).write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=110), encoding="utf-8")
    for slug, found in kept["conversations"].items():
        sys.stdout.write(f"{slug}: {found['ending']}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
