"""The CMS: a conversation of 25 moments × 4 replies opens and saves like a plain page, since it is edited moment by moment."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench.declare import Declaration, Supply, Target
from bench.world import Person, World
from gehoord.accounts.second_factor import DEMO_MARK
from gehoord.organisations.enums import Role
from learning.catalogue.models import ScenarioPage
from learning.catalogue.scenario_editor import MomentEditor
from learning.catalogue.scenario_graph import moment_of

MOMENTS, MOMENT = 25, "m3"
SKILLS = ("open_question", "dismissing", "listening", "repair")
EDITORS = 4
EMPTY, PLAIN_SAVE = "edit view of an empty page in the CMS", "saving a plain page in the CMS"


def _reply(key: str, target: str, openness: int, skill: str) -> dict[str, Any]:
    return {
        "key": key, "text": f"Antwoord {key} naar {target}", "skills": [skill], "openness": openness,
        "feedback": f"Waarom {key}.", "next": target,
    }  # fmt: skip


def moments(number: int) -> list[dict[str, Any]]:
    """A conversation of so many moments × 4 replies, all of which can be reached, and its ending."""
    rows: list[dict[str, Any]] = []
    for place in range(number):
        targets = [f"m{min(place + step, number)}" for step in (1, 2, 1, 3)]
        replies = [_reply(*each) for each in zip("abcd", targets, (1, -1, 0, 1), SKILLS, strict=True)]
        rows.append({"key": f"m{place}", "lines": [{"speaker": "student", "text": f"Zin {place}."}], "replies": replies})
    ending = {"kind": "good", "heading": "Klaar.", "who_decides": "Noor", "summary": "Rustig."}
    return [*rows, {"key": f"m{number}", "lines": [{"speaker": "student", "text": "Dag."}], "ending": ending}]


def page_of(world: World, number: int) -> ScenarioPage:
    """A draft with so many moments beside the starter's conversations, made once."""
    key = f"scenario-{number}"
    if key not in world.kept:
        model = ScenarioPage.objects.filter(organisation=None).order_by("pk")[0]
        graph = {**model.graph, "moments": moments(number), "start": "m0", "facts": []}
        page = ScenarioPage(title=f"Gesprek van {number}", slug=f"bench-{number}", graph=graph, live=False)
        model.get_parent().add_child(instance=page)
        page.save_revision()
        world.kept[key] = page
    found = world.kept[key]
    assert isinstance(found, ScenarioPage)
    return found


def editor(world: World) -> Person:
    if "editor" not in world.kept:
        world.kept["editor"] = world.person(Role.TRAINER)
    found = world.kept["editor"]
    assert isinstance(found, Person)
    return found


def opening(number: int, name: str, *place: str) -> Callable[[World], Supply]:
    def prepare(world: World) -> Supply:
        request = editor(world).get(reverse(name, args=[page_of(world, number).pk, *place]))
        return lambda _client: itertools.repeat(request)

    return prepare


def saving(world: World) -> Supply:
    """What a browser sends for one moment, its line now with one word and now with another: each is a revision, and each
    says which of the two it was changed from, as the form does."""
    page = page_of(world, MOMENTS)
    graphs = [_draft(page).graph]
    sent = [_form_of(graphs[0], "Zin met een woord.")]
    person = Client(headers={"host": "localhost"})
    person.force_login(editor(world).user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = person.session
    session[DEMO_MARK] = True
    session.save()
    place = reverse("scenario:moment", args=[page.pk, MOMENT])
    for line in ("Zin met een ander woord.", "Zin met een woord."):
        if person.post(place, sent[-1]).status_code != 302:
            raise RuntimeError("a moment is not saved")
        graphs.append(_draft(page).graph)
        sent.append(_form_of(graphs[-1], line))
    world.kept["first moment"] = graphs[1]
    requests = [editor(world).post(place, urlencode(one, doseq=True)) for one in sent[1:]]
    put_back(world)
    return lambda _client: itertools.cycle(requests)


def put_back(world: World) -> None:
    """The draft as the first of the two posts expects it."""
    page = _draft(page_of(world, MOMENTS))
    page.graph = world.kept["first moment"]
    page.save_revision()


def _draft(page: ScenarioPage) -> ScenarioPage:
    draft = ScenarioPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert isinstance(draft, ScenarioPage)
    return draft


def _form_of(graph: dict[str, Any], line: str) -> dict[str, Any]:
    form = MomentEditor(graph, moment_of(graph, MOMENT))
    data: dict[str, Any] = {}
    for one in (form.main, *form.lines, *form.replies, *form.points, *form.reactions):
        data |= {bound.html_name: bound.value() for bound in one if bound.value() not in (None, "", False, [])}
    for formset in (form.lines, form.replies, form.points, form.reactions):
        data |= {bound.html_name: bound.value() for bound in formset.management_form}
    return {**data, "line-0-text": line}


def saving_a_page(world: World) -> Supply:
    page = page_of(world, 1)
    data = {"slug": page.slug, "organisation": "", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    place = reverse("wagtailadmin_pages:edit", args=[page.pk])
    requests = [editor(world).post(place, urlencode({**data, "title": title})) for title in ("Een naam", "Een andere naam")]
    return lambda _client: itertools.cycle(requests)


TARGETS: list[Declaration] = [
    Target(
        name=EMPTY,
        prepare=opening(1, "wagtailadmin_pages:edit"),
        beside={"W": None},
        marker=b"</html>",
        clients=EDITORS,
        quick=False,
    ),
    Target(
        name="the map of 25 moments × 4 replies in the CMS",
        prepare=opening(MOMENTS, "scenario:editor"),
        beside={EMPTY: 1 / 3},
        marker=b"</html>",
        clients=EDITORS,
        quick=False,
    ),
    Target(
        name="the form of one moment of 25 in the CMS",
        prepare=opening(MOMENTS, "scenario:moment", MOMENT),
        beside={EMPTY: 1 / 3},
        marker=b"</html>",
        clients=EDITORS,
        quick=False,
    ),
    Target(name=PLAIN_SAVE, prepare=saving_a_page, beside={"W": None}, expects=302, clients=1, quick=False),
    Target(
        name="saving one moment of 25 in the CMS",
        prepare=saving,
        beside={PLAIN_SAVE: 1 / 2},
        expects=302,
        reset=put_back,
        clients=1,
        quick=False,
    ),
]
