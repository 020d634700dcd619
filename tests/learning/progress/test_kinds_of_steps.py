"""Film, reflection, live training and download as steps of a module: what completes each, and who may fetch a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection
from wagtail.rich_text import RichText

from gehoord.accounts.models import User
from gehoord.core.models import Document
from gehoord.organisations.models import Organisation
from learning.catalogue.errors import NotFreezableError
from learning.catalogue.freezing import content_of
from learning.catalogue.models import ModulePage
from learning.completion.models import Completion, ModuleStatus
from learning.progress.models import Reflection, StepDone
from learning.progress.personal_data import export
from learning.progress.services import forget_answers
from learning.trainings.models import LiveTraining
from learning.trainings.services import record_attendance
from tests.factories import MembershipFactory, OrganisationFactory, sign_in
from tests.learning.factories import MODULE, published_module, step
from tests.learning.trainings.conftest import World

FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(200))
CAPTIONS = b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nStudent: Laat maar.\n"


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def document(name: str, data: bytes) -> Document:
    found = Document(title=name, collection=Collection.get_first_root_node() or Collection.add_root(name="Root"))
    found.file.save(name, ContentFile(data))
    return found


def of_kind(kind: str, *, required: bool = True, **own: Any) -> tuple[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {
        "film": {"transcript": RichText("<p>Een student zegt: laat maar.</p>")},
        "reflection": {"question": "Wat zou jij zeggen?"},
        "live": {"body": RichText("<p>Oefenen in drietallen.</p>")},
        "download": {"body": RichText("<p>Een kaart voor in je tas.</p>")},
    }
    shared = {name: value for name, value in step(kind, required=required)[1].items() if name != "body"}
    return kind, {**shared, **values[kind], **own}


def with_files() -> ModulePage:
    film = of_kind("film", film=document("film.mp4", FILM), captions=document("film.vtt", CAPTIONS))
    download = of_kind("download", file=document("kaart.pdf", b"%PDF-1.7 kaart"), required=False)
    return published_module(steps=[film, of_kind("reflection"), of_kind("live", required=False), download])


@pytest.fixture
def room(client: Client, learner: User) -> Client:
    with_files()
    return sign_in(client, learner)


def done(user: User) -> set[str]:
    return set(StepDone.objects.filter(user=user).values_list("step_key", flat=True))


def test_a_film_has_captions_and_a_transcript_and_is_done_when_the_learner_says_so(room: Client, learner: User) -> None:
    page = room.get(f"/leren/{MODULE}/film/").content.decode()
    assert 'kind="captions"' in page
    assert 'srclang="nl"' in page
    assert "Een student zegt: laat maar." in page
    assert done(learner) == set()
    assert room.post(f"/leren/{MODULE}/film/")["Location"] == f"/leren/{MODULE}/reflection/"
    assert done(learner) == {"film"}


def test_a_part_of_a_film_is_given_as_phones_ask_for_it(room: Client) -> None:
    url = f"/leren/{MODULE}/film/bestand/film/"
    whole = room.get(url)
    assert b"".join(whole.streaming_content) == FILM
    assert whole["Accept-Ranges"] == "bytes"
    part = room.get(url, headers={"range": "bytes=4-11"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 4-11/{len(FILM)}")
    assert b"".join(part.streaming_content) == FILM[4:12]
    last = room.get(url, headers={"range": "bytes=-5"})
    assert b"".join(last.streaming_content) == FILM[-5:]
    assert room.get(url, headers={"range": "bytes=9999-"}).status_code == 416
    captions = room.get(f"/leren/{MODULE}/film/bestand/ondertiteling/")
    assert captions["Content-Type"] == "text/vtt; charset=utf-8"
    assert b"".join(captions.streaming_content) == CAPTIONS


@pytest.mark.parametrize(("name", "data"), [("film.vtt", b"1\n00:00 --> 00:02\nHoi"), ("film.txt", CAPTIONS)])
def test_a_film_without_real_captions_is_not_frozen(learner: User, name: str, data: bytes) -> None:
    page = ModulePage(title="Film", slug="film", lead="Kijken.")
    page.steps = [of_kind("film", film=document("film.mp4", FILM), captions=document(name, data))]
    with pytest.raises(NotFreezableError, match="vtt-bestand"):
        content_of(page)


def test_opening_a_reflection_completes_it_and_what_is_written_is_sealed(room: Client, learner: User) -> None:
    url = f"/leren/{MODULE}/reflection/"
    assert room.head(url).status_code == 200
    assert done(learner) == set()
    page = room.get(url).content.decode()
    assert "Wat zou jij zeggen?" in page
    assert "Schrijf geen namen of herkenbare details" in page
    assert done(learner) == {"reflection"}
    room.post(url, {"text": "Ik vraag eerst hoe het gaat.\nDan luister ik."})
    kept = Reflection.objects.get(user=learner)
    assert "vraag" not in kept.text_sealed
    assert "Ik vraag eerst hoe het gaat.\nDan luister ik." in room.get(url).content.decode()
    assert export(learner)["gedachten voor jezelf"][0]["tekst"].startswith("Ik vraag")
    room.post(url, {"text": "  "})
    assert not Reflection.objects.exists()


def test_a_text_that_is_too_long_comes_back_whole(room: Client) -> None:
    text = "lang " * 2000
    answer = room.post(f"/leren/{MODULE}/reflection/", {"text": text})
    assert answer.status_code == 422
    assert text in answer.content.decode()


def test_erasing_answers_takes_the_reflection_and_leaves_the_step(room: Client, learner: User) -> None:
    room.get(f"/leren/{MODULE}/reflection/")
    room.post(f"/leren/{MODULE}/reflection/", {"text": "Van mij."})
    forget_answers(user=learner)
    assert not Reflection.objects.exists()
    assert done(learner) == {"reflection"}


def test_fetching_the_file_completes_a_download(room: Client, learner: User) -> None:
    assert "PDF" in room.get(f"/leren/{MODULE}/download/").content.decode()
    assert done(learner) == set()
    fetched = room.get(f"/leren/{MODULE}/download/bestand/bestand/")
    assert "attachment" in fetched["Content-Disposition"]
    assert b"".join(fetched.streaming_content) == b"%PDF-1.7 kaart"
    assert done(learner) == {"download"}


def test_a_file_of_another_schools_module_does_not_exist(client: Client, learner: User) -> None:
    other: Organisation = OrganisationFactory()
    film = of_kind("film", film=document("film.mp4", FILM), captions=document("film.vtt", CAPTIONS))
    published_module("van-hen", steps=[film], organisation=other)
    sign_in(client, learner)
    assert client.get("/leren/van-hen/film/bestand/film/").status_code == 404


def test_attending_completes_the_live_step_and_nothing_else(room: Client, learner: User, school: Organisation) -> None:
    world = World()
    training: LiveTraining = world.training(module_key=MODULE, days=-1)
    training.sign_ups.create(user=learner, organisation=school, state="seated", since=world.now)
    for _ in range(2):
        record_attendance(training=training, by=world.trainer, present=[learner.pk], on=date(2026, 11, 20))
    row = StepDone.objects.get(user=learner)
    assert (row.step_key, row.on, row.again_on) == ("live", date(2026, 11, 20), None)
    assert not Completion.objects.exists()
    assert ModuleStatus.objects.get(user=learner).state == "started"


def test_a_module_is_complete_when_its_required_steps_are(room: Client, learner: User) -> None:
    room.post(f"/leren/{MODULE}/film/")
    room.get(f"/leren/{MODULE}/reflection/")
    assert Completion.objects.filter(user=learner, module_key=MODULE).count() == 1
    page = room.get(f"/leren/{MODULE}/").content.decode()
    assert "Je bent klaar" in page
    assert "Mijn certificaat" in page
    assert "Module · 10 minuten" in page


def test_a_finished_module_leads_to_the_next_and_a_later_one_says_what_comes_first(room: Client, learner: User) -> None:
    first = ModulePage.objects.get(slug=MODULE)
    later = ModulePage(title="Het vervolg", slug="vervolg", lead="Verder.", first_modules=[("module", first.page_ptr)])
    later.steps = [step("lezen")]
    first.get_parent().add_child(instance=later)
    later.save_revision().publish()
    assert "bouwt verder op" in room.get("/leren/vervolg/").content.decode()
    room.post(f"/leren/{MODULE}/film/")
    room.get(f"/leren/{MODULE}/reflection/")
    assert "Verder met Het vervolg" in room.get(f"/leren/{MODULE}/").content.decode()
    assert "bouwt verder op" not in room.get("/leren/vervolg/").content.decode()


def test_a_colleague_of_elsewhere_sees_nothing_of_a_reflection(room: Client, learner: User) -> None:
    room.post(f"/leren/{MODULE}/reflection/", {"text": "Alleen van mij."})
    other = MembershipFactory().user
    there = sign_in(Client(), other)
    assert "Alleen van mij" not in there.get(f"/leren/{MODULE}/reflection/").content.decode()
