"""Totals per reply and ending for trainers: nothing under five learners, and never who."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from learning.catalogue.models import FrozenVersion, ScenarioPage
from learning.completion.services import add_to_tallies
from tests.learning.catalogue.conftest import cms, scenario, school, trainer_of  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_totals_are_there_from_five_learners_on(cms: Client, scenario: ScenarioPage) -> None:  # noqa: F811
    place = reverse("scenario_totals", args=[scenario.pk])
    assert "nog geen vijf deelnemers" in cms.get(place).content.decode()
    version = FrozenVersion.objects.get(kind="scenario")
    counts = {("m1", "a"): 4, ("m1", "b"): 1, ("m2", "a"): 5, ("ending", "goed"): 5}
    add_to_tallies(version=version, counts=counts, learners=5)
    totals = cms.get(place).context["totals"]
    assert [(one.times, one.percent) for one in totals.moments[0].replies] == [(4, 80), (1, 20), (0, 0)]
    assert [(one.text, one.times) for one in totals.endings] == [("Noor belt morgen.", 5), ("Noor loopt weg.", 0)]
