"""Questions in and out of the bank, in the CMS: first a preview with what is found, then the bank."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.models import Locale

from learning.catalogue.bank_services import bank_of
from learning.catalogue.permissions import organisations_to_write_for, user_can_add_to_catalogue

from .bank_store import ENDINGS, questions_of_bank, store_questions, write_questions
from .files import read_bytes
from .found import Found, UnreadableFileError
from .question_forms import QuestionFileForm
from .reporting_lines import as_data

TYPES = {"gift": "text/plain", "moodlexml": "application/xml", "csv": "text/csv"}


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """A file into the bank. Nothing is kept until somebody has seen what is in it and says so."""
    if not user_can_add_to_catalogue(request.user):
        raise PermissionDenied
    form = QuestionFileForm(request.POST or None, request.FILES or None, organisations=organisations_to_write_for(request.user))
    found: list[Found] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = _read(form)
            if "bring" in request.POST:
                return _store(request, form, found)
        except UnreadableFileError as error:
            found = None
            form.add_error("file", error.sentence)
    rows = [as_data(one) for one in found or []]
    context = {
        **_frame(), "form": form, "rows": rows, "usable": sum(row["type"] is not None for row in rows), "formats": ENDINGS,
    }  # fmt: skip
    return render(request, "exchange/question_import.html", context)


def _read(form: QuestionFileForm) -> list[Found]:
    upload = form.cleaned_data.get("file")
    if upload is None:
        return read_bytes(form.cleaned_data["text"].encode(), form.cleaned_data["name"])
    data = upload.read()
    found = read_bytes(data, upload.name)
    form.remember(data, upload.name)
    return found


def _store(request: HttpRequest, form: QuestionFileForm, found: list[Found]) -> HttpResponse:
    category = [part.strip() for part in form.cleaned_data["category"].split(" / ") if part.strip()]
    stored = store_questions(
        by=request.user, found=found, locale=form.cleaned_data["locale"], organisation=form.cleaned_data["organisation"],
        publish=form.cleaned_data["publish"], category=category,
    )  # fmt: skip
    sentence = ngettext(
        "%(added)s vraag staat in de bank. %(there)s stond er al.", "%(added)s vragen staan in de bank. %(there)s stonden er al.",
        stored.added,
    )  # fmt: skip
    messages.success(request, sentence % {"added": stored.added, "there": stored.there})
    bank = bank_of(form.cleaned_data["locale"])
    assert bank is not None
    return redirect("wagtailadmin_explore", bank.pk)


@require_GET
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The region's bank, or an own organisation's (``?organisatie=slug``), as a file."""
    if not user_can_add_to_catalogue(request.user):
        raise PermissionDenied
    if form not in ENDINGS:
        raise Http404
    organisation = None
    if request.GET.get("organisatie"):
        organisation = get_object_or_404(organisations_to_write_for(request.user), slug=request.GET["organisatie"])
    locale = get_object_or_404(Locale, language_code=request.GET.get("taal", "nl"))
    text, _left = write_questions(questions_of_bank(locale, organisation=organisation), form)
    response = HttpResponse(text, content_type=f"{TYPES[form]}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="vragenbank-{locale.language_code}.{ENDINGS[form]}"'
    return response


def _frame() -> dict[str, Any]:
    title = _("Vragen uit een bestand")
    crumbs = [{"url": reverse("wagtailadmin_explore_root"), "label": _("Pagina's")}, {"url": "", "label": title}]
    return {
        "breadcrumbs_items": crumbs, "header_title": title, "page_title": title, "page_subtitle": "", "header_icon": "help",
        "header_buttons": [], "media": "",
    }  # fmt: skip
