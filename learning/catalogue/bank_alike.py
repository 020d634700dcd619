"""After a question of the bank was saved: which others are much like it. It is said, with a way there; it stops nothing."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from .bank_queries import questions_alike
from .models import BankQuestionPage
from .narrowing import hidden_from


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_what_is_alike(request: HttpRequest, page: Page) -> None:
    """The nearest ones that this person may see."""
    question = page.specific
    if not isinstance(question, BankQuestionPage) or request.method != "POST":
        return
    seen = BankQuestionPage.objects.exclude(hidden_from(request.user))
    for other in questions_alike(question, among=seen):
        sentence = _("Deze vraag lijkt op “%(title)s”, bij “%(category)s”. Kijk of je er één kunt missen.")
        messages.warning(
            request,
            sentence % {"title": other.title, "category": other.get_parent().title},
            buttons=[messages.button(reverse("wagtailadmin_pages:edit", args=[other.pk]), _("Bekijk die vraag"))],
        )
