from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.core import mail
from django.test import Client
from django.utils import translation

from gehoord.core import outbox
from gehoord.core.registry import StarterRun
from learning.catalogue.errors import FrozenForeverError, NotFreezableError
from learning.catalogue.models import CatalogueRoot, FrozenVersion, ModulePage, QuizPage, ScenarioPage
from learning.catalogue.player import conversation_screen, debrief_of
from learning.catalogue.queries import module_for, modules_for, required_step_keys
from learning.catalogue.services import freeze
from learning.catalogue.starter import load_catalogue
from tests.factories import OrganisationFactory, UserFactory
from tests.learning.engine.sample import SAMPLE

pytestmark = pytest.mark.django_db

OPTIONS = [
    {"key": "a", "text": "Ja", "correct": True, "feedback": "Mooi."},
    {"key": "b", "text": "Nee", "feedback": "Begrijpelijk."},
]
QUIZ = {
    "format": "gehoord-quiz/1", "slug": "vragen", "title": "Vragen", "minutes": 5,
    "questions": [
        {"key": "q1", "kind": "single", "text": "Een?", "options": OPTIONS},
        {"key": "q2", "kind": "true_false", "text": "Klopt?", "options": [{"key": "true", "text": "Klopt", "correct": True}, {"key": "false", "text": "Niet"}]},
    ],
}  # fmt: skip
MODULE = {
    "format": "gehoord-module/1", "slug": "basis", "title": "Herkennen", "lead": "Leer zien.", "minutes": 20, "goals": ["zien", "vragen"],
    "steps": [
        {"key": "lezen", "kind": "reading", "title": "Lezen", "minutes": 4, "body": "Een **sterk** woord."},
        {"key": "gesprek", "kind": "scenario", "scenario": "noor", "minutes": 8},
        {"key": "vragen", "kind": "quiz", "quiz": "vragen", "minutes": 5, "required": False},
    ],
}  # fmt: skip


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., StarterRun]:
    def bring(**module: object) -> StarterRun:
        for language in ("nl", "en"):
            for folder, content in (("scenarios", SAMPLE), ("quizzes", QUIZ), ("modules", {**MODULE, **module})):
                path = tmp_path / folder / language / f"{content['slug']}.yaml"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(yaml.safe_dump(content, allow_unicode=True))
        run = StarterRun(folder=tmp_path, today=date(2026, 11, 24), say=lambda _: None)
        load_catalogue(run)
        return run

    return bring


def frozen(kind: str) -> FrozenVersion:
    return FrozenVersion.objects.newest().get(kind=kind, language="nl")


def test_loading_publishes_and_freezes_all_of_it_in_both_languages(load: Callable[..., StarterRun]) -> None:
    load()
    assert sorted(FrozenVersion.objects.values_list("kind", "language")) == [
        (kind, language) for kind in ("module", "quiz", "scenario") for language in ("en", "nl")
    ]
    keys = {version.page_key for version in FrozenVersion.objects.filter(kind="module")}
    assert len(keys) == 1


def test_loading_again_makes_no_new_version(load: Callable[..., StarterRun]) -> None:
    load()
    load()
    assert FrozenVersion.objects.count() == 6


def test_new_words_of_a_release_are_a_draft_and_learners_keep_the_former(load: Callable[..., StarterRun]) -> None:
    load()
    assert load(title="Nieuwe titel").made == {"drafts": 2}
    assert frozen("module").content["title"] == "Herkennen"


def test_a_module_shows_its_steps_with_the_newest_versions(load: Callable[..., StarterRun]) -> None:
    load()
    module = module_for([], "basis")
    assert module is not None
    assert [(step.key, step.kind, step.version_id is not None) for step in module.steps] == [
        ("lezen", "reading", False), ("gesprek", "scenario", True), ("vragen", "quiz", True),
    ]  # fmt: skip
    assert module.required_keys == required_step_keys("basis") == {"lezen", "gesprek"}
    assert "<b>sterk</b>" in module.steps[0].body


def test_each_person_gets_the_own_language(load: Callable[..., StarterRun]) -> None:
    load()
    page = ModulePage.objects.get(locale__language_code="en")
    page.title = "Recognise"
    page.save_revision().publish()
    assert [module.title for module in modules_for([])] == ["Herkennen"]
    with translation.override("en"):
        assert [module.title for module in modules_for([])] == ["Recognise"]


