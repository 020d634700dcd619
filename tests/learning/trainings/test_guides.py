"""The facilitator's guide: whole, printable, for trainers alone; ours asks nobody for an own experience."""

from __future__ import annotations

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from learning.catalogue.models import GuidePage
from learning.catalogue.starter import fill_guide
from tests.architecture.house import ROOT
from tests.factories import MembershipFactory, sign_in
from tests.learning.factories import MODULE, published_module, root

from .conftest import World

STARTER = ROOT / "content" / "starter" / "guides" / "nl" / "herkennen-en-erkennen.yaml"


@pytest.fixture
def guide(world: World) -> GuidePage:
    """The guide that we ship, with the module it belongs to."""
    published_module(MODULE)
    page = GuidePage(slug="draaiboek", locale=Locale.objects.get(language_code="nl"))
    fill_guide(page, yaml.safe_load(STARTER.read_text(encoding="utf-8")), page.locale)
    root().add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def trainer(world: World) -> Client:
    return sign_in(Client(), world.trainer)


def test_the_guide_has_times_aims_questions_agreements_care_and_aftercare(guide: GuidePage, trainer: Client) -> None:
    assert guide.minutes == 180
    page = trainer.get(reverse("trainings:guide", args=[guide.pk])).content.decode()
    for words in (
        "Minuut 20 tot 45", "Doel:", "Vragen die je stelt", "Afspraken met de groep", "Iemand zegt iets kwetsends", "Nazorg",
        "Voorbereiding", "Niemand hoeft de student te spelen",
    ):  # fmt: skip
        assert words in page, words


def test_the_cards_are_for_threes_and_the_sheet_is_by_skill(guide: GuidePage, trainer: Client) -> None:
    page = trainer.get(reverse("trainings:cards", args=[guide.pk])).content.decode()
    for words in ("Jij praat", "Jij bent de student", "Jij kijkt mee", "Dit opent", "Dit sluit", "Erkennen", "Kleiner maken"):
        assert words in page, words
    assert "Gebruik niets uit je eigen leven" in page


def test_a_training_of_the_module_leads_to_its_guide(world: World, guide: GuidePage, trainer: Client) -> None:
    with_guide, without = world.training(module_key=MODULE), world.training()
    link = reverse("trainings:guide", args=[guide.pk])
    assert link in trainer.get(reverse("trainings:people", args=[with_guide.pk])).content.decode()
    assert link not in trainer.get(reverse("trainings:people", args=[without.pk])).content.decode()
    assert link in trainer.get(reverse("trainings:guides")).content.decode()


def test_a_guide_of_another_school_and_a_draft_do_not_exist(world: World, guide: GuidePage, trainer: Client) -> None:
    elsewhere = sign_in(Client(), MembershipFactory(organisation=world.other, trainer=True).user)
    guide.organisation = world.school
    guide.save_revision().publish()
    assert elsewhere.get(reverse("trainings:guide", args=[guide.pk])).status_code == 404
    assert trainer.get(reverse("trainings:guide", args=[guide.pk])).status_code == 200
    guide.unpublish()
    assert trainer.get(reverse("trainings:guide", args=[guide.pk])).status_code == 404


def test_learners_never_see_a_guide(world: World, guide: GuidePage, client: Client) -> None:
    sign_in(client, world.colleague())
    for name in ("guide", "cards"):
        assert client.get(reverse(f"trainings:{name}", args=[guide.pk])).status_code == 404
    assert client.get(reverse("trainings:guides")).status_code == 404
