from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.conversation import (
    ConversationEndedError,
    ReplyNotOpenError,
    advance,
    begin,
    is_ended,
    open_replies,
    replay,
)
from learning.engine.debrief import make_debrief
from learning.engine.paths import best_path
from learning.engine.reading import ScenarioFormatError, scenario_from_dict
from learning.engine.scenario import Scenario
from learning.engine.validation import has_errors, validate
from tests.learning.engine.sample import sample


@pytest.fixture
def noor() -> Scenario:
    return scenario_from_dict(sample())


def test_a_reply_changes_openness_and_tells_what_was_earned(noor: Scenario) -> None:
    state = replay(noor, ["a"])
    assert (state.moment, state.openness, state.told) == ("m2", 6, frozenset({"naam"}))


def test_a_repair_can_be_given_once(noor: Scenario) -> None:
    state = replay(noor, ["b", "a", "b"])
    assert state.moment == "m3"
    assert [reply.key for reply in open_replies(noor, state)] == ["b"]
    with pytest.raises(ReplyNotOpenError):
        advance(noor, state, "a")


def test_after_an_ending_nothing_can_be_said(noor: Scenario) -> None:
    state = replay(noor, ["a", "a"])
    assert is_ended(noor, state)
    with pytest.raises(ConversationEndedError):
        advance(noor, state, "a")


def test_conditions_close_replies_until_they_hold() -> None:
    data = sample()
    data["moments"][0]["replies"].append(
        {
            "key": "c",
            "text": "Hoe noemen ze je?",
            "skills": ["open_question"],
            "openness": 1,
            "feedback": "x",
            "next": "m2",
            "when": {"openness_min": 6},
        }
    )
    scenario = scenario_from_dict(data)
    assert "c" not in [reply.key for reply in open_replies(scenario, begin(scenario))]


def test_order_belongs_to_the_attempt_and_is_kept(noor: Scenario) -> None:
    orders = {tuple(reply.key for reply in open_replies(noor, begin(noor), seed=str(seed))) for seed in range(20)}
    assert len(orders) == 2
    assert open_replies(noor, begin(noor), seed="7") == open_replies(noor, begin(noor), seed="7")


def test_the_debrief_lays_the_conversation_out(noor: Scenario) -> None:
    debrief = make_debrief(noor, ["b", "a", "a"])
    assert debrief.curve == (4, 2, 4, 5)
    assert [(point.number, point.change) for point in debrief.turning_points] == [(1, -2), (2, 2)]
    assert debrief.exchanges[0].alternative is not None
    assert debrief.untold == ()
    assert debrief.better_path == ()


def test_a_stuck_conversation_shows_what_stayed_untold_and_one_better_path(noor: Scenario) -> None:
    debrief = make_debrief(noor, ["b", "b"])
    assert [fact.key for fact in debrief.untold] == ["naam"]
    assert debrief.better_path == best_path(noor)
    keys = [step.answer for step in debrief.better_path]
    assert noor.moments[replay(noor, keys).moment].ending.kind == "good"  # type: ignore[union-attr]  # the test says so


def test_an_unfinished_conversation_has_no_debrief(noor: Scenario) -> None:
    with pytest.raises(ValueError, match="not ended"):
        make_debrief(noor, ["a"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["a", "b"]), max_size=12))
def test_any_run_stays_in_the_graph_and_is_rebuilt_from_its_answers(keys: list[str]) -> None:
    noor = scenario_from_dict(sample())
    state = begin(noor)
    given_keys: list[str] = []
    for key in keys:
        if is_ended(noor, state):
            break
        if key not in [reply.key for reply in open_replies(noor, state)]:
            continue
        state = advance(noor, state, key)
        given_keys.append(key)
        assert state.moment in noor.moments
        assert 0 <= state.openness <= 10
    assert replay(noor, given_keys) == state


def test_the_sample_has_no_errors(noor: Scenario) -> None:
    assert not has_errors(validate(noor))


def plant(code: str) -> dict:
    data = sample()
    moments = data["moments"]
    first = moments[0]["replies"][0]
    match code:
        case "unknown-start":
            data["start"] = "nergens"
        case "unknown-target":
            first["next"] = "nergens"
        case "no-target":
            first["next"] = ""
        case "no-feedback":
            first["feedback"] = ""
        case "no-skill":
            first["skills"] = []
        case "unknown-skill":
            first["skills"] = ["toveren"]
        case "dead-end":
            moments[2]["replies"] = []
        case "no-ending":
            moments[3].pop("ending"), moments[4].pop("ending")
        case "unreachable":
            moments.append({**moments[2], "key": "m9"})
        case "ending-unreachable":
            moments.append({**moments[3], "key": "ander"})
        case "never-told":
            data["facts"].append({"key": "ander", "text": "x"})
        case "never-open":
            first["when"] = {"openness_min": 9}
        case "no-open-reply":
            for reply in moments[2]["replies"]:
                reply["when"] = {"openness_min": 9}
        case "no-way-out":
            moments[2]["replies"] = [
                {**moments[2]["replies"][1], "next": "m3"},
                {**moments[2]["replies"][1], "key": "c", "next": "m3"},
            ]
        case "unknown-fact":
            moments[1]["tells"] = ["nergens"]
        case "ending-with-replies":
            moments[3]["replies"] = moments[0]["replies"]
        case "no-line":
            moments[1]["lines"] = []
        case "unknown-condition":
            first["when"] = {"told": ["nergens"]}
    return data


FAULTS = [
    "unknown-start", "unknown-target", "no-target", "no-feedback", "no-skill", "unknown-skill", "dead-end", "no-ending", "unreachable",
    "ending-unreachable", "never-told", "never-open", "no-open-reply", "no-way-out", "unknown-fact", "ending-with-replies", "no-line", "unknown-condition",
]  # fmt: skip


@pytest.mark.parametrize("code", FAULTS)
def test_validation_finds_each_planted_fault_with_its_place(code: str) -> None:
    findings = [finding for finding in validate(scenario_from_dict(plant(code))) if finding.code == code]
    assert findings
    assert findings[0].severity == "error"
    assert findings[0].place
    assert findings[0].sentence.endswith((".", "?"))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"moments": []}, "moments"),
        ({"moments": "tekst"}, "moments"),
        ({"title": ""}, "title"),
        ({"openness": "veel"}, "openness"),
        ({"format": "anders/9"}, "format"),
        ({"moments": [{"key": "m1", "lines": [{"speaker": "hond", "text": "x"}]}]}, "moment m1, zin 1"),
        ({"moments": [{"key": "m1"}, {"key": "m1"}]}, "moment m1"),
        ({"moments": [{"lines": []}]}, "moments, nummer 1"),
    ],
)
def test_a_text_that_cannot_be_read_says_where_and_what_to_do(change: dict, place: str) -> None:
    with pytest.raises(ScenarioFormatError) as caught:
        scenario_from_dict(sample(**change))
    assert caught.value.place == place
    assert caught.value.sentence
