"""What every public page leads to."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoord.core.kept import kept
from gehoord.core.registry import FooterLink

from .models import ArticlePage


def footer_links(language: str) -> list[FooterLink]:
    """Articles that stand at the foot of every page, in this language. Asked once until a page is published."""
    return kept(("pages.footer", language), lambda: _footer_links(language))


def _footer_links(language: str) -> list[FooterLink]:
    pages = ArticlePage.objects.live().filter(in_footer=True, locale__language_code=language).order_by("path")
    links = []
    for title, url_path in pages.values_list("title", "url_path"):
        below_home = url_path.split("/", 2)[2]  # the first part is the home page of the language
        links.append(FooterLink(title, reverse("wagtail_serve", args=[below_home])))
    if language in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        with override(language):
            links.append(FooterLink(_("Alle pagina's"), reverse("pages:overview")))
            links.append(FooterLink(_("Zoeken"), reverse("pages:search")))
    return links
