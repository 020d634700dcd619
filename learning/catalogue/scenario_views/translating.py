"""Translating a conversation: words beside words. What follows from what is the source's, and cannot be changed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Locale

from learning.catalogue.models import CatalogueRoot, ScenarioPage
from learning.catalogue.scenario_check import name_of
from learning.catalogue.scenario_services import make_translation, remember_step, save_draft
from learning.catalogue.scenario_translation import Word, source_of, translated, words_to_translate

from .access import on_scenario, render_cms


@on_scenario
def translate(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """Every text of the source with a field for the translation; a text whose source changed is marked."""
    source = source_of(draft)
    if source is None:
        raise Http404
    words = words_to_translate(draft, source)
    if request.method == "POST":
        before = {word.path: word for word in words}

        def change(page: ScenarioPage) -> None:
            texts = {word.path: word.text for word in words_to_translate(page, source)}
            seen = dict(page.translated_from)
            for word in before.values():
                _take(request.POST, word, texts, seen)
            page.graph = translated(source.graph, texts, page.graph)
            page.translated_from = {path: text for path, text in seen.items() if path in before}

        remember_step(request.session, draft.pk, save_draft(page_id=draft.pk, by=request.user, change=change))
        messages.success(request, _("Bewaard als concept."))
        return redirect("scenario:translate", page_id=draft.pk)
    groups = _grouped(source, words)
    return render_cms(
        request, "catalogue/scenario/translate.html", draft, screen=_("Vertalen"), groups=groups, source=source,
        missing=sum(word.is_missing for word in words), changed=sum(word.is_changed for word in words),
    )  # fmt: skip


def _take(posted: Mapping[str, str], word: Word, texts: dict[str, str], seen: dict[str, str]) -> None:
    """One text: typed again, or ticked as still right, it belongs to the source as it was shown on this page."""
    if f"word-{word.path}" not in posted:
        return
    text = posted[f"word-{word.path}"].strip().replace("\r\n", "\n")
    shown = posted.get(f"source-{word.path}", "").replace("\r\n", "\n")
    if not text:
        texts[word.path] = ""
        seen.pop(word.path, None)
    elif text != word.text or word.is_missing or posted.get(f"right-{word.path}"):
        texts[word.path] = text
        seen[word.path] = word.source if shown == word.source.replace("\r\n", "\n") else shown


def _grouped(source: ScenarioPage, words: list[Word]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for word in words:
        name = name_of(source.graph, word.where) if word.where else _("Rond het gesprek")
        if not groups or groups[-1]["name"] != name:
            groups.append({"name": name, "words": []})
        groups[-1]["words"].append(word)
    return groups


@require_POST
@on_scenario
def start(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """Make the page of the translation, as a draft without words, and open it."""
    language = request.POST.get("language", "")
    if source_of(draft) is not None or language not in dict(settings.LANGUAGES) or language == draft.locale.language_code:
        raise Http404
    locale = Locale.objects.filter(language_code=language).first()
    root = CatalogueRoot.objects.filter(locale=locale).first() if locale else None
    if locale is None or root is None:
        messages.error(request, _("In die taal is er nog geen catalogus. Vraag de beheerder om de taal aan te zetten."))
        return redirect("scenario:editor", page_id=draft.pk)
    if not root.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    page = make_translation(source=draft, locale=locale, root=root, by=request.user)
    return redirect("scenario:translate", page_id=page.pk)
