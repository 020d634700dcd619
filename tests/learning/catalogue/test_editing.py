"""Writing a conversation in the CMS: a failed save keeps everything that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data

from gehoord.core.registry import StarterRun
from learning.catalogue.models import FrozenVersion, ScenarioPage
from learning.catalogue.script import ScriptError, findings_of, line_of, read_script, write_script
from tests.factories import UserFactory, sign_in
from tests.learning.catalogue.test_freezing import load  # noqa: F401 - a fixture
from tests.learning.engine.sample import SAMPLE, sample

pytestmark = pytest.mark.django_db
SCRIPT = write_script(SAMPLE)


def test_a_graph_written_and_read_again_is_the_same() -> None:
    assert read_script(SCRIPT) == SAMPLE


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("moments: [", 1),
        ("title: Noor\nmoments:\n  - key: m1\n   lines: []", 4),
        (SCRIPT.replace("speaker: narrator", "speaker: hond"), None),
        ("a: &x [1]\nb: *x", None),
        ("- geen gesprek", None),
        ("x" * 400_001, None),
    ],
)
def test_a_text_that_cannot_be_read_gives_a_sentence_and_no_traceback(text: str, line: int | None) -> None:
    with pytest.raises(ScriptError) as caught:
        read_script(text)
    assert caught.value.finding.sentence
    if line is not None:
        assert caught.value.finding.line == line


def test_findings_say_on_which_line() -> None:
    data = sample()
    data["moments"][1]["replies"][1]["feedback"] = ""
    text = write_script(data)
    finding = findings_of(text, data)[0]
    assert finding.line is not None
    assert "key: b" in text.splitlines()[finding.line - 1]
    assert line_of(text, "moment m2") is not None


@pytest.fixture
def scenario(load: Callable[..., StarterRun]) -> ScenarioPage:  # noqa: F811 - the fixture
    load()
    return ScenarioPage.objects.get(locale__language_code="nl")


@pytest.fixture
def cms(client: Client) -> Client:
    return sign_in(client, UserFactory(is_superuser=True))


def posted(scenario: ScenarioPage, script: str, **extra: str) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": scenario.title,
            "slug": scenario.slug,
            "organisation": "",
            "script": script,
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            **extra,
        }
    )


def address(scenario: ScenarioPage) -> str:
    return f"/cms/pages/{scenario.pk}/edit/"


def test_the_editor_shows_the_conversation_as_text(cms: Client, scenario: ScenarioPage) -> None:
    response = cms.get(address(scenario))
    assert response.status_code == 200
    assert "Ze zeggen haar naam niet." in response.content.decode()


def test_a_draft_may_have_faults_and_is_kept(cms: Client, scenario: ScenarioPage) -> None:
    data = sample()
    data["moments"][0]["replies"][0]["next"] = "nergens"
    response = cms.post(address(scenario), posted(scenario, write_script(data)))
    assert response.status_code == 302
    scenario.refresh_from_db()
    draft = scenario.get_latest_revision_as_object()
    assert draft.graph["moments"][0]["replies"][0]["next"] == "nergens"


def test_publishing_a_faulty_conversation_says_where_and_keeps_the_text(cms: Client, scenario: ScenarioPage) -> None:
    data = sample()
    data["moments"][0]["replies"][0]["next"] = "nergens"
    response = cms.post(address(scenario), posted(scenario, write_script(data), **{"action-publish": "1"}))
    text = response.content.decode()
    assert response.status_code == 200
    assert "nergens" in text
    assert "Regel" in text
    assert FrozenVersion.objects.filter(kind="scenario", language="nl").count() == 1


def test_a_text_with_a_slip_comes_back_as_it_was_typed(cms: Client, scenario: ScenarioPage) -> None:
    response = cms.post(address(scenario), posted(scenario, "titel: [niet af"))
    assert response.status_code == 200
    assert "titel: [niet af" in response.content.decode()


def test_publishing_a_better_conversation_freezes_it(cms: Client, scenario: ScenarioPage) -> None:
    data = sample()
    data["moments"][0]["lines"][0]["text"] = "Ik kom niet meer."
    assert cms.post(address(scenario), posted(scenario, write_script(data), **{"action-publish": "1"})).status_code == 302
    newest = FrozenVersion.objects.newest().get(kind="scenario", language="nl")
    assert newest.content["moments"][0]["lines"][0]["text"] == "Ik kom niet meer."
