"""The question bank: written once, drawn from, followed by the quizzes that use it, and narrowed to whose it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import Translation, TranslationSource

from learning.catalogue.bank_queries import questions_alike, quizzes_using
from learning.catalogue.bank_services import add_question, many_questions
from learning.catalogue.errors import NotFreezableError
from learning.catalogue.freezing import content_of
from learning.catalogue.models import BankCategoryPage, BankQuestionPage, CatalogueRoot, FrozenVersion, QuizPage
from learning.catalogue.narrowing import hidden_from
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, sign_in
from tests.learning.factories import EVERY_KIND, bank_category, bank_questions, publish, quiz_of

pytestmark = pytest.mark.django_db


def quiz_that(*blocks: Any, slug: str = "trek", **more: Any) -> QuizPage:
    page = QuizPage(title="Trek", slug=slug, **more)
    page.questions = list(blocks)
    return publish(page)


def draw(number: int, category: BankCategoryPage | None = None, difficulty: str = "") -> tuple[str, dict[str, Any]]:
    return "draw", {"number": number, "category": category.page_ptr if category else None, "difficulty": difficulty}


def frozen(slug: str = "trek") -> FrozenVersion:
    return FrozenVersion.objects.filter(slug=slug).order_by("-number").first()


def test_a_quiz_is_frozen_with_every_question_it_may_draw() -> None:
    category = bank_category()
    easy = bank_questions(4, category, difficulty="easy")
    bank_questions(3, bank_category("Andere"))
    quiz_that(draw(2, category, "easy"), ("bank", easy[0].page_ptr))
    content = frozen().content
    assert {question["text"] for question in content["questions"]} == {page.title for page in easy}
    assert content["plan"] == [{"number": 2, "from": [str(page.translation_key) for page in sorted(easy, key=lambda one: one.translation_key)]},
                               str(easy[0].translation_key)]  # fmt: skip
    assert {question["category"] for question in content["questions"]} == {"De route"}


def test_too_few_questions_to_draw_is_said_and_nothing_is_frozen() -> None:
    category = bank_category()
    bank_questions(1, category)
    quiz_that(draw(3, category))
    assert frozen() is None
    with pytest.raises(NotFreezableError, match="Er zijn 1 vragen om te trekken"):
        content_of(QuizPage.objects.get())


def test_a_changed_question_reaches_who_starts_after_it_and_many_at_once_freeze_once() -> None:
    category = bank_category()
    questions = bank_questions(3, category)
    quiz_that(draw(2, category))
    with many_questions():
        for page in questions:
            page.question[0].value["text"] += " Nieuw."
            page.save_revision().publish()
    assert frozen().number == 2
    assert all(question["text"].endswith("Nieuw.") for question in frozen().content["questions"])
    questions[0].unpublish()
    assert (frozen().number, len(frozen().content["questions"])) == (3, 2)


def test_questions_of_another_school_are_never_drawn() -> None:
    own, other = OrganisationFactory(), OrganisationFactory()
    category = bank_category()
    for number, organisation in enumerate((None, own, other)):
        question = {"kind": "true_false", "text": f"Van {number}.", "is_true": True}
        add_question(by=None, category=category, question=question, organisation=organisation)
    quiz_that(draw(2), organisation=own)
    assert {question["text"] for question in frozen().content["questions"]} == {"Van 0.", "Van 1."}


def test_where_a_question_is_used_takes_a_fixed_number_of_queries(django_assert_num_queries: Any) -> None:
    category = bank_category()
    first, second = bank_questions(2, category)
    quiz_that(("bank", first.page_ptr), slug="een")
    quiz_that(draw(1, category), slug="twee")
    with django_assert_num_queries(2):
        assert [page.slug for page in quizzes_using(first)] == ["een", "twee"]
    with django_assert_num_queries(2):
        assert [page.slug for page in quizzes_using(second)] == ["twee"]


def test_every_kind_keeps_all_it_holds_in_its_block() -> None:
    quiz_of(EVERY_KIND)
    found = {question["kind"]: question for question in frozen("alle-soorten").content["questions"]}
    assert found["sentence"]["options"][0]["skills"] == ["acknowledging"]
    assert found["number"]["numbers"] == [{"value": 10, "tolerance": 1}]
    assert found["open"]["checks"] == ["Erken je?", "Vraag je?"]
    assert found["true_false"]["options"][1]["correct"] is True


@pytest.fixture
def cms(client: Client) -> Client:
    return sign_in(client, UserFactory(is_superuser=True))


def form(kind: str = "true_false", **value: Any) -> dict[str, Any]:
    block = {"text": "Bewijs is nodig.", "is_true": "", "feedback_true": "", "feedback_false": "", "explanation": "", "source": "",
             "media": streamfield([]), **value}  # fmt: skip
    return nested_form_data(
        {
            "question": streamfield([(kind, block)]), "difficulty": "normal", "tags": "", "organisation": "",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}, "action-publish": "1",
        }
    )  # fmt: skip


def address(category: BankCategoryPage) -> str:
    return f"/cms/pages/add/catalogue/bankquestionpage/{category.pk}/"


def test_a_true_or_false_question_asks_for_one_thing_only_and_names_itself(cms: Client) -> None:
    category = bank_category()
    page = cms.get(address(category)).content.decode()
    assert 'name="title"' not in page
    response = cms.post(address(category), form())
    assert response.status_code == 302, response.context["form"].errors
    question = BankQuestionPage.objects.get()
    assert (question.title, question.live) == ("Bewijs is nodig.", True)


def test_a_double_is_pointed_out_before_it_is_saved(cms: Client) -> None:
    category = bank_category()
    cms.post(address(category), form())
    response = cms.post(address(category), form(text="  bewijs is NODIG "))
    assert "staat al in de bank, bij “De route”" in response.content.decode()
    assert BankQuestionPage.objects.count() == 1


def test_a_question_that_is_much_like_another_is_saved_and_the_other_is_named(cms: Client) -> None:
    category = bank_category()
    cms.post(address(category), form(text="Heb je bewijs nodig om te melden?"))
    shown = cms.post(address(category), form(text="Om te melden, heb je daar bewijs voor nodig?"), follow=True).content.decode()
    first, second = BankQuestionPage.objects.order_by("pk")
    assert second.live
    assert "Deze vraag lijkt op “Heb je bewijs nodig om te melden?”, bij “De route”." in shown
    assert f"/cms/pages/{first.pk}/edit/" in shown
    other = cms.post(address(category), form(text="Wie kiest de gesprekspartner?"), follow=True).content.decode()
    assert "Deze vraag lijkt op" not in other


def test_a_question_of_another_school_is_never_named(client: Client) -> None:
    category = bank_category()
    question = {"kind": "true_false", "text": "Heb je bewijs nodig om te melden?", "is_true": True}
    page = add_question(by=None, category=category, question=question, organisation=OrganisationFactory())
    seen = BankQuestionPage.objects.exclude(hidden_from(MembershipFactory(trainer=True).user))
    assert questions_alike(page, among=seen) == []
    like = {**question, "text": "Om te melden heb je bewijs nodig."}
    assert questions_alike(add_question(by=None, category=category, question=like), among=seen) == []


def test_a_category_does_not_warn_that_it_has_no_site(cms: Client) -> None:
    category = bank_category()
    assert "help-warning" not in cms.get(f"/cms/pages/{category.pk}/").content.decode()


def test_what_needs_two_answers_begins_with_two_and_a_statement_is_called_one(cms: Client) -> None:
    kinds = BankQuestionPage._meta.get_field("question").stream_block.child_blocks
    assert {kind: len(kinds[kind].get_default()[name]) for kind, name in
            (("single", "options"), ("multiple", "options"), ("sentence", "options"), ("ordering", "items"), ("matching", "pairs"))
            } == dict.fromkeys(("single", "multiple", "sentence", "ordering", "matching"), 2)  # fmt: skip
    assert kinds["true_false"].child_blocks["text"].label == "Stelling"
    # What the editor's script gets names every field: one that is left out would stand there as "undefined".
    for kind, name in (("single", "options"), ("multiple", "options"), ("sentence", "options"), ("matching", "pairs")):
        rows, child = kinds[kind].get_form_state(kinds[kind].get_default())[name], kinds[kind].child_blocks[name].child_block
        assert all(set(row["value"]) == set(child.child_blocks) for row in rows), kind


def test_a_fault_is_said_in_the_form_and_a_draft_may_be_unfinished(cms: Client) -> None:
    category = bank_category()
    draft = form(text="")
    del draft["action-publish"]
    assert cms.post(address(category), draft).status_code == 302
    assert BankQuestionPage.objects.get().title == "Nieuwe vraag"
    assert cms.post(address(category), form(text="")).status_code == 200


def test_the_preview_shows_it_as_a_learner_sees_it(cms: Client) -> None:
    page = add_question(by=None, category=bank_category(), question=EVERY_KIND[4])
    shown = page.make_preview_request(preview_mode="learner").content.decode()
    assert "Zo ziet een deelnemer dit" in shown
    assert "Geef elke regel een nummer" in shown
    for kind in EVERY_KIND:
        quiz = quiz_of([kind], slug=f"een-{kind['kind'].replace('_', '-')}")
        assert quiz.make_preview_request(preview_mode="learner").status_code == 200


def test_a_trainer_of_another_school_cannot_open_it(client: Client) -> None:
    own = MembershipFactory(trainer=True)
    page = add_question(by=None, category=bank_category(), question=EVERY_KIND[0], organisation=own.organisation)
    sign_in(client, MembershipFactory(trainer=True).user)
    assert client.get(f"/cms/pages/{page.pk}/edit/").status_code in {302, 404}
    assert client.get(f"/leren/{page.slug}/").status_code == 404


def test_categories_go_one_level_deep() -> None:
    category = bank_category()
    sub = BankCategoryPage(title="Wie doet wat", slug="wie", locale=category.locale)
    category.add_child(instance=sub)
    assert BankCategoryPage.can_create_at(category)
    assert not BankCategoryPage.can_create_at(sub)


def test_a_quiz_of_every_kind_goes_through_the_translation_workflow() -> None:
    quiz = quiz_of(EVERY_KIND)
    english, _ = Locale.objects.get_or_create(language_code="en")
    original = CatalogueRoot.objects.get(locale__language_code="nl")
    other = CatalogueRoot(title="Catalogue", slug="catalogus-en", locale=english, translation_key=original.translation_key)
    Page.get_first_root_node().add_child(instance=other)
    source, _ = TranslationSource.get_or_create_from_instance(quiz)
    texts = {segment.string.data for segment in source.stringsegment_set.all()}
    assert {"Wat rot.", "horen", "de student", "Erken je?", "Wat ___ voor je, ik ___ je.", "Let op erkennen."} <= texts
    Translation.objects.create(source=source, target_locale=english).save_target(publish=True)
    content = content_of(quiz.get_translation(english))
    assert [question["kind"] for question in content["questions"]] == [question["kind"] for question in EVERY_KIND]
    assert [option["text"] for option in content["questions"][2]["options"]] == ["True", "Not true"]
    # The same question in another language keeps its key.
    assert {question["key"] for question in content["questions"]} == {str(block.id) for block in quiz.questions}
