"""Figures per question: over five learners or more, never per person, and only for who writes the questions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from learning.catalogue.models import FrozenVersion
from learning.completion.services import add_to_tallies
from learning.insights.quiz_items import items_of
from tests.factories import MembershipFactory, OrganisationFactory, sign_in
from tests.learning.factories import EVERY_KIND, publish, quiz_of

pytestmark = pytest.mark.django_db


def tallied(version: FrozenVersion, learners: int, right: int, x: int = 0) -> str:
    """So many learners, of whom so many chose the right option."""
    key = version.content["questions"][0]["key"]
    t = 60 * learners
    counts = {
        (key, "a"): right, (key, "b"): learners - right, (key, "#n"): learners, (key, "#x"): 100 * right, (key, "#t"): t,
        (key, "#xx"): 10_000 * right, (key, "#tt"): 3_800 * learners, (key, "#xt"): 6_500 * right, (key, "#missed"): learners - right,
    }  # fmt: skip
    add_to_tallies(version=version, counts=counts, learners=learners)
    return key


@pytest.fixture
def trainer(db: None) -> Any:
    return MembershipFactory(trainer=True)


def figures(trainer: Any, page: Any) -> Any:
    return items_of(trainer.user, page.translation_key, "nl")


def test_shares_options_never_chosen_and_what_is_missed_most(trainer: Any) -> None:
    page = quiz_of([EVERY_KIND[0], EVERY_KIND[2]])
    assert figures(trainer, page).items[0].learners == 0
    tallied(FrozenVersion.objects.get(kind="quiz"), 8, 8)
    found = figures(trainer, page).items[0]
    assert (found.learners, found.percent, found.missed, found.separation) == (8, 100, 0, None)
    assert found.never_chosen == ["Fout"]
    tallied(FrozenVersion.objects.get(kind="quiz"), 8, 0)
    quiz = figures(trainer, page)
    assert (quiz.items[0].percent, [item.text for item in quiz.most_missed]) == (50, ["Eén goed?"])


def test_the_separation_index_comes_from_thirty_with_its_uncertainty(trainer: Any) -> None:
    page = quiz_of([EVERY_KIND[0]])
    version = FrozenVersion.objects.get(kind="quiz")
    tallied(version, 29, 20)
    assert figures(trainer, page).items[0].separation is None
    tallied(version, 5, 2)
    found = figures(trainer, page).items[0]
    assert found.separation.low < found.separation.index < found.separation.high
    assert "tussen" in found.separation_words


def test_a_changed_question_begins_anew_and_another_one_goes_on(trainer: Any) -> None:
    page = quiz_of([EVERY_KIND[0]])
    tallied(FrozenVersion.objects.get(kind="quiz"), 6, 3)
    page.title = "Andere titel"
    page = publish(page)
    assert figures(trainer, page).items[0].learners == 6
    page.questions[0].value["text"] = "Iets anders?"
    assert figures(trainer, publish(page)).items[0].learners == 0


def test_only_trainers_see_them_and_only_of_their_own(client: Client, trainer: Any) -> None:
    region, other = quiz_of([EVERY_KIND[0]]), quiz_of([EVERY_KIND[0]], slug="ander", organisation=OrganisationFactory())
    sign_in(client, trainer.user)
    listed = client.get("/overzicht/vragen/").content.decode()
    assert f"/overzicht/vragen/{region.translation_key}/nl/" in listed
    assert str(other.translation_key) not in listed
    tallied(FrozenVersion.objects.get(slug="alle-soorten"), 5, 4)
    assert "80" in client.get(f"/overzicht/vragen/{region.translation_key}/nl/").content.decode()
    assert client.get(f"/overzicht/vragen/{other.translation_key}/nl/").status_code == 404
    for role in ("coordinator", "adviser", "editor"):
        sign_in(client, MembershipFactory(**{role: True}).user)
        assert client.get("/overzicht/vragen/").status_code == 404


def test_queries_do_not_grow_with_questions(trainer: Any, django_assert_num_queries: Any) -> None:
    page = quiz_of([{**EVERY_KIND[2], "text": f"Stelling {number}"} for number in range(30)])
    tallied(FrozenVersion.objects.get(kind="quiz"), 5, 4)
    with django_assert_num_queries(2):
        figures(trainer, page)
