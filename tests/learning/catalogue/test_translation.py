"""A translation shares the graph of its source and has words of its own; a changed source line is marked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from learning.catalogue.models import CatalogueRoot, ScenarioPage
from learning.catalogue.scenario_graph import words_of
from learning.catalogue.scenario_translation import same_shape
from tests.learning.factories import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def english_root(cms: Client) -> CatalogueRoot:
    """A catalogue in English in which this trainer may write too."""
    from gehoord.organisations.models import Organisation
    from gehoord.organisations.services.groups import sync_groups

    locale, _ = Locale.objects.get_or_create(language_code="en")
    root = CatalogueRoot(title="Catalogue", slug="catalogus-en", locale=locale)
    Page.get_first_root_node().add_child(instance=root)
    sync_groups(organisation=Organisation.objects.get(slug="deltion"))
    return root


def draft(page: ScenarioPage) -> ScenarioPage:
    return ScenarioPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def translation_of(cms: Client, scenario: ScenarioPage) -> ScenarioPage:
    cms.post(reverse("scenario:start_translation", args=[scenario.pk]), {"language": "en"})
    return ScenarioPage.objects.get(translation_key=scenario.translation_key, locale__language_code="en")


def words(page: ScenarioPage, **changes: str) -> dict[str, Any]:
    """Every field of the translation's form, filled in."""
    data: dict[str, Any] = {}
    for path, text in words_of(page.graph):
        data[f"word-{'/'.join(path)}"] = f"EN {text}"
        data[f"source-{'/'.join(path)}"] = text
    return {**data, **changes}


def test_words_are_translated_and_the_graph_is_shared(cms: Client, scenario: ScenarioPage, english_root: CatalogueRoot) -> None:
    page = translation_of(cms, scenario)
    place = reverse("scenario:translate", args=[page.pk])
    assert "te vertalen" in cms.get(place).content.decode()
    assert draft(page).stopping_sentences()
    assert cms.post(place, words(scenario)).status_code == 302
    done = draft(page)
    assert same_shape(done.graph, scenario.graph)
    assert done.graph["moments"][0]["lines"][0]["text"] == "EN Ik stop."
    assert not [sentence for sentence in done.stopping_sentences() if "vertaald" in sentence or "bron" in sentence]
    assert cms.get(reverse("scenario:editor", args=[page.pk]))["Location"] == place


def test_a_changed_source_line_marks_that_line_until_somebody_looked(
    cms: Client, scenario: ScenarioPage, english_root: CatalogueRoot
) -> None:
    page = translation_of(cms, scenario)
    place = reverse("scenario:translate", args=[page.pk])
    cms.post(place, words(scenario))
    scenario.graph["moments"][0]["lines"][0]["text"] = "Ik kom niet meer."
    publish(scenario)
    context = cms.get(place).context
    changed = [word for group in context["groups"] for word in group["words"] if word.is_changed]
    assert [(word.source, word.was) for word in changed] == [("Ik kom niet meer.", "Ik stop.")]
    assert any("bron" in sentence for sentence in draft(page).stopping_sentences())
    path = changed[0].path
    fields = {f"word-{path}": "EN Ik stop.", f"source-{path}": "Ik kom niet meer.", f"right-{path}": "1"}
    cms.post(place, fields)
    assert not any("bron" in sentence for sentence in draft(page).stopping_sentences())


def test_an_empty_translation_keeps_it_from_learners(cms: Client, scenario: ScenarioPage, english_root: CatalogueRoot) -> None:
    page = translation_of(cms, scenario)
    data = words(scenario, **{"word-moment/m1/line/0/text": ""})
    cms.post(reverse("scenario:translate", args=[page.pk]), data)
    assert any("niet vertaald" in sentence for sentence in draft(page).stopping_sentences())
