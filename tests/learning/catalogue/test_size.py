"""The editor stays quick and its queries constant, however long the conversation."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.catalogue.models import ScenarioPage
from learning.catalogue.scenario_editor import MomentEditor
from learning.catalogue.scenario_graph import moment_of
from tests.learning.factories import reply, scenario_page

pytestmark = pytest.mark.django_db
SKILLS = ("open_question", "dismissing", "listening", "repair")


def large(moments: int = 25, replies: int = 4) -> list[dict[str, Any]]:
    """A conversation of so many moments × replies, all of which can be reached."""
    rows: list[dict[str, Any]] = []
    for number in range(moments):
        following = [f"m{min(number + step, moments)}" for step in (1, 2, 1, 3)][:replies]
        choices = [
            reply(key, target, change, (skill,))
            for key, target, change, skill in zip("abcd", following, (1, -1, 0, 1), SKILLS, strict=False)
        ]
        rows.append({"key": f"m{number}", "lines": [{"speaker": "student", "text": f"Zin {number}."}], "replies": choices})
    ending = {"kind": "good", "heading": "Klaar.", "who_decides": "Noor", "summary": "Rustig."}
    return [*rows, {"key": f"m{moments}", "lines": [{"speaker": "student", "text": "Dag."}], "ending": ending}]


def queries(client: Client, place: str, django_assert_max_num_queries: Any) -> int:
    client.get(place)
    with django_assert_max_num_queries(60) as captured:
        assert client.get(place).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["editor", "read", "frame", "findings"])
def test_queries_do_not_grow_with_the_conversation(cms: Client, name: str, django_assert_max_num_queries: Any) -> None:
    small = scenario_page(slug="klein", moments=large(3), start="m0", facts=[])
    big = scenario_page(slug="groot", moments=large(25), start="m0", facts=[])
    counts = {queries(cms, reverse(f"scenario:{name}", args=[page.pk]), django_assert_max_num_queries) for page in (small, big)}
    assert len(counts) == 1


def seconds(act: Any, times: int = 5) -> float:
    act()
    best = []
    for _ in range(times):
        begin = time.perf_counter()
        act()
        best.append(time.perf_counter() - begin)
    return min(best)


@pytest.mark.drill
def test_a_large_conversation_opens_and_saves_like_a_plain_page(cms: Client) -> None:
    """Measured beside an empty page's edit view, on the same machine in the same minute."""
    plain = scenario_page(slug="plat", moments=large(1), start="m0", facts=[])
    big = scenario_page(slug="groot", moments=large(25), start="m0", facts=[])
    edit = reverse("wagtailadmin_pages:edit", args=[plain.pk])
    empty = seconds(lambda: cms.get(edit))
    opens = {
        "page": seconds(lambda: cms.get(reverse("wagtailadmin_pages:edit", args=[big.pk]))),
        "editor": seconds(lambda: cms.get(reverse("scenario:editor", args=[big.pk]))),
        "moment": seconds(lambda: cms.get(reverse("scenario:moment", args=[big.pk, "m3"]))),
    }
    form = {
        "title": plain.title,
        "slug": plain.slug,
        "organisation": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    plain_save = seconds(lambda: cms.post(edit, form))
    moment_save = seconds(lambda: save(cms, big))
    ratios = {name: round(took / empty, 2) for name, took in opens.items()} | {"save": round(moment_save / plain_save, 2)}
    assert max(ratio for name, ratio in ratios.items() if name != "save") <= 3, ratios
    assert ratios["save"] <= 2, ratios


def save(cms: Client, page: ScenarioPage) -> None:
    graph = ScenarioPage.objects.get(pk=page.pk).get_latest_revision_as_object().graph
    editor = MomentEditor(graph, moment_of(graph, "m3"))
    data: dict[str, Any] = {}
    for form in (editor.main, *editor.lines, *editor.replies, *editor.points, *editor.reactions):
        data |= {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", False, [])}
    for formset in (editor.lines, editor.replies, editor.points, editor.reactions):
        data |= {bound.html_name: bound.value() for bound in formset.management_form}
    data["line-0-text"] = f"Zin {time.perf_counter()}"
    assert cms.post(reverse("scenario:moment", args=[page.pk, "m3"]), data).status_code == 302
