"""A text leaves the learner's room only when the learner says so, without a name, and not for longer than it takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from gehoord.accounts.models import User
from gehoord.core.models import AuditEvent
from learning.progress.enums import Judgement
from learning.progress.errors import AlreadyMarkedError
from learning.progress.models import Attempt, Essay
from learning.progress.quiz_services import forget_marked_essays, mark_essay
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, sign_in
from tests.learning.factories import EVERY_KIND, MODULE, published_module, quiz_of, step

pytestmark = pytest.mark.django_db
QUIZ = f"/leren/{MODULE}/vragen/"
TEXT = "Ik vroeg eerst hoe het ging."


@pytest.fixture
def trainer(school: Any) -> User:
    return MembershipFactory(organisation=school, trainer=True, user=UserFactory(name="Farida Trainer")).user


@pytest.fixture
def written(client: Client, learner: User) -> int:
    """A finished quiz with one essay; the number of its answer."""
    published_module(steps=[step("vragen", page=quiz_of([EVERY_KIND[10]]))])
    sign_in(client, learner)
    client.post(QUIZ, {"action": "start"})
    client.post(QUIZ, {"action": "answer", "sequence": 0, "words": TEXT})
    return Attempt.objects.get().answers.get().pk


def send(client: Client, answer: int, organisation: Any, action: str = "send") -> Any:
    return client.post(f"/leren/teksten/sturen/{answer}/", {"action": action, "organisation": organisation.pk})


def test_nothing_is_sent_by_itself_and_the_page_says_who_would_read_it(client: Client, written: int, trainer: User) -> None:
    page = client.get(QUIZ).content.decode()
    assert "Dit lezen de trainers van De Kade: Farida Trainer." in page
    assert "Laat lezen door de trainer" in page
    assert not Essay.objects.exists()


def test_a_trainer_reads_it_without_a_name_and_answers(
    client: Client, written: int, trainer: User, learner: User, school: Any
) -> None:
    assert send(client, written, school).status_code == 302
    send(client, written, school)
    essay = Essay.objects.get()
    assert TEXT not in essay.text_sealed
    sign_in(client, trainer)
    listed, opened = client.get("/leren/teksten/").content.decode(), client.get(f"/leren/teksten/{essay.pk}/").content.decode()
    assert TEXT in opened
    assert TEXT not in listed
    assert "Let op erkennen." in opened
    assert not [name for name in ("Marloes", "Bakker", learner.email) if name in opened + listed]
    assert client.post(f"/leren/teksten/{essay.pk}/", {"judgement": "", "reply": "Bijna."}).status_code == 422
    client.post(f"/leren/teksten/{essay.pk}/", {"judgement": "almost", "reply": "Sterk begin. Vraag ook wat iemand wil."})
    event = AuditEvent.objects.get(action="progress.essay_marked")
    assert (event.actor, event.target_id) == (trainer, "")
    sign_in(client, learner)
    page = client.get(QUIZ).content.decode()
    assert "Sterk begin." in page
    assert "Farida" not in page


def test_another_schools_trainer_a_coordinator_and_the_writer_read_nothing(
    client: Client, written: int, trainer: User, school: Any, learner: User
) -> None:
    send(client, written, school)
    essay = Essay.objects.get()
    MembershipFactory(organisation=school, trainer=True, user=learner)
    people = [
        MembershipFactory(trainer=True).user, MembershipFactory(organisation=school, coordinator=True).user,
        UserFactory(is_superuser=True), learner,
    ]  # fmt: skip
    for one in people:
        assert sign_in(client, one).get(f"/leren/teksten/{essay.pk}/").status_code == 404


def test_a_trainer_of_the_region_reads_it_too(client: Client, written: int, school: Any) -> None:
    bureau = OrganisationFactory(bureau=True, region=school.region)
    regional = MembershipFactory(organisation=bureau, trainer=True, user=UserFactory(name="Bureau Trainer")).user
    assert "Bureau Trainer" in client.get(QUIZ).content.decode()
    send(client, written, school)
    assert sign_in(client, regional).get(f"/leren/teksten/{Essay.objects.get().pk}/").status_code == 200


def test_without_a_trainer_nothing_can_be_sent(client: Client, written: int, school: Any) -> None:
    assert "Op dit moment is er geen trainer" in client.get(QUIZ).content.decode()
    send(client, written, school)
    assert not Essay.objects.exists()


def test_nobody_sends_somebody_elses_text_and_the_writer_can_take_it_back(
    client: Client, written: int, trainer: User, school: Any, learner: User
) -> None:
    other = MembershipFactory(organisation=school).user
    assert send(sign_in(client, other), written, school).status_code == 404
    send(sign_in(client, learner), written, school)
    send(client, written, school, action="take_back")
    assert not Essay.objects.exists()


def test_a_text_is_marked_once_and_goes_thirty_days_later(client: Client, written: int, trainer: User, school: Any) -> None:
    send(client, written, school)
    essay = Essay.objects.get()
    marked_on = date(2026, 3, 1)
    mark_essay(by=trainer, essay=essay, judgement=Judgement.STRONG, reply="Mooi.", on=marked_on)
    with pytest.raises(AlreadyMarkedError):
        mark_essay(by=trainer, essay=essay, judgement=Judgement.AGAIN, reply="Toch niet.")
    day = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert forget_marked_essays(day, dry_run=False) == 0
    assert forget_marked_essays(day + timedelta(days=1), dry_run=True) == 1
    assert Essay.objects.exists()
    forget_marked_essays(day + timedelta(days=1), dry_run=False)
    assert not Essay.objects.exists()
    assert Attempt.objects.get().answers.get().own_words == TEXT


def test_erasing_the_answers_erases_what_was_sent(client: Client, written: int, trainer: User, school: Any) -> None:
    send(client, written, school)
    client.post("/leren/van-mij/")
    assert not Essay.objects.exists()


def test_the_own_data_say_what_was_sent(client: Client, written: int, trainer: User, school: Any) -> None:
    send(client, written, school)
    data = client.get("/leren/van-mij/gegevens.json").json()
    assert data["pogingen"][0]["antwoorden"][0]["eigen zin"] == TEXT
    assert "gelezen door een trainer" in data["pogingen"][0]["antwoorden"][0]
