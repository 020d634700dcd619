"""A second person reads a conversation before learners do; faults stop submitting, never drafts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, TaskState
from wagtail.test.utils.form_data import nested_form_data

from gehoord.core.models import OutboxMessage
from gehoord.core.outbox import deliver_next
from gehoord.organisations.models import Organisation
from learning.catalogue.models import FrozenVersion, ScenarioPage, SecondReaderState, SecondReaderTask
from learning.catalogue.scenario_services import save_draft, save_reasons, settle_comment
from learning.engine.checklist import CHECKLIST
from tests.factories import UserFactory
from tests.learning.factories import scenario_page

pytestmark = pytest.mark.django_db


def edit(page: ScenarioPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def posted(page: ScenarioPage, **extra: str) -> dict[str, Any]:
    empty = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return nested_form_data({"title": page.title, "slug": page.slug, "organisation": "", **empty, **extra})


def submit(client: Client, page: ScenarioPage) -> Any:
    return client.post(edit(page), posted(page, **{"action-submit": "1"}), follow=True)


def approve(client: Client, page: ScenarioPage, signed: list[str] | None = None) -> Any:
    state = page.current_workflow_task_state
    data = dict.fromkeys(signed if signed is not None else [one.key for one in CHECKLIST], "on")
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), data)


@pytest.fixture
def explained(scenario: ScenarioPage) -> ScenarioPage:
    """A changed draft whose warnings all have a reason."""
    author = UserFactory()

    def change(draft: ScenarioPage) -> None:
        draft.graph["moments"][0]["lines"][0]["text"] = "Ik kom niet meer."

    save_draft(page_id=scenario.pk, by=author, change=change)
    draft = ScenarioPage.objects.get(pk=scenario.pk).get_latest_revision_as_object()
    from learning.catalogue.scenario_services import check_of

    reasons = {(one.code, one.place): "Dat past hier." for one in check_of(draft).warnings}
    save_reasons(page_id=scenario.pk, reasons=reasons, by=author)
    return ScenarioPage.objects.get(pk=scenario.pk)


def words_of_learners() -> str:
    return str(FrozenVersion.objects.newest().get(kind="scenario").content["moments"][0]["lines"][0]["text"])


def test_a_trainer_cannot_publish_alone(cms: Client, explained: ScenarioPage) -> None:
    cms.post(edit(explained), posted(explained, **{"action-publish": "1"}))
    assert words_of_learners() == "Ik stop."
    assert not explained.permissions_for_user(cms.user).can_publish()  # type: ignore[attr-defined]


def test_a_second_trainer_signs_and_then_learners_get_it(
    cms: Client, explained: ScenarioPage, trainer_of: Callable[[Organisation], Client], school: Organisation
) -> None:
    submit(cms, explained)
    explained.refresh_from_db()
    assert isinstance(explained.current_workflow_task, SecondReaderTask)
    assert words_of_learners() == "Ik stop."
    approve(trainer_of(school), explained)
    assert words_of_learners() == "Ik kom niet meer."
    state = SecondReaderState.objects.get()
    assert state.status == TaskState.STATUS_APPROVED
    assert set(state.signed) == {one.key for one in CHECKLIST}


def test_who_saved_last_cannot_approve(cms: Client, explained: ScenarioPage) -> None:
    cms.post(reverse("scenario:act", args=[explained.pk]), {"action": "duplicate", "key": "m2"})
    cms.post(reverse("scenario:undo", args=[explained.pk]))
    submit(cms, explained)
    page = ScenarioPage.objects.get(pk=explained.pk)
    assert [name for name, _label, _form in page.current_workflow_task.get_actions(page, cms.user)] == ["reject"]  # type: ignore[attr-defined]
    approve(cms, page)
    assert words_of_learners() == "Ik stop."


def test_not_everything_signed_is_not_approved(
    cms: Client, explained: ScenarioPage, trainer_of: Callable[[Organisation], Client], school: Organisation
) -> None:
    submit(cms, explained)
    page = ScenarioPage.objects.get(pk=explained.pk)
    approve(trainer_of(school), page, signed=["life"])
    assert words_of_learners() == "Ik stop."


def test_faults_stop_submitting_and_say_where_while_the_draft_is_kept(cms: Client, explained: ScenarioPage) -> None:
    def change(draft: ScenarioPage) -> None:
        draft.graph["moments"][0]["replies"][0]["next"] = ""

    save_draft(page_id=explained.pk, by=None, change=change)
    response = submit(cms, explained)
    text = response.content.decode()
    assert "Kies wat hierna komt." in text
    page = ScenarioPage.objects.get(pk=explained.pk)
    assert page.current_workflow_state is None
    assert page.get_latest_revision_as_object().graph["moments"][0]["replies"][0]["next"] == ""
    assert cms.post(edit(explained), posted(explained)).status_code == 302


def test_a_warning_needs_a_written_reason(cms: Client, scenario: ScenarioPage) -> None:
    assert "of schrijf waarom het zo mag blijven" in submit(cms, scenario).content.decode()
    place = reverse("scenario:findings", args=[scenario.pk])
    warnings = cms.get(place).context["warnings"]
    data = {
        f"{name}-{row['number']}": value
        for row in warnings
        for name, value in (("code", row["finding"].code), ("place", row["finding"].place), ("reason", "Bewust."))
    }
    cms.post(place, data)
    assert "of schrijf waarom" not in submit(cms, scenario).content.decode()
    assert ScenarioPage.objects.get(pk=scenario.pk).current_workflow_state is not None


def test_a_reader_says_something_at_a_line_and_it_is_settled(cms: Client, scenario: ScenarioPage) -> None:
    place = {"place": "m1/zin/0", "text": "Wat korter?", "pad": "1"}
    cms.post(reverse("scenario:comment", args=[scenario.pk]), place)
    read = reverse("scenario:read", args=[scenario.pk])
    assert "Wat korter?" in cms.get(read).content.decode()
    # Wagtail's own form leaves it alone.
    cms.post(edit(scenario), posted(scenario))
    comment = Comment.objects.get(resolved_at__isnull=True)
    cms.post(reverse("scenario:settle", args=[scenario.pk]), {"comment": comment.pk, "pad": "1"})
    assert "Wat korter?" not in cms.get(read).content.decode()
    for wrong in ("m1/zin/9", "weg/zin/0", ""):
        cms.post(reverse("scenario:comment", args=[scenario.pk]), {**place, "place": wrong})
    assert Comment.objects.count() == 1


def test_remarks_are_mailed_once_in_half_an_hour_to_the_writer_and_who_reads_along(
    cms: Client,
    scenario: ScenarioPage,
    trainer_of: Callable[[Organisation], Client],
    school: Organisation,
    mailoutbox: list[Any],
) -> None:
    reader = trainer_of(school)
    save_draft(page_id=scenario.pk, by=cms.user, change=lambda draft: None)  # type: ignore[attr-defined]
    at_line = reverse("scenario:comment", args=[scenario.pk])
    for text in ("Wat korter?", "En dit woord is hard."):
        reader.post(at_line, {"place": "m1/zin/0", "text": text, "pad": "1"})
    message = OutboxMessage.objects.get(kind="catalogue.commented")
    assert message.account == cms.user  # type: ignore[attr-defined]
    assert not deliver_next(timezone.now() + timedelta(minutes=29))
    assert deliver_next(timezone.now() + timedelta(minutes=31))
    (mail,) = mailoutbox
    assert f"/cms/gesprekken/{scenario.pk}/doorlezen/" in mail.body
    assert "korter" not in mail.body
    cms.post(at_line, {"place": "m1/zin/0", "text": "Zo beter?", "pad": "1"})
    assert OutboxMessage.objects.get(kind="catalogue.commented", state="waiting").account == reader.user  # type: ignore[attr-defined]


def test_nobody_is_mailed_about_a_remark_that_was_settled_meanwhile(
    cms: Client,
    scenario: ScenarioPage,
    trainer_of: Callable[[Organisation], Client],
    school: Organisation,
    mailoutbox: list[Any],
) -> None:
    save_draft(page_id=scenario.pk, by=cms.user, change=lambda draft: None)  # type: ignore[attr-defined]
    trainer_of(school).post(reverse("scenario:comment", args=[scenario.pk]), {"place": "m1/zin/0", "text": "Hm.", "pad": "1"})
    settle_comment(comment=Comment.objects.get(), at=timezone.now(), by=cms.user)  # type: ignore[attr-defined]
    deliver_next(timezone.now() + timedelta(hours=1))
    assert mailoutbox == []


def test_all_paths_are_read_and_each_reply_comes_by(cms: Client, scenario: ScenarioPage) -> None:
    context = cms.get(reverse("scenario:read", args=[scenario.pk])).context
    given = {(step.moment, step.reply) for path in context["paths"].paths for step in path if step.reply}
    replies = {(moment["key"], reply["key"]) for moment in scenario.graph["moments"] for reply in moment.get("replies", [])}
    assert given == replies
    assert context["paths"].is_all


def test_history_compares_and_goes_back(cms: Client, explained: ScenarioPage) -> None:
    first, last = explained.revisions.order_by("pk").first(), explained.revisions.order_by("pk").last()
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[explained.pk, first.pk, last.pk])
    text = cms.get(compare).content.decode()
    assert "Ik kom niet meer." in text or "kom niet meer" in text
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[explained.pk, first.pk])
    cms.post(revert, posted(explained))
    page = ScenarioPage.objects.get(pk=explained.pk)
    assert page.get_latest_revision_as_object().graph["moments"][0]["lines"][0]["text"] == "Ik stop."


def test_publishing_later_is_scheduled_at_the_approval(
    cms: Client, explained: ScenarioPage, trainer_of: Callable[[Organisation], Client], school: Organisation
) -> None:
    later = timezone.now() + timedelta(days=3)
    data = posted(explained, **{"action-submit": "1", "go_live_at": later.strftime("%Y-%m-%d %H:%M"), "expire_at": ""})
    cms.post(edit(explained), data)
    page = ScenarioPage.objects.get(pk=explained.pk)
    approve(trainer_of(school), page)
    assert words_of_learners() == "Ik stop."
    assert ScenarioPage.objects.get(pk=explained.pk).scheduled_revision is not None


def test_a_new_conversation_opens_where_it_is_written(cms: Client) -> None:
    root = scenario_page(slug="eerste").get_parent()
    add = cms.get(reverse("wagtailadmin_pages:add", args=["catalogue", "scenariopage", root.pk]))["Location"]
    assert add == reverse("scenario:new", args=[root.pk])
    assert add in cms.get(reverse("scenario:index")).content.decode()
    wrong = cms.post(add, {"title": "Sam stopt", "text": "zomaar iets"})
    assert "zomaar iets" in wrong.content.decode()
    assert "Regel 1" in wrong.content.decode()
    for slug in ("sam-stopt", "sam-stopt-2"):
        response = cms.post(add, {"title": "Sam stopt", "text": "Sam: Ik stop.\nJij: Vertel eens.\nSam: Dank je."})
        page = ScenarioPage.objects.get(slug=slug)
        assert response["Location"] == reverse("scenario:editor", args=[page.pk])
        assert [moment["key"] for moment in page.get_latest_revision_as_object().graph["moments"]] == ["m1", "m2"]