def test_publishing_changed_content_adds_a_version_and_the_former_stays(load: Callable[..., StarterRun]) -> None:
    load()
    former = frozen("scenario")
    page = ScenarioPage.objects.get(locale__language_code="nl")
    page.title = "Noor twijfelt"
    page.save_revision().publish()
    assert (frozen("scenario").number, frozen("scenario").content["title"]) == (2, "Noor twijfelt")
    former.refresh_from_db()
    assert former.content["title"] == "Noor wil stoppen"


def test_a_frozen_version_can_never_change(load: Callable[..., StarterRun]) -> None:
    load()
    version = frozen("quiz")
    for attempt in (
        version.save,
        version.delete,
        FrozenVersion.objects.all().delete,
        lambda: FrozenVersion.objects.update(number=9),
    ):
        with pytest.raises(FrozenForeverError):
            attempt()


def test_a_faulty_conversation_is_not_frozen_and_its_author_is_told(load: Callable[..., StarterRun]) -> None:
    load()
    author = UserFactory()
    page = ScenarioPage.objects.get(locale__language_code="nl")
    page.graph["moments"][0]["replies"][0]["next"] = "nergens"
    page.save_revision(user=author).publish()
    assert frozen("scenario").number == 1
    with pytest.raises(NotFreezableError):
        freeze(page=page)
    outbox.deliver_next()
    assert [message.to for message in mail.outbox] == [[author.email]]
    assert "nergens" in mail.outbox[0].body


def test_unpublishing_stops_new_starts_only(load: Callable[..., StarterRun]) -> None:
    load()
    ModulePage.objects.get(locale__language_code="nl").unpublish()
    QuizPage.objects.get(locale__language_code="nl").unpublish()
    QuizPage.objects.get(locale__language_code="en").unpublish()
    module = module_for([], "basis")
    assert module is not None
    assert (module.is_open, module.steps[2].version_id) == (False, None)


def test_another_schools_module_does_not_exist(load: Callable[..., StarterRun]) -> None:
    load()
    own, other = OrganisationFactory(), OrganisationFactory()
    for page in ModulePage.objects.all():
        page.organisation = own
        page.save_revision().publish()
    assert module_for([own], "basis") is not None
    assert module_for([other], "basis") is None
    assert modules_for([other]) == []


def test_queries_do_not_grow_with_modules(load: Callable[..., StarterRun], django_assert_num_queries) -> None:
    load()
    with django_assert_num_queries(2):
        modules_for([])
    for number in range(4):
        original = ModulePage.objects.get(slug="basis", locale__language_code="nl")
        copy = original.copy(update_attrs={"slug": f"kopie-{number}"}, keep_live=False)
        copy.save_revision().publish()
    with django_assert_num_queries(2):
        assert len(modules_for([])) == 5


@pytest.mark.parametrize("address", ["/catalogus-nl/", "/noor/", "/catalogus-nl/noor/", "/basis/", "/en/basis/"])
def test_nothing_of_the_catalogue_has_an_address(load: Callable[..., StarterRun], client: Client, address: str) -> None:
    load()
    assert client.get(address).status_code == 404


def test_catalogue_pages_have_no_url_and_no_place_in_a_sitemap(load: Callable[..., StarterRun]) -> None:
    load()
    for page in (*CatalogueRoot.objects.all(), *ScenarioPage.objects.all(), *QuizPage.objects.all()):
        assert page.get_url_parts() is None
        assert page.get_sitemap_urls() == []


def test_the_screen_shows_consequences_only(load: Callable[..., StarterRun]) -> None:
    load()
    screen = conversation_screen(frozen("scenario").content, ["a"], seed="1", own_name="Jij")
    assert [(message.name, message.is_new) for message in screen.messages] == [("Noor", False), ("Jij", True), ("Noor", True)]
    assert {reply.key for reply in screen.replies} == {"a", "b"}
    assert (screen.visible, screen.sequence, screen.is_ended) == ("Noor kijkt je aan", 1, False)


def test_the_debrief_opens_with_who_decides(load: Callable[..., StarterRun]) -> None:
    load()
    assert debrief_of(frozen("scenario").content, ["a", "a"]).ending.who_decides == "Noor"
