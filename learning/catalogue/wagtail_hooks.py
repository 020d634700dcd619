"""Narrowing in the CMS: a trainer of one school sees the region's pages and the own school's, nobody else's."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .models import BankCategoryPage, BankQuestionPage, CataloguePage, ModulePage, QuizPage, ScenarioPage

KINDS = (ModulePage, ScenarioPage, QuizPage, BankCategoryPage, BankQuestionPage)


def hidden_from(user: Any) -> Q:
    """Pages of the catalogue that belong to an organisation in which somebody is no trainer."""
    if user.is_superuser:
        return Q(pk__in=[])
    own = Organisation.objects.where(user, Role.TRAINER)
    hidden = Q(pk__in=[])
    for kind in KINDS:
        foreign = kind.objects.filter(organisation__isnull=False).exclude(organisation__in=own)
        hidden |= Q(pk__in=foreign.values("pk"))
    return hidden


@hooks.register("construct_explorer_page_queryset")
def narrow_explorer(parent: Page, pages: Any, request: HttpRequest) -> Any:
    return pages.exclude(hidden_from(request.user))


@hooks.register("construct_page_chooser_queryset")
def narrow_chooser(pages: Any, request: HttpRequest) -> Any:
    return pages.exclude(hidden_from(request.user))


def _refuse_foreign(request: HttpRequest, page: Page) -> None:
    specific = page.specific
    if isinstance(specific, CataloguePage) and Page.objects.filter(hidden_from(request.user), pk=page.pk).exists():
        raise Http404


for _hook in ("before_edit_page", "before_delete_page", "before_copy_page", "before_move_page", "before_unpublish_page"):
    hooks.register(_hook, lambda request, page, *args: _refuse_foreign(request, page))
