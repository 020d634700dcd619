"""What is kept of the learner in this room: to see, to take away, to erase."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from learning.completion import personal_data as completion_data
from learning.progress import personal_data
from learning.progress.access import Learner, learner_required
from learning.progress.models import Attempt
from learning.progress.services import forget_answers


@require_http_methods(["GET", "HEAD", "POST"])
@learner_required
def mine(request: HttpRequest, learner: Learner) -> HttpResponse:
    """See what is kept, and erase the answers while completions stay."""
    if request.method == "POST":
        forget_answers(user=learner.user)
        messages.success(request, _("Je antwoorden en je eigen zinnen zijn gewist. Wat je hebt afgerond, staat er nog."))
        return redirect("progress:mine")
    context = {"attempts": Attempt.objects.of(learner.user).count(), "doors": learner.doors}
    return render(request, "progress/mine.html", context)


@require_safe
@learner_required
def readable(request: HttpRequest, learner: Learner) -> HttpResponse:
    """The same on a page to read and print."""
    parts = [(name, [_lines(row) for row in rows]) for name, rows in _everything(learner).items()]
    return render(request, "progress/readable.html", {"parts": parts})


def _lines(row: Any) -> list[tuple[str, str]]:
    """One row as label and words; what lies inside it follows, numbered."""
    if not isinstance(row, Mapping):
        return [("", ", ".join(str(part) for part in row) if isinstance(row, tuple | list) else str(row))]
    found: list[tuple[str, str]] = []
    for name, value in row.items():
        if isinstance(value, list):
            for number, inner in enumerate(value, 1):
                found.append((f"{name} {number}", ", ".join(f"{a}: {b}" if a else b for a, b in _lines(inner) if b)))
        elif isinstance(value, Mapping):
            found.append((str(name), ", ".join(f"{a}: {b}" for a, b in _lines(value) if b)))
        else:
            found.append((str(name), _words(value)))
    return found


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return "" if value is None else str(value)


def _everything(learner: Learner) -> dict[str, Any]:
    return {**completion_data.export(learner.user), **personal_data.export(learner.user)}


@require_safe
@learner_required
def download(request: HttpRequest, learner: Learner) -> HttpResponse:
    """All of it as a file, own sentences in plain words."""
    response = JsonResponse(_everything(learner), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mijn-training.json"'
    return response
