"""The shortest ways to the bank in the CMS: a place in the menu, and a button that begins a question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from .models import BankCategoryPage, BankQuestionPage, QuestionBankPage
from .permissions import user_can_add_to_catalogue


def to_bank(request: HttpRequest) -> HttpResponse:
    """The bank in the person's language, else the first one."""
    if not user_can_add_to_catalogue(request.user):
        raise Http404
    banks = QuestionBankPage.objects.select_related("locale").order_by("pk")
    own = [bank for bank in banks if bank.locale.language_code == getattr(request, "LANGUAGE_CODE", "")]
    bank = next(iter([*own, *banks]), None)
    if bank is None:
        raise Http404
    return redirect("wagtailadmin_explore", bank.pk)


class BankItem(MenuItem):
    """Shown to who may add to the catalogue."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_add_to_catalogue(request.user)


@hooks.register("register_admin_urls")
def bank_urls() -> list[Any]:
    return [path("vragenbank/", to_bank, name="question_bank")]


@hooks.register("register_admin_menu_item")
def bank_item() -> MenuItem:
    return BankItem(gettext_lazy("Vragenbank"), reverse("question_bank"), icon_name="help", name="question-bank", order=110)


@hooks.register("register_page_header_buttons")
def new_question_button(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    """On a category: begin a question, without choosing a kind of page first."""
    if isinstance(page, BankCategoryPage) and page.pk and page.permissions_for_user(user).can_add_subpage():
        url = reverse("wagtailadmin_pages:add", args=["catalogue", "bankquestionpage", page.pk])
        yield Button(_("Nieuwe vraag"), url, icon_name="plus", priority=5)


@hooks.register("construct_page_action_menu")
def publish_first(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A question is small: publishing is what its big button does, and a draft is one choice away."""
    parent, page = context.get("parent_page"), context.get("page")
    if isinstance(page, BankQuestionPage) or (
        page is None and parent is not None and isinstance(parent.specific, BankCategoryPage)
    ):
        menu_items.sort(key=lambda item: item.name != "action-publish")
