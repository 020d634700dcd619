"""What was made with django-quiz-app comes in whole, once, and each sitting for its own person only."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from learning.catalogue.models import BankCategoryPage, BankQuestionPage, FrozenVersion, QuizPage
from learning.completion.models import Completion, ModuleStatus
from learning.exchange.django_quiz import answers_given, read_dump
from learning.exchange.found import UnreadableFileError
from learning.progress.models import Attempt, StepDone
from tests.factories import MembershipFactory, UserFactory, sign_in
from tests.learning.factories import publish, root

pytestmark = pytest.mark.django_db
GENUINE = Path(__file__).parent / "files" / "django_quiz_app_dump.json"


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    root()


def rows() -> list[dict[str, Any]]:
    return json.loads(GENUINE.read_text())


def run(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_quizzes", str(path), stdout=out, **options)
    return out.getvalue()


def written(tmp_path: Path, changed: list[dict[str, Any]]) -> Path:
    path = tmp_path / "dump.json"
    path.write_text(json.dumps(changed))
    return path


def with_user(changed: list[dict[str, Any]], email: str) -> list[dict[str, Any]]:
    return [*changed, {"pk": 1, "model": "auth.user", "fields": {"email": email, "password": "x", "username": "a"}}]


def test_the_genuine_dump_comes_in(tmp_path: Path) -> None:
    out = run(GENUINE)
    quiz = QuizPage.objects.get()
    assert (quiz.title, quiz.live, quiz.pass_mark, quiz.tries, quiz.shuffle) == (
        "Stagediscriminatie herkennen",
        True,
        60,
        None,
        False,
    )
    assert [(one.value["start"], one.value["text"]) for one in quiz.ranges] == [(0, "Probeer opnieuw"), (60, "Goed zo")]
    assert [page.question[0].block_type for page in BankQuestionPage.objects.order_by("pk")] == [
        "single",
        "true_false",
        "essay",
    ]
    assert set(BankCategoryPage.objects.values_list("title", flat=True)) == {"stage-discriminatie", "gesprek"}
    frozen = FrozenVersion.objects.get(kind="quiz")
    assert [question["category"] for question in frozen.content["questions"]] == [
        "stage-discriminatie / gesprek", "stage-discriminatie", "stage-discriminatie",
    ]  # fmt: skip
    assert "Poging 1 is overgeslagen: de dump zegt niet van wie hij is" in out
    assert "Samen: overgeslagen 2, quizzen 1, vragen 3." in out


def test_twice_gives_no_doubles(tmp_path: Path) -> None:
    UserFactory(email="a@school.example")
    path = written(tmp_path, with_user(rows(), "A@school.example"))
    run(path)
    counts = [model.objects.count() for model in (QuizPage, BankQuestionPage, BankCategoryPage, FrozenVersion, Attempt)]
    out = run(path)
    assert [model.objects.count() for model in (QuizPage, BankQuestionPage, BankCategoryPage, FrozenVersion, Attempt)] == counts
    assert "Samen: bestond al 5, overgeslagen 1." in out


def test_a_sitting_is_seen_by_its_own_person_only(tmp_path: Path, client: Client) -> None:
    own = MembershipFactory(user=UserFactory(email="a@school.example"))
    other = MembershipFactory(organisation=own.organisation, trainer=True)
    run(written(tmp_path, with_user(rows(), "a@school.example")))
    attempt = Attempt.objects.get()
    assert [answer.payload["chosen"] for answer in attempt.answers.all()] == [["a"], ["false"], []]
    assert attempt.answers.last().own_words == "Een tekst"
    assert "Een tekst" not in attempt.answers.last().own_words_sealed
    page = f"/leren/mijn-vragen/{attempt.pk}/"
    assert "Stagediscriminatie herkennen" in sign_in(client, own.user).get("/leren/mijn-vragen/").content.decode()
    assert "Een tekst" in client.get(page).content.decode()
    assert sign_in(client, other.user).get(page).status_code == 404
    assert not StepDone.objects.exists()
    assert not ModuleStatus.objects.exists()
    assert not Completion.objects.exists()


def test_every_setting_of_a_quiz_comes_along(tmp_path: Path) -> None:
    changed = rows()
    quiz = next(row for row in changed if row["model"] == "quiz.quiz")
    quiz["fields"] |= {"random_order": True, "max_questions": 2, "answers_at_end": True, "single_attempt": True, "draft": True}
    run(written(tmp_path, changed))
    page = QuizPage.objects.get()
    assert (page.shuffle, page.most, page.show_feedback, page.tries, page.live) == (True, 2, "at_end", 1, False)


def test_forms_of_the_python_2_era_are_read(tmp_path: Path) -> None:
    UserFactory(email="a@school.example")
    changed = with_user(rows(), "a@school.example")
    for row in changed:
        fields = row["fields"]
        if row["model"] == "quiz.sitting":
            fields |= {
                "user_answers": "{u'1': u'2', u'2': u'True', u'3': u'R\\xe9n\\xe9e'}",
                "complete": 1,
                "start": "2013-05-01 10:00:00",
            }
        row["model"] = row["model"].replace("multichoice.", "quiz.").replace("true_false.", "quiz.").replace("essay.", "quiz.")
        fields.update({name: int(value) for name, value in fields.items() if isinstance(value, bool)})
    changed[0]["fields"]["category"] = "Dürven"
    path = tmp_path / "oud.json"
    path.write_bytes(json.dumps(changed, ensure_ascii=False).encode("latin-1"))
    run(path)
    answers = list(Attempt.objects.get().answers.all())
    assert [answer.payload["chosen"] for answer in answers] == [["b"], ["true"], []]
    assert answers[2].own_words == "Rénée"
    assert BankCategoryPage.objects.filter(title="Dürven").exists()


def test_several_right_answers_each_count_and_the_order_by_content_is_kept(tmp_path: Path) -> None:
    changed = rows()
    changed.append({"pk": 3, "model": "multichoice.answer", "fields": {"content": "Afwachten", "question": 1, "correct": True}})
    run(written(tmp_path, changed))
    value = BankQuestionPage.objects.get(title="Wat doe je?").question[0].value
    assert [(option["text"], option["correct"], option["weight"]) for option in value["options"]] == [
        ("Afwachten", True, None), ("Doorvragen", False, 100), ("Negeren", False, None),
    ]  # fmt: skip
    assert value["keep_order"] is True


def test_what_cannot_come_in_is_counted_with_its_reason(tmp_path: Path) -> None:
    changed = rows()
    for row in changed:
        if row["model"] == "multichoice.answer":
            row["fields"]["correct"] = False
    out = run(written(tmp_path, changed))
    assert "Vraag 1 is overgeslagen: zonder goed antwoord." in out
    assert "overgeslagen 3" in out


def test_nothing_stays_of_an_import_that_breaks_halfway() -> None:
    """Somebody else's page has the address that the quiz would get: found out after the questions were written."""
    publish(QuizPage(title="Van een ander", slug="quiz-oud-herkennen"))
    with pytest.raises(CommandError, match="niets veranderd"):
        run(GENUINE)
    assert not BankQuestionPage.objects.exists()
    assert QuizPage.objects.count() == 1


def test_a_dry_run_changes_nothing() -> None:
    out = run(GENUINE, dry_run=True)
    assert "Er is niets veranderd" in out
    assert not BankQuestionPage.objects.exists()


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"nee", b'[{"model": "a.b", "pk": 1, "fields": {}}]', b"[" * 100_000])
def test_something_else_than_a_dump_gets_a_sentence(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        read_dump(data)
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(CommandError, match="niets veranderd"):
        run(path)


def test_answers_that_cannot_be_read_are_no_answers() -> None:
    assert answers_given("__import__('os')") == {}
    assert answers_given("[1]") == {}
