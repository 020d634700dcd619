"""The format: every field is read, nothing is lost, and the page that explains it shows a conversation that works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from learning.engine.reading import ScenarioFormatError, scenario_from_dict
from learning.engine.validation import has_errors, validate
from learning.engine.writing import scenario_to_dict
from tests.learning.engine.sample import sample

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "scenario-format.md").read_text()
STARTER = sorted((ROOT / "content" / "starter" / "scenarios").glob("*/*.yaml"))


def example() -> dict[str, Any]:
    return yaml.safe_load(PAGE.split("```yaml")[1].split("```")[0])


def test_the_example_on_the_page_can_be_played() -> None:
    assert not has_errors(validate(scenario_from_dict(example())))


@pytest.mark.parametrize("data", [sample(), example(), *[yaml.safe_load(path.read_text()) for path in STARTER]])
def test_writing_and_reading_again_loses_nothing(data: dict[str, Any]) -> None:
    scenario = scenario_from_dict(data)
    assert scenario_from_dict(scenario_to_dict(scenario)) == scenario


def test_the_page_names_every_field() -> None:
    written = scenario_to_dict(scenario_from_dict(example()))
    names = set(written) | {name for moment in written["moments"] for name in moment}
    assert {name for name in names if f"`{name}`" not in PAGE} == set()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"titel": "x"}, "titel"),
        ({"kind": "praatje"}, "kind"),
        ({"with": "company"}, "company"),
        ({"grounds": ["haarkleur"]}, "grounds"),
        ({"student": {"name": "Noor", "leeftijd": 17}}, "student"),
        ({"moments": [{"key": "m1", "say_first": "zingen"}]}, "moment m1"),
        ({"moments": [{"key": "m1", "replies": [{"key": "a", "text": "x", "tekst": "y"}]}]}, "moment m1, antwoord a"),
        ({"moments": [{"key": "m1", "give_back": {"points": [{"key": "p", "kind": "idee", "text": "x"}]}}]}, "moment m1, teruggeven, punt 1"),
        ({"moments": [{"key": "m1", "refusal": "ja"}]}, "moment m1"),
    ],
)  # fmt: skip
def test_a_typing_error_is_named_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(ScenarioFormatError) as caught:
        scenario_from_dict(sample(**change))
    assert caught.value.place == place


def test_what_begins_with_x_is_the_writers_own() -> None:
    assert scenario_from_dict(sample(**{"x-plaats": [1, 2]})) == scenario_from_dict(sample())
