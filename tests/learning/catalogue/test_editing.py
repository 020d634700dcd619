"""Writing a conversation moment by moment in the CMS: small saves, nothing typed is lost, everybody sees only their own."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoord.organisations.models import Organisation
from learning.catalogue.models import FrozenVersion, ScenarioPage
from learning.catalogue.scenario_editor import MomentEditor, moment_checksum
from learning.catalogue.scenario_graph import moment_of
from tests.factories import OrganisationFactory, UserFactory, sign_in
from tests.learning.catalogue.conftest import moment_data
from tests.learning.factories import scenario_page

pytestmark = pytest.mark.django_db


def draft(page: ScenarioPage) -> ScenarioPage:
    return ScenarioPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def form_of(page: ScenarioPage, key: str, **changes: Any) -> dict[str, Any]:
    """What the browser would send back for a moment as it stands, with changes by field name."""
    graph = draft(page).graph
    editor = MomentEditor(graph, moment_of(graph, key))
    data: dict[str, Any] = {}
    for form in (editor.main, *editor.lines, *editor.replies, *editor.points, *editor.reactions):
        for bound in form:
            value = bound.value()
            if value not in (None, "", False, []):
                data[bound.html_name] = value
    for formset in (editor.lines, editor.replies, editor.points, editor.reactions):
        data |= {bound.html_name: bound.value() for bound in formset.management_form}
    return {**data, **changes}


def at(name: str, page: ScenarioPage, *more: str) -> str:
    return reverse(f"scenario:{name}", args=[page.pk, *more])


def test_every_screen_of_the_editor_opens(cms: Client, scenario: ScenarioPage) -> None:
    for name in ("editor", "frame", "script", "findings", "read", "try"):
        response = cms.get(at(name, scenario))
        assert response.status_code == 200, name
    assert cms.get(at("moment", scenario, "m1")).status_code == 200
    text = cms.get(at("editor", scenario)).content.decode()
    assert "Ik stop." in text
    assert "gs-map" in text


def test_a_save_that_changes_nothing_changes_nothing(cms: Client, scenario: ScenarioPage) -> None:
    before = draft(scenario).graph
    for moment in before["moments"]:
        response = cms.post(at("moment", scenario, moment["key"]), form_of(scenario, moment["key"]))
        assert response.status_code == 302, response.content.decode()[:500]
    assert draft(scenario).graph == before


def test_saving_one_moment_is_a_draft_that_learners_do_not_see(cms: Client, scenario: ScenarioPage) -> None:
    response = cms.post(at("moment", scenario, "m1"), form_of(scenario, "m1", **{"line-0-text": "Ik kom niet meer."}))
    assert response.status_code == 302
    assert moment_of(draft(scenario).graph, "m1")["lines"][0]["text"] == "Ik kom niet meer."
    assert FrozenVersion.objects.get(kind="scenario").content["moments"][0]["lines"][0]["text"] == "Ik stop."


def test_a_reply_takes_four_things_and_openness_follows_the_skill(cms: Client, scenario: ScenarioPage) -> None:
    extra = {"reply-3-text": "Vertel eens.", "reply-3-skill": "listening", "reply-3-feedback": "Ruimte.", "reply-3-next": "m2"}
    cms.post(at("moment", scenario, "m1"), form_of(scenario, "m1", **extra))
    reply = moment_of(draft(scenario).graph, "m1")["replies"][3]
    assert reply == {
        "key": "d", "text": "Vertel eens.", "skills": ["listening"], "openness": 1, "feedback": "Ruimte.", "next": "m2"
    }  # fmt: skip


def test_a_new_moment_grows_from_a_reply(cms: Client, scenario: ScenarioPage) -> None:
    response = cms.post(at("moment", scenario, "m1"), form_of(scenario, "m1", **{"reply-1-next": "__new__"}))
    new = response["Location"].rstrip("/").rsplit("/", 1)[-1]
    graph = draft(scenario).graph
    assert moment_of(graph, "m1")["replies"][1]["next"] == new
    assert moment_of(graph, new) == {"key": new, "lines": []}
    assert [moment["key"] for moment in graph["moments"]][1] == new


def test_a_save_that_fails_keeps_everything_that_was_typed(cms: Client, scenario: ScenarioPage) -> None:
    before = draft(scenario).graph
    changes = {
        "line-0-text": "Een heel nieuwe zin.", "reply-0-text": "", "reply-1-feedback": "Met zorg geschreven.", "reply-2-openness_min": "9",
        "reply-2-openness_max": "2", "reply-3-feedback": "Zonder tekst.",
    }  # fmt: skip
    response = cms.post(at("moment", scenario, "m1"), form_of(scenario, "m1", **changes))
    text = response.content.decode()
    assert response.status_code == 200
    for typed in ("Een heel nieuwe zin.", "Met zorg geschreven.", "Zonder tekst."):
        assert typed in text
    assert "Schrijf wat de deelnemer zegt, of haal dit antwoord weg." in text
    assert draft(scenario).graph == before


def test_two_trainers_on_one_moment_do_not_overwrite_each_other(cms: Client, scenario: ScenarioPage) -> None:
    mine = form_of(scenario, "m1", **{"line-0-text": "Mijn zin."})
    cms.post(at("moment", scenario, "m1"), form_of(scenario, "m1", **{"line-0-text": "Hun zin."}))
    response = cms.post(at("moment", scenario, "m1"), mine)
    text = response.content.decode()
    assert "Een collega bewaarde dit moment terwijl jij schreef." in text
    assert "Mijn zin." in text
    assert moment_of(draft(scenario).graph, "m1")["lines"][0]["text"] == "Hun zin."
    mine["moment-base"] = moment_checksum(moment_of(draft(scenario).graph, "m1"))
    assert cms.post(at("moment", scenario, "m1"), mine).status_code == 302
    assert moment_of(draft(scenario).graph, "m1")["lines"][0]["text"] == "Mijn zin."


def test_two_trainers_on_two_moments_both_keep_their_work(cms: Client, scenario: ScenarioPage) -> None:
    mine = form_of(scenario, "m1", **{"line-0-text": "Mijn zin."})
    cms.post(at("moment", scenario, "m2"), form_of(scenario, "m2", **{"line-0-text": "Hun zin."}))
    cms.post(at("moment", scenario, "m1"), mine)
    graph = draft(scenario).graph
    assert moment_of(graph, "m1")["lines"][0]["text"] == "Mijn zin."
    assert moment_of(graph, "m2")["lines"][0]["text"] == "Hun zin."


def test_duplicate_move_delete_and_undo(cms: Client, scenario: ScenarioPage) -> None:
    def keys() -> list[str]:
        return [moment["key"] for moment in draft(scenario).graph["moments"]]

    def act(action: str, key: str = "") -> None:
        assert cms.post(at("act", scenario), {"action": action, "key": key}).status_code == 302

    before = draft(scenario).graph
    act("duplicate", "m2")
    assert keys() == ["m1", "m2", "m3", "goed", "vast"]
    act("up", "goed")
    assert keys() == ["m1", "m2", "goed", "m3", "vast"]
    act("delete", "m2")
    assert "m2" not in keys()
    assert {reply["next"] for reply in moment_of(draft(scenario).graph, "m1")["replies"]} == {""}
    act("start", "m3")
    for _ in range(4):
        cms.post(at("undo", scenario))
    assert draft(scenario).graph == before
    response = cms.post(at("undo", scenario), follow=True)
    assert "Er is niets om ongedaan te maken" in response.content.decode()


def test_undo_never_takes_back_what_a_colleague_did(
    cms: Client, scenario: ScenarioPage, trainer_of: Callable[[Organisation], Client], school: Organisation
) -> None:
    cms.post(at("act", scenario), {"action": "duplicate", "key": "m2"})
    trainer_of(school).post(at("moment", scenario, "m1"), form_of(scenario, "m1", **{"line-0-text": "Van een collega."}))
    cms.post(at("undo", scenario))
    assert moment_of(draft(scenario).graph, "m1")["lines"][0]["text"] == "Van een collega."


def test_the_frame_is_saved_and_a_fact_that_goes_goes_everywhere(cms: Client, scenario: ScenarioPage) -> None:
    form = cms.get(at("frame", scenario)).context["editor"]
    data = {
        bound.html_name: bound.value()
        for one in (form.main, *form.facts, *form.states)
        for bound in one
        if bound.value() is not None
    }
    for formset in (form.facts, form.states):
        data |= {bound.html_name: bound.value() for bound in formset.management_form}
    data = {name: value for name, value in data.items() if value is not False and value != []}
    response = cms.post(at("frame", scenario), data)
    assert response.status_code == 302, (e := response.context["editor"], e.main.errors, e.facts.errors, e.states.errors)
    assert draft(scenario).graph["facts"] == scenario.graph["facts"]
    assert cms.post(at("frame", scenario), {**data, "fact-0-DELETE": "on", "frame-theme": "hoofddoek"}).status_code == 302
    graph = draft(scenario).graph
    assert graph["theme"] == "hoofddoek"
    assert "facts" not in graph
    assert "tells" not in moment_of(graph, "m2") or not moment_of(graph, "m2")["tells"]


def test_giving_back_is_written_in_the_same_form(cms: Client, scenario: ScenarioPage) -> None:
    key = cms.post(at("act", scenario), {"action": "new", "key": "m2"})["Location"].rstrip("/").rsplit("/", 1)[-1]
    data = moment_data(
        [{"speaker": "student", "text": "Zo was het."}], [],
        points=[{"kind": "fact", "text": "Ze lachen."}, {"kind": "feeling", "text": "Ze is bang."}, {"kind": "wish", "text": "Ze wil weg."}],
        reactions=[
            {"ticked": ["fact", "feeling"], "text": "Precies.", "feedback": "Ze hoort zichzelf.", "next": "goed", "openness": 2},
            {"text": "Zoiets.", "feedback": "Het gevoel bleef liggen.", "next": "vast"},
        ],
    )  # fmt: skip
    response = cms.post(at("moment", scenario, key), data)
    assert response.status_code == 302, response.content.decode()
    back = moment_of(draft(scenario).graph, key)["give_back"]
    assert [point["kind"] for point in back["points"]] == ["fact", "feeling", "wish"]
    assert back["reactions"][0]["ticked"] == ["fact", "feeling"]
    assert back["reactions"][1]["ticked"] == []


def test_a_script_becomes_moments_and_can_be_undone(cms: Client, scenario: ScenarioPage) -> None:
    before = draft(scenario).graph
    script = "Sam: Ik stop ermee.\nJij: Wat is er?\nJij: Zet door!\nSam: Ze lachen.\nen het houdt niet op\nJij: Wat rot."
    assert cms.post(at("script", scenario), {"text": script}).status_code == 302
    graph = draft(scenario).graph
    assert graph["student"]["name"] == "Sam"
    assert [reply["text"] for reply in graph["moments"][0]["replies"]] == ["Wat is er?", "Zet door!"]
    assert graph["moments"][1]["lines"][0]["text"] == "Ze lachen.\nen het houdt niet op"
    assert graph["moments"][1]["replies"][0]["next"] == "m3"
    response = cms.post(at("script", scenario), {"text": "Sam: Hoi\nKees: Dag"})
    assert "Regel 2" in response.content.decode()
    assert "Kees: Dag" in response.content.decode()
    cms.post(at("undo", scenario))
    assert draft(scenario).graph == before


def test_a_trainer_of_another_school_finds_nothing_and_an_editor_is_sent_away(
    client: Client, trainer_of: Callable[[Organisation], Client], school: Organisation
) -> None:
    own = scenario_page(slug="van-deltion", organisation=school)
    other = trainer_of(OrganisationFactory(slug="cibap", name="Cibap"))
    places = [at(name, own) for name in ("editor", "frame", "script", "findings", "read", "try", "translate")]
    places += [
        at("moment", own, "m1"),
        reverse("scenario_files:text", args=[own.pk]),
        reverse("scenario_files:download", args=[own.pk, "twee"]),
    ]
    assert {other.get(place).status_code for place in places} == {404}
    assert {
        other.post(at(name, own)).status_code for name in ("act", "undo", "comment", "settle", "moment") if name != "moment"
    } == {404}
    nobody = sign_in(Client(), UserFactory(demo=True))
    region = scenario_page(slug="van-de-regio")
    assert {nobody.get(at(name, region)).status_code for name in ("editor", "frame", "read", "try")} <= {302, 404}
    assert trainer_of(school).get(places[0]).status_code == 200


def test_a_locked_conversation_is_not_changed(cms: Client, scenario: ScenarioPage) -> None:
    scenario.locked, scenario.locked_by = True, UserFactory()
    scenario.save()
    response = cms.post(at("act", scenario), {"action": "delete", "key": "m2"}, follow=True)
    assert "zit op slot" in response.content.decode()
    assert any(moment["key"] == "m2" for moment in draft(scenario).graph["moments"])


def test_a_graph_with_one_moment_to_write_is_there_at_once(cms: Client) -> None:
    graph = deepcopy(scenario_page(slug="leeg").graph)
    assert graph  # a published one keeps its own
    fresh = scenario_page(slug="nieuw", moments=[{"key": "m1", "lines": []}])
    assert cms.get(at("moment", fresh, "m1")).status_code == 200
