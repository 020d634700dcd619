"""What must hold for every conversation, tried on random ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.engine.conversation import State, advance, begin, is_ended, open_replies, replay, ticks
from learning.engine.debrief import make_debrief
from learning.engine.exploring import Exploration
from learning.engine.paths import best_path
from learning.engine.reading import scenario_from_dict
from learning.engine.scenario import Scenario
from learning.engine.validation import has_errors, validate
from learning.engine.writing import scenario_to_dict
from tests.learning.engine.graphs import FAULTS, graphs, wild_graphs

LONGEST = 60
slow = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def options(scenario: Scenario, state: State) -> list[str]:
    """The answers that can be given now."""
    moment = scenario.moments[state.moment]
    if moment.give_back is not None:
        keys = [point.key for point in moment.give_back.points]
        return [ticks(keys[:number]) for number in range(len(keys) + 1)]
    return [reply.key for reply in open_replies(scenario, state)]


def play(scenario: Scenario, draw: Any) -> tuple[list[str], State]:
    """A random run, until an ending, a place without replies, or long enough."""
    state, answers = begin(scenario), []
    while not is_ended(scenario, state) and len(answers) < LONGEST:
        possible = options(scenario, state)
        if not possible:
            break
        answers.append(draw(st.sampled_from(possible)))
        state = advance(scenario, state, answers[-1])
    return answers, state


@slow
@given(data=wild_graphs(), draw=st.data())
def test_a_run_never_leaves_the_graph_and_is_rebuilt_from_its_answers_alone(data: dict[str, Any], draw: st.DataObject) -> None:
    scenario = scenario_from_dict(data)
    answers, state = play(scenario, draw.draw)
    assert state.moment in scenario.moments
    assert all(turn.moment in scenario.moments and turn.arrived in scenario.moments for turn in state.turns)
    assert all(0 <= turn.after <= 10 for turn in state.turns)
    assert replay(scenario, answers) == state
    assert replay(scenario_from_dict(scenario_to_dict(scenario)), answers) == state
    assert [turn.answer for turn in state.turns] == answers


@slow
@given(data=graphs(), draw=st.data())
def test_every_finished_run_ends_in_an_ending_with_a_debrief(data: dict[str, Any], draw: st.DataObject) -> None:
    scenario = scenario_from_dict(data)
    answers, state = play(scenario, draw.draw)
    if len(answers) < LONGEST:
        assert is_ended(scenario, state)
        debrief = make_debrief(scenario, answers)
        assert len(debrief.exchanges) == len(answers)
        assert debrief.curve[-1] == state.openness
        assert {fact.key for fact in debrief.told} == state.told


@slow
@given(data=wild_graphs(), draw=st.data())
def test_validation_walks_every_state_that_play_can_reach(data: dict[str, Any], draw: st.DataObject) -> None:
    scenario = scenario_from_dict(data)
    explored = Exploration(scenario)
    answers, _end = play(scenario, draw.draw)
    state = begin(scenario)
    for answer in [*answers, ""]:
        assert (state.moment, state.openness, state.flags & explored.read) in explored.edges
        if answer:
            state = advance(scenario, state, answer)


@slow
@given(data=graphs())
def test_a_conversation_without_faults_has_no_errors_and_one_good_way(data: dict[str, Any]) -> None:
    scenario = scenario_from_dict(data)
    assert not has_errors(validate(scenario))
    answers = [step.answer for step in best_path(scenario)]
    assert is_ended(scenario, replay(scenario, answers))


@pytest.mark.parametrize("code", FAULTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=graphs(), draw=st.data())
def test_validation_finds_every_planted_fault(code: str, data: dict[str, Any], draw: st.DataObject) -> None:
    moment = draw.draw(st.sampled_from(data["moments"][:-1]))
    FAULTS[code](data, moment)
    findings = validate(scenario_from_dict(data))
    assert code in {finding.code for finding in findings}
    assert has_errors(findings)
