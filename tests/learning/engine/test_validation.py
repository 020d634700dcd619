"""Every finding of the list: planted, found, with its place and a plain sentence; and none where nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from learning.engine.care import careful_endings
from learning.engine.exploring import MOST_STATES, Exploration
from learning.engine.language import read_level
from learning.engine.reading import scenario_from_dict
from learning.engine.validation import has_errors, unexplained, validate
from tests.learning.engine.sample import sample

Plant = Callable[[dict[str, Any]], None]
GIVE_BACK: dict[str, Any] = {
    "points": [
        {"key": "p1", "kind": "fact", "text": "a"},
        {"key": "p2", "kind": "feeling", "text": "b"},
        {"key": "p3", "kind": "wish", "text": "c"},
    ],
    "reactions": [
        {"key": "alles", "ticked": ["fact"], "openness": 1, "feedback": "x", "next": "m2"},
        {"key": "rest", "ticked": [], "openness": 0, "feedback": "x", "next": "m2"},
    ],
}


def found(data: dict[str, Any], code: str) -> list[Any]:
    return [finding for finding in validate(scenario_from_dict(data)) if finding.code == code]


def first(data: dict[str, Any]) -> dict[str, Any]:
    return data["moments"][0]["replies"][0]


def with_give_back(**changes: Any) -> Plant:
    def plant(data: dict[str, Any]) -> None:
        data["moments"][0].pop("replies")
        data["moments"][0]["give_back"] = {**GIVE_BACK, **changes}

    return plant


ERRORS: dict[str, Plant] = {
    "tells-unearned": lambda d: d["facts"][0].update(when={"openness_min": 5}),
    "never-said": lambda d: d["moments"][0]["lines"].append({"text": "Nooit.", "when": {"openness_min": 9}}),
    "nothing-said": lambda d: d["moments"][2]["lines"][0].update(when={"used": ["open_question"]}),
    "rewards-pressing": lambda d: (d["moments"][0].update(refusal=True), d["moments"][0]["replies"][1].update(openness=0)),
    "two-ways": lambda d: d["moments"][0].update(give_back=GIVE_BACK),
    "no-last-reaction": with_give_back(reactions=[GIVE_BACK["reactions"][0]]),
    "unknown-point": with_give_back(reactions=[{**GIVE_BACK["reactions"][0], "ticked": ["p9"]}, GIVE_BACK["reactions"][1]]),
    "unknown-condition": lambda d: first(d).update(when={"clear_of": ["listening"]}),
    "no-reason": lambda d: d.update(accepted=[{"code": "few-repairs"}]),
    "openness": lambda d: first(d).update(openness=11),
}
WARNINGS: dict[str, Plant] = {
    "no-theme": lambda d: None,
    "no-notice": lambda d: None,
    "no-swap": lambda d: None,
    "few-repairs": lambda d: None,
    "no-decider": lambda d: None,
    "no-careful-ending": lambda d: None,
    "no-repair": lambda d: d["moments"][2]["replies"][0].update(skills=["listening"]),
    "repair-out-of-reach": lambda d: d["moments"][1]["replies"][1].update(next="m1b") or d["moments"].append(
        {"key": "m1b", "lines": [{"text": "Nou."}], "replies": [
            {**d["moments"][2]["replies"][1], "next": "vast"}, {**d["moments"][1]["replies"][1], "key": "c", "next": "vast"}]}),
    "one-reply": lambda d: d["moments"][0]["replies"].pop(),
    "no-temptation": lambda d: d["moments"][0]["replies"][1].update(skills=["listening"]),
    "closing-opens": lambda d: d["moments"][0]["replies"][1].update(openness=1),
    "presses-on-nothing": lambda d: first(d).update(presses_on=True),
    "nameless": lambda d: d["moments"][0]["lines"].append({"speaker": "company", "text": "Goedemorgen."}),
    "no-invitation": lambda d: d["facts"][0].pop("invites"),
    "one-sided": with_give_back(points=GIVE_BACK["points"][:1]),
    "hard-to-read": lambda d: first(d).update(text="Ik " + "heel " * 25 + "graag."),
}  # fmt: skip


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_is_found_with_its_place_and_a_plain_sentence(code: str) -> None:
    data = sample()
    ERRORS[code](data)
    findings = found(data, code)
    assert findings
    assert findings[0].severity == "error"
    assert findings[0].place
    assert findings[0].sentence.endswith(".")


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_is_found_with_its_place_and_does_not_stop_anybody(code: str) -> None:
    data = sample()
    WARNINGS[code](data)
    findings = found(data, code)
    assert findings
    assert findings[0].severity == "warning"
    assert findings[0].place
    assert findings[0].sentence.endswith((".", "?"))
    assert not has_errors(validate(scenario_from_dict(data)))


def test_the_longest_reply_always_the_best_is_a_giveaway() -> None:
    data = sample()
    extra = [{**data["moments"][0], "key": f"x{number}"} for number in range(3)]
    data["moments"] += extra
    for moment in data["moments"]:
        moment["replies"] = [
            {**one, "text": "kort" if one["openness"] <= 0 else "een heel lang antwoord dat alles goed doet"}
            for one in moment.get("replies", [])
        ]
    assert found(data, "longest-is-best")
    data["moments"][0]["replies"][1]["text"] = "een nog veel langer antwoord dat goed bedoeld is en toch niet helpt"
    assert not found(data, "longest-is-best")


def test_a_reaction_that_an_earlier_one_always_takes_is_never_seen() -> None:
    data = sample()
    with_give_back(
        reactions=[
            {"key": "rest", "ticked": [], "feedback": "x", "next": "m2"},
            {"key": "laat", "ticked": ["p1"], "feedback": "x", "next": "m2"},
            {"key": "einde", "ticked": [], "feedback": "x", "next": "m2"},
        ]
    )(data)
    assert {finding.place for finding in found(data, "never-open")} >= {"moment m1, teruggeven, reactie laat"}


def test_a_warning_that_stays_carries_its_reason() -> None:
    data = sample(accepted=[{"code": "few-repairs", "reason": "Dit gesprek is kort.", "place": "gesprek"}])
    findings = validate(scenario_from_dict(data))
    assert [one.reason for one in findings if one.code == "few-repairs"] == ["Dit gesprek is kort."]
    assert "few-repairs" not in {one.code for one in unexplained(findings)}
    elsewhere = sample(accepted=[{"code": "few-repairs", "reason": "Zo.", "place": "moment m1"}])
    assert "few-repairs" in {one.code for one in unexplained(validate(scenario_from_dict(elsewhere)))}


def test_how_hard_a_line_reads_is_looked_at_in_dutch_only() -> None:
    data = sample()
    WARNINGS["hard-to-read"](data)
    assert found(data, "hard-to-read")[0].place == "moment m1, antwoord a"
    assert not [one for one in validate(scenario_from_dict(data), language="en") if one.code == "hard-to-read"]


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("Vertel eens. Wat gebeurde er toen?", False),
        ("Samira is vertrouwenspersoon. Ze luistert.", False),
        ("Wij faciliteren multidisciplinaire ondersteuningsmogelijkheden en verantwoordelijkheidsverdelingen.", True),
        (" ".join(["woord"] * 21), True),
        (". ".join(["woord woord woord"] * 20), False),
    ],
)
def test_long_sentences_and_many_long_words_are_hard(text: str, hard: bool) -> None:
    assert read_level(text).is_hard is hard


def large(moments: int) -> dict[str, Any]:
    """Every reply may be given once, from everywhere to everywhere: 2 to the power of the number of replies."""
    keys = [f"m{number}" for number in range(moments)]
    return sample(
        start="m0",
        facts=[],
        moments=[
            {
                "key": key,
                "lines": [{"text": "Zin."}],
                "replies": [
                    {"key": other, "text": "x", "skills": ["listening"], "feedback": "x", "next": other, "once": True}
                    for other in [*keys, "einde"]
                ],
            }
            for key in keys
        ]
        + [{"key": "einde", "lines": [{"text": "Dag."}], "ending": {"kind": "good", "heading": "x"}}],
    )


def test_beyond_the_limit_one_finding_says_so_and_nothing_is_guessed() -> None:
    explored = Exploration(scenario_from_dict(large(5)), most=2000)
    assert explored.too_large
    assert MOST_STATES == 100_000
    data = large(6)
    codes = [one.code for one in validate(scenario_from_dict(data))]
    assert codes.count("too-large") == 1
    assert not {"unreachable", "never-open", "no-way-out", "ending-unreachable", "never-told"} & set(codes)


def test_a_flag_that_nobody_reads_makes_no_states() -> None:
    data = sample()
    plain = len(list(Exploration(scenario_from_dict(data)).nodes))
    data["moments"][1]["replies"][0]["skills"].append("acknowledging")
    assert len(list(Exploration(scenario_from_dict(data)).nodes)) == plain
    kept = Exploration(scenario_from_dict(data), also={"used:open_question"})
    assert any("used:open_question" in flags for _moment, _openness, flags in kept.nodes)


def test_a_careful_way_names_the_doors_asks_and_offers_a_signal_after_a_no() -> None:
    data = sample()
    good = data["moments"][1]["replies"][0]
    good["skills"], good["does"] = ["asking_permission"], ["names_doors"]
    assert careful_endings(scenario_from_dict(data)) == {"goed"}
    data["moments"][2]["refusal"] = True
    assert careful_endings(scenario_from_dict(data)) == frozenset()
    good["does"] = ["names_doors", "offers_signal"]
    assert careful_endings(scenario_from_dict(data)) == {"goed"}
    good["skills"] = ["asking_permission", "overpromising"]
    assert careful_endings(scenario_from_dict(data)) == frozenset()
