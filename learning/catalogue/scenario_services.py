"""Small saves of a conversation's draft. Each is a revision of its page, so that history, compare and workflow see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Comment, Locale, Page, Revision

from gehoord.core import outbox
from gehoord.core.models import OutboxMessage
from gehoord.organisations.models import Organisation

from .models import CatalogueRoot, ScenarioPage
from .scenario_check import Check, check
from .scenario_editor import MomentEditor, moment_checksum
from .scenario_graph import (
    Graph,
    moment_of,
    moved,
    new_graph,
    starting_at,
    steps_of,
    with_copy,
    with_moment,
    with_new_moment,
    without_moment,
)

# Behind the field's name: our own screens show these, Wagtail's side panel keeps to whole fields.
LINE_PATH = "graph."
MOST_TITLE = 255
COMMENTED = "catalogue.commented"
COLLECTED = timedelta(minutes=30)


class PageLockedError(Exception):
    """The page is locked for this person: by a colleague, or by the second reading."""


class ChangedMeanwhileError(Exception):
    """Somebody else saved the same moment while this form was open."""


class NothingToUndoError(Exception):
    """There is no step to go back to, or somebody else worked on since."""


def draft_of(page: Page) -> ScenarioPage:
    """The newest revision of a page as a scenario, with at least one moment to write."""
    draft = page.get_latest_revision_as_object()
    assert isinstance(draft, ScenarioPage)
    if not draft.graph.get("moments"):
        draft.graph = {**new_graph(), **{key: value for key, value in draft.graph.items() if value}}
    return draft


def check_of(draft: ScenarioPage) -> Check:
    return check(draft.graph, title=draft.title, slug=draft.slug)


@transaction.atomic
def save_draft(*, page_id: int, by: Any, change: Callable[[ScenarioPage], None]) -> tuple[int | None, int]:
    """Change the newest draft and save it as a new revision: the numbers of the revision before and of the new one.

    Raises PageLockedError; whatever ``change`` raises saves nothing. Wagtail's own log says who saved.
    """
    page = Page.objects.select_for_update(of=("self",)).get(pk=page_id)
    draft = draft_of(page)
    lock = draft.get_lock()
    if lock is not None and lock.for_user(by):
        raise PageLockedError
    before = page.latest_revision_id
    change(draft)
    revision = draft.save_revision(user=by, log_action=True, clean=False)
    return before, revision.pk


def save_moment(*, page_id: int, key: str, editor: MomentEditor, by: Any) -> tuple[tuple[int | None, int], list[str]]:
    """Save one moment from its form; replies that ask for it get a new moment each. Returns the revisions and the new keys.

    Raises ChangedMeanwhileError when the moment is not the one that the form was made from, NoSuchMomentError when it is gone.
    """
    made: list[str] = []

    def change(draft: ScenarioPage) -> None:
        former = moment_of(draft.graph, key)
        base = editor.main.cleaned_data["base"]
        if base and base != moment_checksum(former):
            raise ChangedMeanwhileError
        draft.graph = with_moment(draft.graph, key, editor.changed)
        for reply_key in editor.wants_new:
            draft.graph, following = new_moment_from_reply(draft.graph, key, reply_key)
            made.append(following)

    return save_draft(page_id=page_id, by=by, change=change), made


def new_moment_from_reply(graph: Graph, key: str, reply_key: str) -> tuple[Graph, str]:
    """An empty moment behind this one, to which the reply leads."""
    changed, following = with_new_moment(graph, after=key)
    moment = moment_of(changed, key)
    for step in steps_of(moment):
        if step.get("key") == reply_key:
            step["next"] = following
    return changed, following


def change_graph(graph: Graph, action: str, key: str) -> tuple[Graph, str]:
    """One of the acts on a whole moment; the graph and the moment to look at afterwards."""
    if action == "new":
        return with_new_moment(graph, after=key)
    if action == "duplicate":
        return with_copy(graph, key)
    if action in {"up", "down"}:
        return moved(graph, key, -1 if action == "up" else 1), key
    if action == "start":
        return starting_at(graph, key), key
    if action == "delete":
        return without_moment(graph, key), ""
    raise ValueError(action)


@transaction.atomic
def restore_revision(*, page_id: int, revision_id: int, expected: int, by: Any) -> tuple[int | None, int]:
    """Go back to the conversation of an earlier revision, as a new one. ``expected`` must still be the newest."""
    revision = Revision.page_revisions.filter(object_id=str(page_id), pk=revision_id).first()
    newest = Page.objects.select_for_update(of=("self",)).values_list("latest_revision_id", flat=True).get(pk=page_id)
    if revision is None or newest != expected:
        raise NothingToUndoError
    former = revision.as_object()

    def change(draft: ScenarioPage) -> None:
        draft.graph, draft.translated_from = former.graph, former.translated_from

    return save_draft(page_id=page_id, by=by, change=change)


def save_reasons(*, page_id: int, reasons: Mapping[tuple[str, str], str], by: Any) -> tuple[int | None, int]:
    """Keep why warnings may stay, by (code, place); an empty reason is taken away."""

    def change(draft: ScenarioPage) -> None:
        kept = {(row.get("code"), row.get("place") or ""): row for row in draft.graph.get("accepted") or []}
        for (code, place), reason in reasons.items():
            kept.pop((code, place), None)
            if reason.strip():
                kept[code, place] = {"code": code, "place": place, "reason": reason.strip()}
        draft.graph = {**draft.graph, "accepted": list(kept.values())}

    return save_draft(page_id=page_id, by=by, change=change)


@transaction.atomic
def comment_on_line(*, page: ScenarioPage, place: str, text: str, by: Any) -> Comment:
    """Say something about one line; it stands on the page's own list of comments until somebody settles it.

    Who wrote the conversation or has said something about it gets one mail for all remarks of half an hour, without their text.
    """
    comment = Comment(page=page, user=by, text=text, contentpath=f"{LINE_PATH}{place}", revision_created=page.latest_revision)
    comment.save()
    comment.log_create(user=by, page_revision=page.latest_revision)
    due = timezone.now() + COLLECTED
    for account_id in _told_of_comments(page) - {by.pk, *_told_soon(page)}:
        outbox.enqueue(kind=COMMENTED, account_id=account_id, context={"page": page.pk}, at=due)
    return comment


def _told_of_comments(page: ScenarioPage) -> set[int]:
    """Its owner, who saved or submitted it last, and whoever else said something that is not settled."""
    state = page.current_workflow_state
    people = {
        page.owner_id,
        page.latest_revision.user_id if page.latest_revision else None,
        state.requested_by_id if state else None,
    }
    people |= set(Comment.objects.filter(page_id=page.pk, resolved_at__isnull=True).values_list("user_id", flat=True))
    return {person for person in people if person is not None}


def _told_soon(page: ScenarioPage) -> set[int]:
    """For whom such a mail is waiting already."""
    waiting = OutboxMessage.objects.filter(kind=COMMENTED, state=OutboxMessage.State.WAITING, context={"page": page.pk})
    return set(waiting.values_list("account_id", flat=True))


@transaction.atomic
def settle_comment(*, comment: Comment, at: Any, by: Any) -> Comment:
    """Somebody dealt with it: it leaves the list, and stays in the history."""
    comment.resolved_at, comment.resolved_by = at, by
    # Its own save() does not bear a list of fields (wagtail.models.Comment.save, 8.0).
    Comment.objects.filter(pk=comment.pk).update(resolved_at=at, resolved_by=by)
    comment.log_resolve(user=by)
    return comment


def undo_name(page_id: int) -> str:
    """Where a session keeps its own steps on a page."""
    return f"catalogue.steps.{page_id}"


def remember_step(session: Any, page_id: int, revisions: tuple[int | None, int]) -> None:
    """A step that may be undone by who made it, in this session; the last twenty."""
    steps = [*session.get(undo_name(page_id), []), list(revisions)]
    session[undo_name(page_id)] = steps[-20:]


def undo(*, session: Any, page_id: int, by: Any) -> None:
    """Take the last own step back; again takes the one before. Raises NothingToUndoError."""
    steps = list(session.get(undo_name(page_id), []))
    if not steps or steps[-1][0] is None:
        raise NothingToUndoError
    before, after = steps.pop()
    revisions = restore_revision(page_id=page_id, revision_id=before, expected=after, by=by)
    # What was restored is now the newest: the step before must be undone from there.
    if steps and steps[-1][1] == before:
        steps[-1][1] = revisions[1]
    session[undo_name(page_id)] = steps


@transaction.atomic
def create_scenario(
    *, root: CatalogueRoot, title: str, slug: str, graph: Graph, organisation: Organisation | None, by: Any
) -> ScenarioPage:
    """A new conversation as a draft; a name that is taken gets a number."""
    page = ScenarioPage(
        title=title[:MOST_TITLE], slug=_free_slug(root, slug[:200] or "gesprek"), graph=graph, locale_id=root.locale_id,
        organisation=organisation, live=False, owner=by,
    )  # fmt: skip
    root.refresh_from_db()
    root.add_child(instance=page)
    page.save_revision(user=by, log_action="wagtail.create")
    return page


def _free_slug(root: CatalogueRoot, slug: str) -> str:
    taken = set(root.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    names = (slug if number == 1 else f"{slug}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


@transaction.atomic
def make_translation(*, source: ScenarioPage, locale: Locale, root: CatalogueRoot, by: Any) -> ScenarioPage:
    """The page of a translation as a draft without words of its own; the one that is there already when there is one."""
    found = ScenarioPage.objects.filter(translation_key=source.translation_key, locale=locale).first()
    if found is not None:
        return found
    page = ScenarioPage(
        title=source.title, slug=source.slug, graph=source.graph, organisation_id=source.organisation_id, locale=locale,
        translation_key=source.translation_key, live=False, owner=by,
    )  # fmt: skip
    root.refresh_from_db()
    root.add_child(instance=page)
    page.save_revision(user=by, log_action="wagtail.create")
    return page
