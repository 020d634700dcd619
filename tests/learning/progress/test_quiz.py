"""Taking a quiz: every kind of question without script, tries, what was missed, later, sure or not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gehoord.accounts.models import User
from learning.catalogue.models import QuizPage
from learning.completion.models import Completion, Tally
from learning.progress.models import Attempt, SavedQuestion, StepDone
from learning.progress.services import move_tallies
from tests.factories import MembershipFactory, sign_in
from tests.learning.factories import EVERY_KIND, MODULE, bank_category, bank_questions, publish, published_module, quiz_of, step

pytestmark = pytest.mark.django_db
QUIZ = f"/leren/{MODULE}/vragen/"
SINGLE = EVERY_KIND[0]


@pytest.fixture
def person(client: Client, learner: User) -> Client:
    return sign_in(client, learner)


def module_with(quiz: QuizPage) -> None:
    published_module(steps=[step("vragen", page=quiz)])


def begin(person: Client) -> None:
    assert person.post(QUIZ, {"action": "start"}).status_code == 302


def answer(person: Client, sequence: int, **sent: Any) -> Any:
    return person.post(QUIZ, {"action": "answer", "sequence": sequence, **sent})


GIVEN: list[dict[str, Any]] = [
    {"chosen": "a"},
    {"chosen": ["a", "b"]},
    {"chosen": "false"},
    {"chosen": "a"},
    {"place-a": "1", "place-b": "2", "place-c": "3"},
    {"pair-a": "r1", "pair-b": "r2"},
    {"gap-1": "rot", "gap-2": "Geloof"},
    {"number": "9,5 %"},
    {"chosen": "4"},
]


def test_every_kind_can_be_taken_without_script(person: Client, learner: User) -> None:
    module_with(quiz_of(EVERY_KIND))
    begin(person)
    for sequence, sent in enumerate(GIVEN):
        assert EVERY_KIND[sequence]["kind"] != "open"
        page = person.get(QUIZ).content.decode()
        assert f"Vraag {sequence + 1} van 11" in page
        response = answer(person, sequence, **sent)
        assert response["Location"] == f"{QUIZ}vraag/{sequence + 1}/", sequence
        feedback = person.get(response["Location"]).content.decode()
        assert ("Dat klopt." in feedback) == (sequence != 8), sequence
    assert answer(person, 9, words="Wat een naar verhaal.\n\nVertel eens.")["Location"] == QUIZ
    compared = person.get(QUIZ).content.decode()
    assert "Wat een naar verhaal." in compared
    assert "Wat rot voor je." in compared
    answer(person, 9, chosen="0")
    answer(person, 10, words="Mijn geheime verhaal.")
    attempt = Attempt.objects.get()
    assert attempt.is_finished
    own = attempt.answers.get(sequence=10)
    assert own.own_words == "Mijn geheime verhaal."
    assert "geheime" not in own.own_words_sealed + str(own.payload)
    done = person.get(QUIZ).content.decode()
    assert "Deze vragen zijn klaar" in done or "Klaar met deze module" in done
    assert "Nodig was" not in done
    assert Completion.objects.filter(user=learner).exists()


@pytest.mark.parametrize(
    ("place", "sent", "sentence"),
    [
        (0, {}, "Kies eerst een antwoord."),
        (4, {"place-a": "1", "place-b": "1", "place-c": "2"}, "Een nummer staat er twee keer."),
        (4, {"place-a": "1"}, "Er mist nog iets."),
        (5, {"pair-a": "r1"}, "Er mist nog iets."),
        (6, {"gap-1": " "}, "Vul eerst iets in."),
        (7, {"number": "veel"}, "Vul een getal in"),
        (9, {"words": " "}, "Vul eerst iets in."),
        (10, {"words": ""}, "Vul eerst iets in."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(person: Client, place: int, sent: dict, sentence: str) -> None:
    module_with(quiz_of([EVERY_KIND[place]]))
    begin(person)
    response = answer(person, 0, **sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "er mist iets" in page
    if sent.get("number"):
        assert 'value="veel"' in page
    assert not Attempt.objects.get().answers.exists()


def test_a_double_click_and_a_late_answer_change_nothing(person: Client) -> None:
    module_with(quiz_of([SINGLE, EVERY_KIND[2]]))
    begin(person)
    answer(person, 0, chosen="a")
    answer(person, 0, chosen="b")
    assert [one.payload["chosen"] for one in Attempt.objects.get().answers.all()] == [["a"]]


def test_only_what_was_missed_comes_again_on_the_same_questions(person: Client) -> None:
    module_with(quiz_of([SINGLE, EVERY_KIND[2], EVERY_KIND[7]], pass_mark=100))
    begin(person)
    answer(person, 0, chosen="a")
    answer(person, 1, chosen="true")
    answer(person, 2, number="50")
    page = person.get(QUIZ).content.decode()
    assert "Nog niet gehaald" in page
    assert "33 procent" in page
    assert not StepDone.objects.exists()
    person.post(QUIZ, {"action": "missed"})
    assert "Vraag 1 van 2" in person.get(QUIZ).content.decode()
    assert answer(person, 1, chosen="false")["Location"].endswith("vraag/1/")
    assert "Dat klopt." in person.get(f"{QUIZ}vraag/1/").content.decode()
    answer(person, 2, number="10")
    assert StepDone.objects.filter(step_key="vragen").exists()
    assert "Gehaald" in person.get(f"/leren/{MODULE}/").content.decode() or Completion.objects.exists()


def test_one_attempt_is_one_attempt(person: Client) -> None:
    module_with(quiz_of([SINGLE], tries=1))
    assert "één keer" in person.get(QUIZ).content.decode()
    begin(person)
    answer(person, 0, chosen="b")
    assert "Doe de vragen opnieuw" not in person.get(QUIZ).content.decode()
    begin(person)
    assert Attempt.objects.count() == 1
    person.post(QUIZ, {"action": "missed"})
    assert Attempt.objects.count() == 1


def test_a_question_for_later_comes_back_alone(person: Client, learner: User) -> None:
    module_with(quiz_of([SINGLE, EVERY_KIND[2]]))
    begin(person)
    answer(person, 0, chosen="a")
    key = Attempt.objects.get().answers.get().payload["question"]
    person.post(QUIZ, {"action": "later", "question": key})
    answer(person, 1, chosen="false")
    assert "Alleen wat je voor later bewaarde" in person.get(QUIZ).content.decode()
    person.post(QUIZ, {"action": "saved"})
    assert "Eén goed?" in person.get(QUIZ).content.decode()
    person.post(QUIZ, {"action": "not_later", "question": key})
    assert not SavedQuestion.objects.filter(user=learner).exists()


def test_sure_and_not_sure_come_back_at_the_end(person: Client) -> None:
    module_with(quiz_of([SINGLE, EVERY_KIND[2]], asks_sure=True, show_feedback="at_end"))
    begin(person)
    assert "Hoe zeker ben je?" in person.get(QUIZ).content.decode()
    assert answer(person, 0, chosen="b", sure="yes")["Location"] == QUIZ
    assert person.get(f"{QUIZ}vraag/1/").status_code == 404
    answer(person, 1, chosen="false", sure="no")
    page = person.get(QUIZ).content.decode()
    assert "Zeker: 0 van de 1 antwoorden klopten." in page
    assert "Niet zeker: 1 van de 1 antwoorden klopten." in page


def test_words_belong_to_the_outcome(person: Client) -> None:
    ranges = [("range", {"start": 0, "text": "Begin met lezen."}), ("range", {"start": 50, "text": "Je bent op weg."})]
    module_with(quiz_of([SINGLE], ranges=ranges))
    begin(person)
    answer(person, 0, chosen="a")
    assert "Je bent op weg." in person.get(QUIZ).content.decode()


def test_a_scale_after_shows_what_was_chosen_before(person: Client) -> None:
    first, second = quiz_of([EVERY_KIND[8]], slug="vooraf"), quiz_of([EVERY_KIND[8]], slug="na")
    published_module(steps=[step("vooraf", page=first), step("vragen", page=second)])
    before = f"/leren/{MODULE}/vooraf/"
    person.post(before, {"action": "start"})
    person.post(before, {"action": "answer", "sequence": 0, "chosen": "2"})
    begin(person)
    answer(person, 0, chosen="4")
    assert "Eerder koos je: 2" in person.get(f"{QUIZ}vraag/1/").content.decode()


def test_an_attempt_keeps_its_questions_whatever_happens_in_the_bank(person: Client) -> None:
    category = bank_category()
    questions = bank_questions(6, category)
    page = QuizPage(title="Trek", slug="trek", shuffle=True)
    page.questions = [("draw", {"number": 3, "category": category.page_ptr, "difficulty": ""})]
    module_with(publish(page))
    begin(person)
    before = person.get(QUIZ).content.decode()
    for question in questions:
        question.unpublish()
    bank_questions(9, bank_category("Andere"))
    assert person.get(QUIZ).content.decode().count("Vraag 1 van 3") == before.count("Vraag 1 van 3") > 0
    for sequence in range(3):
        answer(person, sequence, chosen="true")
    assert Attempt.objects.get().is_finished


@pytest.mark.parametrize("number", [5, 60])
def test_queries_do_not_grow_with_the_bank(person: Client, number: int, django_assert_num_queries: Any) -> None:
    category = bank_category()
    bank_questions(number, category)
    page = QuizPage(title="Trek", slug="trek", show_feedback="at_end")
    page.questions = [("draw", {"number": 5, "category": category.page_ptr, "difficulty": ""})]
    module_with(publish(page))
    begin(person)
    person.get(QUIZ)
    with django_assert_num_queries(QUERIES_SHOWN):
        person.get(QUIZ)
    with django_assert_num_queries(QUERIES_ANSWER):
        answer(person, 0, chosen="true")


QUERIES_SHOWN, QUERIES_ANSWER = 8, 10


def test_tallies_hold_no_text_and_wait_for_five(person: Client, learner: User, school: Any) -> None:
    module_with(quiz_of([SINGLE, EVERY_KIND[6], EVERY_KIND[7]], show_feedback="at_end"))
    people = [learner] + [MembershipFactory(organisation=school).user for _ in range(4)]
    for place, one in enumerate(people):
        sign_in(person, one)
        begin(person)
        answer(person, 0, chosen="a" if place else "b")
        answer(person, 1, **{"gap-1": "rot", "gap-2": "geheim woord"})
        answer(person, 2, number="10")
        assert bool(move_tallies()) == (place == 4)
    assert not [tally for tally in Tally.objects.all() if "geheim" in tally.choice or tally.choice == "10"]
    key = Attempt.objects.first().answers.first().payload["question"]
    counts = {tally.choice: tally.times for tally in Tally.objects.filter(item=key)}
    assert (counts["a"], counts["b"], counts["#n"], counts["#x"], counts["#missed"]) == (4, 1, 5, 400, 1)


def test_my_questions_show_each_category_to_me_alone(person: Client, learner: User) -> None:
    bank_questions(4, bank_category("De wet"))
    page = QuizPage(title="Trek", slug="trek")
    page.questions = [("draw", {"number": 2, "category": None, "difficulty": ""})]
    module_with(publish(page))
    begin(person)
    answer(person, 0, chosen="true")
    answer(person, 1, chosen="false")
    text = person.get("/leren/mijn-vragen/").content.decode()
    assert "De wet" in text
    assert "1 van 2" in text
    attempt = Attempt.objects.get()
    assert person.get(f"/leren/mijn-vragen/{attempt.pk}/").status_code == 200
    sign_in(person, MembershipFactory(trainer=True).user)
    assert person.get(f"/leren/mijn-vragen/{attempt.pk}/").status_code == 404
