"""What still has to be mended, and reading every path through with a remark at any line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Comment

from gehoord.core.starter import checksum_of
from learning.catalogue.models import ScenarioPage
from learning.catalogue.scenario_check import name_of, paths_of, readable, unreasoned
from learning.catalogue.scenario_reading import comments_of, places_of, read_path
from learning.catalogue.scenario_services import check_of, comment_on_line, remember_step, save_reasons, settle_comment
from learning.engine.reading import ScenarioFormatError

from .access import on_scenario, render_cms

MOST_COMMENT = 2000


@on_scenario
def findings(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """Errors with the way to each; warnings with room for why they may stay."""
    found = check_of(draft)
    if request.method == "POST":
        kept = {}
        for number in range(len(found.warnings)):
            code, place = request.POST.get(f"code-{number}", ""), request.POST.get(f"place-{number}", "")
            if any(one.code == code and one.place == place for one in found.warnings):
                kept[code, place] = request.POST.get(f"reason-{number}", "")[:500]
        remember_step(request.session, draft.pk, save_reasons(page_id=draft.pk, reasons=kept, by=request.user))
        messages.success(request, _("Bewaard. De tweede lezer leest je redenen."))
        return redirect("scenario:findings", page_id=draft.pk)
    rows = [{"finding": one, "name": name_of(draft.graph, one.moment) if one.moment else ""} for one in found.errors]
    warnings = [
        {"finding": one, "name": name_of(draft.graph, one.moment) if one.moment else "", "number": number}
        for number, one in enumerate(found.warnings)
    ]  # fmt: skip
    return render_cms(
        request, "catalogue/scenario/findings.html", draft, screen=_("Klopt het?"), errors=rows, warnings=warnings,
        open_warnings=len(unreasoned(found.findings)), check=found,
    )  # fmt: skip


@on_scenario
def read_through(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """One path per page; those that show something new come first."""
    try:
        scenario = readable(draft.graph, title=draft.title, slug=draft.slug)
    except ScenarioFormatError:
        messages.error(request, _("Dit gesprek is nog niet te lezen. Verbeter eerst wat hier staat."))
        return redirect("scenario:findings", page_id=draft.pk)
    paths = paths_of(scenario, checksum_of([draft.graph, draft.title, draft.slug]))
    number = _number(request.GET.get("pad", "1"), paths.count)
    comments = comments_of(draft)
    lines = read_path(scenario, paths.paths[number - 1], comments, before=paths.paths[: number - 1]) if paths.count else []
    return render_cms(
        request, "catalogue/scenario/read.html", draft, screen=_("Doorlezen"), lines=lines, paths=paths, number=number,
        before=number - 1 if number > 1 else 0, after=number + 1 if number < paths.count else 0,
        open_comments=sum(len(some) for some in comments.values()), reasons=_reasons(draft),
    )  # fmt: skip


def _reasons(draft: ScenarioPage) -> list[dict[str, Any]]:
    return [
        {"finding": one, "name": name_of(draft.graph, one.moment) if one.moment else ""}
        for one in check_of(draft).warnings
        if one.reason
    ]


def _number(text: str, most: int) -> int:
    return max(1, min(int(text), most)) if text.isdigit() and len(text) < 6 else 1


@require_POST
@on_scenario
def comment(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """A remark at one line; an empty one is sent back to be filled in."""
    place, text = request.POST.get("place", ""), request.POST.get("text", "").strip()
    back = f"{reverse('scenario:read', args=[draft.pk])}?pad={_number(request.POST.get('pad', '1'), 10_000)}"
    if place not in places_of(draft.graph):
        messages.warning(request, _("Die regel is er niet meer. Je opmerking is niet bewaard."))
    elif not text:
        messages.warning(request, _("Schrijf eerst wat je wilt zeggen."))
    elif len(text) > MOST_COMMENT:
        messages.warning(request, _("Maak je opmerking korter: hooguit 2000 tekens."))
    else:
        comment_on_line(page=draft, place=place, text=text, by=request.user)
        messages.success(request, _("Je opmerking staat erbij."))
    return redirect(f"{back}#{place.replace('/', '-')}")


@require_POST
@on_scenario
def settle(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """A remark that is dealt with."""
    number = request.POST.get("comment", "")
    if not number.isdigit():
        raise Http404
    found = get_object_or_404(Comment, pk=int(number), page_id=draft.pk, resolved_at__isnull=True)
    settle_comment(comment=found, at=timezone.now(), by=request.user)
    messages.success(request, _("Afgevinkt. In de geschiedenis blijft de opmerking staan."))
    return redirect(f"{reverse('scenario:read', args=[draft.pk])}?pad={_number(request.POST.get('pad', '1'), 10_000)}")
