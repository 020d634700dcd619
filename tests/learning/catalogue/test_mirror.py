"""The list of patterns: trainers keep it, a box tries it, what we ship comes in once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from gehoord.core.registry import StarterRun
from gehoord.organisations.enums import Role
from gehoord.organisations.services.groups import sync_groups
from learning.catalogue.mirror import Mirror, load_mirror
from learning.catalogue.models import MirrorPattern
from tests.factories import MembershipFactory, sign_in

pytestmark = pytest.mark.django_db
STARTER = Path(__file__).parents[3] / "content" / "starter"


def run() -> StarterRun:
    return StarterRun(folder=STARTER, today=date(2026, 11, 24), say=lambda _sentence: None)


def somebody(role: Role) -> Any:
    """A person with one role and its rights in the CMS."""
    membership = MembershipFactory(role=role)
    sync_groups(organisation=membership.organisation)
    return membership.user


@pytest.fixture
def shipped() -> None:
    load_mirror(run())


@pytest.fixture
def trainer(client: Client) -> Client:
    return sign_in(client, somebody(Role.TRAINER))


def test_what_we_ship_comes_in_once_and_never_over_what_trainers_changed(shipped: None) -> None:
    number = MirrorPattern.objects.count()
    MirrorPattern.objects.filter(key="grapje").update(is_active=False, why="Van ons.")
    load_mirror(run())
    assert MirrorPattern.objects.count() == number > 8
    assert MirrorPattern.objects.get(key="grapje").why == "Van ons."


def test_a_sentence_comes_back_in_pieces_with_why_and_an_opening(shipped: None) -> None:
    found = Mirror("nl").look("Ach joh. Dat was vast niet zo bedoeld.")
    assert found is not None
    assert "".join(piece.text for piece in found.pieces) == "Ach joh. Dat was vast niet zo bedoeld."
    assert [piece.text for piece in found.pieces if piece.number] == ["vast niet zo bedoeld"]
    assert found.notes[0].why
    assert found.notes[0].instead


def test_a_pattern_that_is_switched_off_is_silent(shipped: None) -> None:
    MirrorPattern.objects.update(is_active=False)
    assert Mirror("nl").look("Dat was vast niet zo bedoeld.") is None


def test_a_language_without_a_list_has_no_mirror(shipped: None) -> None:
    assert Mirror("en").look("Just ignore it.") is None


def test_a_phrasing_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValidationError) as caught:
        MirrorPattern(key="x", phrasings="goed\na(b", why="x", instead="y").full_clean()
    assert "a(b" in str(caught.value)


def test_a_trainer_sees_the_list_changes_it_and_tries_a_sentence(shipped: None, trainer: Client) -> None:
    listed = trainer.get("/cms/spiegel/").content.decode()
    assert "True" not in listed
    assert "Nederlands" in listed
    assert "niet-zo-bedoeld" in listed
    pattern = MirrorPattern.objects.get(key="grapje")
    assert "Zo schrijf je een zin op" in trainer.get(f"/cms/spiegel/edit/{pattern.pk}/").content.decode()
    tried = trainer.post("/cms/spiegel/proef/", {"language": "nl", "text": "Negeer het gewoon."}).content.decode()
    assert "<mark>Negeer het</mark>" in tried
    fine = trainer.post("/cms/spiegel/proef/", {"language": "nl", "text": "Vertel eens."}).content.decode()
    assert "Dat zegt niet dat de zin goed is." in fine
    none = trainer.post("/cms/spiegel/proef/", {"language": "en", "text": "Ignore it."}).content.decode()
    assert "nog geen lijst" in none


def test_a_phrasing_can_be_tried_before_it_is_saved(trainer: Client) -> None:
    tried = trainer.post("/cms/spiegel/proef/", {"language": "nl", "text": "Kom op, joh.", "phrasings": "kom op"})
    assert "<mark>Kom op</mark>" in tried.content.decode()
    assert not MirrorPattern.objects.exists()
    wrong = trainer.post("/cms/spiegel/proef/", {"language": "nl", "text": "Kom op, joh.", "phrasings": "kom (op"})
    assert "kan ik niet lezen" in wrong.content.decode()
    assert "Kom op, joh." in wrong.content.decode()


@pytest.mark.parametrize("role", [Role.LEARNER, Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_nobody_else_comes_near_the_list(client: Client, shipped: None, role: Role) -> None:
    visitor = sign_in(client, somebody(role))
    for address in ("/cms/spiegel/", "/cms/spiegel/proef/", "/cms/spiegel/new/"):
        response: Any = visitor.get(address)
        assert response.status_code in {302, 403, 404}, address
