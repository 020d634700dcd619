"""What a conversation remembers: judging closes doors, repair opens them, a fact must be earned, a no is a no."""

from __future__ import annotations

from typing import Any

import pytest

from learning.engine.conversation import ReplyNotOpenError, State, advance, begin, open_replies, replay, ticks
from learning.engine.debrief import make_debrief
from learning.engine.paths import best_path
from learning.engine.reading import scenario_from_dict
from learning.engine.scenario import Scenario
from tests.learning.engine.sample import sample


def reply(key: str, to: str, *skills: str, openness: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "text": f"Zin {key}.",
        "skills": list(skills),
        "openness": openness,
        "feedback": "Zo.",
        "next": to,
        **more,
    }


def line(text: str, **more: Any) -> dict[str, Any]:
    return {"speaker": "student", "text": text, **more}


ENDING = {"key": "einde", "lines": [line("Dag.")], "ending": {"kind": "good", "heading": "Noor kiest.", "who_decides": "Noor"}}


def conversation(*moments: dict[str, Any], **changes: Any) -> Scenario:
    return scenario_from_dict(sample(moments=[*moments, ENDING], facts=changes.pop("facts", []), **changes))


def words(state: State) -> list[str]:
    return [one.text for one in (state.turns[-1].said if state.turns else state.opening)]


@pytest.fixture
def guarded() -> Scenario:
    """A judging remark stands before the door at m2; m3 can mend it."""
    return conversation(
        {
            "key": "m1",
            "lines": [line("Hoi.")],
            "replies": [reply("oordeel", "m2", "judging"), reply("vraag", "m2", "open_question")],
        },
        {
            "key": "m2",
            "lines": [line("Tja."), line("Je weet het toch al?", when={"owing": ["judging"]})],
            "replies": [
                reply("diep", "einde", "deep_reflection", when={"clear_of": ["judging"]}),
                reply("sorry", "m2", "repair", when={"owing": ["judging"]}),
                reply("weg", "einde", "listening"),
            ],
        },
    )


def test_a_judging_remark_closes_a_door_and_repair_opens_it_again(guarded: Scenario) -> None:
    judged = replay(guarded, ["oordeel"])
    assert [one.key for one in open_replies(guarded, judged)] == ["sorry", "weg"]
    assert words(judged) == ["Tja.", "Je weet het toch al?"]
    with pytest.raises(ReplyNotOpenError):
        advance(guarded, judged, "diep")
    mended = advance(guarded, judged, "sorry")
    assert mended.owing == frozenset()
    assert words(mended) == ["Tja."]
    assert [one.key for one in open_replies(guarded, mended)] == ["diep", "weg"]


def test_who_never_judged_finds_the_door_open(guarded: Scenario) -> None:
    assert [one.key for one in open_replies(guarded, replay(guarded, ["vraag"]))] == ["diep", "weg"]


def test_what_was_used_stays_used_after_a_repair(guarded: Scenario) -> None:
    assert {"judging", "repair"} <= replay(guarded, ["oordeel", "sorry"]).used


def test_pressing_on_after_a_no_lowers_openness_whatever_is_written() -> None:
    scenario = conversation(
        {
            "key": "m1",
            "refusal": True,
            "lines": [line("Nee.")],
            "replies": [
                reply("raad", "m1", "advising_too_early", openness=3),
                reply("vraag", "m1", "open_question", openness=2, presses_on=True),
                reply("sorry", "m1", "repair", "judging", openness=2),
                reply("laat", "einde", "acknowledging", openness=2),
            ],
        },
        openness=5,
    )
    change = {key: replay(scenario, [key]).openness - 5 for key in ("raad", "vraag", "sorry", "laat")}
    assert change == {"raad": -1, "vraag": -1, "sorry": 2, "laat": 2}


@pytest.fixture
def earning() -> Scenario:
    return conversation(
        {
            "key": "m1",
            "lines": [line("Hoi.")],
            "replies": [
                reply("warm", "m2", "open_question", openness=2),
                reply("koud", "m2", "judging", openness=2),
                reply("kort", "m2", "closed_question"),
            ],
        },
        {
            "key": "m2",
            "lines": [line("Ze noemen me Ali.", tells="naam"), line("Het is er gewoon niet leuk.", when={"untold": ["naam"]})],
            "replies": [
                reply("sorry", "m2", "repair"),
                reply("naam", "einde", "simple_reflection", when={"told": ["naam"]}),
                reply("weg", "einde", "listening"),
            ],
        },
        facts=[
            {
                "key": "naam",
                "text": "Zo heet hij niet.",
                "invites": "Hoe?",
                "when": {"openness_min": 6, "clear_of": ["judging"]},
            }
        ],
    )


@pytest.mark.parametrize(
    ("answers", "said", "told"),
    [
        (["warm"], "Ze noemen me Ali.", True),
        (["koud"], "Het is er gewoon niet leuk.", False),
        (["kort"], "Het is er gewoon niet leuk.", False),
        (["koud", "sorry"], "Ze noemen me Ali.", True),
    ],
)
def test_a_hidden_fact_is_told_only_when_it_is_earned(earning: Scenario, answers: list[str], said: str, told: bool) -> None:
    state = replay(earning, answers)
    assert words(state) == [said]
    assert ("naam" in state.told) is told
    assert ("naam" in [one.key for one in open_replies(earning, state)]) is told


def test_what_was_told_stays_told(earning: Scenario) -> None:
    state = replay(earning, ["warm"])
    assert "naam" in advance(earning, state, "sorry").told


@pytest.fixture
def giving_back() -> Scenario:
    return conversation(
        {
            "key": "m1",
            "lines": [line("Ik veeg, zij rijden, en ik wil dat het stopt.")],
            "say_first": "write",
            "give_back": {
                "points": [
                    {"key": "p1", "kind": "fact", "text": "Hij veegt."},
                    {"key": "p2", "kind": "feeling", "text": "Hij is er klaar mee."},
                    {"key": "p3", "kind": "wish", "text": "Het moet stoppen."},
                ],
                "reactions": [
                    {"key": "alles", "ticked": ["fact", "feeling", "wish"], "openness": 2, "feedback": "Ja.", "next": "einde",
                     "lines": [line("Precies.")]},
                    {"key": "wens", "ticked": ["p3"], "openness": 1, "feedback": "Bijna.", "next": "einde", "lines": [line("Ja, dat ook.")]},
                    {"key": "rest", "ticked": [], "openness": -1, "feedback": "Niet.", "next": "m1", "lines": [line("Zoiets.")]},
                ],
            },
        },
        openness=4,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ticked", "said", "openness"),
    [
        (["p3", "p1", "p2"], ["Precies.", "Dag."], 6),
        (["p3"], ["Ja, dat ook.", "Dag."], 5),
        (["p1"], ["Zoiets.", "Ik veeg, zij rijden, en ik wil dat het stopt."], 3),
        ([], ["Zoiets.", "Ik veeg, zij rijden, en ik wil dat het stopt."], 3),
    ],
)
def test_the_other_reacts_to_what_was_given_back(
    giving_back: Scenario, ticked: list[str], said: list[str], openness: int
) -> None:
    state = replay(giving_back, [ticks(ticked)])
    assert words(state) == said
    assert state.openness == openness
    assert state.turns[-1].ticked == tuple(sorted(ticked))


@pytest.mark.parametrize("answer", ["alles", "ticks:p9", "ticks:alles", "", "p1"])
def test_only_ticks_of_points_that_are_there_count(giving_back: Scenario, answer: str) -> None:
    with pytest.raises(ReplyNotOpenError):
        advance(giving_back, begin(giving_back), answer)


def test_the_debrief_shows_what_was_given_back_and_what_was_missed(giving_back: Scenario) -> None:
    exchange = make_debrief(giving_back, [ticks(["p3"])]).exchanges[0]
    assert [point.key for point in exchange.ticked] == ["p3"]
    assert [point.key for point in exchange.missed] == ["p1", "p2"]
    assert exchange.reply.skills == ("giving_back",)


def test_a_better_path_can_pass_through_giving_back(giving_back: Scenario) -> None:
    path = best_path(giving_back)
    assert [step.answer for step in path] == ["ticks:p1,p2,p3"]
    assert replay(giving_back, [step.answer for step in path]).openness == 6


def test_a_question_that_asks_permission_is_not_counted_as_closed() -> None:
    scenario = conversation(
        {
            "key": "m1",
            "lines": [line("Hoi.")],
            "replies": [
                reply("mag", "m2", "closed_question", "asking_permission"),
            ],
        },
        {"key": "m2", "lines": [line("Ja.")], "replies": [reply("dicht", "m3", "closed_question")]},
        {"key": "m3", "lines": [line("Nee.")], "replies": [reply("open", "einde", "open_question", "simple_reflection")]},
    )
    debrief = make_debrief(scenario, ["mag", "dicht", "open"])
    assert (debrief.open_to_closed.first, debrief.open_to_closed.second) == (1, 1)
    assert debrief.permission_questions == 1
    assert debrief.reflections_to_questions.first == 1


def test_a_better_reply_is_never_one_that_closes(guarded: Scenario) -> None:
    for answers in (["oordeel", "weg"], ["vraag", "weg"]):
        for exchange in make_debrief(guarded, answers).exchanges:
            assert exchange.alternative is None or "judging" not in exchange.alternative.skills
